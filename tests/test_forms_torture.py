"""Every form of a row, by reflection: what it may change, what it must refuse, and that nothing typed becomes markup."""

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from core.formfields import AmountField, DayField, PastedField, TextField, WholeField
from tests import world as worlds
from tests.pages import EDITS, payload
from tests.world import factories
from zones.models import User

pytestmark = pytest.mark.django_db

NEW = {  # what a person types into the forms of new rows
    "zones:person_new": {"username": "zhangsan", "name": "张三", "role": "clerk"},
    "zones:person_add": {"username": "foreigner", "role": "clerk"},
    "zones:unit_new": {"name": "新指挥部"},
    "zones:park_new": {"name": "新园", "industry": "food"},
    "zones:view_new": {"name": "新视图", "page": "projects:project_list", "query": "stage=planned"},
    "zones:calendar_new": {"day": "2015-07-04", "is_worked": "True", "name": "迎检"},
    "zones:deputy_new": lambda world: {
        "principal": world.people.head.pk,
        "deputy": world.people.colleague.pk,
        "first_day": "2015-08-01",
        "last_day": "2015-08-09",
    },
    "zones:rules_new": {"name": "新规则", "valid_from": "2015-07-01"},
    "projects:excuse_new": {
        "first_day": "2015-06-01",
        "last_day": "2015-06-30",
        "reason": "weather",
        "explanation": "洪水",
        "approved_by": "主任",
    },
    "projects:enterprise_new": {"name": "新企业"},
    "projects:project_new": {"name": "新项目", "kind": "industrial"},
    "projects:building_new": {"name": "新厂房", "quantity": "3"},
    "projects:investment_new": {"year": "2016", "planned_wan": "100"},
    "projects:milestone_new": {"text": "新节点", "due_date": "2015-09-30"},
    "projects:template_new": {"name": "新模板", "kind": "industrial"},
    "projects:step_new": {"text": "新步骤", "days": "30"},
    "projects:milestone_move": {"due_date": "2015-08-31", "reason": "land", "explanation": "用地", "approved_by": "主任"},
    "projects:report_write": {"progress": "三层"},
    "projects:report_row": {"progress": "三层"},
    "projects:instruction_new": {"text": "新批示"},
    "projects:instruction_answer": {"answer": "正在办理"},
    "indicators:figure_new": {"year": "2013", "through_month": "12", "value": "120", "status": "annual"},
    "indicators:figure_edition": {"value": "146", "status": "annual"},
    "indicators:indicator_new": {"code": "new", "name": "新指标", "unit": "个"},
    "indicators:indicator_continue": {"code": "next", "name": "后续指标"},
    "indicators:target_new": {"year": "2016", "value": "200"},
    "indicators:target_edition": {"value": "171", "set_on": "2015-06-01", "reason": "调整"},
    "indicators:period_rule_new": {"year": "2017"},
    "indicators:exception_new": {"month": "4", "first_day": "2015-06-16", "last_day": "2015-06-18", "reason": "补报"},
    "indicators:rule_new": {"name": "新规则", "left": "own", "operator": "<=", "right": "own * 2", "priority": "low"},
    "supervision:issue_done": {"outcome": "已接通"},
    "supervision:issue_confirm": {"is_settled": "yes"},
    "supervision:issue_from_report": {"due_on": "2015-07-01"},
    "supervision:issue_new": {"text": "新问题", "category": "pace"},
    "supervision:meeting_new": {"kind": "early", "held_on": "2015-06-30"},
    "supervision:matter_new": {"text": "新事项"},
    "supervision:bulletin_new": {"title": "新通报", "kind": "criticism", "rectify_by": "2015-07-01"},
    "supervision:bulletin_withdraw": {"reason": "有误"},
    "supervision:tour_new": {"name": "新观摩", "held_on": "2015-06-16", "rubric": "工程进度 60\n现场管理 40"},
    "supervision:stop_new": lambda world: {
        "project": factories.project(zone=world.zone).pk,
        "difficulty": "1",
    },
    "supervision:ballot_new": {"mark_0": "90", "mark_1": "85.5", "mark_2": "80"},
    "supervision:ballot_void": {"void_reason": "有误"},
    "supervision:entry_new": lambda world: {"text": "新条目", "points": "1", "unit": world.unit.pk},
    "supervision:entry_rectify": {"rectification": "已整改"},
    "supervision:entry_confirm": {"is_settled": "yes"},
    "returns:item_new": {"code": "new", "name": "新项", "unit": "万元"},
    "returns:return_send_back": {"review_note": "请核实"},
    "infrastructure:work_new": {"kind": "road", "name": "新路"},
    "infrastructure:part_new": {"kind": "green", "width_m": "4"},
    "infrastructure:segment_new": {"from_place": "甲", "to_place": "乙"},
    "infrastructure:tenant_new": {"name": "新租户"},
    "infrastructure:package_new": {"name": "新包", "year": "2016"},
    "reports:decision_new": {"state": "accepted", "words": "已核实"},
    "reports:decision_answer": {"answer": "已核实"},
    "reports:document_new": {"year": "2014", "number": "新2号"},
    "reports:text_return": {"note": "请补充数据"},
    "reports:annual_section_new": {"year": "2014", "heading": "新章节"},
    "reports:year_note_new": {"title": "新问题", "year": "2015", "kind": "problem"},
}
FOLLOWING = {  # columns that follow from what a form does
    "projects:investment_edit": {"baseline_wan"},
    "projects:milestone_move": {"scored_date", "window_start"},
    "projects:instruction_answer": {"answered_by_id", "answered_on"},
    "returns:return_send_back": {"state", "reviewed_by_id"},
    "supervision:issue_done": {"state", "done_by_id", "note"},
    "supervision:issue_confirm": {"state", "done_by_id", "settled_by_id", "settled_on"},
    "supervision:issue_edit": {"state"},
    "supervision:bulletin_withdraw": {"state", "withdrawn_on"},
    "supervision:minute_edit": {"is_written"},
    "supervision:entry_rectify": {
        "state",
        "note",
        *(f"{done}_{what}" for done in ("acknowledged", "rectified") for what in ("by_id", "on")),
    },
    "supervision:entry_confirm": {"state", "confirmed_by_id", "confirmed_on", "rectified_by_id", "rectified_on"},
    "reports:decision_edit": {"fingerprint", "statement", "subject", "decided_by_id", "decided_on"},
    "reports:decision_answer": {"state"},
    "reports:text_return": {"state"},
    **{
        f"projects:report_{page}": {"state", "submitted_at", "submitted_by_id", "reviewed_by_id", "review_note"}
        for page in ("write", "row")
    },
}
WRITTEN_BY = {  # the others by the administrator
    "projects:instruction_new": "leader",
    "projects:instruction_edit": "leader",
    "zones:view_edit": "officer",
}
COUNTED = {"version", "updated_at"}
TEMPTING = {
    "is_superuser": "on",
    "is_staff": "on",
    "is_demo": "on",
    "is_generated": "on",
    "must_change_password": "on",
    "id": "999999",
    "pk": "999999",
}
POISON = {
    PastedField: ["a\x1b", "a\x00", "a\ufffe", "a\uffff", "a\u202eb", "a\u2066"],  # Word's own line ends are line ends
    TextField: ["a\x0bb", "a\x1b", "a\x00", "a\ufffe", "a\uffff", "a\u202eb", "a\u2066", "a\u2069"],
    DayField: ["0001-01-01", "9999-12-31", "2015-02-30", "2024-13-45", "abc"],
    AmountField: ["NaN", "Infinity", "1e400", "\u0661\u0662", "1_000", "12万", "3.5%", "9" * 30, "--1"],
    WholeField: ["NaN", "1e3", "\u0661\u0662", "1_000", "12个", "9" * 30, "-1", "1.5"],
    forms.ModelMultipleChoiceField: ["999999999", "abc", "9" * 25],
    forms.ModelChoiceField: ["999999999", "abc", "9" * 25, "-1"],
    forms.ChoiceField: ["no-such", "<script>"],
}
SCRIPT = "<script>\"&'{{7*7}}"


