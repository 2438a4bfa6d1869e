"""Forms of sign-in, people, units, parks and the zone."""

import unicodedata
from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.checks import patterns
from core.formfields import TextField
from core.forms import RowForm
from core.views import ListView
from zones import actions, robots, rules
from zones.choices import Role
from zones.models import Membership, Park, SavedView, Unit, User, Zone

REMINDERS = ("remind_at_opening", "remind_hours_before", "remind_after", "remind_by_email", "robot")
MAX_PASSWORD = 200  # a longer one only keeps the hasher busy


def of_person(name: str) -> forms.Field:
    """The form field of one field of User."""
    return User._meta.get_field(name).formfield()


class SignInForm(AuthenticationForm):
    """Unknown, disabled and wrong answer alike, in text and in time."""

    username = forms.CharField(
        label=_("Sign-in name"), max_length=60, widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=MAX_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": _("The sign-in name or the password is not right."),
        "inactive": _("The sign-in name or the password is not right."),
    }

    def clean_username(self) -> str:
        """Full-width letters from an input method are the same letters, as when the name was given."""
        return unicodedata.normalize("NFKC", self.cleaned_data["username"])


class BackDoorSignInForm(AdminAuthenticationForm, SignInForm):
    """Django's admin asks for its right too, with the same limits and words as the portal's own page."""

    error_messages = SignInForm.error_messages


class OwnPasswordForm(PasswordChangeForm):
    """Changing one's own password; the first sign-in asks for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.validators.append(MaxLengthValidator(MAX_PASSWORD))
            field.widget.attrs["maxlength"] = MAX_PASSWORD

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("new_password1") and cleaned["new_password1"] == cleaned.get("old_password"):
            self.add_error("new_password1", _("The new password must differ from the old one."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        self.user.must_change_password = False
        return super().save(commit)


class MembershipForm(RowForm):
    """What a person is in the zone; the roles of a unit need one."""

    class Meta:
        model = Membership
        fields = ["role", "unit", "park"]

    fieldsets = [(_("Person"), ["username", "name", "email", "is_active"]), (_("In this zone"), ["role", "unit", "park"])]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].help_text = _("needed for field officers and unit heads")
        self.fields["park"].help_text = _("needed for clerks of a park, who see its enterprises only")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("role") in Role.of_a_unit() and not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("Field officers and unit heads belong to a unit."))
        if cleaned.get("role") == Role.PARK_CLERK and not cleaned.get("park") and "park" not in self.errors:
            self.add_error("park", _("A clerk of a park belongs to a park."))
        return cleaned

    def check_person(self, person: User, *names: str) -> None:
        """The rules of the person's own fields, as a form of that model would check them."""
        try:
            person.clean_fields(
                exclude=[field.name for field in User._meta.fields if field.name not in names or field.name in self.errors]
            )
        except ValidationError as error:
            self.add_error(None, error)


class NewPersonForm(MembershipForm):
    """A person nobody has entered yet; ``person`` is the unsaved one of a valid form."""

    username = of_person("username")
    name = of_person("name")
    email = of_person("email")

    class Meta(MembershipForm.Meta):
        fields = ["username", "name", "email", "role", "unit", "park"]

    def clean_username(self) -> str:
        username = User.normalize_username(self.cleaned_data["username"])
        if User.objects.named(username).exists():
            raise ValidationError(_("This sign-in name is taken. If it is the same person, add them by their sign-in name."))
        return username

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.person = User(**{name: cleaned.get(name, "") for name in ("username", "name", "email")})
        self.check_person(self.person, "username", "name", "email")
        return cleaned


class AddPersonForm(MembershipForm):
    """A person who works in another zone already, by the exact sign-in name: other zones' people are not listed."""

    username = forms.CharField(label=_("Sign-in name"), max_length=60, help_text=_("exactly as the person signs in"))

    class Meta(MembershipForm.Meta):
        fields = ["username", "role", "unit", "park"]

    def clean_username(self) -> str:
        username = User.normalize_username(self.cleaned_data["username"])
        person = User.objects.addable().named(username).first()
        if person is None:
            raise ValidationError(_("No person with this sign-in name can be added."))
        if self.zone and person.memberships.in_zone(self.zone).exists():
            raise ValidationError(_("%(person)s is in this zone already."), params={"person": person})
        self.instance.user = person
        return username


