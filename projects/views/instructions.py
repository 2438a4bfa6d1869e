"""What leaders write on projects (批示): the list, one instruction, writing it, answering it."""

from typing import Any

from django.utils.translation import gettext_lazy

from core import history
from core.views import DetailView, EditView, HistoryView, ListView
from projects import policies
from projects.filtersets import InstructionFilterSet
from projects.forms import AnswerForm, InstructionForm
from projects.models import Instruction
from projects.tables import InstructionTable
from projects.views.projects import OfProject
from zones import rules

INSTRUCTIONS = Instruction.objects.select_related("project__zone", "project__unit", "given_by", "answered_by")


class InstructionList(ListView):
    policy = rules.member
    queryset = Instruction.objects.all()
    table_class = InstructionTable
    filterset_class = InstructionFilterSet
    title = gettext_lazy("Instructions")
    intro = gettext_lazy("What leaders wrote on projects. Each stays on the pages of its unit until it is answered.")

    def get_queryset(self) -> Any:
        return super().get_queryset().with_standing(self.as_of)


class InstructionDetail(DetailView):
    policy = rules.member
    queryset = INSTRUCTIONS.prefetch_related("project__officers")
    template_name = "projects/instruction_detail.html"

    def get_context(self) -> dict[str, Any]:
        user = self.request.user
        return {
            "standing": self.row.standing_on(self.as_of),
            "waiting_days": (self.as_of - self.row.given_on).days,
            "may_answer": self.row.answer_access(user),
            "may_edit": self.row.edit_access(user),
            "changes": history.changes(self.row, limit=20),
        }


class InstructionNew(OfProject):
    policy = policies.instructs
    queryset = Instruction.objects.all()
    form_class = InstructionForm
    template_name = "projects/instruction_edit.html"
    new_title = gettext_lazy("New instruction")

    def new_row(self) -> Instruction:
        return Instruction(project=self.project, given_by=self.request.user, given_on=self.as_of)

    def success_url(self, row: Any) -> str:
        return self.project.get_absolute_url()


class InstructionEdit(EditView):
    policy = policies.edits
    queryset = Instruction.objects.select_related("project__zone")
    form_class = InstructionForm
    template_name = "projects/instruction_edit.html"


class InstructionAnswer(EditView):
    """The unit's words under the leader's; two windows that answer at once see each other's."""

    policy = policies.answers
    queryset = Instruction.objects.select_related("project__zone", "given_by").prefetch_related("project__officers")
    form_class = AnswerForm
    template_name = "projects/instruction_answer.html"

    def form_arguments(self) -> dict[str, Any]:
        return {"as_of": self.as_of}


class InstructionHistory(HistoryView):
    policy = rules.member
    queryset = Instruction.objects.all()
