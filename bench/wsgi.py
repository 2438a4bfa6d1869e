"""The server's entry for bench.pages: the portal with the addresses of bench.site."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoneportal.settings")
settings.ROOT_URLCONF = "bench.site"
settings.TEMPLATES[0]["DIRS"].append(settings.BASE_DIR / "bench" / "templates")

application = get_wsgi_application()
