"""The fixed words of the zone's works: kinds, parts of a road, states of workshops, how a number is worded."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WorkKind(models.TextChoices):
    ROAD = "road", _("road")  # 道路
    WASTEWATER = "wastewater", _("wastewater plant")  # 污水处理厂
    RECLAIMED = "reclaimed", _("reclaimed water")  # 中水回用
    HOUSING = "housing", _("public rental housing")  # 公租房
    SUBSTATION = "substation", _("substation")  # 输变电站
    TESTING = "testing", _("testing centre")  # 检测中心
    WORKSHOPS = "workshops", _("standard workshops")  # 中小家具园、标准化厂房
    PUBLICITY = "publicity", _("publicity boards")  # 广告牌、精神堡垒
    EXHIBITION = "exhibition", pgettext_lazy("kind of work", "exhibition hall")  # 展馆
    OTHER = "other", _("other")

    @classmethod
    def facts(cls) -> dict[str, str]:
        """Which table holds a kind's engineering facts, by its name on Work; the other kinds have none."""
        return {
            cls.ROAD: "road",
            cls.WASTEWATER: "waterplant",
            cls.RECLAIMED: "waterplant",
            cls.HOUSING: "housing",
            cls.SUBSTATION: "powerstation",
            cls.PUBLICITY: "publicity",
            cls.EXHIBITION: "publicity",
        }

    @classmethod
    def icons(cls) -> dict[str, str]:
        return {
            cls.ROAD: "road",
            cls.WASTEWATER: "droplet",
            cls.RECLAIMED: "refresh",
            cls.HOUSING: "home-2",
            cls.SUBSTATION: "bolt",
            cls.TESTING: "ruler-2",
            cls.WORKSHOPS: "building-factory-2",
            cls.PUBLICITY: "flag",
            cls.EXHIBITION: "photo",
        }


class BudgetKind(models.TextChoices):
    """What the stated money is."""

    ESTIMATE = "estimate", _("budget estimate")  # 概算投资
    TOTAL = "total", _("total investment")  # 总投资


class Wording(models.TextChoices):
    """How the source words a number: exactly, 约 (about), 余 (at least)."""

    EXACT = "exact", _("exact")
    ABOUT = "about", _("about")
    AT_LEAST = "at_least", _("at least")


class PartKind(models.TextChoices):
    """A part of a road's cross-section, from the middle outwards."""

    MEDIAN = "median", _("central reserve")  # 中央分隔带
    CARRIAGEWAY = "carriageway", _("carriageway")  # 主路面
    GREEN = "green", _("green belt")  # 绿化带
    NON_MOTOR = "non_motor", _("non-motor lane")  # 非机动车道
    SHARED = "shared", _("shared path")  # 非机动道人行道
    FOOTWAY = "footway", _("footway")  # 人行道
    OTHER = "other", _("other")

    @classmethod
    def from_the_middle(cls) -> list[str]:
        return [part.value for part in cls]

    @classmethod
    def of_the_middle(cls) -> set[str]:
        """Parts that lie in the middle when there is only one of them."""
        return {cls.MEDIAN, cls.CARRIAGEWAY}


class Sides(models.IntegerChoices):
    """主路面宽24米 is one; 绿化带宽各4米, 两侧人行道宽6米 are both, each as wide."""

    ONE = 1, _("once")
    BOTH = 2, _("on both sides, each")


class FlatKind(models.TextChoices):
    APARTMENT = "apartment", _("apartments")  # 公寓式
    DORMITORY = "dormitory", _("dormitory rooms")  # 宿舍
    FAMILY = "family", _("family flats")  # 成套住宅


class TenantState(models.TextChoices):
    """How far a tenant's hall or workshop is, in the order in which it comes up."""

    FOUNDATION = "foundation", _("foundation finished")  # 基础完成
    BODY = "body", _("main structure finished")  # 主体建成
    BUILT = "built", _("built")  # 建成
    FITTED = "fitted", _("built and fitted out")  # 建成并装修完毕
    IN_USE = "in_use", _("built and in use")  # 建成投用
    PRODUCING = "producing", _("built and producing")  # 建成投产


class Rule(models.TextChoices):
    """A statement about a work or a package that can be false."""

    CROSS_SECTION = "road_cross_section", _("Parts of the cross-section make the red line")
    ROAD_LAND = "road_land", _("Length × red line makes the land")
    SEGMENT_LENGTH = "road_segment_length", _("Segments make the length")
    SEGMENT_BUDGET = "road_segment_budget", _("Segments make the budget")
    PACKAGE_COUNT = "package_count", _("Works make the stated number")
    PACKAGE_LAND = "package_land", _("Land of the works makes the stated land")
    PACKAGE_AREA = "package_area", _("Length × red line of the roads makes the stated land")
    PACKAGE_BUDGET = "package_budget", _("Budgets make the stated investment")


class Measure(models.TextChoices):
    """A quotient that shows whether a work's numbers are of the usual size."""

    WAN_PER_M = "wan_per_m", _("cost per metre")
    PERSONS_PER_FLAT = "persons_per_flat", _("persons per flat")
    M2_PER_FLAT = "m2_per_flat", _("floor area per flat")
    YUAN_PER_M2 = "yuan_per_m2", _("cost per square metre")
    FLATS_PER_BLOCK = "flats_per_block", _("flats per block")
