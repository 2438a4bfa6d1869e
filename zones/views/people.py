"""People: who may sign in, as what, for which unit of the zone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import history
from core.forms import RowForm
from core.listing import small_number
from core.views import ActionView, EditView, HistoryView, ListView
from zones import actions, rules
from zones.choices import Role
from zones.filtersets import PersonFilterSet
from zones.forms import AddPersonForm, NewPersonForm, PersonForm
from zones.models import Membership
from zones.tables import PersonTable
from zones.views.administration import BackMixin, RemovalView, button

PEOPLE = gettext_lazy("People")


class PersonList(BackMixin, ListView):
    policy = rules.administrator
    queryset = Membership.objects.with_person().in_pinyin_order()
    table_class = PersonTable
    filterset_class = PersonFilterSet
    title = PEOPLE
    intro = gettext_lazy("Who may sign in for this zone, and as what.")

    def get_actions(self) -> list[dict[str, Any]]:
        return [
            button(self.request, _("New person"), "zones:person_new", "plus"),
            button(self.request, _("Add by sign-in name"), "zones:person_add", "user-check", "btn"),
        ]


class OfPeople(BackMixin):
    """What the pages about one membership share."""

    policy = rules.administrator
    queryset = Membership.objects.with_person()
    back_to = "zones:person_list"
    back_label = PEOPLE

    def hand_over(self, membership: Membership, password: str) -> HttpResponse:
        """The page that shows a first password. It is in this answer only: not in the session, a message or a log."""
        context = {"membership": membership, "password": password, "title": membership.user}
        response = self.page(context, template="zones/password_once.html")
        response["Cache-Control"] = "no-store"
        return response


class NewPerson(OfPeople, EditView):
    form_class = NewPersonForm
    new_title = gettext_lazy("New person")
    intro = gettext_lazy("A first password is made and shown once, on the next page.")
    password = ""

    def save(self, form: RowForm) -> Membership:
        self.password = actions.create_person(person=form.person, membership=form.instance)
        self.made = form.instance
        return form.instance

    def post(self, request: HttpRequest, **parents: Any) -> HttpResponse:
        response = super().post(request, **parents)
        stored = isinstance(response, HttpResponseRedirect)
        return self.hand_over(self.made, self.password) if stored and self.password else response


class AddPerson(OfPeople, EditView):
    form_class = AddPersonForm
    new_title = gettext_lazy("Add by sign-in name")
    intro = gettext_lazy("For a person who signs in for another zone already. Name and password stay with that zone.")


class EditPerson(OfPeople, EditView):
    form_class = PersonForm
    template_name = "zones/person_edit.html"

    def save(self, form: RowForm) -> Membership:
        given = {name: form.cleaned_data[name] for name in ("name", "email", "is_active")}
        return actions.change_person(membership=form.instance, **given)

    def page(self, context: dict[str, Any] | None = None, **options: Any) -> HttpResponse:
        user = self.request.user
        decisions = {
            "identity": rules.identity(user, self.row),
            "reset": rules.password_reset(user, self.row),
            "removal": rules.removal(user, self.row),
        }
        return super().page({**(context or {}), **decisions, "title": self.row.user}, **options)

    def success_url(self, row: Any) -> str:
        """An administrator who has just stepped down has no list of people to return to."""
        stepped_down = row.user_id == self.request.user.pk and row.role != Role.ADMIN
        return "/" if stepped_down else super().success_url(row)


class ResetPassword(OfPeople, ActionView):
    policy = rules.password_reset

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = small_number(request.POST.get("version", ""), 0, 0, 10**9)
        try:
            password = actions.reset_password(membership=self.row, version=version, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return HttpResponseRedirect(self.row.get_absolute_url())
        return self.hand_over(self.row, password)


class RemovePerson(OfPeople, RemovalView):
    policy = rules.removal
    warning = gettext_lazy("The person loses all rights in this zone at once. What they wrote stays, and so does the account.")

    def remove(self, row: Membership) -> None:
        actions.remove_person(membership=row)


class PersonHistory(OfPeople, HistoryView):
    """The membership's changes and the person's own, in one list."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        both = [*history.changes(self.row, limit=200), *history.changes(self.row.user, limit=200)]
        changes = sorted(both, key=lambda change: change.moment, reverse=True)
        return self.page({"row": self.row, "changes": changes})
