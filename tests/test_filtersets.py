"""Every filter of every list: a sensible value narrows, garbage shows its message and no rows."""

import datetime

import django_filters
import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from core.filtersets import DayFilter, ScopedChoiceFilter, SearchFilter, WholeFilter
from core.formfields import AmountField, DayField, WholeField
from projects.filtersets import WeekFilter
from tests import world as worlds
from tests.pages import LISTS, filters_of, view_of
from tests.world import MARK, WEEK

pytestmark = pytest.mark.django_db
GARBAGE = {
    SearchFilter: ["长" * 101, "顿\u202e丘", "\ufffe"],
    WholeFilter: ["abc", "\u0661", "1_000", "0", "-1", "1949", "10000", "1e131073", "NaN", "9" * 50, "2014.5", "12万"],
    DayFilter: ["2024-13-45", "2024-02-30", "0001-01-01", "9999-12-31", "today", "2024", "1e5"],
    WeekFilter: ["2014-W53", "2015-W00", "2015-W54", "W24", "2015-06-16", "9999-W01", "\ufffe"],
    ScopedChoiceFilter: ["abc", "0", "-1", str(2**63), "9" * 25, "1.5", "\ufffe", "null", "[]", "1,2"],
    django_filters.ChoiceFilter: ["no-such", "0", "null", "Building", "\ufffe", "[]"],
}
MAY_FIND_ALL = {"q", "since", "until", "due_from", "due_to", "editions"}


@pytest.fixture
def people(world):
    return world.people


@pytest.fixture
def world(world):
    """With rows for the choices that the first row of each list does not have."""
    worlds.more(world)
    worlds.factories.enterprise(zone=world.zone, is_producing=False)
    worlds.factories.assignment(project=world.project, user=world.people.admin)
    worlds.factories.report(project=world.project, monday=datetime.date(2015, 5, 4))
    return world


@pytest.fixture
def admin(people, sign_in):
    return sign_in(people.admin)


@pytest.fixture
def list_of(people, world):
    """The rows that a list finds for a query, and its errors by filter, without a page around them."""

    def ask(name: str, query: dict) -> tuple[set[int], dict]:
        filterset = filters_of(view_of(name, user=people.admin, zone=world.zone, query=query))
        return (set(filterset.qs.values_list("pk", flat=True)) if filterset.is_valid() else set()), dict(filterset.form.errors)

    return ask


def kind_of(declared: django_filters.Filter) -> type:
    return next(kind for kind in GARBAGE if isinstance(declared, kind))


def sensible(bound: forms.BoundField, declared: django_filters.Filter) -> list[str]:
    """Values that somebody would choose in this filter."""
    if isinstance(declared, SearchFilter):
        return [MARK, f"{MARK} {MARK}"]
    if isinstance(declared, WeekFilter):
        return [str(WEEK)]
    if isinstance(declared, WholeFilter):
        return ["2014", "２０１５", "2013", "1990"]
    if isinstance(declared, DayFilter):
        return ["2015-06-30", "2015年3月31日", str(timezone.localdate())]
    if isinstance(declared, ScopedChoiceFilter):
        return [str(row.pk) for row in bound.field.queryset]
    return [str(key) for key, _label in bound.field.choices if key]


def form_of(name: str, people, zone) -> tuple[forms.Form, dict]:
    filterset = filters_of(view_of(name, user=people.admin, zone=zone))
    return filterset.form, filterset.filters


@pytest.mark.parametrize("name", LISTS)
def test_a_sensible_value_of_every_filter_narrows_the_list(name, world, people, list_of):
    form, filters = form_of(name, people, world.zone)
    everything, _errors = list_of(name, {"editions": "all"} if "editions" in filters else {})
    for key, declared in filters.items():
        found = {}
        for value in sensible(form[key], declared):
            rows, errors = list_of(name, {key: value})
            assert errors == {}, (key, value)
            assert rows <= everything
            found[value] = len(rows)
        assert any(found.values()), f"no value of {key} finds a row of the world"
        assert key in MAY_FIND_ALL or min(found.values()) < len(everything), f"every value of {key} finds every row"


@pytest.mark.parametrize("name", LISTS)
def test_garbage_in_any_filter_is_an_error_of_that_filter(name, world, people, list_of):
    _form, filters = form_of(name, people, world.zone)
    for key, declared in filters.items():
        for value in GARBAGE[kind_of(declared)]:
            if value != "null" or declared.extra.get("null_label") is None:  # "null" is a choice where rows may have none
                assert set(list_of(name, {key: value})[1]) == {key}, (key, value)


