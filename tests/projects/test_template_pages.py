"""Ledger templates: kept by clerks, taken over from the standard ones, and made into ledgers; and ledgers copied."""

import datetime

import pytest
from django.urls import reverse

from projects.choices import Kind, Phase
from projects.models import BulkChange, LedgerTemplate, Milestone, TemplateStep
from projects.template_presets import STANDARDS
from tests import factories
from tests.projects.browser import submit, text
from tests.projects.plans import boxes

DAY = datetime.date
pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(sign_in, people):
    return sign_in(people.clerk)


@pytest.fixture
def template(zone):
    made = factories.template(zone=zone, name="标准", kind="industrial")
    factories.step(template=made, position=2, text="投产", phase="production", days=60, precision="month_end", whole_project=True)
    factories.step(template=made, position=1, text="围墙", phase="wall", days=0)
    return made


def at(name, project, **asked):
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return f"{reverse(f'projects:{name}', args=[project.pk])}?{query}"


def filled(answer, **changes):
    rows = answer.context["made"].rows
    sent = boxes(rows.management_form)
    for row in rows.forms:
        sent |= boxes(row)
    return {name: value for name, value in {**sent, **changes}.items() if value is not None}


def ledger(project):
    return list(project.milestones.order_by("pk").values_list("text", "due_date", "precision", "phase", "whole_project"))


# --- templates -----------------------------------------------------------------------------------
def test_the_standard_of_a_kind_is_taken_over_once(clerk, zone):
    address = reverse("projects:template_standard", args=["industrial"])
    assert "Industrial project, standard" in text(clerk.get("/templates/"))
    answers = [clerk.post(address) for _time in range(2)]
    taken = LedgerTemplate.objects.get()
    assert [answer["Location"] for answer in answers] == [taken.get_absolute_url()] * 2
    assert (taken.kind, taken.zone, taken.steps.count()) == ("industrial", zone, 14)
    assert [step.phase for step in taken.steps.all()][:4] == ["wall", "levelling", "foundation", "steel"]
    assert clerk.post(reverse("projects:template_standard", args=["no-such"])).status_code == 404


@pytest.mark.parametrize("kind", Kind.values)
def test_a_standard_follows_the_order_of_the_works(kind):
    steps = STANDARDS[kind].steps
    assert [step.days for step in steps] == sorted(step.days for step in steps)
    order = [Phase(step.phase) for step in steps]
    assert len(order) >= 8
    assert order[-1] == Phase.PRODUCTION
    assert sum(step.whole_project for step in steps) >= 2


def test_a_template_is_made_changed_and_removed(clerk, zone):
    submit(clerk, "/templates/new/", name="厂房", kind="industrial")
    made = LedgerTemplate.objects.get()
    submit(clerk, reverse("projects:step_new", args=[made.pk]), text="围墙建成", days="20", phase="wall")
    step = TemplateStep.objects.get()
    assert (step.template, step.position, step.days, step.precision) == (made, 1, 20, "day")
    second = clerk.get(reverse("projects:step_new", args=[made.pk])).context["form"]
    assert (second["position"].value(), second["days"].value()) == (2, 20)
    submit(clerk, reverse("projects:step_edit", args=[step.pk]), days="25")
    assert "围墙建成" in text(clerk.get(made.get_absolute_url()))
    step.refresh_from_db()
    assert step.days == 25
    removal = reverse("projects:step_delete", args=[made.pk, step.pk])
    assert [clerk.post(removal).status_code for _time in range(2)] == [302, 302]
    assert not made.steps.exists()
    assert clerk.post(reverse("projects:template_delete", args=[made.pk]))["Location"] == "/templates/"
    assert not LedgerTemplate.objects.exists()


def test_a_step_of_another_template_is_not_removed_under_this_one(clerk, zone, template):
    other = factories.template(zone=zone)
    clerk.post(reverse("projects:step_delete", args=[other.pk, template.steps.first().pk]))
    assert template.steps.count() == 2


