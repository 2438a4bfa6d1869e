"""What leaders ask for, and what is answered."""

import datetime

from projects.models import Instruction
from zones.models import User


def answer_instruction(*, instruction: Instruction, by: User, as_of: datetime.date) -> Instruction:
    """Store the words of the answer; a correction keeps the day of the first one, which the deadline is compared with."""
    instruction.answered_by = by
    instruction.answered_on = instruction.answered_on or as_of
    instruction.save()
    return instruction