class PersonForm(MembershipForm):
    """A person of the zone. What belongs to the person and not to the zone is shown and kept if rules.identity says so."""

    name = of_person("name")
    email = of_person("email")
    is_active = of_person("is_active")

    class Meta(MembershipForm.Meta):
        fields = ["name", "email", "is_active", "role", "unit", "park"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision = rules.identity(self.user, self.instance)
        for name in ("name", "email", "is_active"):
            self.initial[name] = getattr(self.instance.user, name)
            self.fields[name].disabled = not decision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_person(User(name=cleaned.get("name", ""), email=cleaned.get("email", "")), "name", "email")
        role, is_active = cleaned.get("role", self.instance.role), cleaned.get("is_active", True)
        if actions.leaves_a_zone_alone(membership=self.instance, role=role, is_active=is_active):
            raise ValidationError(rules.LAST_ADMINISTRATOR)
        return cleaned


class TreeForm(RowForm):
    """A unit or a park: nothing can be a part of itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            below = self._meta.model.objects.in_zone(self.zone).below
            self.narrow("parent", lambda rows: rows.exclude(pk__in=below(self.instance.pk)))

    def clean_parent(self) -> Any:
        parent = self.cleaned_data["parent"]
        if actions.makes_a_ring(row=self.instance, parent=parent):
            raise ValidationError(_("%(parent)s is itself a part of this."), params={"parent": parent})
        return parent


class UnitForm(TreeForm):
    class Meta:
        model = Unit
        fields = ["name", "parent", "aliases", "duty", "position"]


class ParkForm(TreeForm):
    class Meta:
        model = Park
        fields = ["name", "parent", "industry", "position"]


class ZoneForm(RowForm):
    """The zone's own settings; its short code names it on the command line and stays."""

    fieldsets = [
        (_("Zone"), ["name", "county", "division_code"]),
        (_("Weekly reports"), ["opens_weekday", "due_weekday", "due_hour", "off_day"]),
        (
            _("Reminders"),
            [*REMINDERS, "robot_secret", "robot_forget"],
        ),
        (_("Ledger"), ["ledger_closed_through"]),
        (_("Confidential figures"), ["least_firms"]),
    ]
    robot_secret = TextField(
        label=_("New address of the robot"),
        required=False,
        max_length=300,
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"}),
    )
    robot_forget = forms.BooleanField(label=_("Forget the stored address of the robot"), required=False)

    class Meta:
        model = Zone
        fields = [
            *("name", "county", "division_code"),
            *("opens_weekday", "due_weekday", "due_hour", "off_day"),
            *REMINDERS,
            "ledger_closed_through",
            "least_firms",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = robots.masked(self.instance.robot_url)
        self.fields["robot_secret"].help_text = (
            _("stored: %(address)s; empty: it stays") % {"address": stored}
            if stored
            else _("a secret: whoever has it writes to the group; from %(hosts)s") % {"hosts": ", ".join(robots.hosts())}
        )
        if not stored:
            del self.fields["robot_forget"]

    def clean_robot_secret(self) -> str:
        address = self.cleaned_data["robot_secret"]
        if address:
            robots.check_address(address)
        return address

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        keeps = bool(self.instance.robot_url) and not given.get("robot_forget")
        if given.get("robot") and not given.get("robot_secret") and not keeps and "robot_secret" not in self.errors:
            self.add_error("robot_secret", _("without its address the robot gets no message"))
        return given

    def _new_address(self) -> str | None:
        """What becomes of the stored address; None when it stays."""
        if self.cleaned_data.get("robot_secret"):
            return self.cleaned_data["robot_secret"]
        return "" if self.cleaned_data.get("robot_forget") else None

    def stored(self, row: Any) -> dict[str, Any]:
        """With a word for the address, which no page of a conflict may print."""
        return {**super().stored(row), "robot_secret": ""}

    def proposed(self) -> dict[str, Any]:
        new = self._new_address()
        return {**super().proposed(), "robot_secret": "" if new is None else robots.masked(new) or _("none")}

    def save(self, commit: bool = True) -> Zone:
        new = self._new_address()
        if new is not None:
            self.instance.robot_url = new
        return super().save(commit)


MOST_VIEWS = 30  # of one person for one list; a longer menu helps nobody


class SavedViewForm(RowForm):
    """The name of a saved view, and whether everybody of the zone finds it in their menu: the keepers decide that."""

    class Meta:
        model = SavedView
        fields = ["name", "is_shared"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_shared"].disabled = not rules.keeper(self.user, self.zone)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        page = given.get("page", self.instance.page)
        own = SavedView.objects.in_zone(self.zone).of_owner(self.user, page).other_than(self.instance)
        if given.get("name") and own.named(given["name"]).exists():
            self.add_error("name", _("you have a view of this name already"))
        elif own.count() >= MOST_VIEWS:
            self.add_error("name", _("you have %(count)s views of this list already; remove one first") % {"count": MOST_VIEWS})
        return given


class NewViewForm(SavedViewForm):
    """The same with the address of the list, of which nothing is believed: another list's is not saved, nor a page's number."""

    class Meta(SavedViewForm.Meta):
        fields = ["name", "is_shared", "page", "query"]
        widgets = {"page": forms.HiddenInput, "query": forms.HiddenInput}

    def clean_page(self) -> str:
        page = self.cleaned_data["page"]
        views = {name: getattr(entry.callback, "view_class", object) for name, entry in patterns() if not entry.pattern.converters}
        if not issubclass(views.get(page, object), ListView):
            raise ValidationError(_("There is no such list."))
        return page

    def clean_query(self) -> str:
        asked = QueryDict(self.cleaned_data["query"], mutable=True)
        for name in ("page", "export"):
            asked.pop(name, None)
        query = asked.urlencode()
        if len(query) > SavedView._meta.get_field("query").max_length:
            raise ValidationError(_("This view has too many filters to be saved."))
        return query
