"""The year in pictures: all indicators small on one page, one of them large; each with its table and its workbook."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from core.listing import small_number
from core.models import DataStatus
from core.views import DetailView, PortalView, download
from indicators.models import Figure, Indicator
from indicators.overview import wholes_first
from indicators.pictures import Picture, pictures
from indicators.pictures_workbook import pictures_workbook
from indicators.views.figures import FIRST_YEAR, LAST_YEAR
from zones import rules


class YearMixin:
    """The year in the address, and the workbook of what the page shows."""

    request: Any
    as_of: Any

    def year(self) -> int:
        return small_number(self.request.GET.get("year", ""), self.as_of.year, FIRST_YEAR, LAST_YEAR)

    def years(self) -> list[int]:
        return sorted({*Figure.objects.years(self.request.zone), self.year()})

    def workbook(self, found: list[Picture], what: str) -> HttpResponseBase:
        zone, user = self.request.zone, self.request.user
        stream, rows = pictures_workbook(found, title=f"{zone} {what}", as_of=self.as_of, author=str(user))
        zone.record_download(user=user, what=what, about=str(self.year()), rows=rows)
        return download(stream, f"{zone}-{what}.xlsx")


class PicturesPage(YearMixin, PortalView):
    """Small multiples of the indicators that are counted in the year."""

    policy = rules.member
    template_name = "indicators/pictures.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        year, zone = self.year(), request.zone
        title = _("Figures of %(year)s in pictures") % {"year": year}
        found = pictures(zone, year, wholes_first(Indicator.objects.in_zone(zone).valid_in(year)))
        if request.GET.get("export") == "xlsx":
            return self.workbook(found, title)
        context = {
            "pictures": [one for one in found if not one.is_sparse],
            "sparse": [one for one in found if one.is_sparse],
        }
        return self.page({"title": title, "year": year, "years": self.years(), **context})


class IndicatorPicture(YearMixin, DetailView):
    """One indicator's year: against target and last year, growth, parks."""

    policy = rules.member
    queryset = Indicator.objects.select_related("zone")
    template_name = "indicators/picture.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        (found,) = pictures(self.row.zone, self.year(), [self.row])
        title = _("%(indicator)s %(year)s by month") % {"indicator": self.row, "year": self.year()}
        if request.GET.get("export") == "xlsx":
            return self.workbook([found], title)
        context = {"row": self.row, "title": title, "picture": found, "year": self.year(), "years": self.years()}
        return self.page({**context, "status_css": DataStatus.css()})
