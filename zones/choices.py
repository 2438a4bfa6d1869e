"""The fixed words of zones: roles, industries, and everything that a light rule is made of."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a person is in a zone; what each may do stands in docs/rules.md."""

    OFFICER = "officer", _("field officer")  # 包项目人员
    UNIT_HEAD = "unit_head", _("unit head")  # 责任单位负责人
    CLERK = "clerk", _("clerk")  # 管委会办公室、统计人员
    PARK_CLERK = "park_clerk", _("clerk of a park")  # 园区统计员
    LEADER = "leader", _("leader")  # 县领导、指挥长
    ADMIN = "admin", _("administrator")  # 系统管理员

    @classmethod
    def of_a_unit(cls) -> set[str]:
        """Roles that mean nothing without a unit."""
        return {cls.OFFICER, cls.UNIT_HEAD}

    @classmethod
    def statisticians(cls) -> set[str]:
        """Roles that may see the figures of a single enterprise; a clerk of a park those of the own park only (统计法)."""
        return {cls.CLERK, cls.ADMIN, cls.PARK_CLERK}

    @classmethod
    def standing_in(cls) -> set[str]:
        """Roles of people who may stand in for somebody of a unit."""
        return {cls.OFFICER, cls.UNIT_HEAD, cls.CLERK}

    @classmethod
    def keepers(cls) -> set[str]:
        """Roles that keep the registers and figures of the whole zone."""
        return {cls.CLERK, cls.ADMIN}


class Industry(models.TextChoices):
    """The leading industry of a park (主导产业)."""

    FURNITURE = "furniture", _("furniture")
    FOOD = "food", _("food")
    ENVIRONMENT = "environment", _("environmental technology")
    OTHER = "other", _("other")


class OffDay(models.TextChoices):
    """Where a date of the week moves that falls on a day off."""

    LATER = "later", _("to the next working day")
    EARLIER = "earlier", _("to the last working day before")
    KEEP = "keep", _("nowhere")


class Robot(models.TextChoices):
    """Whose group robot a reminder is also sent to."""

    NONE = "", _("none")
    WECOM = "wecom", _("WeCom")  # 企业微信
    DINGTALK = "dingtalk", _("DingTalk")  # 钉钉


class Light(models.TextChoices):
    """亮灯: a state computed by a rule, never set by hand."""

    RED = "red", _("red")
    YELLOW = "yellow", _("yellow")
    GREEN = "green", _("green")
    NONE = "none", _("no light")  # nothing was measured: no ledger, no plan, no figure

    @classmethod
    def worst_first(cls) -> list["Light"]:
        return [cls.RED, cls.YELLOW, cls.GREEN, cls.NONE]

    @classmethod
    def warning(cls) -> set[str]:
        """Lights that have a consequence, and that an excuse takes away."""
        return {cls.RED, cls.YELLOW}


class Subject(models.TextChoices):
    """What a rule lights."""

    MILESTONE = "milestone", pgettext_lazy("light", "promise")
    PROJECT = "project", _("project")
    UNIT = "unit", _("unit")
    INDICATOR = "indicator", _("indicator")


class Measure(models.TextChoices):
    """What a rule measures; the unit stands in :meth:`units`, what each can light in :meth:`of`."""

    DAYS_OVERDUE = "days_overdue", _("days overdue")  # 逾期天数, of the oldest open promise
    TASKS_MISSED = "tasks_missed", _("promises missed")  # 未完成任务数
    MONTHS_MISSED = "months_missed", _("months missed in a row")  # 连续未完成月数
    MONTH_SHARE = "month_share", _("share of the month's promises met")  # 当月任务完成率
    SHARE_BEHIND = "share_behind", _("behind expectation, share of it")  # 落后序时比例
    POINTS_BEHIND = "points_behind", _("behind expectation, points")  # 落后序时百分点
    START_MONTHS_LATE = "start_late", _("months since the planned start")  # 计划开工未开工月数
    MONTHS_UNLISTED = "unlisted", _("months started and not in the statistics")  # 开工未入库月数
    RED_PROJECTS = "red_projects", _("projects with a red light")  # 红灯项目数

    @classmethod
    def of(cls, subject: str) -> list["Measure"]:
        """What can be measured of a subject."""
        measured = {
            Subject.MILESTONE: [cls.DAYS_OVERDUE],
            Subject.INDICATOR: [cls.SHARE_BEHIND, cls.POINTS_BEHIND],
            Subject.UNIT: [cls.MONTH_SHARE, cls.TASKS_MISSED, cls.MONTHS_MISSED, cls.RED_PROJECTS],
        }
        return measured.get(Subject(subject), [each for each in cls if each != cls.RED_PROJECTS])

    @classmethod
    def smaller_is_worse(cls) -> set[str]:
        return {cls.MONTH_SHARE}

    @classmethod
    def of_promises(cls) -> set[str]:
        """Measures of promises, of which a miss can be made up afterwards."""
        return {cls.DAYS_OVERDUE, cls.TASKS_MISSED, cls.MONTHS_MISSED, cls.START_MONTHS_LATE}

    @classmethod
    def of_investment(cls) -> set[str]:
        """Measures that compare a cumulative figure with what the elapsed time lets expect."""
        return {cls.SHARE_BEHIND, cls.POINTS_BEHIND}

    @classmethod
    def units(cls) -> dict[str, Any]:
        return {
            cls.DAYS_OVERDUE: _("days"),
            cls.TASKS_MISSED: pgettext_lazy("counted", "promises"),
            cls.RED_PROJECTS: pgettext_lazy("counted", "projects"),
            cls.MONTH_SHARE: "%",
            cls.SHARE_BEHIND: "%",
            cls.POINTS_BEHIND: pgettext_lazy("counted", "points"),
            cls.MONTHS_MISSED: _("months"),
            cls.START_MONTHS_LATE: _("months"),
            cls.MONTHS_UNLISTED: _("months"),
        }


class CatchUp(models.TextChoices):
    """What becomes of a miss that was made up afterwards (补课)."""

    CLEARS = "clears", _("clears the light")
    STAYS = "stays", _("stays yellow, never green")


class Preset(models.TextChoices):
    """Rules that were published, and the portal's own; see zones.presets."""

    PORTAL = "portal", _("overdue promises (the portal's own)")
    SANYA_2022 = "sanya_2022", _("Sanya 2022")
    YINCHUAN_2025 = "yinchuan_2025", _("Yinchuan 2025")
    OUHAI_2020 = "ouhai_2020", _("Ouhai 2020")
    XINHUANG_2015 = "xinhuang_2015", _("Xinhuang 2015")
