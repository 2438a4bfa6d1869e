from django.db import models
from django.utils.translation import pgettext_lazy


class RunState(models.TextChoices):
    """What became of a workbook that was sent."""

    CHECKED = "checked", pgettext_lazy("workbook", "checked, not stored yet")
    WRONG = "wrong", pgettext_lazy("workbook", "with faults")
    REFUSED = "refused", pgettext_lazy("workbook", "refused")
    RUNNING = "running", pgettext_lazy("workbook", "being stored")
    STORED = "stored", pgettext_lazy("workbook", "stored")
    INTERRUPTED = "interrupted", pgettext_lazy("workbook", "interrupted, nothing stored")
    FORGOTTEN = "forgotten", pgettext_lazy("workbook", "no longer kept")

    @classmethod
    def css(cls) -> dict[str, str]:
        """The colour's suffix of each badge."""
        return {
            cls.CHECKED: "blue",
            cls.WRONG: "orange",
            cls.REFUSED: "red",
            cls.RUNNING: "azure",
            cls.STORED: "green",
            cls.INTERRUPTED: "red",
            cls.FORGOTTEN: "secondary",
        }

    @classmethod
    def open(cls) -> set[str]:
        """In which the workbook is kept: it is looked at again, and stored when it is clean then."""
        return {cls.CHECKED, cls.WRONG, cls.INTERRUPTED}
