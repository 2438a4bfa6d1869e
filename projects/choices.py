"""The fixed words of projects, ledger and weekly report, with their named subsets and colours."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    INDUSTRIAL = "industrial", _("industrial")
    INFRASTRUCTURE = "infrastructure", _("infrastructure")
    RESETTLEMENT = "resettlement", _("resettlement")


class Stage(models.TextChoices):
    """阶段: how far an undertaking is, in the order it runs through; the last two stand outside the order."""

    PLANNED = "planned", pgettext_lazy("stage", "planned")  # 谋划
    SIGNED = "signed", pgettext_lazy("stage", "signed")  # 签约
    APPROVED = "approved", pgettext_lazy("stage", "approved")  # 立项
    LANDED = "landed", pgettext_lazy("stage", "land granted")  # 落地(供地)
    STARTED = "started", pgettext_lazy("stage", "started")  # 开工
    BUILDING = "building", pgettext_lazy("stage", "under construction")  # 在建
    COMPLETED = "completed", pgettext_lazy("stage", "completed")  # 竣工
    TRIAL = "trial", _("trial production")  # 试生产
    PRODUCING = "producing", pgettext_lazy("stage", "in production or use")  # 投产
    SUSPENDED = "suspended", pgettext_lazy("stage", "suspended")  # 停工
    ENDED = "ended", pgettext_lazy("stage", "ended")  # 终止

    @classmethod
    def in_order(cls) -> list["Stage"]:
        return [stage for stage in cls if stage not in {cls.SUSPENDED, cls.ENDED}]

    @classmethod
    def reporting(cls) -> set[str]:
        """Projects in these stages report every week; paused and finished ones do not."""
        return {cls.LANDED, cls.STARTED, cls.BUILDING, cls.COMPLETED, cls.TRIAL}

    @classmethod
    def css(cls) -> dict[str, str]:
        return {
            cls.STARTED: "blue",
            cls.BUILDING: "blue",
            cls.COMPLETED: "teal",
            cls.TRIAL: "teal",
            cls.PRODUCING: "teal",
            cls.SUSPENDED: "orange",
        }


class BuildingKind(models.TextChoices):
    WORKSHOP = "workshop", _("workshop")  # 厂房
    WAREHOUSE = "warehouse", _("warehouse")  # 库房
    OFFICE = "office", _("office building")  # 办公楼
    DORMITORY = "dormitory", _("dormitory")  # 宿舍楼
    CANTEEN = "canteen", _("canteen")  # 餐厅
    RESEARCH = "research", _("research building")  # 科研楼
    SITE = "site", _("site roads and networks")  # 厂区道路管网
    EQUIPMENT = "equipment", _("equipment")  # 设备
    OTHER = "other", _("other")


class Phase(models.TextChoices):
    """形象进度: what a milestone promises, in the order in which a building comes up."""

    WALL = "wall", _("site wall")  # 围墙
    LEVELLING = "levelling", _("site levelling")  # 场平
    FOUNDATION = "foundation", _("foundation")  # 基础
    STEEL = "steel", _("steel erection")  # 钢构
    BODY = "body", _("main structure")  # 主体
    ROOF = "roof", _("topping out")  # 封顶
    ENVELOPE = "envelope", _("envelope")  # 围护
    FITTING = "fitting", _("fitting out")  # 装修、粉刷
    NETWORK = "network", _("roads and networks")  # 管网道路
    COMPLETION = "completion", _("completion")  # 竣工
    EQUIPMENT_IN = "equipment_in", _("equipment arrives")  # 设备进场
    INSTALLATION = "installation", _("installation and commissioning")  # 安装调试
    TRIAL = "trial", _("trial production")  # 试生产
    PRODUCTION = "production", _("production or use")  # 投产、投用
    START = "start", _("start of works")  # 开工
    OTHER = "other", _("other")


class Standing(models.TextChoices):
    """How a milestone stands on a day."""

    OVERDUE = "overdue", _("overdue")
    DUE_SOON = "due_soon", _("due soon")
    AHEAD = "ahead", _("ahead")
    MET = "met", _("met")
    MET_LATE = "met_late", _("met late")

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.OVERDUE: "red", cls.DUE_SOON: "yellow", cls.MET: "green", cls.MET_LATE: "orange"}


class Grouping(models.TextChoices):
    """Under which headings the projects stand on the timeline."""

    PARK = "park", _("park")
    UNIT = "unit", _("responsible unit")
    STAGE = "stage", _("stage")
    KIND = "kind", _("kind")


class RowOrder(models.TextChoices):
    """In which order the projects stand under a heading of the timeline."""

    NAME = "name", _("by park and name")
    OPEN = "open", _("by the oldest open promise")


class Zoom(models.TextChoices):
    """How much of the time fills the frame of the timeline; the rest is reached by scrolling in it."""

    MONTH = "month", pgettext_lazy("zoom", "month")
    QUARTER = "quarter", pgettext_lazy("zoom", "quarter")
    YEAR = "year", pgettext_lazy("zoom", "year")
    ALL = "all", pgettext_lazy("zoom", "everything")


class Outcome(models.TextChoices):
    """What had become of a promise on a day, as a month's account sees it."""

    KEPT = "kept", _("met by its date")
    LATE = "late", _("met later in its month")
    AFTERWARDS = "afterwards", _("met after its month")  # 补课
    MISSED = "missed", _("missed and open")
    AHEAD = "ahead", _("open, not due yet")

    @classmethod
    def of(cls, scored: datetime.date, actual: datetime.date | None, as_of: datetime.date) -> "Outcome":
        """``scored`` is the date that counts. See also querysets.units.outcome."""
        if actual is None:
            return cls.MISSED if scored < as_of else cls.AHEAD
        if actual <= scored:
            return cls.KEPT
        return cls.LATE if (actual.year, actual.month) == (scored.year, scored.month) else cls.AFTERWARDS

    @classmethod
    def made_up(cls) -> set[str]:
        """Missed, and made up afterwards."""
        return {cls.LATE, cls.AFTERWARDS}


