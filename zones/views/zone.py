"""The zone's own settings."""

from django.utils.translation import gettext_lazy

from core.views import EditView, HistoryView
from zones import rules
from zones.forms import ZoneForm
from zones.models import Zone
from zones.views.administration import BackMixin, RowPage


class OfZone(BackMixin):
    policy = rules.administrator
    queryset = Zone.objects.all()


class EditZone(OfZone, RowPage, EditView):
    kind = "zone"
    removable = False
    intro = gettext_lazy("When the weekly report is due counts for weeks that are opened from now on.")
    form_class = ZoneForm
    template_name = "zones/row_edit.html"


class ZoneHistory(OfZone, HistoryView):
    pass
