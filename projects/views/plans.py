"""A plan's prose read into the ledger: the text, its proposed rows, and their confirmation. Nothing is kept in between."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.views import PortalView
from projects import actions, plan_pages
from projects.forms import PlanHead, PlanProposals, PlanTextForm
from projects.models import PlanText, Project
from projects.zone_projects import ZoneProjects
from zones import rules


class PlanRead(PortalView):
    """Both steps are one address; what was typed travels in the form."""

    policy = rules.keeper
    template_name = "projects/plan_read.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.ask(PlanTextForm(initial={"year": self.as_of.year}, **self.who()))

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("step") == "confirm":
            return self.confirm()
        form = PlanTextForm(request.POST, request.FILES, **self.who())
        return self.propose(form) if form.is_valid() else self.ask(form)

    def who(self) -> dict[str, Any]:
        return {"user": self.request.user, "zone": self.request.zone}

    def ask(self, form: PlanTextForm) -> HttpResponse:
        return self.page({"form": form, "title": _("Read a plan's text")})

    def projects(self) -> ZoneProjects:
        return ZoneProjects(Project.objects.visible_to(self.request.user), self.request.zone)

    def propose(self, form: PlanTextForm) -> HttpResponse:
        """The rows that the text seems to promise."""
        register, given = self.projects(), form.cleaned_data
        try:
            reading = plan_pages.read(given["text"], given["year"], self.as_of, register)
        except plan_pages.UnreadableError as error:
            form.add_error("text", str(error))
            return self.ask(form)
        stored = PlanText.objects.of_text(self.request.zone, given["year"], actions.digest(given["text"]))
        seen = {"seen": stored.version if stored else 0, "submission": uuid.uuid4()}
        words = {name: given[name] for name in ("title", "year", "text")}
        head = PlanHead(initial={**words, **seen}, **self.who())
        return self.show(PlanProposals.read(head, plan_pages.rows(reading), register), reading, stored)

    def confirm(self) -> HttpResponse:
        """The same form sent twice is done once: the second time its new projects are registered already."""
        if PlanText.objects.was_entered(self.request.zone, self.request.POST.get("submission", "")):
            messages.info(self.request, actions.words_of(None))
            return redirect("projects:milestone_list")
        proposals = PlanProposals.posted(self.request.POST, self.projects(), **self.who())
        if not proposals.is_valid():
            return self.again(proposals)
        try:
            entered = proposals.enter(self.request.user)
        except actions.OutdatedPlanError as error:
            return self.again(proposals.renewed(error.plan), stored=error.plan, status=HTTPStatus.CONFLICT)
        except actions.ProjectExistsError as error:
            messages.error(self.request, _("Somebody has registered these projects meanwhile: %(names)s") % {"names": error})
            return self.again(proposals, status=HTTPStatus.CONFLICT)
        messages.success(self.request, actions.words_of(entered.change, len(proposals.rows.taken())))
        return redirect(entered.change or "projects:milestone_list")

    def again(self, proposals: PlanProposals, stored: PlanText | None = None, **how: Any) -> HttpResponse:
        """The rows as they were typed, with what is wrong with them."""
        return self.show(proposals, plan_pages.read_again(proposals, self.as_of), stored, **how)

    def show(self, proposals: Any, reading: Any, stored: PlanText | None, **how: Any) -> HttpResponse:
        context = {"plan": proposals, "title": _("Rows read from the plan"), "stored": stored, "reading": reading}
        pieces = plan_pages.marked(proposals, reading)
        return self.page({**context, "pieces": pieces}, template="projects/plan_proposals.html", **how)