@pytest.mark.parametrize("name", LISTS)
def test_a_page_with_garbage_in_a_filter_shows_the_message_and_no_rows(name, world, people, admin):
    form, filters = form_of(name, people, world.zone)
    for key, declared in filters.items():
        answer = admin.get(reverse(name), {key: GARBAGE[kind_of(declared)][0]})
        assert answer.status_code == 200
        assert list(answer.context["page"]) == []
        page, messages = answer.content.decode(), answer.context["filter"].form.errors[key]
        assert str(form[key].label) in page
        assert all(escape(message) in page for message in messages)


@pytest.mark.parametrize("name", LISTS)
def test_an_export_with_a_filter_that_cannot_be_read_is_the_page_with_its_message(name, world, admin):
    answer = admin.get(reverse(name), {"export": "xlsx", "q": "长" * 101})
    assert answer["Content-Type"].startswith("text/html")
    assert answer.context["filter"].form.errors


@pytest.mark.parametrize("name", LISTS)
def test_blank_filters_are_none(name, world, people, list_of):
    form, _filters = form_of(name, people, world.zone)
    everything, _errors = list_of(name, {})
    for blank in ("", " ", "　"):
        text_like = {key: blank for key, field in form.fields.items() if not hasattr(field, "choices")}
        choices = {key: "" for key in form.fields if key not in text_like}
        assert list_of(name, {**text_like, **choices}) == (everything, {})


@pytest.mark.parametrize("name", LISTS)
def test_the_selects_hold_the_rows_of_the_zone_only(name, world, people):
    foreign = (
        worlds.factories.unit(zone=world.other_zone, name="别区指挥部"),
        worlds.factories.park(zone=world.other_zone, name="别区园"),
    )
    form, _filters = form_of(name, people, world.zone)
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField):
            assert not {str(row) for row in field.queryset} & {str(row) for row in foreign}
            assert field.queryset.count() >= 1


@pytest.mark.parametrize("name", LISTS)
def test_every_filter_is_labelled_and_reads_what_people_type(name, world, people):
    form, _filters = form_of(name, people, world.zone)
    for key, field in form.fields.items():
        assert str(form[key].label).strip(), key
        assert not isinstance(field, forms.DateField) or isinstance(field, DayField), key
        assert not isinstance(field, forms.DecimalField) or isinstance(field, AmountField), key
        assert not isinstance(field, forms.IntegerField) or isinstance(field, WholeField), key


def test_a_search_needs_every_word_in_any_of_its_fields(world, list_of):
    firm = worlds.factories.enterprise(zone=world.zone, name="全友家居", remark="二期厂房")
    worlds.factories.enterprise(zone=world.zone, name="全友木业")
    assert list_of("projects:enterprise_list", {"q": "全友 二期"})[0] == {firm.pk}
    assert list_of("projects:enterprise_list", {"q": "%"})[0] == set()
    assert list_of("projects:enterprise_list", {"q": "_"})[0] == set()
    assert list_of("projects:enterprise_list", {"q": "\\"})[0] == set()


def test_the_filters_of_two_requests_do_not_mix(world, people):
    """They are flat copies of the class's: one request's choices must not be seen by the next one's."""
    mine, _ = form_of("projects:project_list", people, world.zone)
    theirs, _ = form_of("projects:project_list", people, world.other_zone)
    assert mine.fields["park"].queryset.count() > 1
    assert list(theirs.fields["park"].queryset) == []
    assert mine.fields["park"].queryset.count() > 1


def test_an_export_says_in_words_what_was_filtered(world, people):
    query = {"stage": "building", "park": str(world.park.pk), "q": MARK}
    view = view_of("projects:project_list", user=people.admin, zone=world.zone, query=query)
    filterset = view.filterset_class(view.request.GET, view.get_queryset(), request=view.request, as_of=view.as_of)
    assert filterset.is_valid()
    labels = {name: str(filterset.form[name].label) for name in ("q", "stage", "park")}
    stage = dict(filterset.form.fields["stage"].choices)["building"]
    assert filterset.described() == f"{labels['q']}: {MARK}; {labels['stage']}: {stage}; {labels['park']}: {world.park.name}"
