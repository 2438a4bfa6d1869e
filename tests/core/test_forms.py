"""The form base: joined widgets that equal Django's, units, groups, and choices of one zone."""

import datetime

import pytest
from django import forms
from django.test import override_settings

from core.formfields import AmountField, DayField, TextField
from core.forms import RowForm, ScopedForm, dress, html_attrs
from projects.forms import EnterpriseForm, ProjectForm
from projects.models import Enterprise, Project
from tests import factories

CHOICES = [("", "—"), ("a", "<甲>"), ("组", [("b", "乙"), ("c", "丙")]), (3, "三")]


class Sample(forms.Form):
    one = forms.ChoiceField(choices=CHOICES)
    many = forms.MultipleChoiceField(choices=CHOICES)
    text = TextField(required=False, max_length=9, help_text="帮助")
    amount = AmountField(required=False, unit="万元")
    day = DayField(required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)
    flag = forms.BooleanField(required=False)


def normal(html: str) -> str:
    return "".join(html.split()).replace("&#x27;", "&#39;").replace(' selected=""', "selected")


@pytest.mark.parametrize("name", ["one", "many", "text", "hidden"])
@pytest.mark.parametrize("data", [{}, {"one": "a", "many": ["b", "3"], "text": '"><script>', "hidden": "x"}])
def test_a_joined_widget_has_what_django_s_has(name, data):
    """Options, values, names and attributes; only the classes are ours."""
    ours = str(Sample(data)[name].as_widget())
    with override_settings(FORM_RENDERER="django.forms.renderers.DjangoTemplates"):
        form = Sample(data)
        form.renderer = forms.renderers.DjangoTemplates()
        stock = str(form[name].as_widget())
    for part in (
        '<option value="a" selected',
        '<option value="b" selected',
        '<option value="3" selected',
        'name="',
        "<optgroup label=",
        'maxlength="9"',
    ):
        assert (part in ours) == (part in stock), part
    assert ours.count("<option") == stock.count("<option")
    assert "<script>" not in ours


@pytest.mark.parametrize("text", ["", "一行", "\n第二行\r\n", '</textarea><script>"&'])
def test_a_box_of_many_lines_is_written_as_django_writes_it(text):
    class Lines(forms.Form):
        note = TextField(max_length=9, widget=forms.Textarea(attrs={"rows": 2}))

    form = Lines(initial={"note": text})
    stock = forms.Textarea(attrs={"rows": 2, "maxlength": 9}).render("note", text, {"required": True, "id": "id_note"})
    box, ours = stock.partition("\n")[2].replace("&#x27;", "&#39;"), str(form["note"])
    assert ours.partition("\n")[2] == box
    for attribute in ('name="note"', 'rows="2"', 'cols="40"', 'maxlength="9"', " required", 'id="id_note"', 'class="form-control"'):
        assert attribute in ours.partition(">")[0]


def test_a_hostile_choice_stays_text():
    class Hostile(forms.Form):
        one = forms.ChoiceField(choices=[('"><script>', "<script>"), ("<b>", [("x", "<i>")])])

    html = str(Hostile({"one": '"><script>'})["one"])
    assert "<script>" not in html
    assert "<i>" not in html
    assert "<b>" not in html


def test_attributes_are_escaped_and_flags_are_bare():
    assert html_attrs({"a": '"x"', "required": True, "b": None, "c": False, "d": 0}) == ' a="&quot;x&quot;" required d="0"'


def test_date_boxes_are_the_browser_s_and_number_boxes_take_what_people_type():
    form = Sample({"amount": "１，２３４", "day": "2015-06-16"})
    for field in form.fields.values():
        dress(field)
    assert 'type="date"' in str(form["day"])
    assert 'inputmode="decimal"' in str(form["amount"])
    assert 'type="number"' not in str(form["amount"])
    assert form["amount"].unit == "万元"
    assert form["text"].unit == ""


@pytest.mark.parametrize("typed", ["2015-02-30", "2015年6月16日", "abc"])
def test_what_a_date_box_cannot_show_stays_readable(typed):
    form = Sample({"day": typed})
    dress(form.fields["day"])
    assert 'type="text"' in str(form["day"])
    assert f'value="{typed}"' in str(form["day"])


def test_a_stored_date_is_printed_as_the_browser_s_box_wants_it(people, zone):
    row = factories.enterprise(zone=zone, is_producing=True, producing_since=datetime.date(2013, 5, 1))
    form = EnterpriseForm(instance=row, user=people.clerk, zone=zone)
    assert 'value="2013-05-01"' in str(form["producing_since"])


def test_a_field_in_error_says_so_in_its_class():
    form = Sample({"one": "no"})
    assert "is-invalid" in str(form["one"])
    assert "is-invalid" not in str(form["text"])
    assert form["flag"].is_check
    assert not form["text"].is_check


def test_choices_are_rows_of_the_zone_that_the_person_sees(people, zone, other_zone):
    mine, theirs = factories.park(zone=zone), factories.park(zone=other_zone)
    form = ProjectForm(instance=Project(zone=zone), user=people.clerk, zone=zone)
    assert list(form.fields["park"].queryset) == [mine]
    assert str(theirs) not in str(form["park"])
    assert people.stranger not in form.fields["officers"].queryset
    assert set(form.fields["leader"].queryset) == {people.leader}


def test_every_field_stands_in_one_group(people, zone):
    form = ProjectForm(instance=Project(zone=zone), user=people.clerk, zone=zone)
    shown = [field.name for _title, fields in form.groups() for field in fields]
    assert sorted(shown) == sorted(set(form.fields) - {"version", "submission"})


def test_a_field_that_no_group_names_comes_last():
    class Loose(ScopedForm):
        a = TextField()
        b = TextField()
        fieldsets = [("组", ["b", "gone"])]

    groups = Loose(user=None, zone=None).groups()
    assert [(title, [field.name for field in fields]) for title, fields in groups] == [("组", ["b"]), ("", ["a"])]


def test_a_new_form_carries_version_zero_and_a_token_of_its_own(people, zone):
    first, second = (EnterpriseForm(instance=Enterprise(zone=zone), user=people.clerk, zone=zone) for _each in range(2))
    assert first["version"].value() == 0
    assert first["submission"].value() != second["submission"].value()
    row = factories.enterprise(zone=zone)
    Enterprise.objects.filter(pk=row.pk).update(remark="改")
    row.refresh_from_db()
    assert EnterpriseForm(instance=row, user=people.clerk, zone=zone)["version"].value() == 2
    assert issubclass(EnterpriseForm, RowForm)