def test_a_range_is_no_precision_of_a_step_and_a_name_is_taken_once(clerk, template):
    form = clerk.get(reverse("projects:step_new", args=[template.pk])).context["form"]
    assert "range" not in dict(form.fields["precision"].choices)
    answer = submit(clerk, "/templates/new/", name=" 标准 ", kind="industrial")
    assert "a template of this name exists already" in text(answer)


def test_the_list_says_how_many_steps_and_days_a_template_has(clerk, template, people, zone, django_assert_num_queries):
    factories.template(zone=zone, name="空的", kind="resettlement")
    (row,) = list(clerk.get("/templates/", {"kind": "industrial"}).context["page"])
    assert (row.step_count, row.length_days) == (2, 60)
    for _more in range(2):
        with django_assert_num_queries(5):
            assert clerk.get("/templates/").status_code == 200
        factories.step(template=factories.template(zone=zone))
    assert clerk.get("/templates/", {"export": "xlsx"})["Content-Type"].endswith("sheet")


def test_readers_see_templates_and_no_button(sign_in, people, template):
    officer = sign_in(people.officer)
    page = text(officer.get("/templates/"))
    assert "标准" in page
    assert "Standard templates to take over" not in page
    assert "Remove …" not in text(officer.get(template.get_absolute_url()))


# --- a ledger from a template --------------------------------------------------------------------
def test_a_template_becomes_the_project_s_ledger(sign_in, people, project, template):
    officer = sign_in(people.officer)
    address = at("ledger_from_template", project, template=template.pk, start="2015-07-01")
    shown = officer.get(address)
    assert [row["due"].value() for row in shown.context["made"].rows.forms] == [DAY(2015, 7, 1), DAY(2015, 8, 31)]
    done = officer.post(address, filled(shown, **{"rows-0-due": "2015-07-15", "rows-0-buildings": "东墙"}))
    assert done["Location"] == project.get_absolute_url()
    assert ledger(project) == [
        ("围墙", DAY(2015, 7, 15), "day", "wall", False),
        ("投产", DAY(2015, 8, 31), "month_end", "production", True),
    ]
    assert project.buildings.get().name == "东墙"
    change = BulkChange.objects.get()
    assert (change.kind, change.by, change.row_count) == ("template", people.officer, 2)
    assert change.about.endswith("标准 · 2015-07-01")


def test_what_the_ledger_holds_is_not_ticked_and_sent_twice_is_done_once(clerk, project, template):
    address = at("ledger_from_template", project, template=template.pk, start="2015-07-01")
    sent = filled(clerk.get(address))
    assert [clerk.post(address, sent).status_code for _time in range(2)] == [302, 302]
    assert (Milestone.objects.count(), BulkChange.objects.count()) == (2, 1)
    again = clerk.get(address)
    assert again.context["made"].rows.taken() == []
    assert text(again).count("already in the ledger") == 2
    assert "No row is ticked." in text(clerk.post(address, filled(again)))


def test_rows_are_judged_one_by_one_and_keep_what_was_typed(clerk, project, template):
    address = at("ledger_from_template", project, template=template.pk, start="2015-07-01")
    wrong = clerk.post(address, filled(clerk.get(address), **{"rows-0-due": "0001-01-01", "rows-1-text": "a\u202eb"}))
    assert [list(row.errors) for row in wrong.context["made"].rows.forms] == [["due"], ["text"]]
    assert 'value="0001-01-01"' in wrong.content.decode()
    assert Milestone.objects.count() == 0


@pytest.mark.parametrize(
    "asked",
    [{"template": "9" * 30, "start": "x"}, {"template": "1"}, {"start": "2015-07-01"}, {"template": "-1", "start": "2015-02-30"}],
)
def test_a_choice_that_cannot_be_read_is_said_at_its_field(clerk, project, template, asked):
    answer = clerk.get(at("ledger_from_template", project, **asked))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert answer.context["made"] is None


def test_a_template_beyond_the_calendar_is_refused_in_words(clerk, project, template):
    factories.step(template=template, days=32_767)
    answer = clerk.get(at("ledger_from_template", project, template=template.pk, start="2100-12-31"))
    sent = clerk.post(at("ledger_from_template", project, template=template.pk, start="2100-12-31"), filled(answer))
    assert sent.status_code == 200
    assert "must not be after 2100-12-31" in text(sent)
    assert Milestone.objects.count() == 0


