"""Settings of the portal, all from the environment (docs/deployment.md lists the variables).

PORTAL_ENV=demo (the default) runs on one machine with the embedded PostgreSQL; PORTAL_ENV=production
refuses to start without SECRET_KEY and ALLOWED_HOSTS.
"""

from pathlib import Path

import dj_database_url
import pgtrigger
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from zoneportal import env

BASE_DIR = Path(__file__).resolve().parent.parent
PORTAL_ENV = env.choice("PORTAL_ENV", ("demo", "production"))
PRODUCTION = PORTAL_ENV == "production"
DATA_DIR = Path(env.text("PORTAL_DATA_DIR", str(BASE_DIR / "var"))).resolve()
PORTAL_TODAY = env.day("PORTAL_TODAY")
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret_key(production=PRODUCTION, data_dir=DATA_DIR)
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
if PRODUCTION and (not ALLOWED_HOSTS or DEBUG):
    raise ImproperlyConfigured("production needs ALLOWED_HOSTS (the site's names) and no DEBUG")
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS")
HTTPS = env.flag("PORTAL_HTTPS")
BEHIND_PROXY = env.flag("PORTAL_BEHIND_PROXY")

# --- what is installed -------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "axes",
    "csp",
    "core",
    "zones",
    "projects",
    "indicators",
    "infrastructure",
    "returns",
    "supervision",
    "exchange",
    "reports",
    "zoneportal",
]
MIDDLEWARE = [
    "core.middleware.FaultMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.CleanRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zones.middleware.IdleTimeoutMiddleware",
    "zones.middleware.CurrentZoneMiddleware",
    "zones.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "zoneportal.urls"
WSGI_APPLICATION = "zoneportal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # sign-in names are unique without regard to case, by a constraint

# --- database ----------------------------------------------------------------------------------
STATEMENT_TIMEOUT_MS = env.whole("PORTAL_STATEMENT_TIMEOUT_MS", 30_000, 1_000, 600_000)
CONNECTION_OPTIONS = {
    "connect_timeout": 3,
    "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
    # Small tables are never analysed: a list of ten joins is guessed to have billions of rows and compiled for 1.5 s.
    " -c jit=off",
    "application_name": "zoneportal",
}
if env.text("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(env.text("DATABASE_URL"))}
    if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL: must name a PostgreSQL server, like postgres://user:password@host/name")
else:
    DATABASES = {"default": {"ENGINE": "core.embedded_postgres", "NAME": "portal", "OPTIONS": {"data_dir": DATA_DIR / "postgres"}}}
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
DATABASES["default"].setdefault("OPTIONS", {}).update(CONNECTION_OPTIONS)

# --- history: decided before the first migration (statement level: linear cost in a transaction) --
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)

# --- people ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "zones.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "zones:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "zones:login"
IDLE_TIMEOUT_MINUTES = env.whole("PORTAL_IDLE_MINUTES", 120, 5, 1440)
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "zones.views.csrf_failure"
# One office is one address: count per account and address together, and forget after a quarter of an hour.
# zones/throttle.py says how an address with many failures is slowed without locking the colleagues behind it.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_HANDLER = "zones.throttle.SignInThrottle"
AXES_USERNAME_CALLABLE = "zones.throttle.attempted_name"
AXES_CLIENT_IP_CALLABLE = "zones.throttle.client_address"
AXES_LOCKOUT_CALLABLE = "zones.throttle.locked_out"

# --- security headers --------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "worker-src": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000  # a plan's 600 proposed rows with all their boxes; see core.middleware.bad_request

# --- language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["core.formats"]
FILTERS_EMPTY_CHOICE_LABEL = _("All")  # an unset filter hides nothing; "---------" does not say so
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- templates and files -----------------------------------------------------------------------
FORM_RENDERER = "core.forms.TablerRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zones.context_processors.frame",
            ],
            "builtins": ["core.templatetags.portal", "django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
PROGRESS_ROOT = DATA_DIR / "progress"  # of requests that are at work
PHOTO_QUOTA_BYTES = env.whole("PORTAL_PHOTO_QUOTA_GB", 20, 1, 100_000) * 1024**3  # of each zone
STORAGES = {
    "default": {"BACKEND": "core.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- reminders: by e-mail, and to the robot of a group of WeCom or DingTalk ----------------------
PORTAL_URL = env.address("PORTAL_URL")  # what links in messages begin with; without it messages have none
MAIL = env.mail("PORTAL_EMAIL_URL", "smtp://localhost" if PRODUCTION else "console:")
EMAIL_BACKEND = MAIL["BACKEND"]
EMAIL_HOST, EMAIL_PORT = MAIL.get("HOST", "localhost"), MAIL.get("PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.get("HOST_USER", ""), MAIL.get("HOST_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.get("USE_TLS", False), MAIL.get("USE_SSL", False)
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.text("PORTAL_EMAIL_FROM", "portal@localhost")
ROBOT_HOSTS = env.hosts("PORTAL_ROBOT_HOSTS", "qyapi.weixin.qq.com,oapi.dingtalk.com")
ROBOT_PLAIN_HOSTS: list[str] = []  # of ROBOT_HOSTS those that may be spoken to without TLS: a test's own receiver, nothing else

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"portal": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}
