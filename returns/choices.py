"""The fixed words of monthly returns: their states, and what may be doubtful about a value."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReturnState(models.TextChoices):
    """How far an enterprise's return of a month is."""

    OPEN = "open", pgettext_lazy("return", "not started")
    DRAFT = "draft", pgettext_lazy("return", "draft")
    SUBMITTED = "submitted", pgettext_lazy("return", "submitted")
    RETURNED = "returned", pgettext_lazy("return", "sent back")
    ACCEPTED = "accepted", pgettext_lazy("return", "accepted")

    @classmethod
    def given(cls) -> list["ReturnState"]:
        """Returns that count in totals."""
        return [cls.SUBMITTED, cls.ACCEPTED]

    @classmethod
    def css(cls) -> dict[str, str]:
        return {
            cls.OPEN: "secondary",
            cls.DRAFT: "yellow",
            cls.SUBMITTED: "submitted",
            cls.RETURNED: "returned",
            cls.ACCEPTED: "accepted",
        }


class Doubt(models.TextChoices):
    """What makes one ask whether a value is meant; a word of explanation settles it."""

    UNIT = "unit", _("probably another unit of measure")
    FALLS = "falls", _("below last month's cumulative value")
    OUTLIER = "outlier", _("far from this enterprise's usual months")
    JUMP = "jump", _("far from last year's value")
    LIMITS = "limits", _("outside the limits")
    MISSING = "missing", _("reported last month, not now")
