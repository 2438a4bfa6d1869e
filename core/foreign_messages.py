"""Screen words of the libraries that Django does not find in Simplified Chinese, marked for `make messages`.

django-filter ships its Chinese as ``zh_CN``, which Django never looks up for ``zh-hans``; django-axes ships none. Their
words are looked up in the one catalogue of all apps, so ours answers for them. Left out is what no page of the portal
can show: django-filter's widgets and ordering, which are not used here. django-tables2 has a ``zh_Hans``, and so has
Django but for a few.
"""

from django.utils.translation import gettext_noop as _

FILTERS = [  # django_filters.conf: the verb that stands in the label of a filter without a label of its own
    _("date"),
    _("year"),
    _("month"),
    _("day"),
    _("week day"),
    _("contains"),
    _("is in"),
    _("is greater than"),
    _("is greater than or equal to"),
    _("is less than"),
    _("is less than or equal to"),
    _("starts with"),
    _("ends with"),
    _("is in range"),
    _("is null"),
    _("exclude"),
    _("Multiple values may be separated by commas."),
    _("Range query expects two values."),
]

DJANGO = [  # missing in its Chinese (the back door), or there but reading like a machine's (the forms)
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _("This field is required."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
]

AXES = [  # the failed sign-ins in the back door
    _("Access Attempt"),
    _("Access lock out"),
    _("Account locked: too many login attempts. Please try again later."),
    _("Attempt Remaining"),
    _("Attempt Time"),
    _("Clean up expired attempts"),
    _("Expires At"),
    _("Failed Logins"),
    _("Form Data"),
    _("GET Data"),
    _("HTTP Accept"),
    _("IP Address"),
    _("Locked Out"),
    _("Logout Time"),
    _("Meta Data"),
    _("Not set"),
    _("POST Data"),
    _("Path"),
    _("Session key hash (sha256)"),
    _("The time when access attempt expires and is no longer valid."),
    _("User Agent"),
    _("Username"),
    _("access attempt"),
    _("access attempts"),
    _("access attempt expiration"),
    _("access attempt expirations"),
    _("access failure"),
    _("access failures"),
    _("access log"),
    _("access logs"),
]
