"""A project's ledger made from a template or from another project: proposed rows first, then all of them at once."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import PortalView, RowMixin
from projects import actions, policies
from projects.choices import BulkKind
from projects.forms import CopyForm, FromTemplateForm, OfOneProject, ProposalRowSet, row_set
from projects.models import Project
from zones import rules


class LedgerFrom(RowMixin, PortalView):
    """What it is made from stands in the address, the rows in the posted form."""

    policy = policies.edits
    queryset = Project.objects.select_related("zone").prefetch_related("officers")
    template_name = "projects/ledger_from.html"
    form_class: ClassVar[Any]
    kind: ClassVar[str]
    title: ClassVar[Any]
    intro: ClassVar[Any]

    def choice(self) -> Any:
        asked = self.request.GET or None
        return self.form_class(asked, user=self.request.user, zone=self.row.zone, project=self.row)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.choice()
        return self.show(form, self.proposed(form) if form.is_valid() else None)

    def proposed(self, form: Any) -> OfOneProject | None:
        try:
            proposals = form.proposals()
        except OverflowError:
            form.add_error("start", _("these days lie outside the calendar"))
            return None
        return OfOneProject(row_set(proposals, [True] * len(proposals)), self.row)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form, made = self.choice(), OfOneProject(ProposalRowSet(request.POST), self.row)
        if not (form.is_valid() and made.is_valid()):
            return self.show(form, made)
        about = f"{self.row} ← {form.about()}"
        promises = made.promises(form.kinds(), "")
        change = actions.write_promises(zone=self.row.zone, kind=self.kind, about=about, promises=promises, by=request.user)
        messages.success(request, actions.words_of(change, len(promises)))
        return redirect(self.row)

    def show(self, form: Any, made: OfOneProject | None) -> HttpResponse:
        keeps = rules.keeper(self.request.user, self.row)
        words = {"title": self.title, "intro": self.intro, "is_template": self.kind == BulkKind.TEMPLATE}
        return self.page({"row": self.row, "form": form, "made": made, "may_keep": keeps, **words})


class LedgerFromTemplate(LedgerFrom):
    policy = policies.edits
    form_class = FromTemplateForm
    kind = BulkKind.TEMPLATE
    title = gettext_lazy("Ledger from a template")
    intro = gettext_lazy("Choose the template and the start; weekends are counted like other days.")


class LedgerCopy(LedgerFrom):
    policy = policies.edits
    form_class = CopyForm
    kind = BulkKind.COPY
    title = gettext_lazy("Ledger from another project")
    intro = gettext_lazy("Its promises with their present dates, moved; not what became of them, nor how they were moved before.")
