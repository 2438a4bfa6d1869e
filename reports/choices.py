from django.db import models
from django.utils.translation import gettext_lazy as _


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