@pytest.fixture(scope="module")
def kept_world(kept_world):
    """With one row of another zone for every kind that a form can choose from."""
    zone = kept_world.other_zone
    foreigner = factories.person(zone=zone, role="leader", username="foreigner")
    project = factories.project(zone=zone)
    kept_world.foreign = {
        type(row): row
        for row in (
            project,
            foreigner,
            zone,
            factories.unit(zone=zone),
            factories.park(zone=zone),
            factories.enterprise(zone=zone),
            factories.building(project=project),
            factories.milestone(project=project),
            factories.report(project=project),
            factories.indicator(zone=zone),
            factories.return_item(zone=zone),
            factories.package(zone=zone),
        )
    }
    return kept_world


@pytest.fixture
def admin(world, sign_in):
    return sign_in(world.people.admin)


class Page:
    """The form at one address, and what became of it."""

    def __init__(self, client, world, name: str) -> None:
        if name in WRITTEN_BY:
            client = Client()
            client.force_login(getattr(world.people, WRITTEN_BY[name]), backend="django.contrib.auth.backends.ModelBackend")
        self.client, self.name = client, name
        self.address = reverse(name, kwargs=worlds.arguments(world, name))
        self.form = client.get(self.address).context["form"]
        self.model, self.pk = self.form._meta.model, self.form.instance.pk
        typed = NEW.get(name, {})
        self.values = {**payload(self.form), **(typed(world) if callable(typed) else typed)}

    def post(self, values: dict):
        return self.client.post(self.address, values)

    def stored(self) -> dict:
        """Every column of the row that the form changes."""
        row = self.model._base_manager.get(pk=self.pk)
        return {field.attname: getattr(row, field.attname) for field in self.model._meta.concrete_fields}

    def count(self) -> int:
        return self.model._base_manager.count()

    def typed(self, *kinds: type) -> list[str]:
        """The names of the fields of a kind that a person fills in."""
        hidden = {"version", "submission"}
        return [n for n, field in self.form.fields.items() if isinstance(field, kinds) and n not in hidden and not field.disabled]