def test_a_template_of_another_zone_cannot_be_chosen(clerk, project, other_zone):
    foreign = factories.template(zone=other_zone, name="外区模板")
    answer = clerk.get(at("ledger_from_template", project, template=foreign.pk, start="2015-07-01"))
    assert "template" in answer.context["form"].errors
    assert "外区模板" not in text(answer)
    assert "The zone has no ledger template yet." in text(answer)


# --- a ledger from another project ---------------------------------------------------------------
@pytest.fixture
def source(zone):
    made = factories.project(zone=zone, name="样板项目")
    office = factories.building(project=made, name="一号仓", kind="office")
    first = factories.milestone(project=made, text="开工", due=DAY(2014, 3, 1), actual_date=DAY(2014, 3, 9), remark="备注")
    first.buildings.add(office)
    factories.milestone(project=made, text="竣工", due=DAY(2014, 6, 30), precision="month_end", baseline_date=DAY(2014, 5, 31))
    return made


@pytest.mark.parametrize("asked", [{"start": "2015-07-01"}, {"shift": "487"}])
def test_a_ledger_is_copied_later_without_what_became_of_it(clerk, project, source, asked):
    address = at("ledger_copy", project, source=source.pk, **asked)
    clerk.post(address, filled(clerk.get(address)))
    first, second = project.milestones.order_by("pk")
    assert (first.text, first.due_date, first.actual_date, first.remark) == ("开工", DAY(2015, 7, 1), None, "")
    assert (second.due_date, second.baseline_date, second.precision) == (DAY(2015, 10, 31), DAY(2015, 10, 31), "month_end")
    assert list(first.buildings.values_list("name", "kind", "project")) == [("一号仓", "office", project.pk)]
    assert second.revisions.count() == 0
    assert BulkChange.objects.get().kind == "copy"
    assert source.milestones.count() == 2


def test_without_a_day_the_projects_own_starts_decide(clerk, project, source):
    unknown = clerk.get(at("ledger_copy", project, source=source.pk))
    assert list(unknown.context["form"].errors) == ["start"]
    project.stage_entries.create(stage="started", reached_on=DAY(2015, 2, 11))
    source.stage_entries.create(stage="started", reached_on=DAY(2014, 2, 1))
    shown = clerk.get(at("ledger_copy", project, source=source.pk))
    assert [row["due"].value() for row in shown.context["made"].rows.forms] == [DAY(2015, 3, 11), DAY(2015, 7, 31)]


@pytest.mark.parametrize("asked", [{"start": "2015-07-01", "shift": "3"}, {"shift": "99999999"}, {"shift": "1.5"}, {"shift": "x"}])
def test_a_shift_that_is_none_is_refused(clerk, project, source, asked):
    assert "shift" in clerk.get(at("ledger_copy", project, source=source.pk, **asked)).context["form"].errors


def test_a_project_of_another_zone_itself_and_one_without_promises_are_not_copied(clerk, zone, project, source, other_zone):
    foreign = factories.project(zone=other_zone, name="外区项目")
    factories.milestone(project=foreign)
    empty = factories.project(zone=zone, name="无台账")
    for other in (foreign, empty, project):
        answer = clerk.get(at("ledger_copy", project, source=other.pk, shift=1))
        assert list(answer.context["form"].errors) == ["source"]
        assert "外区项目" not in text(answer)
    assert text(answer).count("样板项目") == 1


@pytest.mark.parametrize("name", ["ledger_from_template", "ledger_copy"])
def test_the_queries_do_not_depend_on_the_rows(clerk, project, source, template, name, django_assert_num_queries):
    asked = {"template": template.pk} if name == "ledger_from_template" else {"source": source.pk}
    address = at(name, project, start="2015-07-01", **asked)
    clerk.get(address)
    count = 10
    for number in range(2):
        with django_assert_num_queries(count):
            clerk.get(address)
        for more in range(3):
            factories.step(template=template, days=number + more)
            factories.milestone(project=source, text=f"{number}{more}")
