"""One form base and one renderer for every form of the portal.

Selects and inputs are joined from strings instead of rendering a template per option: a filter with two selects of
200 options costs 5 ms that way and 24 ms the other.
"""

import datetime
import uuid
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formfields

CHECKS = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.CheckboxInput)


def html_attrs(attrs: dict[str, Any]) -> str:
    """`` name="value"`` pairs; True prints the bare name, None and False nothing."""
    pairs = ((name, value) for name, value in attrs.items() if value is not None and value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{escape(value)}"' for name, value in pairs)


def render_select(widget: forms.Select, name: str, value: Any, attrs: dict[str, Any]) -> SafeString:
    """The same HTML as Django's select without its template per option."""
    values = value if isinstance(value, list | tuple) else [value]
    chosen = {"" if v is None else str(v) for v in values}

    def options(choices: Any) -> Iterator[str]:
        for key, label in choices:
            if isinstance(label, list | tuple):
                yield f'<optgroup label="{escape(key)}">{"".join(options(label))}</optgroup>'
                continue
            text = "" if key is None else str(key)
            mark = " selected" if text in chosen else ""
            yield f'<option value="{escape(text)}"{mark}>{conditional_escape(label)}</option>'

    attrs = {"name": name, "multiple": widget.allow_multiple_selected, **widget.attrs, **attrs}
    return mark_safe(f"<select{html_attrs(attrs)}>{''.join(options(widget.choices))}</select>")


def render_input(widget: forms.TextInput, name: str, value: Any, attrs: dict[str, Any]) -> SafeString:
    shown = widget.format_value(value)
    attrs = {"type": widget.input_type, "name": name, "value": shown, **widget.attrs, **attrs}
    return mark_safe(f"<input{html_attrs(attrs)}>")


def render_lines(widget: forms.Textarea, name: str, value: Any, attrs: dict[str, Any]) -> SafeString:
    """A box of many lines; browsers drop the first line break."""
    shown = widget.format_value(value)
    return mark_safe(f"<textarea{html_attrs({'name': name, **widget.attrs, **attrs})}>\n{escape(shown or '')}</textarea>")


def render_check(widget: forms.CheckboxInput, name: str, value: Any, attrs: dict[str, Any]) -> SafeString:
    """One tick box."""
    shown = widget.format_value(value)
    attrs = {"type": "checkbox", "name": name, "value": shown or None, **widget.attrs, **attrs, "checked": widget.check_test(value)}
    return mark_safe(f"<input{html_attrs(attrs)}>")


def render_day(widget: forms.DateInput, name: str, value: Any, attrs: dict[str, Any]) -> SafeString:
    """The browser's date box; what that cannot show, such as 2015-02-30, stays readable in a plain one."""
    try:
        datetime.date.fromisoformat(str(widget.format_value(value) or "2000-01-01"))
    except ValueError:
        attrs = {**attrs, "type": "text"}
    return render_input(widget, name, value, attrs)


def render_checks(widget: forms.CheckboxSelectMultiple, name: str, value: Any, attrs: dict[str, Any]) -> SafeString:
    """A group of tick boxes, named by the field's label (forms/field.html)."""
    chosen, group = {str(v) for v in value or []}, attrs.get("id", "")
    choices: Any = widget.choices
    described = html_attrs({"aria-describedby": attrs.get("aria-describedby")})
    boxes = "".join(
        f'<label class="form-check"><input type="checkbox"'
        f"{html_attrs({'name': name, 'value': key, 'class': attrs['class'], 'checked': str(key) in chosen})}>"
        f'<span class="form-check-label">{conditional_escape(label)}</span></label>'
        for key, label in choices
    )
    return mark_safe(
        f'<div class="checks" id="{escape(group)}" role="group" aria-labelledby="{escape(group)}_label"{described}>{boxes}</div>'
    )


JOINED: dict[Any, Any] = {
    forms.CheckboxInput: render_check,
    forms.CheckboxSelectMultiple: render_checks,
    forms.Select: render_select,
    forms.SelectMultiple: render_select,
    forms.Textarea: render_lines,
    forms.TextInput: render_input,
    forms.NumberInput: render_input,
    forms.HiddenInput: render_input,
    forms.DateInput: render_day,
}


class TablerBoundField(forms.BoundField):
    """A field with Tabler's classes and its unit."""

    @property
    def unit(self) -> str | Promise:
        return getattr(self.field, "unit", "")

    @property
    def is_check(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_wide(self) -> bool:
        return isinstance(self.field.widget, forms.Textarea | forms.CheckboxSelectMultiple)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        css = (
            "form-check-input"
            if isinstance(widget, CHECKS)
            else "form-select"
            if isinstance(widget, forms.Select)
            else "form-control"
        )
        if self.errors:
            css += " is-invalid"
        attrs["class"] = f"{widget.attrs.get('class', '')} {css}".strip()
        return attrs

    def as_widget(self, widget: Any = None, attrs: Any = None, only_initial: bool = False) -> SafeString:
        used = widget or self.field.widget
        joined = JOINED.get(type(used))
        if joined is None or only_initial:
            return super().as_widget(widget, attrs, only_initial)
        attrs = self.build_widget_attrs(dict(attrs or {}), used)
        if self.auto_id and "id" not in used.attrs:
            attrs.setdefault("id", self.auto_id)
        return joined(used, self.html_name, self.value(), attrs)


class TablerRenderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = TablerBoundField


def dress(field: forms.Field) -> None:
    """Widgets of the house: typed date boxes with the browser's picker, number boxes that take 1,234 and １２３."""
    if isinstance(field, forms.DateField) and not field.widget.is_hidden:
        field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    elif isinstance(field, formfields.AmountField | formfields.WholeField):
        field.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    elif type(field.widget) is forms.Textarea:
        field.widget.attrs.update(rows=3)


class ScopedForm(forms.Form):
    """A form that knows who fills it for which zone; choices are limited to rows that person sees in that zone."""

    fieldsets: ClassVar[list[tuple[Any, list[str]]]] = []

    def __init__(self, *args: Any, user: Any, zone: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.zone = user, zone
        field: Any
        for field in self.fields.values():
            dress(field)
            queryset = getattr(field, "queryset", None)
            if queryset is not None and hasattr(queryset, "visible_to"):
                field.queryset = queryset.visible_to(user).in_zone(zone)

    def narrow(self, name: str, to: Callable[[Any], Any]) -> None:
        """Offer only some of a field's rows; a choice that is settled already (core.imports) offers none."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = to(field.queryset)

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The visible fields under their headings; what no fieldset names comes last without one."""
        visible = [field.name for field in self.visible_fields()]
        named = {name for _title, names in self.fieldsets for name in names}
        layout = [*self.fieldsets, ("", [name for name in visible if name not in named])]
        groups = [(title, [self[name] for name in names if name in visible]) for title, names in layout]
        return [(title, fields) for title, fields in groups if fields]


class UploadForm(ScopedForm):
    """A filled-in workbook."""

    file = forms.FileField(label=gettext_lazy("Workbook (.xlsx)"))


class RowForm(ScopedForm, forms.ModelForm):
    """The form of one row. It carries the version of the copy it shows and the token of its submission.

    The version is what makes a stale copy visible: see core.edit. A missing one counts as stale. ``needed`` are fields that the
    row may leave empty and this form may not.
    """

    needed: ClassVar[tuple[str, ...]] = ()

    version = forms.IntegerField(required=False, min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version if self.instance.pk else 0
        self.initial["submission"] = uuid.uuid4()
        for name in self.needed:
            self.fields[name].required = True

    def stored(self, row: Any) -> dict[str, Any]:
        """What the row holds of everything this form edits; compared with :meth:`proposed` when the copy is stale."""
        return {name: field_value(row, name) for name in self._meta.fields or () if name in self.fields}

    def proposed(self) -> dict[str, Any]:
        """The same values as typed, without version and token."""
        return {name: self.cleaned_data.get(name) for name in self._meta.fields or () if name in self.fields}

    def is_done(self, row: Any) -> bool:
        """Whether nothing is left to do when a stale copy says what ``row`` holds already: the same form sent twice."""
        return True

    def is_later(self, row: Any) -> bool | None:
        """Of a stale copy: whether ``row`` holds nothing but earlier states of the same writing; see core.writings."""
        return None

    def name_of(self, name: str) -> str:
        """What the page of a conflict calls a field."""
        return str(self[name].label)

    def words(self, name: str, value: Any) -> Any:
        """A value of that field as the page of a conflict prints it."""
        if isinstance(value, QuerySet | list | tuple | set):
            return "、".join(str(item) for item in (sorted(value) if isinstance(value, set) else value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        field: Any = self.fields[name]
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            words: Any = field.choices
            return dict(words).get(value, value)
        return value


def field_value(row: Any, name: str) -> Any:
    value = getattr(row, name)
    return list(value.all()) if hasattr(value, "all") else value
