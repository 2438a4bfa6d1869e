"""One month for the desk: the grid, its rows, reviewing them, the workbook, and the figures that the totals make."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, edit
from core.forms import RowForm
from core.listing import small_number
from core.views import MAX_ROW_ID, EditView
from indicators.choices import PeriodState
from indicators.locks import LockedError
from returns import actions, policies
from returns.choices import ReturnState
from returns.forms import ReturnForm
from returns.grid import Month, Row
from returns.imports import code_of
from returns.models import Return
from returns.views.base import OfMonth
from zones import rules

RETURNS = Return.objects.select_related("enterprise__zone", "enterprise__park")
PAGE = 100  # rows at a time, as in the week's table


class MonthGrid(OfMonth):
    """All returns of the month that the person may see, in one table; each row is stored by itself."""

    template_name = "returns/month.html"

    def get(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        return self.answer({})

    def post(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        """Without scripts the whole table is sent: the rows that somebody wrote in are stored."""
        rows = list(self.mine().with_enterprise().of_ids(sent_numbers(request.POST)))
        loaded = self.month_of(rows)
        outcomes = {row.pk: self.store(row, loaded) for row in rows if self.is_sent(row, loaded)}
        failed = {pk: row for pk, row in outcomes.items() if row}
        if stored := len(outcomes) - len(failed):
            messages.success(request, _("Rows stored: %(count)s") % {"count": stored})
        return self.answer(failed) if failed else redirect(request.get_full_path())

    def rows(self) -> Page:
        """One page of the returns that the person may see."""
        number = small_number(self.request.GET.get("page", ""), 1, 1, 10_000)
        return Paginator(self.mine().with_enterprise(), PAGE).get_page(number)

    def form(self, row: Return, loaded: Month, data: Any = None) -> ReturnForm:
        return ReturnForm(data, instance=row, prefix=f"r{row.pk}", month=loaded, **self.who())

    def is_sent(self, row: Return, loaded: Month) -> bool:
        data = self.request.POST
        return data.get("submit") == str(row.pk) or self.form(row, loaded, data).is_touched

    def store(self, row: Return, loaded: Month) -> Row | None:
        """None for a row that is stored; one that cannot be comes back with what was typed."""
        data, decision = self.request.POST, row.edit_access(self.request.user)
        if not decision:
            return Row(row, self.form(row, loaded, data), refusal=decision.reason)
        outcome = edit.save_form(
            queryset=RETURNS.visible_to(self.request.user),
            pk=row.pk,
            build=lambda instance: self.form(instance, loaded, data),
            save=lambda form: form.save(),
        )
        return None if outcome.row else Row(row, outcome.form, outcome.conflict)

    def unwritten(self, row: Return, loaded: Month) -> Row:
        """The row as it is stored; an accepted one is read only."""
        if row.edit_access(self.request.user):
            return Row(row, self.form(row, loaded))
        return Row(row, closed=[loaded.value(row, item) for item in loaded.items])

    def answer(self, failed: dict[int, Row]) -> HttpResponse:
        page, user = self.rows(), self.request.user
        found = list(page.object_list)
        loaded = self.month_of(found)
        refusal = loaded.locks.refusal(self.year, self.number, today=self.as_of, park=self.park)
        rows = [failed.get(row.pk) or self.unwritten(row, loaded) for row in found]
        context = {
            "title": _("Returns of %(month)s") % {"month": self.words()},
            "rows": rows,
            "loaded": loaded,
            "code": code_of(self.year, self.number),
            "refusal": refusal,
            "page": page,
            "park": self.park,
            "parks": self.parks(),
            "of_park": self.of_park,
            "state": loaded.locks.state(self.year, self.number, self.as_of),
            "dates": loaded.locks.dates(self.year, self.number),
            "period_css": PeriodState.css(),
            "counts": self.mine().state_counts(),
            "state_css": ReturnState.css(),
            "may_review": rules.keeper(user, self.request.zone),
        }
        return self.page(context, status=HTTPStatus.CONFLICT if any(row.conflict for row in rows) else HTTPStatus.OK)


def sent_numbers(data: Any) -> list[int]:
    """The numbers of the returns that stand in a table that was sent."""
    names = [name[1:-5] for name in data if name.startswith("r") and name.endswith("-seen")]
    return [small_number(name, 0, 0, MAX_ROW_ID) for name in names]


class ReturnRow(EditView):
    """One row of the grid, sent by a script when it is left; without one a form of its own with all that is known."""

    policy = policies.edits
    queryset = RETURNS
    form_class = ReturnForm
    template_name = "returns/return_edit.html"

    @property
    def is_script(self) -> bool:
        return bool(getattr(self.request, "htmx", False))

    def form_arguments(self) -> dict[str, Any]:
        prefix = f"r{self.row.pk}" if self.is_script else None
        return {"month": self.loaded(self.row), "today": self.as_of, "prefix": prefix}

    def loaded(self, row: Return) -> Month:
        return Month.load(row.zone, row.year, row.month, [row])

    def stored(self, row: Any) -> HttpResponse:
        if not self.is_script:
            return super().stored(row)
        fresh = self.rows().get(pk=row.pk)
        words = _("handed in at %(time)s") if fresh.is_given else _("kept as a draft at %(time)s")
        return self.one(Row(fresh, self.unbound(fresh), said=words % {"time": f"{clock.now():%H:%M}"}))

    def unbound(self, row: Return) -> ReturnForm:
        given = {"user": self.request.user, "zone": row.zone, "month": self.loaded(row), "today": self.as_of}
        return ReturnForm(instance=row, prefix=f"r{row.pk}", **given)

    def answer(self, form: RowForm, *, conflict: tuple = (), status: int = HTTPStatus.OK) -> HttpResponse:
        if self.is_script:
            return self.one(Row(self.row, form, conflict), status=status)
        return super().answer(form, conflict=conflict, status=status)

    def one(self, row: Row, *, status: int = HTTPStatus.OK) -> HttpResponse:
        context = {"row": row, "state_css": ReturnState.css(), "loaded": row.form.month}
        response = self.page(context, template="returns/_row.html", status=status)
        response["Vary"] = "HX-Request, Cookie"
        return response


class AcceptMonth(OfMonth):
    """Accept everything that is handed in, of one park with ``?park=``."""

    policy = rules.keeper
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, year: int, month: int) -> HttpResponseRedirect:
        count = actions.accept_returns(rows=list(self.mine()), by=request.user)
        messages.success(request, _("Returns accepted: %(count)s") % {"count": count})
        return HttpResponseRedirect(reverse("returns:month", args=[year, month]) + self.of_park)


class PublishMonth(OfMonth):
    """Make the totals of the month figures of the zone and its parks."""

    policy = rules.keeper
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, year: int, month: int) -> HttpResponseRedirect:
        given = {"zone": request.zone, "year": year, "month": month, "by": request.user, "today": self.as_of}
        try:
            count = actions.publish_totals(**given)
        except LockedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Figures stored from the totals: %(count)s") % {"count": count})
        return HttpResponseRedirect(reverse("indicators:overview_of", args=[year]))
