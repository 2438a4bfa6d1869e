"""The list of works, the page of one work, and its forms."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.lists import exchange
from core.views import DetailView, EditView, HistoryView, ListView
from infrastructure import actions, details, findings
from infrastructure.choices import WorkKind
from infrastructure.filtersets import WorkFilterSet
from infrastructure.forms import NewWorkForm, WorkForm, facts_form
from infrastructure.models import Work
from infrastructure.tables import WorkTable
from projects.choices import Kind
from projects.models import Project
from zones import rules


class WorkList(ListView):
    policy = rules.member
    queryset = Work.objects.with_facts()
    table_class = WorkTable
    filterset_class = WorkFilterSet
    template_name = "infrastructure/list.html"
    register = "works"
    title = gettext_lazy("Works")
    intro = gettext_lazy("A check that fails is shown, never corrected.")

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        return [
            {"label": _("Packages"), "url": reverse("infrastructure:package_list"), "icon": "folder", "decision": True},
            {"label": _("New work"), "url": reverse("infrastructure:work_new"), "icon": "plus", "decision": decision},
            exchange(self.register, decision),
        ]


class WorkDetail(DetailView):
    """Facts with units, the cross-section to scale, the checks with both sides, tenants."""

    policy = rules.member
    queryset = Work.objects.with_facts().with_tenants()
    template_name = "infrastructure/work_detail.html"

    def get_context(self) -> dict[str, Any]:
        work: Work = self.row
        return {
            "kind_icon": WorkKind.icons().get(work.kind, "tool"),
            "has_facts": work.kind in WorkKind.facts(),
            "facts": details.facts(work.facts),
            "drawing": details.cross_section(work),
            "checks": findings.work_checks(work),
            "quotients": findings.work_quotients(work),
            "may_edit": work.edit_access(self.request.user),
        }


class WorkNew(EditView):
    """A new work, with a new project or one of the register; then its facts."""

    policy = rules.keeper
    queryset = Work.objects.with_project()
    form_class = NewWorkForm
    new_title = gettext_lazy("New work")

    def new_row(self) -> Work:
        return Work(project=Project(zone=self.request.zone, kind=Kind.INFRASTRUCTURE))

    def get_initial(self) -> dict[str, Any]:
        return {"plan_year": self.as_of.year}

    def save(self, form: Any) -> Work:
        work = form.save(commit=False)
        return actions.open_work(work=work, project=form.cleaned_data["project"], new_project=form.new_project())

    def success_url(self, row: Work) -> str:
        return reverse("infrastructure:facts_edit", args=[row.pk]) if row.kind in WorkKind.facts() else row.get_absolute_url()

    def back(self) -> str:
        return reverse("infrastructure:work_list")


class WorkEdit(EditView):
    policy = rules.keeper
    queryset = Work.objects.with_project()
    form_class = WorkForm


class WorkHistory(HistoryView):
    """The changes of the work, its facts and the rows below them."""

    policy = rules.member
    queryset = Work.objects.with_facts()

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page({"row": self.row, "changes": details.work_changes(self.row)})


class FactsEdit(EditView):
    """The facts of one work in the form of its kind; the first save makes the row. ``pk`` is the work's."""

    policy = rules.keeper
    queryset = Work.objects.with_facts()

    def get_target(self) -> Work:
        self.work = super().get_target()
        form_class = facts_form(self.work.kind)
        if form_class is None:
            raise Http404(_("Works of this kind have no facts of their own."))
        self.form_class, self.row = form_class, self.work.facts
        self.queryset = form_class._meta.model.objects.select_related("work__project__zone")
        return self.work

    def new_row(self) -> Any:
        return self.queryset.model(work=self.work)

    def post(self, request: HttpRequest, pk: int | None = None, **parents: Any) -> HttpResponse:
        return super().post(request, pk=self.row.pk if self.row else None)

    def back(self) -> str:
        return self.work.get_absolute_url()

    def page(self, context: dict[str, Any] | None = None, **how: Any) -> HttpResponse:
        title = {"title": self.work, "intro": _("Engineering facts: %(kind)s") % {"kind": self.work.get_kind_display()}}
        return super().page({**(context or {}), **title}, **how)
