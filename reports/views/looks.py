"""How the zone's papers look: the standard's way, or that of a document of its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.excel import safe_filename
from core.views import PortalView
from reports import actions
from reports.forms import PaperForm
from reports.models import PaperLooks
from reports.paper_reading import LARGEST_FILE, PaperError, read_paper
from reports.word import FACES, MARGINS
from zones import rules

NAMES = {
    "Title": pgettext_lazy("style", "Title"),
    "Subtitle": pgettext_lazy("style", "Line below the title"),
    "heading 1": pgettext_lazy("style", "Heading 一、"),
    "heading 2": pgettext_lazy("style", "Heading （一）"),
    "heading 3": pgettext_lazy("style", "Heading 1."),
    "Body Text": pgettext_lazy("style", "Text"),
}


class LooksPage(PortalView):
    """Shows what is in force; takes a document, or leaves it again."""

    policy = rules.keeper
    template_name = "reports/looks.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.ask(PaperForm(user=request.user, zone=request.zone))

    def post(self, request: HttpRequest) -> HttpResponse:
        if "standard" in request.POST:
            actions.drop_looks(zone=request.zone)
            messages.success(request, _("The papers follow the national standard again."))
            return HttpResponseRedirect(request.path)
        form = PaperForm(request.POST, request.FILES, user=request.user, zone=request.zone)
        if not form.is_valid():
            return self.ask(form)
        file = form.cleaned_data["file"]
        try:
            looks = read_paper(file.read(LARGEST_FILE + 1))
        except PaperError as error:
            form.add_error("file", str(error))
            return self.ask(form)
        actions.take_looks(zone=request.zone, filename=safe_filename(file.name), looks=looks)
        messages.success(request, _("The papers look like this document now."))
        return HttpResponseRedirect(request.path)

    def ask(self, form: PaperForm) -> HttpResponse:
        row = PaperLooks.objects.in_zone(self.request.zone).first()
        own: dict[str, Any] = row.looks if row else {}
        standard = {face.name: face for face in FACES}
        faces = [(words, own.get("faces", {}).get(name) or standard[name]) for name, words in NAMES.items()]
        context = {"title": _("Looks of the papers"), "form": form, "row": row, "faces": faces}
        return self.page({**context, "margins": own.get("margins", MARGINS)})
