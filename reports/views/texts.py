"""What units write for a year's report: who is asked, who is missing, the texts themselves."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.views import ActionView, EditView, HistoryView
from reports import actions
from reports.choices import TextState
from reports.forms import AskUnitsForm, ReturnTextForm, UnitTextForm
from reports.models import UnitText
from reports.views.annual import OfYear
from zones import rules

TEXTS = UnitText.objects.with_people()


class TextsOfYear(OfYear):
    """Pages of all texts of one year."""

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("reports:texts_of", args=[self.year]))


class TextsPage(TextsOfYear):
    """Every unit that is asked, with what it wrote; who is missing comes first."""

    template_name = "reports/texts.html"

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        texts = list(TEXTS.in_zone(request.zone).of_year(year).with_late(self.as_of).owed_first())
        for text in texts:
            text.may_edit = text.edit_access(request.user)
        context = {
            "title": _("Texts of the units for %(year)s") % {"year": year},
            "year": year,
            "texts": texts,
            "owed": sum(not text.is_given for text in texts),
            "may_ask": rules.keeper(request.user, request.zone),
            "state_css": TextState.css(),
        }
        return self.page(context)


class TextsAsk(TextsOfYear):
    """Asks units that are not asked yet."""

    policy = rules.keeper
    template_name = "generic/edit.html"

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        return self.ask(self.form())

    def form(self, data: Any = None) -> AskUnitsForm:
        zone = self.request.zone
        asked = set(UnitText.objects.in_zone(zone).of_year(self.year).values_list("unit_id", flat=True))
        return AskUnitsForm(data, year=self.year, asked=asked, as_of=self.as_of, user=self.request.user, zone=zone)

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.ask(form)
        count = actions.ask_units(zone=request.zone, year=year, **form.cleaned_data)
        messages.success(request, _("Units asked: %(count)s") % {"count": count})
        return self.back()

    def ask(self, form: AskUnitsForm) -> HttpResponse:
        title = _("Ask the units for their texts of %(year)s") % {"year": self.year}
        return self.page({"title": title, "form": form, "cancel": reverse("reports:texts_of", args=[self.year])})


class TextsRemind(TextsOfYear):
    """Reminds who owes a text."""

    policy = rules.keeper
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, year: int) -> HttpResponseRedirect:
        units, sent = actions.remind_units(zone=request.zone, year=year, today=self.as_of)
        messages.success(request, _("Units reminded: %(units)s; e-mails sent: %(sent)s") % {"units": units, "sent": sent})
        return self.back()


class TextEdit(EditView):
    policy = rules.edits
    queryset = TEXTS
    form_class = UnitTextForm
    template_name = "reports/text_edit.html"

    def save(self, form: Any) -> UnitText:
        return actions.give_text(text=form.instance, by=self.request.user, on=self.as_of)

    def success_url(self, row: UnitText) -> str:
        return reverse("reports:texts_of", args=[row.year])

    def back(self) -> str:
        return self.success_url(self.row)


class TextReturn(TextEdit):
    policy = rules.keeper
    form_class = ReturnTextForm

    def save(self, form: Any) -> UnitText:
        return actions.send_text_back(text=form.instance)


class TextDrop(ActionView):
    policy = rules.keeper
    queryset = TEXTS

    def act(self, row: UnitText, **others: Any) -> str:
        actions.withdraw_text(text=row)
        return _("%(unit)s is not asked any more.") % {"unit": row.unit}

    def success_url(self, row: UnitText) -> str:
        return reverse("reports:texts_of", args=[row.year])


class TextHistory(HistoryView):
    policy = rules.member
    queryset = TEXTS
