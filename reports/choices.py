from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NoteKind(models.TextChoices):
    """What a narrative fact of the year tells, in the order in which a year's report tells it."""

    ACHIEVEMENT = "achievement", _("achievement")  # 成效
    CONTEST = "contest", _("contest result")  # 竞赛、考核结果
    MECHANISM = "mechanism", _("working mechanism")  # 工作机制
    PROBLEM = "problem", _("problem")  # 存在的问题
    SAFEGUARD = "safeguard", _("safeguard")  # 保障措施

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.ACHIEVEMENT: "green", cls.CONTEST: "teal", cls.MECHANISM: "blue", cls.PROBLEM: "red", cls.SAFEGUARD: "orange"}


class DocumentKind(models.TextChoices):
    """What of a frozen year is issued."""

    REPORT = "report", _("annual report")
    WORKBOOK = "workbook", _("year-end workbook")

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.REPORT: "blue", cls.WORKBOOK: "green"}


class TextState(models.TextChoices):
    """How far the paragraphs of a unit are."""

    ASKED = "asked", pgettext_lazy("text of a unit", "not given yet")
    GIVEN = "given", pgettext_lazy("text of a unit", "given")
    RETURNED = "returned", pgettext_lazy("text of a unit", "sent back")

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.ASKED: "secondary", cls.GIVEN: "green", cls.RETURNED: "orange"}


class DecisionState(models.TextChoices):
    """What became of a finding; without a decision it is open."""

    ACCEPTED = "accepted", pgettext_lazy("finding", "accepted as it is")
    SENT = "sent", pgettext_lazy("finding", "sent to somebody")
    ANSWERED = "answered", pgettext_lazy("finding", "answered")

    @classmethod
    def given(cls) -> list["DecisionState"]:
        """What a keeper chooses; answered is what the person asked makes of it."""
        return [cls.ACCEPTED, cls.SENT]

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.ACCEPTED: "secondary", cls.SENT: "blue", cls.ANSWERED: "teal"}