def done(answer) -> bool:
    return answer.status_code == 302 or "zones/password_once.html" in {template.name for template in answer.templates}


def test_every_new_form_has_something_typed():
    assert set(NEW) <= set(EDITS)
    assert {name for name in EDITS if name.endswith("_new")} <= set(NEW)


@pytest.mark.parametrize("name", EDITS)
def test_a_form_sent_back_is_stored_once_however_often_it_is_sent(name, world, admin):
    """F5, Back and a second click: the same row, no second entry in any history."""
    page = Page(admin, world, name)
    before = page.count()
    answer = page.post(page.values)
    assert done(answer), answer.context and answer.context["form"].errors
    assert page.count() == before + (0 if page.pk else 1)
    history = page.model.pgh_event_model.objects.count()
    again = page.post(page.values)
    assert again.status_code == 302
    assert page.count() == before + (0 if page.pk else 1)
    assert page.model.pgh_event_model.objects.count() == history


@pytest.mark.parametrize("name", EDITS)
def test_only_the_fields_of_the_form_can_be_changed(name, world, admin):
    page = Page(admin, world, name)
    extra = {**TEMPTING, "zone": world.other_zone.pk, "created_at": "2001-01-01", "updated_at": "2001-01-01", "role": "admin"}
    for field in page.model._meta.concrete_fields:
        foreign = world.foreign.get(field.related_model) if field.is_relation else None
        value = foreign.pk if foreign else next((key for key, _word in reversed(field.flatchoices)), "1")
        if not field.primary_key:
            extra[field.name] = extra[field.attname] = value
    before = page.stored() if page.pk else {}
    sent = {**{key: value for key, value in extra.items() if key not in page.form.fields}, **page.values}
    answer = page.post(sent)
    assert done(answer), answer.context["form"].errors
    row = page.model._base_manager.get(pk=page.pk) if page.pk else page.model._base_manager.latest("pk")
    assert row.zone == world.zone
    assert row.pk == page.pk if page.pk else row.pk != 999999
    assert row.created_at.year != 2001
    if page.pk:
        after = page.stored()
        changed = {key for key in after if after[key] != before[key]}
        own = {field.attname for field in page.model._meta.concrete_fields if field.name in page.form.fields}
        assert changed <= own | COUNTED | FOLLOWING.get(name, set())
    else:
        assert row.version <= 2
        assert not getattr(row, "is_generated", False)
    assert not User.objects.filter(is_superuser=True).exists()
    assert not User.objects.filter(is_staff=True).exists()


@pytest.mark.parametrize("name", EDITS)
def test_rows_of_another_zone_cannot_be_chosen(name, world, admin):
    page = Page(admin, world, name)
    before, count = (page.stored() if page.pk else None), page.count()
    for field in page.typed(forms.ModelChoiceField):
        foreign = world.foreign[page.form.fields[field].queryset.model]
        answer = page.post({**page.values, field: foreign.pk})
        assert list(answer.context["form"].errors) == [field]
        assert str(foreign) not in str(answer.context["form"][field])
    assert page.count() == count
    assert before is None or page.stored() == before