class RevisionReason(models.TextChoices):
    """Why a due date was moved."""

    LAND = "land", pgettext_lazy("reason", "land")
    FUNDS = "funds", _("funds")
    DESIGN = "design", _("change of design")
    DISPUTE = "dispute", _("works obstructed")  # 阻工
    UTILITIES = "utilities", _("water, power, access")
    WEATHER = "weather", _("weather or force majeure")
    FARMING = "farming", _("harvest season")
    SUPPLY = "supply", _("equipment or material supply")
    OTHER = "other", _("other")


class ChangeKind(models.TextChoices):
    """What became of a promise between two days, in the order in which a meeting hears it."""

    MET = "met", pgettext_lazy("change", "met")
    UNMET = "unmet", pgettext_lazy("change", "met taken back")  # 撤回完成
    SLIPPED = "slipped", pgettext_lazy("change", "slipped")  # 延后
    EARLIER = "earlier", pgettext_lazy("change", "moved earlier")  # 提前
    ADDED = "added", pgettext_lazy("change", "added")
    DROPPED = "dropped", pgettext_lazy("change", "dropped")  # 取消
    RESTORED = "restored", pgettext_lazy("change", "entered again")  # stood, was dropped, and stands again
    CORRECTED = "corrected", pgettext_lazy("change", "corrected")

    @classmethod
    def css(cls) -> dict[str, str]:
        return {
            cls.MET: "green",
            cls.UNMET: "red",
            cls.SLIPPED: "orange",
            cls.EARLIER: "teal",
            cls.ADDED: "blue",
            cls.DROPPED: "red",
            cls.RESTORED: "blue",
        }


class BulkKind(models.TextChoices):
    """What was done to many promises in one step."""

    UNIT = "unit", _("responsible unit set")
    MOVE = "move", _("dates moved")
    MET = "met", _("marked as met")
    NOTE = "note", _("note added")
    PLAN = "plan", _("read from a plan's text")
    TEMPLATE = "template", _("made from a template")
    COPY = "copy", _("copied from another project")

    @classmethod
    def creating(cls) -> set[str]:
        return {cls.PLAN, cls.TEMPLATE, cls.COPY}


