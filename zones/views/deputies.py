"""Who stands in for whom."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import ActionView, EditView, HistoryView, ListView
from zones import actions, rules
from zones.filtersets import DeputyFilterSet
from zones.models import Deputy
from zones.tables import DeputyTable
from zones.views.administration import BackMixin, RowPage
from zones.week_forms import DeputyForm

DEPUTIES = gettext_lazy("Deputies")


class DeputyList(ListView):
    policy = rules.member
    queryset = Deputy.objects.select_related("deputy", "principal")
    table_class = DeputyTable
    filterset_class = DeputyFilterSet
    title = DEPUTIES
    intro = gettext_lazy("While it lasts, a deputy writes the other person's weekly reports, and reviews them for a unit head.")

    def get_queryset(self) -> Any:
        return super().get_queryset().with_today(self.request.user, self.as_of)

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.deputising(self.request.user, self.request.zone)
        url = reverse("zones:deputy_new")
        return [{"label": _("New deputy"), "url": url, "icon": "plus", "decision": decision, "css": "btn btn-primary"}]


class OfDeputies(BackMixin):
    policy = rules.edits
    queryset = Deputy.objects.select_related("zone", "principal", "deputy")
    back_to = "zones:deputy_list"
    back_label = DEPUTIES


class NewDeputy(OfDeputies, RowPage, EditView):
    policy = rules.deputising
    kind = "deputy"
    form_class = DeputyForm
    template_name = "zones/deputy_edit.html"
    new_title = gettext_lazy("New deputy")


class EditDeputy(OfDeputies, RowPage, EditView):
    kind = "deputy"
    removable = False
    form_class = DeputyForm
    template_name = "zones/deputy_edit.html"


class EndDeputy(OfDeputies, ActionView):
    """Ends it at once."""

    def act(self, row: Any) -> str:
        ended = actions.end_deputy(deputy=row, as_of=self.as_of)
        return _("Ended: %(row)s") % {"row": row} if ended else _("It was over already: %(row)s") % {"row": row}


class DeputyHistory(OfDeputies, HistoryView):
    policy = rules.member
    template_name = "zones/deputy_history.html"
