"""Documents as they were issued."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Decision, Denied
from core.fields import TextLine, Year
from core.history import tracked
from core.models import TimeStamped
from reports.choices import DocumentKind
from reports.models.annual import YearSnapshot
from reports.querysets import IssuedQuerySet
from zones.models import User, Zone


@tracked(without=("content",))
class IssuedDocument(TimeStamped):
    """A document of a frozen year as it went out (归档文件): never written again; ``sha256`` is the fingerprint of its bytes.

    ``estimates`` names what was still an estimate (预计) then.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="issued_documents")
    year = Year(_("year"))
    kind = models.CharField(_("document"), max_length=10, choices=DocumentKind.choices, default=DocumentKind.REPORT)
    number = TextLine(_("document number"), max_length=60, help_text=_("as it is printed on the paper; each number once"))
    filename = TextLine(_("file"), max_length=120, editable=False)
    content = models.BinaryField(editable=False)
    sha256 = TextLine(_("fingerprint"), max_length=64, editable=False)
    estimates = TextLine(_("still estimates"), max_length=300, blank=True, default="", editable=False)
    snapshot = models.ForeignKey(
        YearSnapshot, models.PROTECT, verbose_name=_("frozen year"), related_name="documents", editable=False
    )
    issued_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("issued by"), related_name="issued_documents", editable=False
    )

    objects = IssuedQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "number"],
                name="issued_document_number_once",
                violation_error_message=_("another document has this number"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("reports:document_list")

    def edit_access(self, user: Any) -> Decision:
        return Denied(_("What was issued stays as it is."))
