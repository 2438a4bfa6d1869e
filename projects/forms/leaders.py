"""Forms of instructions: the leader's words, and the answer to them."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import RowForm
from projects.actions import answer_instruction
from projects.models import Instruction


class InstructionForm(RowForm):
    class Meta:
        model = Instruction
        fields = ["text", "answer_by"]

    def clean_answer_by(self) -> datetime.date | None:
        answer_by = self.cleaned_data["answer_by"]
        if answer_by and answer_by < self.instance.given_on:
            raise ValidationError(_("this day has passed already"))
        return answer_by


class AnswerForm(RowForm):
    """The unit's answer; ``as_of`` is the day on which it is given."""

    needed = ("answer",)

    class Meta:
        model = Instruction
        fields = ["answer"]

    def __init__(self, *args: Any, as_of: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.as_of = as_of

    def save(self, commit: bool = True) -> Instruction:
        return answer_instruction(instruction=self.instance, by=self.user, as_of=self.as_of)
