"""Saved views: a list's filters, order, columns and groups under a name; one's own, or shared with the zone."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Decision
from core.views import ActionView, EditView
from zones import rules
from zones.forms import NewViewForm, SavedViewForm
from zones.models import SavedView


def owner(user: Any, view: SavedView) -> Decision:
    return view.edit_access(user)


class NewView(EditView):
    """Comes with the address of the list in ``?page=`` and ``?query=``, as its menu links here."""

    policy = rules.member
    queryset = SavedView.objects.all()
    form_class = NewViewForm
    new_title = gettext_lazy("Save this view")

    def new_row(self) -> SavedView:
        return SavedView(zone=self.request.zone, user=self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET.get(name, "")[:2000] for name in ("page", "query")}

    def back(self) -> str:
        return SavedView(**self.get_initial()).get_absolute_url()


class EditSavedView(EditView):
    policy = owner
    queryset = SavedView.objects.all()
    form_class = SavedViewForm
    template_name = "zones/view_edit.html"


class RemoveView(ActionView):
    policy = owner
    queryset = SavedView.objects.all()

    def post(self, request: HttpRequest, pk: int, **others: Any) -> HttpResponse:
        address = self.row.get_absolute_url().partition("?")[0]
        super().post(request, pk)
        return HttpResponseRedirect(address)

    def act(self, row: SavedView, **others: Any) -> str:
        name = str(row)
        row.delete()
        return _("Removed: %(row)s") % {"row": name}
