"""Which figure counts, and which target."""

import datetime
from typing import Any, Self

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core.periods import months_elapsed
from core.querysets import ScopedQuerySet
from indicators.choices import WHOLE_YEAR, PeriodKind
from zones.choices import Role


def kept_zones(user: Any) -> list[int]:
    """The zones whose registers ``user`` keeps."""
    return [zone for zone, membership in user.memberships_by_zone.items() if membership.role in Role.keepers()]


class IndicatorQuerySet(ScopedQuerySet):
    def editable_by(self, user: Any) -> Self:
        return self if user.is_superuser else self.filter(zone__in=kept_zones(user))

    def assessed(self) -> Self:
        """Indicators by which the zone is judged."""
        return self.filter(is_assessed=True)

    def wholes(self) -> Self:
        """Indicators that are no part of another."""
        return self.filter(part_of__isnull=True)

    def valid_in(self, year: int) -> Self:
        """Indicators that are counted in ``year``."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=year)
        return self.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=year))

    def with_latest_figure(self) -> Self:
        """Adds ``latest_id``, ``_year``, ``_month``, ``_value``, ``_status``: of the zone's newest reported figure."""
        from indicators.models import Figure

        figures = (
            Figure.objects.cumulative()
            .current()
            .of_zone()
            .reported()
            .filter(indicator=OuterRef("pk"))
            .order_by("-year", "-through_month")
        )
        names = {"id": "pk", "year": "year", "month": "through_month", "value": "value", "status": "status"}
        return self.annotate(**{f"latest_{name}": Subquery(figures.values(field)[:1]) for name, field in names.items()})


class CheckRuleQuerySet(ScopedQuerySet):
    def editable_by(self, user: Any) -> Self:
        """The twin of CheckRule.edit_access."""
        return self if user.is_superuser else self.filter(zone__in=kept_zones(user))

    def applied(self) -> Self:
        """Rules that are in use."""
        return self.filter(is_active=True)


class PeriodRuleQuerySet(ScopedQuerySet):
    """Rows that the administrator of the zone keeps: the twin of rules.administrator."""

    def editable_by(self, user: Any) -> Self:
        if user.is_superuser:
            return self
        return self.filter(zone__in=[zone for zone, each in user.memberships_by_zone.items() if each.role == Role.ADMIN])

    def of_form(self, form: str) -> Self:
        return self.filter(form=form)


class PeriodExceptionQuerySet(PeriodRuleQuerySet):
    def open_on(self, day: datetime.date) -> Self:
        """See also PeriodException.is_open_on."""
        return self.filter(first_day__lte=day, last_day__gte=day)

    def not_open_on(self, day: datetime.date) -> Self:
        return self.exclude(first_day__lte=day, last_day__gte=day)

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def with_is_open(self, day: datetime.date) -> Self:
        """Adds ``is_open``: bool, whether it opens its month on a day."""
        lasts = ExpressionWrapper(Q(first_day__lte=day, last_day__gte=day), output_field=BooleanField())
        return self.annotate(is_open=lasts)


class OfIndicatorQuerySet(ScopedQuerySet):
    scope_path = "indicator__zone"

    def of_indicator(self, indicator: Any) -> Self:
        return self.filter(indicator=indicator)

    def editable_by(self, user: Any) -> Self:
        return self if user.is_superuser else self.filter(indicator__zone__in=kept_zones(user))


