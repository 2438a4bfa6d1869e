"""What the pages of a month have in common."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core import clock
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
        """Raises: Http404 for a park that the zone has not."""
        asked = self.request.GET.get("park", "")
        if not asked:
            return None
        found = Park.objects.in_zone(self.request.zone)
        park = found.filter(pk=small_number(asked, 0, 0, 10**9)).first()
        if park is None:
            raise Http404(_("There is no such park."))
        return park

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

    def stored_with(self) -> dict[str, Any]:
        return {"by": self.request.user, "now": clock.now(), "today": self.as_of}