@pytest.mark.parametrize("name", EDITS)
def test_poison_is_refused_with_a_message_at_its_field(name, world, admin):
    """All fields at once, each with another of its poisons; over all forms every kind of field meets every poison."""
    page = Page(admin, world, name)
    before, count = (page.stored() if page.pk else None), page.count()
    kinds = {field: next(kind for kind in POISON if isinstance(page.form.fields[field], kind)) for field in page.typed(*POISON)}
    for turn in range(5):
        sent = {field: POISON[kind][(turn + place) % len(POISON[kind])] for place, (field, kind) in enumerate(kinds.items())}
        answer = page.post({**page.values, **sent})
        assert answer.status_code in {200, 409}
        errors, html = answer.context["form"].errors, answer.content.decode()
        assert set(sent) <= set(errors), sent
        assert all(escape(message) in html for field in sent for message in errors[field])
        assert all(f'name="{field}"' in html for field in sent)
    assert page.count() == count
    assert before is None or page.stored() == before


@pytest.mark.parametrize(
    "name", ["projects:enterprise_edit", "projects:report_write", "projects:report_row", "reports:year_note_new"]
)
def test_a_note_of_two_million_characters_is_refused_in_words(name, world, admin):
    page = Page(admin, world, name)
    for field in page.typed(TextField):
        answer = page.post({**page.values, field: "a" * 2_000_000})
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == [field]


@pytest.mark.parametrize("name", EDITS)
def test_a_refused_or_stale_form_shows_what_was_typed_as_text(name, world, admin):
    page = Page(admin, world, name)
    typed = dict.fromkeys(page.typed(TextField), SCRIPT)
    for values in (
        {**page.values, **typed, "version": "77"},
        {**page.values, **typed, "kind": "no-such", "role": "no-such", "phase": "?"},
    ):
        answer = page.post(values)
        if answer.status_code == 302:
            continue  # nothing in this form was wrong with it
        html = answer.content.decode()
        assert '<script>"' not in html
        if typed:
            assert escape(SCRIPT) in html


@pytest.mark.parametrize("name", [name for name in EDITS if not name.endswith("_new")])
def test_a_form_without_its_version_is_stale(name, world, admin):
    page = Page(admin, world, name)
    if not page.pk or not page.typed(TextField):
        return
    field, before = page.typed(TextField)[0], page.stored()
    answer = page.post({key: value for key, value in {**page.values, field: "别的说法"}.items() if key != "version"})
    assert answer.status_code == 409
    assert "别的说法" in answer.content.decode()
    assert page.stored() == before


@pytest.mark.parametrize("name", EDITS)
def test_every_field_reads_what_people_type_and_has_a_label(name, world, admin):
    page = Page(admin, world, name)
    fields = {n: field for n, field in page.form.fields.items() if n not in {"version", "submission", "replaces"}}
    for field_name, field in fields.items():
        bound = page.form[field_name]
        assert str(bound.label).strip(), field_name
        assert not isinstance(field, forms.DateField) or isinstance(field, DayField), field_name
        assert not isinstance(field, forms.DecimalField) or isinstance(field, AmountField), field_name
        assert not isinstance(field, forms.IntegerField) or isinstance(field, (WholeField, AmountField)), field_name
        plain = isinstance(field, forms.CharField) and not isinstance(field, (TextField, forms.EmailField))
        assert not plain or name == "zones:person_add", field_name


def test_the_forms_cover_every_model_that_is_entered_by_hand(world, admin):
    models_of_forms = {Page(admin, world, name).model.__name__ for name in EDITS}
    assert models_of_forms >= {
        "Enterprise",
        "Project",
        "Milestone",
        "WeeklyReport",
        "Figure",
        "Target",
        "Work",
        "Road",
        "Membership",
    }


def test_a_column_of_every_kind_was_tried(world, admin):
    tried = {type(field) for name in EDITS for field in Page(admin, world, name).form.fields.values()}
    assert tried >= {
        TextField,
        DayField,
        AmountField,
        WholeField,
        forms.ModelChoiceField,
        forms.TypedChoiceField,
        forms.BooleanField,
    }