class FigureQuerySet(OfIndicatorQuerySet):
    def current(self) -> Self:
        """Of every indicator, park and period the newest edition; earlier ones stay as they were published.

        Which edition is newest does not depend on the filters around it.
        """
        return self.with_place().filter(~Exists(self._newer()))

    def reported(self) -> Self:
        """Figures that have a value."""
        return self.filter(value__isnull=False)

    def with_is_newest(self) -> Self:
        """Adds ``is_newest``: bool, no later edition stands beside it."""
        return self.with_place().annotate(is_newest=~Exists(self._newer()))

    def _newer(self) -> Self:
        """The later editions of an outer figure."""
        series = {name: OuterRef(name) for name in ("indicator", "year", "kind", "through_month", "place")}
        return self.model.objects.with_place().filter(**series, edition__gt=OuterRef("edition"))

    def with_year_before(self) -> Self:
        """Adds ``value_before`` (Decimal or None): the current figure of the same park and months a year earlier."""
        series = {name: OuterRef(name) for name in ("indicator", "kind", "through_month", "place")}
        before = self.model.objects.with_place().filter(**series, year=OuterRef("year") - 1).order_by("-edition")
        return self.with_place().annotate(value_before=Subquery(before.values("value")[:1]))

    def with_place(self) -> Self:
        """Adds ``place``: the park's id, 0 for the whole zone. Not selected, only for comparing."""
        return self.alias(place=Coalesce("park_id", 0))

    def latest_cumulative(self, zone: Any, year: int) -> Self:
        """Of every indicator (and park) of ``zone`` the figure of the year that reaches furthest: months 1–N, largest N.

        Only current editions. A period that is not reported gives way to an earlier one that is. One query.
        """
        unreported = ExpressionWrapper(Q(value__isnull=True), output_field=BooleanField())
        rows = self.model.objects.in_zone(zone).of_year(year).cumulative().current()
        furthest = rows.order_by("indicator_id", "park_id", unreported.asc(), "-through_month").distinct("indicator_id", "park_id")
        return self.filter(pk__in=furthest.values("pk"))

    def cumulative(self) -> Self:
        """Figures of months 1–N, the normal form."""
        return self.filter(kind=PeriodKind.CUMULATIVE)

    def of_zone(self) -> Self:
        """Figures of the whole zone, not of one park."""
        return self.filter(park__isnull=True)

    def of_parks(self) -> Self:
        return self.filter(park__isnull=False)

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def of_years(self, *years: int) -> Self:
        return self.filter(year__in=years)

    def over_by(self, day: datetime.date) -> Self:
        """Figures of months that were over on a day."""
        return self.filter(through_month__lte=months_elapsed(day, day.year))

    def in_time(self) -> Self:
        """Newest period first, the whole zone before its parks, the newest edition before earlier ones."""
        return self.order_by("-year", "-through_month", "kind", F("park__position").asc(nulls_first=True), "park", "-edition")

    def annual(self, year: int) -> Self:
        """The year's figures, January to December."""
        return self.of_year(year).whole_years()

    def whole_years(self) -> Self:
        """Figures of January to December."""
        return self.cumulative().filter(through_month=WHOLE_YEAR)

    def same_series(self, figure: Any, *, year: int | None = None) -> Self:
        """All editions of the figure's indicator, park and period, newest first; of another ``year`` if given."""
        return self.filter(
            indicator=figure.indicator_id,
            park=figure.park_id,
            year=year or figure.year,
            kind=figure.kind,
            through_month=figure.through_month,
        ).order_by("-edition")

    def parts_of(self, figure: Any) -> Self:
        """The current figures of the parks for the indicator and period of a zone's figure, in the parks' order."""
        same = self.filter(indicator=figure.indicator_id, year=figure.year, kind=figure.kind, through_month=figure.through_month)
        return same.of_parks().current().select_related("park").order_by("park__position", "park")

    def years(self, zone: Any) -> list[int]:
        """The years of ``zone`` that have figures, newest first. One query."""
        return list(self.in_zone(zone).order_by("-year").values_list("year", flat=True).distinct())


class TargetQuerySet(OfIndicatorQuerySet):
    def with_path(self) -> Self:
        """Prefetches the months' steps: one query."""
        return self.prefetch_related("path")

    def current(self) -> Self:
        """Of every indicator and year the newest edition, whatever filters stand around it."""
        return self.filter(~Exists(self._newer()))

    def with_is_newest(self) -> Self:
        """Adds ``is_newest``: bool, no later edition stands beside it."""
        return self.annotate(is_newest=~Exists(self._newer()))

    def _newer(self) -> Self:
        """The later editions of an outer target."""
        return self.model.objects.filter(indicator=OuterRef("indicator"), year=OuterRef("year"), edition__gt=OuterRef("edition"))

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def of_years(self, *years: int) -> Self:
        return self.filter(year__in=years)

    def same_series(self, target: Any) -> Self:
        """All editions of the target's indicator and year, newest first."""
        return self.filter(indicator=target.indicator_id, year=target.year).order_by("-edition")
