"""The portal's addresses with two more pages to measure against."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


@login_required
def floor(request: HttpRequest) -> HttpResponse:
    """The same 50 rows × 8 columns by the same ORM query as our project list, through a hand-written template."""
    from core import clock
    from projects.views.projects import ProjectList
    from zones.models import RuleSet

    as_of = clock.today()
    in_force = RuleSet.in_force(request.zone, as_of)  # type: ignore[attr-defined]
    rows = ProjectList.queryset.visible_to(request.user).in_zone(request.zone)  # type: ignore[attr-defined]
    rows = rows.with_light(as_of, in_force).with_investment(as_of)
    return render(request, "floor.html", {"projects": rows.select_related("park", "unit")[:50], "count": rows.count()})


hello.policy = floor.policy = lambda user, target: True  # type: ignore[attr-defined]
urlpatterns = [path("bench/hello/", hello), path("bench/floor/", floor), path("", include("zoneportal.urls"))]
