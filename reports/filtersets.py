"""The filters of the list of issued documents."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core.filtersets import BaseFilterSet, WholeFilter
from reports.choices import DocumentKind
from reports.models import IssuedDocument


class IssuedDocumentFilterSet(BaseFilterSet):
    search_fields = ("number", "filename", "sha256")
    year = WholeFilter(label=_("Year"), min_value=1950, max_value=2100)
    kind = django_filters.ChoiceFilter(choices=DocumentKind.choices, label=_("Document"))

    class Meta:
        model = IssuedDocument
        fields = ["year", "kind"]
