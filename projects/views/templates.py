"""Ledger templates, their steps, and the standard ones."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Allowed
from core.views import ActionView, DetailView, EditView, ListView, PortalView
from projects import actions
from projects.choices import Kind
from projects.filtersets import LedgerTemplateFilterSet
from projects.forms import LedgerTemplateForm, TemplateStepForm
from projects.models import LedgerTemplate, TemplateStep
from projects.tables import LedgerTemplateTable
from projects.template_presets import STANDARDS
from zones import rules


class TemplateList(ListView):
    policy = rules.member
    queryset = LedgerTemplate.objects.with_extent()
    table_class = LedgerTemplateTable
    filterset_class = LedgerTemplateFilterSet
    template_name = "projects/template_list.html"
    title = gettext_lazy("Ledger templates")
    intro = gettext_lazy("The usual promises of a kind of project, as days from its start. A project's page makes a ledger of one.")

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        return [
            {"label": _("New template"), "url": reverse("projects:template_new"), "icon": "plus", "decision": decision},
            {"label": _("Ledger"), "url": reverse("projects:milestone_list"), "icon": "list-check", "decision": Allowed},
        ]

    def get_context(self) -> dict[str, Any]:
        keeps = rules.keeper(self.request.user, self.request.zone)
        return {"standards": [(kind, STANDARDS[kind].name) for kind in Kind] if keeps else []}


class TemplateDetail(DetailView):
    policy = rules.member
    queryset = LedgerTemplate.objects.select_related("zone")
    template_name = "projects/template_detail.html"

    def get_context(self) -> dict[str, Any]:
        return {"steps": self.row.steps.all(), "may_edit": self.row.edit_access(self.request.user)}


class TemplateEdit(EditView):
    """A new template, or a change of one."""

    policy = rules.keeper
    queryset = LedgerTemplate.objects.select_related("zone")
    form_class = LedgerTemplateForm
    new_title = gettext_lazy("New template")

    def back(self) -> str:
        return self.row.get_absolute_url() if self.row else reverse("projects:template_list")


class TemplateDelete(ActionView):
    """Removes a template with its steps; ledgers that were made from it stay."""

    policy = rules.keeper
    queryset = LedgerTemplate.objects.select_related("zone")

    def act(self, row: LedgerTemplate, **others: Any) -> str:
        row.delete()
        return _("Removed: %(row)s") % {"row": row}

    def success_url(self, row: LedgerTemplate) -> str:
        return reverse("projects:template_list")


class TemplateStandard(PortalView):
    """Takes a standard template over, once."""

    policy = rules.keeper
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in STANDARDS:
            raise Http404
        template, made = actions.take_standard(zone=request.zone, kind=kind)  # type: ignore[attr-defined]
        said = _("Taken over: %(name)s") if made else _("The zone has it already: %(name)s")
        messages.success(request, said % {"name": template})
        return redirect(template)


class StepEdit(EditView):
    """A step; of a new one the policy is asked about the template."""

    policy = rules.keeper
    queryset = TemplateStep.objects.select_related("template__zone")
    form_class = TemplateStepForm
    template_name = "projects/step_edit.html"
    new_title = gettext_lazy("New step")

    def get_parent(self) -> LedgerTemplate:
        templates = LedgerTemplate.objects.select_related("zone").visible_to(self.request.user)
        self.template = templates.filter(pk=self.kwargs["template"]).first()
        if self.template is None:
            raise Http404(_("There is no such page, or it is not of your zone."))
        return self.template

    def new_row(self) -> TemplateStep:
        return TemplateStep(template=self.template)

    def get_initial(self) -> dict[str, Any]:
        last = self.template.steps.last()
        return {"position": last.position + 1, "days": last.days} if last else {"position": 1}

    def back(self) -> str:
        return (self.row or self.new_row()).get_absolute_url()


class StepDelete(ActionView):
    """Removes one step of a template. Sent twice, it removes once."""

    policy = rules.keeper
    queryset = LedgerTemplate.objects.select_related("zone")

    def act(self, row: LedgerTemplate, *, child: int) -> str:
        found = TemplateStep.objects.of_template(row).filter(pk=child).first()
        if found is None:
            return _("It was removed already.")
        found.delete()
        return _("Removed: %(row)s") % {"row": found}