class ReportState(models.TextChoices):
    """What the people have done with a weekly report; due and overdue follow from the date."""

    OPEN = "open", _("not reported")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("sent back")
    ACCEPTED = "accepted", _("accepted")

    @classmethod
    def missing(cls) -> set[str]:
        """States in which the officer still has something to do."""
        return {cls.OPEN, cls.RETURNED}

    @classmethod
    def given(cls) -> set[str]:
        return {cls.SUBMITTED, cls.ACCEPTED}

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.OPEN: "orange", cls.SUBMITTED: "blue", cls.RETURNED: "red", cls.ACCEPTED: "green"}


class BoardState(models.TextChoices):
    """How far a weekly report is on the board of its week: as ReportState, with what is written but not handed in told apart."""

    NOT_STARTED = "not_started", _("not started")
    DRAFT = "draft", _("draft")
    RETURNED = "returned", _("sent back")
    SUBMITTED = "submitted", _("submitted")
    ACCEPTED = "accepted", _("accepted")

    @classmethod
    def of(cls, state: str, version: int) -> "BoardState":
        """See also WeeklyReport.is_untouched."""
        if state != ReportState.OPEN:
            return cls(state)
        return cls.DRAFT if version > 1 else cls.NOT_STARTED

    @classmethod
    def missing(cls) -> set[str]:
        return {cls.NOT_STARTED, cls.DRAFT, cls.RETURNED}

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.DRAFT: "yellow", cls.RETURNED: "orange", cls.SUBMITTED: "blue", cls.ACCEPTED: "green"}


class InstructionStanding(models.TextChoices):
    """How a leader's instruction stands on a day; see progress.instruction_standing."""

    OVERDUE = "overdue", pgettext_lazy("instruction", "overdue")  # 逾期未回复
    OPEN = "open", _("unanswered")  # 待回复
    ANSWERED = "answered", _("answered")  # 已回复
    ANSWERED_LATE = "answered_late", _("answered late")  # 逾期回复

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.OVERDUE: "red", cls.OPEN: "yellow", cls.ANSWERED: "green", cls.ANSWERED_LATE: "orange"}


class Outlook(models.TextChoices):
    """What the officer says of a milestone in the week."""

    MET = "met", _("met")
    ON_TRACK = "on_track", _("on track")
    LATE = "late", _("will be late")


class Proposal(models.TextChoices):
    """What became of a new date that an officer proposed in a weekly report."""

    ASKED = "asked", pgettext_lazy("proposal", "proposed")
    GRANTED = "granted", pgettext_lazy("proposal", "moved as proposed")
    DECLINED = "declined", pgettext_lazy("proposal", "declined")

    @classmethod
    def decided(cls) -> set[str]:
        return {cls.GRANTED, cls.DECLINED}

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.ASKED: "orange", cls.GRANTED: "green", cls.DECLINED: "red"}


class ReportSection(models.TextChoices):
    """The parts of a weekly report that a reviewer comments on."""

    PROMISES = "promises", _("Promises due")
    PROGRESS = "progress", _("progress in words")
    FIGURES = "figures", _("investment and workers")
    PROBLEMS = "problems", _("problems")
    NEXT_PLAN = "next_plan", _("plan for next week")
    PHOTOS = "photos", _("photos")


class ReminderKind(models.TextChoices):
    """When somebody is reminded of reports that are not given."""

    OPENING = "opening", _("the week is open")
    BEFORE = "before", _("before the deadline")
    AFTER = "after", _("after the deadline")
    BY_HAND = "by_hand", _("sent by hand")


class Delivery(models.TextChoices):
    """What became of a reminder on one way out of the portal."""

    NONE = "", _("not asked for")
    SENT = "sent", pgettext_lazy("delivery", "sent")
    FAILED = "failed", _("failed")

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.SENT: "green", cls.FAILED: "red"}


class ReportStanding(models.TextChoices):
    """How a weekly report stands at a moment: the stored state, with the open ones told apart by the clock."""

    NOT_DUE = "not_due", _("not due yet")
    DUE = "due", pgettext_lazy("report", "due")
    OVERDUE = "overdue", pgettext_lazy("report", "overdue")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("sent back")
    ACCEPTED = "accepted", _("accepted")

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.DUE: "yellow", cls.OVERDUE: "red", cls.SUBMITTED: "blue", cls.RETURNED: "orange", cls.ACCEPTED: "green"}
