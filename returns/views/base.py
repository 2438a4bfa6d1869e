"""What the pages of a month have in common."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.listing import small_number
from core.views import PortalView
from returns import policies
from returns.grid import Month
from returns.models import Return
from zones.models import Park

FIRST, LAST = 1950, 2100


def asked_year(request: HttpRequest, as_of: datetime.date) -> int:
    """The year in the address, or the one of the month that was over last."""
    return small_number(request.GET.get("year", ""), as_of.year if as_of.month > 2 else as_of.year - 1, FIRST, LAST)


class OfMonth(PortalView):
    """A month's returns that the person may see, of one park with ``?park=``."""

    policy = policies.statistician

    @property
    def year(self) -> int:
        return self.kwargs["year"]

    @property
    def number(self) -> int:
        return self.kwargs["month"]

    def get_target(self) -> Any:
        if not (FIRST <= self.year <= LAST and 1 <= self.number <= 12):
            raise Http404(_("There is no such month."))
        return super().get_target()

    @cached_property
    def park(self) -> Park | None:
        """The park in the address, or the one whose clerk this is. Raises: Http404 for a park that the zone has not."""
        own = self.request.user.park_id_in(self.request.zone)
        given = self.request.GET.get("park", "")
        asked = small_number(given, 0, 0, 10**9) if given else own
        if asked is None:
            return None
        park = Park.objects.in_zone(self.request.zone).filter(pk=asked).first()
        if park is None:
            raise Http404(_("There is no such park."))
        return park

    def parks(self) -> list[Park]:
        """Between which the person can choose; a park's clerk has one only."""
        if self.request.user.park_id_in(self.request.zone):
            return []
        return list(Park.objects.in_zone(self.request.zone).tops())

    @property
    def of_park(self) -> str:
        """The query string that keeps the park that was asked for."""
        return f"?park={self.park.pk}" if "park" in self.request.GET and self.park else ""

    def mine(self) -> Any:
        """The returns of the month that the person may see."""
        rows = Return.objects.in_zone(self.request.zone).visible_to(self.request.user).of_month(self.year, self.number)
        return rows.of_park(self.park) if self.park else rows

    def month_of(self, rows: list[Return]) -> Month:
        return Month.load(self.request.zone, self.year, self.number, rows)

    def words(self) -> str:
        return f"{self.year}-{self.number:02d}"

    def who(self) -> dict[str, Any]:
        """What every form of a return is told."""
        return {"user": self.request.user, "zone": self.request.zone, "today": self.as_of}
