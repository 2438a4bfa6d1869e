"""The columns of the list of issued documents."""

from django.utils.translation import gettext_lazy as _

from core.tables import BaseTable, ChoiceColumn, Column, MomentColumn
from reports.choices import DocumentKind


class IssuedDocumentTable(BaseTable):
    number = Column(verbose_name=_("Document number"), to="reports:document_file")
    kind = ChoiceColumn(choices=DocumentKind, verbose_name=_("Document"))
    year = Column(verbose_name=_("Year"))
    created_at = MomentColumn(verbose_name=_("Issued at"))
    issued_by = Column(accessor="issued_by__name", verbose_name=_("Issued by"), pinyin="issued_by__name")
    estimates = Column(verbose_name=_("Still estimates"), orderable=False)
    snapshot = MomentColumn(accessor="snapshot__created_at", verbose_name=_("Values frozen at"))
    sha256 = Column(verbose_name=_("Fingerprint (SHA-256)"), orderable=False)

    class Meta(BaseTable.Meta):
        hidden = ("snapshot", "sha256")
