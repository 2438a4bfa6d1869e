"""Inspection tours: the list, one with its ranking, its stops, and judging them on the way."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Allowed
from core.views import ActionView, DetailView, EditView, HistoryView, ListView
from supervision import actions, policies
from supervision.filtersets import TourFilterSet
from supervision.forms import BallotForm, StopForm, TourForm, VoidForm
from supervision.models import Ballot, Tour, TourStop
from supervision.results import results
from supervision.tables import TourTable
from supervision.views.parents import of_address
from zones import rules

TOURS = Tour.objects.select_related("zone", "closed_by")
STOPS = TourStop.objects.select_related("tour__zone", "project__unit", "project__park")
BALLOTS = Ballot.objects.select_related("stop__tour__zone", "stop__project", "judge")


class TourList(ListView):
    policy = rules.member
    queryset = Tour.objects.with_counts()
    table_class = TourTable
    filterset_class = TourFilterSet
    title = gettext_lazy("Inspection tours")
    intro = gettext_lazy("Routes with stops that are judged on the way and ranked within their groups.")

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        return [
            {"label": _("New tour"), "url": reverse("supervision:tour_new"), "icon": "plus", "decision": decision},
            {"label": _("Meetings"), "url": reverse("supervision:meeting_list"), "icon": "users-group", "decision": Allowed},
        ]


class TourDetail(DetailView):
    """The ranking within each group; every score opens down to its ballots."""

    policy = rules.member
    queryset = TOURS
    template_name = "supervision/tour_detail.html"

    def get_context(self) -> dict[str, Any]:
        tour, user = self.row, self.request.user
        may_see = tour.scores_access(user)
        ballots = list(BALLOTS.of_tour(tour) if may_see else BALLOTS.of_tour(tour).by_judge(user))
        stops = list(STOPS.of_tour(tour).in_route_order())
        for stop in stops:
            stop.may_judge = stop.judge_access(user)
        for ballot in ballots:
            ballot.may_void = ballot.void_access(user)
        groups = results(stops, ballots)
        return {"groups": groups, "may_see": may_see, "may_edit": tour.edit_access(user), "criteria": tour.criteria}


class TourHistory(HistoryView):
    policy = rules.member
    queryset = TOURS


class TourNew(EditView):
    policy = rules.keeper
    queryset = TOURS
    form_class = TourForm
    new_title = gettext_lazy("New tour")

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": self.as_of}

    def save(self, form: Any) -> Tour:
        return actions.open_tour(tour=form.instance)

    def back(self) -> str:
        return reverse("supervision:tour_list")


class TourEdit(EditView):
    policy = rules.edits
    queryset = TOURS
    form_class = TourForm


class TourClose(ActionView):
    policy = rules.edits
    queryset = TOURS

    def act(self, row: Tour, **others: Any) -> str:
        actions.close_tour(tour=row, by=self.request.user, on=self.as_of)
        return _("Closed: %(tour)s. Everybody sees the scores now.") % {"tour": row}


class StopNew(EditView):
    policy = rules.edits
    queryset = STOPS
    form_class = StopForm
    new_title = gettext_lazy("New stop")

    def get_parent(self) -> Tour:
        self.tour = of_address(TOURS, self.request.user, self.kwargs["tour"])
        return self.tour

    def new_row(self) -> TourStop:
        return TourStop(tour=self.tour)

    def save(self, form: Any) -> TourStop:
        return actions.add_stop(stop=form.instance)

    def back(self) -> str:
        return self.tour.get_absolute_url()


class StopEdit(EditView):
    policy = rules.edits
    queryset = STOPS
    form_class = StopForm


class StopDrop(ActionView):
    """Takes a stop off the route with its ballots; the history keeps them."""

    policy = rules.edits
    queryset = STOPS

    def act(self, row: TourStop, **others: Any) -> str:
        row.delete()
        return _("Off the route: %(stop)s") % {"stop": row}

    def success_url(self, row: TourStop) -> str:
        return row.tour.get_absolute_url()


class StopHistory(HistoryView):
    policy = rules.member
    queryset = STOPS


class Judge(EditView):
    """The own ballot for one stop; given anew it replaces the earlier one."""

    policy = policies.judges
    queryset = BALLOTS
    form_class = BallotForm

    def get_parent(self) -> TourStop:
        self.stop = of_address(STOPS, self.request.user, self.kwargs["stop"])
        self.row = BALLOTS.of_stop(self.stop).by_judge(self.request.user).first()
        self.new_title = str(self.stop)
        return self.stop

    def new_row(self) -> Ballot:
        return Ballot(stop=self.stop, judge=self.request.user)

    def post(self, request: HttpRequest, pk: int | None = None, **parents: Any) -> HttpResponse:
        return super().post(request, self.row.pk if self.row else None, **parents)

    def save(self, form: Any) -> Ballot:
        return actions.cast_ballot(ballot=form.instance, marks=form.marks())

    def back(self) -> str:
        return self.stop.get_absolute_url()


class BallotVoid(EditView):
    policy = policies.voids
    queryset = BALLOTS
    form_class = VoidForm
