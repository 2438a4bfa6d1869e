"""The engineering facts of works: one table for each kind that has any, one to one, and the rows below them."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import Amount, Small, TextLine, Whole
from core.history import tracked
from core.models import TimeStamped, unique_name
from infrastructure.choices import FlatKind, PartKind, Sides, TenantState
from infrastructure.models.works import Work
from infrastructure.querysets import OfRoadQuerySet, OfWorkQuerySet
from projects.models import Enterprise
from zones.models import Zone


class WorkFacts(TimeStamped):
    """The facts of one work; each column is null or blank where the source is silent."""

    work = models.OneToOneField(Work, models.CASCADE, verbose_name=_("work"), related_name="%(class)s")

    objects = OfWorkQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.work)

    def get_absolute_url(self) -> str:
        return self.work.get_absolute_url()

    @property
    def zone(self) -> Zone:
        return self.work.zone


@tracked()
class Road(WorkFacts):
    """A road (道路) from one place to another. The land and the budget are the work's."""

    from_place = TextLine(_("starts at"), max_length=60, blank=True, default="")
    to_place = TextLine(_("ends at"), max_length=60, blank=True, default="")
    length_m = Amount(_("length"), unit=_("m"), null=True, blank=True)
    red_line_width_m = Amount(_("red line width"), unit=_("m"), null=True, blank=True)

    class Meta(WorkFacts.Meta):
        verbose_name = _("road")
        verbose_name_plural = _("roads")

    @property
    def stretch(self) -> str:
        """``人和大道 – 东环路``; "" when no place is known."""
        return " – ".join(place for place in (self.from_place, self.to_place) if place)


class OfRoad(TimeStamped):
    """A row below a road."""

    position = Small(_("position"), default=0, help_text=_("order in lists"))

    objects = OfRoadQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        abstract = True
        ordering = ["position", "id"]

    def get_absolute_url(self) -> str:
        return self.work.get_absolute_url()

    @property
    def work(self) -> Work:
        return self.road.work  # type: ignore[attr-defined]

    @property
    def zone(self) -> Zone:
        return self.work.zone


@tracked()
class CrossSectionPart(OfRoad):
    """A part of a road's cross-section with its width; ``sides`` says whether that width lies there once or twice."""

    road = models.ForeignKey(Road, models.CASCADE, related_name="parts")
    kind = models.CharField(_("part"), max_length=12, choices=PartKind.choices)
    name = TextLine(
        _("name in the source"), max_length=40, blank=True, default="", help_text=_("where it differs from the part's own")
    )
    width_m = Amount(_("width"), unit=_("m"), max_digits=8, validators=[MinValueValidator(Decimal("0.01"))])
    sides = models.PositiveSmallIntegerField(_("lies there"), choices=Sides.choices, default=Sides.BOTH)

    class Meta(OfRoad.Meta):
        verbose_name = _("part of a cross-section")
        verbose_name_plural = _("parts of cross-sections")
        constraints = [models.CheckConstraint(condition=models.Q(sides__in=[1, 2]), name="cross_section_part_sides")]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())

    @property
    def together_m(self) -> Decimal:
        """The width on all its sides."""
        return self.width_m * self.sides


@tracked()
class RoadSegment(OfRoad):
    """A stretch of a road that the plan states on its own (其中人民路至安康路长900米,概算投资900万元)."""

    road = models.ForeignKey(Road, models.CASCADE, related_name="segments")
    from_place = TextLine(_("starts at"), max_length=60)
    to_place = TextLine(_("ends at"), max_length=60)
    length_m = Amount(_("length"), unit=_("m"), null=True, blank=True)
    budget_wan = Amount(_("budget or investment"), unit=_("× 10,000 yuan"), null=True, blank=True)

    class Meta(OfRoad.Meta):
        verbose_name = _("road segment")
        verbose_name_plural = _("road segments")

    def __str__(self) -> str:
        return f"{self.from_place} – {self.to_place}"


@tracked()
class WaterPlant(WorkFacts):
    """A wastewater plant (污水处理厂) or a reclaimed-water work (中水回用)."""

    capacity_wan_t = Amount(_("capacity"), unit=_("10,000 t/day"), max_digits=10, null=True, blank=True)
    network_km = Amount(_("pipe network"), unit=_("km"), max_digits=10, null=True, blank=True)
    service_km2 = Amount(_("area served"), unit=_("km²"), max_digits=10, null=True, blank=True)
    design_life_years = Whole(_("design life"), unit=_("years"), null=True, blank=True)

    class Meta(WorkFacts.Meta):
        verbose_name = _("water plant")
        verbose_name_plural = _("water plants")


@tracked()
class Housing(WorkFacts):
    """Public rental housing (公租房). The investment is the work's budget."""

    floor_area_m2 = Amount(_("floor area"), unit=_("m²"), null=True, blank=True)
    blocks = Whole(_("blocks"), null=True, blank=True)
    storeys = Whole(_("storeys of each block"), null=True, blank=True)
    flats = Whole(_("number of flats"), null=True, blank=True)
    persons = Whole(_("room for"), unit=_("persons"), null=True, blank=True)
    flat_kind = models.CharField(_("kind of flats"), max_length=12, choices=FlatKind.choices, blank=True, default="")

    class Meta(WorkFacts.Meta):
        verbose_name = _("housing")
        verbose_name_plural = _("housing")


@tracked()
class PowerStation(WorkFacts):
    """A substation (输变电站)."""

    voltage_kv = Amount(_("voltage"), unit=_("kV"), max_digits=8, null=True, blank=True)

    class Meta(WorkFacts.Meta):
        verbose_name = _("power station")
        verbose_name_plural = _("power stations")


@tracked()
class Publicity(WorkFacts):
    """What is shown to visitors (宣传平台): boards, monuments, the exhibition hall's renewed parts."""

    place = TextLine(_("place"), max_length=200, blank=True, default="")
    billboards = Whole(_("billboards"), null=True, blank=True)
    panels = Whole(_("panels"), null=True, blank=True)
    monuments = Whole(_("monuments"), null=True, blank=True)
    renewed = TextLine(_("renewed"), max_length=200, blank=True, default="", help_text=_("like 沙盘、版面、展品及声光电设备"))

    class Meta(WorkFacts.Meta):
        verbose_name = _("publicity")
        verbose_name_plural = _("publicity")


@tracked()
class WorkshopTenant(TimeStamped):
    """A firm in a park of standard workshops, with the states of its exhibition hall and workshop as reported."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="tenants")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, verbose_name=_("enterprise in the register"), related_name="workshops", null=True, blank=True
    )
    name = TextLine(_("name"), max_length=80)
    hall_state = models.CharField(_("showroom"), max_length=12, choices=TenantState.choices, blank=True, default="")
    workshop_state = models.CharField(_("workshop"), max_length=12, choices=TenantState.choices, blank=True, default="")
    wording = TextLine(_("words of the source"), blank=True, default="")
    position = Small(_("position"), default=0, help_text=_("order in lists"))

    objects = OfWorkQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("tenant of standard workshops")
        verbose_name_plural = _("tenants of standard workshops")
        ordering = ["position", "id"]
        constraints = [unique_name("workshop_tenant_name_unique", "work", message=_("this firm is already entered"))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.work.get_absolute_url()

    @property
    def zone(self) -> Any:
        return self.work.zone
