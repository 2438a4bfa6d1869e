"""Bulletins: the list, one with its entries, the answers of the units, and the points of the year."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Allowed
from core.views import ActionView, DetailView, EditView, HistoryView, ListView, PortalView
from supervision import actions, policies
from supervision.choices import BulletinKind, BulletinState
from supervision.filtersets import BulletinFilterSet, EntryFilterSet
from supervision.forms import BulletinForm, BulletinNewForm, EntryConfirmForm, EntryForm, RectifyForm, WithdrawForm
from supervision.models import Bulletin, BulletinEntry
from supervision.results import units_by_points
from supervision.tables import BulletinTable, EntryTable
from supervision.views.parents import of_address
from zones import rules

BULLETINS = Bulletin.objects.select_related("zone", "issued_by")
ENTRIES = BulletinEntry.objects.select_related("bulletin__zone", "unit", "project", "rectified_by", "confirmed_by")


class BulletinList(ListView):
    policy = rules.member
    queryset = Bulletin.objects.with_counts()
    table_class = BulletinTable
    filterset_class = BulletinFilterSet
    title = gettext_lazy("Bulletins")
    intro = gettext_lazy("Praise, criticism and exposure: numbered when issued, acknowledged and put right by the units.")

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        return [
            {"label": _("New bulletin"), "url": reverse("supervision:bulletin_new"), "icon": "plus", "decision": decision},
            {"label": _("Entries"), "url": reverse("supervision:entry_list"), "icon": "list-details", "decision": Allowed},
            {"label": _("Points"), "url": reverse("supervision:bulletin_points"), "icon": "star", "decision": Allowed},
        ]


class EntryList(ListView):
    policy = rules.member
    queryset = BulletinEntry.objects.select_related("bulletin")
    table_class = EntryTable
    filterset_class = EntryFilterSet
    title = gettext_lazy("Entries of bulletins")
    intro = gettext_lazy("Which unit was named for what, with how many points, and how it has answered.")

    def get_queryset(self) -> Any:
        return super().get_queryset().sent_out().with_late(self.as_of)


class Points(PortalView):
    """The units of a year by their points, the best first; equal points share a rank."""

    policy = rules.member
    template_name = "supervision/points.html"

    def get(self, request: HttpRequest, year: int | None = None) -> HttpResponse:
        shown = year or self.as_of.year
        rows = units_by_points(request.zone, shown)
        title = _("Points of bulletins %(year)s") % {"year": shown}
        return self.page({"title": title, "rows": rows, "year": shown, "years": Bulletin.objects.in_zone(request.zone).years()})


class BulletinDetail(DetailView):
    policy = rules.member
    queryset = BULLETINS
    template_name = "supervision/bulletin_detail.html"

    def get_context(self) -> dict[str, Any]:
        bulletin, user = self.row, self.request.user
        entries = list(ENTRIES.of_bulletin(bulletin).with_late(self.as_of))
        for entry in entries:
            entry.may_acknowledge, entry.may_rectify = entry.acknowledge_access(user), entry.rectify_access(user)
            entry.may_confirm = entry.confirm_access(user)
        return {
            "entries": entries,
            "state_css": BulletinState.css(),
            "kind_css": BulletinKind.css(),
            "may_edit": bulletin.edit_access(user),
            "may_withdraw": bulletin.withdraw_access(user),
        }


class BulletinHistory(HistoryView):
    policy = rules.member
    queryset = BULLETINS


class WithDay(EditView):
    """Forms that are told the day."""

    queryset = BULLETINS

    def form_arguments(self) -> dict[str, Any]:
        return {"as_of": self.as_of}


class BulletinNew(WithDay):
    policy = rules.keeper
    form_class = BulletinNewForm
    new_title = gettext_lazy("New bulletin")

    def save(self, form: Any) -> Bulletin:
        given = {"as_of": self.as_of, "is_drafted": form.cleaned_data["is_drafted"]}
        return actions.open_bulletin(bulletin=form.instance, **given)

    def back(self) -> str:
        return reverse("supervision:bulletin_list")


class BulletinEdit(WithDay):
    policy = rules.edits
    form_class = BulletinForm


class BulletinIssue(ActionView):
    policy = rules.edits
    queryset = BULLETINS

    def act(self, row: Bulletin, **others: Any) -> str:
        issued = actions.issue_bulletin(bulletin=row, by=self.request.user, on=self.as_of)
        return _("Issued: %(bulletin)s") % {"bulletin": issued} if issued.is_issued else _("It names nobody yet.")


class BulletinWithdraw(EditView):
    policy = policies.withdraws
    queryset = BULLETINS
    form_class = WithdrawForm

    def save(self, form: Any) -> Bulletin:
        return actions.withdraw_bulletin(bulletin=form.instance, on=self.as_of)


class EntryNew(EditView):
    policy = rules.edits
    queryset = ENTRIES
    form_class = EntryForm
    new_title = gettext_lazy("Name a unit")

    def get_parent(self) -> Bulletin:
        self.bulletin = of_address(BULLETINS, self.request.user, self.kwargs["bulletin"])
        return self.bulletin

    def new_row(self) -> BulletinEntry:
        return BulletinEntry(bulletin=self.bulletin)

    def save(self, form: Any) -> BulletinEntry:
        return actions.add_entry(entry=form.instance)

    def back(self) -> str:
        return self.bulletin.get_absolute_url()


class EntryEdit(EditView):
    policy = rules.edits
    queryset = ENTRIES
    form_class = EntryForm


class EntryDrop(ActionView):
    """Takes a unit off a draft; the history keeps it."""

    policy = rules.edits
    queryset = ENTRIES

    def act(self, row: BulletinEntry, **others: Any) -> str:
        if actions.drop_entry(entry=row):
            return _("Not named any more: %(entry)s") % {"entry": row}
        return _("This bulletin is issued: it can only be withdrawn.")

    def success_url(self, row: BulletinEntry) -> str:
        return row.bulletin.get_absolute_url()


class EntryAcknowledge(ActionView):
    policy = policies.acknowledges
    queryset = ENTRIES

    def act(self, row: BulletinEntry, **others: Any) -> str:
        actions.acknowledge_entry(entry=row, by=self.request.user, on=self.as_of)
        return _("Acknowledged: %(entry)s") % {"entry": row}


class EntryRectify(EditView):
    policy = policies.rectifies
    queryset = ENTRIES
    form_class = RectifyForm

    def save(self, form: Any) -> BulletinEntry:
        return actions.rectify_entry(entry=form.instance, by=self.request.user, on=self.as_of)


class EntryConfirm(EditView):
    policy = policies.confirms
    queryset = ENTRIES
    form_class = EntryConfirmForm

    def save(self, form: Any) -> BulletinEntry:
        is_right = form.cleaned_data["is_settled"]
        return actions.confirm_entry(entry=form.instance, is_right=is_right, by=self.request.user, on=self.as_of)


class EntryHistory(HistoryView):
    policy = rules.member
    queryset = ENTRIES
