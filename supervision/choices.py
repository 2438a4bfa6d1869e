"""The fixed words of issues: what they are about, how far they are, how they stand to their deadline."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IssueCategory(models.TextChoices):
    """What holds a project up; the first three are the report's own."""

    PACE = "pace", _("pace of the work")  # 推进速度
    OBSTRUCTION = "obstruction", _("obstruction of the site")  # 阻工
    UTILITIES = "utilities", _("water, power, basic works")  # 水电基础
    LAND = "land", pgettext_lazy("issue", "land")  # 用地
    ENVIRONMENT = "environment", _("environmental assessment")  # 环评
    FUNDS = "funds", pgettext_lazy("issue", "funds")  # 资金
    CLEARANCE = "clearance", _("clearance and resettlement")  # 征迁
    OTHER = "other", _("other")


class IssueState(models.TextChoices):
    """How far an issue is; it is settled (销号) only when somebody else than who did it confirms."""

    RAISED = "raised", pgettext_lazy("issue", "raised")
    ASSIGNED = "assigned", pgettext_lazy("issue", "assigned")
    IN_HAND = "in_hand", pgettext_lazy("issue", "in hand")
    DONE = "done", pgettext_lazy("issue", "reported done")
    SETTLED = "settled", pgettext_lazy("issue", "settled")

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.RAISED: "red", cls.ASSIGNED: "yellow", cls.IN_HAND: "blue", cls.DONE: "teal", cls.SETTLED: "secondary"}

    @classmethod
    def at_work(cls) -> set[str]:
        """States in which the responsible unit is asked."""
        return {cls.ASSIGNED, cls.IN_HAND}


class MeetingKind(models.TextChoices):
    """The early meeting of every Tuesday, and meetings called for a reason."""

    EARLY = "early", _("early meeting")  # 早会
    DISPATCH = "dispatch", _("dispatch meeting")  # 调度会


class AgendaPart(models.TextChoices):
    """What an item of an agenda is about; in this order they are heard."""

    PROJECT = "project", _("projects that are late")
    ISSUE = "issue", _("issues that are not settled")
    SILENT = "silent", _("units that have not reported")
    INSTRUCTION = "instruction", _("instructions without an answer")
    OTHER = "other", _("other matters")


class Outcome(models.TextChoices):
    """What a meeting made of an item. What is decided is followed as an issue; what is open comes again."""

    OPEN = "open", _("not heard yet")
    HEARD = "heard", _("heard, nothing to follow")
    DECIDED = "decided", _("decided, somebody answers for it")
    SETTLED = "settled", _("settled on the spot")  # 现场解决

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.OPEN: "secondary", cls.HEARD: "blue", cls.DECIDED: "yellow", cls.SETTLED: "teal"}

    @classmethod
    def followed(cls) -> set[str]:
        """What closing the minutes makes an issue of, or writes into the one it is about."""
        return {cls.DECIDED, cls.SETTLED}


class BulletinKind(models.TextChoices):
    """What the office says in public of units and their projects."""

    PRAISE = "praise", _("praise")  # 通报表彰
    CRITICISM = "criticism", _("criticism")  # 通报批评
    EXPOSURE = "exposure", _("exposure on television")  # 电视曝光

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.PRAISE: "teal", cls.CRITICISM: "yellow", cls.EXPOSURE: "red"}


class BulletinState(models.TextChoices):
    """A bulletin is written, issued under a number, and at most withdrawn; it is never gone."""

    DRAFT = "draft", pgettext_lazy("bulletin", "draft")
    ISSUED = "issued", pgettext_lazy("bulletin", "issued")
    WITHDRAWN = "withdrawn", pgettext_lazy("bulletin", "withdrawn")

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.DRAFT: "secondary", cls.ISSUED: "blue", cls.WITHDRAWN: "orange"}


class EntryState(models.TextChoices):
    """How far a unit has answered a bulletin; what it put right is confirmed by somebody else."""

    WAITING = "waiting", pgettext_lazy("bulletin", "not acknowledged")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("bulletin", "acknowledged")
    RECTIFIED = "rectified", pgettext_lazy("bulletin", "put right, to be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("bulletin", "confirmed")

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.WAITING: "red", cls.ACKNOWLEDGED: "yellow", cls.RECTIFIED: "blue", cls.CONFIRMED: "teal"}
