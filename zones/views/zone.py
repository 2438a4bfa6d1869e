"""The zone's own settings."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from core.views import EditView, HistoryView
from zones import rules, week_words
from zones.forms import ZoneForm
from zones.models import Zone
from zones.views.administration import BackMixin, RowPage


class OfZone(BackMixin):
    policy = rules.administrator
    queryset = Zone.objects.all()


class EditZone(OfZone, RowPage, EditView):
    kind = "zone"
    removable = False
    intro = gettext_lazy("When the weekly report opens and is due counts for weeks that are opened from now on.")
    form_class = ZoneForm
    template_name = "zones/row_edit.html"

    def page(self, context: dict[str, Any] | None = None, **options: Any) -> HttpResponse:
        coming = week_words.coming_week(self.row.rhythm(), self.as_of)
        return super().page({**(context or {}), "intro": f"{self.intro} {coming}", "coming": coming}, **options)


class ZoneHistory(OfZone, HistoryView):
    pass
