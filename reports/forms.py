"""The form of the year's notes."""

from django.utils.translation import gettext_lazy as _

from core.forms import RowForm
from reports.models import YearNote


class YearNoteForm(RowForm):
    fieldsets = [("", ["kind", "year", "position"]), (_("What is told"), ["title", "text", "source"])]

    class Meta:
        model = YearNote
        fields = ["kind", "year", "position", "title", "text", "source"]
