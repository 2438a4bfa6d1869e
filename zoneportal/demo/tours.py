"""One inspection tour of the spring that is closed and one that is being judged; made up and marked."""

import datetime

from projects.models import Project
from supervision import actions
from supervision.models import Ballot, Tour, TourStop
from zoneportal.demo.source import GENERATED, TODAY, Ground

SPRING = datetime.date(2015, 3, 26)
STOPS = ("全友家居", "美松爱家", "物华食品", "顿丘二期", "中石集团产业园", "宏康钢构")
JUDGES = ("leader", "clerk", "jiaju-head", "shipin-head", "huanbao-head")
MARKS = (("92", "88", "90"), ("85", "80.5", "86"), ("95", "93", "90"), ("78", "82", "80"), ("88", "86", "91"))


def build(ground: Ground) -> None:
    spring = _tour(ground, "一季度项目观摩", SPRING)
    _judge(ground, spring, JUDGES)
    actions.close_tour(tour=spring, by=ground.people["clerk"], on=SPRING)
    _judge(ground, _tour(ground, "六月项目观摩", TODAY), JUDGES[:2])


def _tour(ground: Ground, name: str, day: datetime.date) -> Tour:
    route = f"家具园、食品园、环保科技园（{GENERATED}）"
    tour = actions.open_tour(tour=Tour(zone=ground.zone, name=name, held_on=day, route=route, is_generated=True))
    projects = Project.objects.in_zone(ground.zone).filter(name__in=STOPS).select_related("park").order_by("park__position", "pk")
    for project in projects:
        actions.add_stop(stop=TourStop(tour=tour, project=project))
    return tour


def _judge(ground: Ground, tour: Tour, names: tuple[str, ...]) -> None:
    """Everybody who may: heads leave out the stops of their own unit."""
    stops = TourStop.objects.of_tour(tour).select_related("tour__zone", "project")
    for row, stop in enumerate(stops):
        for column, name in enumerate(names):
            judge = ground.people[name]
            if stop.judge_access(judge):
                ballot = Ballot(stop=stop, judge=judge, remark=GENERATED)
                actions.cast_ballot(ballot=ballot, marks=MARKS[(row + column) % len(MARKS)])
