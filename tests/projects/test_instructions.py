"""What leaders write on projects: who writes, who answers, when it is late, and that no word is lost."""

import datetime
import itertools

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.checks import patterns
from projects import progress
from projects.choices import InstructionStanding
from projects.models import Instruction, Project
from tests import factories
from tests.projects.browser import errors, filled, submit, text
from tests.projects.test_week_races import HANDS, at_once, same_person

TODAY = datetime.date(2015, 6, 16)
DAYS = [None, TODAY - datetime.timedelta(days=1), TODAY, TODAY + datetime.timedelta(days=1)]
pytestmark = pytest.mark.django_db


@pytest.fixture
def instruction(project, people):
    return factories.instruction(project=project, given_by=people.leader, text="请说明原因", answer_by=datetime.date(2015, 6, 12))


def page(name: str, row) -> str:
    return reverse(f"projects:instruction_{name}", args=[row.pk])


# --- when it is late --------------------------------------------------------------------------------


def test_it_is_overdue_from_the_day_after_the_day_of_the_answer():
    day = datetime.date(2015, 6, 12)
    assert progress.instruction_standing(day, None, day) == InstructionStanding.OPEN
    assert progress.instruction_standing(day, None, datetime.date(2015, 6, 13)) == InstructionStanding.OVERDUE
    assert progress.instruction_standing(day, day, TODAY) == InstructionStanding.ANSWERED
    assert progress.instruction_standing(day, datetime.date(2015, 6, 13), TODAY) == InstructionStanding.ANSWERED_LATE


def test_without_a_day_it_is_never_late():
    assert progress.instruction_standing(None, None, TODAY) == InstructionStanding.OPEN
    assert progress.instruction_standing(None, TODAY, TODAY) == InstructionStanding.ANSWERED


def test_the_query_says_the_same_as_the_arithmetic(project, people):
    for answer_by, answered_on in itertools.product(DAYS, DAYS):
        answered = {"answered_on": answered_on, "answered_by": people.head} if answered_on else {}
        factories.instruction(project=project, given_by=people.leader, answer_by=answer_by, **answered)
    rows = list(Instruction.objects.with_standing(TODAY))
    assert len(rows) == 16
    assert {row.standing for row in rows} == set(InstructionStanding.values)
    for row in rows:
        assert row.standing == row.standing_on(TODAY)
        assert row.waiting_days == (15 if row.is_open else None)


def test_the_most_urgent_come_first_and_those_without_a_day_last(project, people):
    make = {"project": project, "given_by": people.leader}
    late = factories.instruction(**make, answer_by=datetime.date(2015, 6, 20))
    never = factories.instruction(**make, given_on=datetime.date(2015, 5, 1))
    soon = factories.instruction(**make, answer_by=datetime.date(2015, 6, 10))
    assert list(Instruction.objects.most_urgent_first()) == [soon, late, never]


def test_the_database_wants_an_answer_to_have_an_author(instruction):
    with pytest.raises(IntegrityError, match="instruction_answered_by_someone"), transaction.atomic():
        Instruction.objects.filter(pk=instruction.pk).update(answered_on=TODAY)


# --- who may do what --------------------------------------------------------------------------------


def test_only_leaders_write_and_the_installation_s_own_administrator_does_not(project, people):
    assert project.instruct_access(people.leader)
    root = factories.person(is_superuser=True)
    for person in (people.officer, people.head, people.clerk, people.admin, people.stranger, root):
        assert not project.instruct_access(person)


def test_a_leader_of_another_zone_is_no_leader_here(project, other_zone):
    assert not project.instruct_access(factories.person(zone=other_zone, role="leader"))


def test_who_may_change_is_the_same_for_one_row_and_for_many(project, people, instruction):
    factories.instruction(project=project, given_by=people.leader, answer="已办", answered_by=people.head, answered_on=TODAY)
    other = factories.person(zone=project.zone, role="leader")
    factories.instruction(project=project, given_by=other)
    everybody = [*vars(people).values(), other, factories.person(is_superuser=True)]
    for person in everybody:
        changed = set(Instruction.objects.editable_by(person))
        assert changed == {row for row in Instruction.objects.all() if row.edit_access(person)}
    assert set(Instruction.objects.editable_by(people.leader)) == {instruction}


def test_a_former_leader_changes_nothing_more(people, instruction):
    people.leader.memberships.update(role="clerk")
    assert not instruction.edit_access(type(people.leader).objects.get(pk=people.leader.pk))


def test_the_unit_and_the_assigned_are_asked_and_nobody_else(project, people, instruction, foreign):
    factories.instruction(project=foreign.project, given_by=factories.person(zone=foreign.project.zone, role="leader"))
    assert list(Instruction.objects.asked_of(people.officer)) == [instruction]
    assert list(Instruction.objects.asked_of(people.head)) == [instruction]
    for person in (people.colleague, people.clerk, people.leader, people.stranger):
        assert not Instruction.objects.asked_of(person).exists()
    factories.assignment(project=project, user=people.colleague)
    factories.assignment(project=project, user=people.officer)
    assert list(Instruction.objects.asked_of(people.colleague)) == [instruction]
    assert list(Instruction.objects.asked_of(people.officer)) == [instruction]


@pytest.mark.parametrize(
    ("person", "status"),
    [("officer", 200), ("head", 200), ("clerk", 200), ("admin", 200), ("colleague", 403), ("leader", 403), ("stranger", 404)],
)
def test_the_people_of_the_project_answer(sign_in, people, instruction, person, status):
    assert sign_in(getattr(people, person)).get(page("answer", instruction)).status_code == status


# --- writing ----------------------------------------------------------------------------------------


def test_a_leader_writes_from_the_project_s_page(sign_in, people, project):
    client = sign_in(people.leader)
    address = reverse("projects:instruction_new", args=[project.pk])
    assert address in client.get(project.get_absolute_url()).content.decode()
    answer = submit(client, address, text="请落实", answer_by="2015-06-20")
    assert answer["Location"] == project.get_absolute_url()
    row = Instruction.objects.get()
    assert (row.project, row.text, row.given_by, row.given_on) == (project, "请落实", people.leader, TODAY)
    assert row.answer_by == datetime.date(2015, 6, 20)
    assert row.is_open


def test_others_are_not_offered_to_write(sign_in, people, project):
    address = reverse("projects:instruction_new", args=[project.pk])
    for person in (people.officer, people.clerk, people.admin):
        assert address not in sign_in(person).get(project.get_absolute_url()).content.decode()
        refused = sign_in(person).post(address, {"text": "冒名批示"})
        assert refused.status_code == 403
        assert "Only leaders of the zone give instructions." in text(refused)
    assert not Instruction.objects.exists()


def test_it_needs_words_and_a_day_that_has_not_passed(sign_in, people, project):
    address = reverse("projects:instruction_new", args=[project.pk])
    client = sign_in(people.leader)
    assert "全友家居三期 New instruction" in text(client.get(address))
    assert errors(submit(client, address, text=" ")).keys() == {"text"}
    assert errors(submit(client, address, text="请落实", answer_by="2015-06-15")) == {"answer_by": ["this day has passed already"]}
    assert submit(client, address, text="请落实", answer_by="2015-06-16").status_code == 302


def test_the_leader_changes_the_words_until_they_are_answered(sign_in, people, instruction):
    client = sign_in(people.leader)
    assert submit(client, page("edit", instruction), text="请三日内说明原因").status_code == 302
    instruction.refresh_from_db()
    assert (instruction.text, instruction.given_on) == ("请三日内说明原因", datetime.date(2015, 6, 1))
    opened = filled(client.get(page("edit", instruction)), text="改了又改的话")
    submit(sign_in(people.head), page("answer", instruction), answer="已办")
    late = client.post(page("edit", instruction), opened)
    assert late.status_code == 403
    assert "This instruction is answered; write a new one." in text(late)
    assert "改了又改的话" in late.content.decode()
    instruction.refresh_from_db()
    assert instruction.text == "请三日内说明原因"


# --- answering --------------------------------------------------------------------------------------


def test_the_answer_carries_who_and_when(sign_in, people, instruction):
    assert errors(submit(sign_in(people.officer), page("answer", instruction), answer="  ")).keys() == {"answer"}
    answer = submit(sign_in(people.officer), page("answer", instruction), answer="设备明日到场")
    assert answer["Location"] == instruction.get_absolute_url()
    instruction.refresh_from_db()
    assert (instruction.answer, instruction.answered_by, instruction.answered_on) == ("设备明日到场", people.officer, TODAY)
    shown = text(sign_in(people.leader).get(instruction.get_absolute_url()))
    assert "设备明日到场" in shown
    assert "answered late" in shown


def test_a_correction_keeps_the_day_of_the_first_answer(sign_in, people, instruction):
    first = datetime.date(2015, 6, 11)
    Instruction.objects.filter(pk=instruction.pk).update(answer="在办", answered_by=people.officer, answered_on=first)
    submit(sign_in(people.head), page("answer", instruction), answer="已办结")
    instruction.refresh_from_db()
    assert (instruction.answer, instruction.answered_by, instruction.answered_on) == ("已办结", people.head, first)
    history = text(sign_in(people.leader).get(page("history", instruction)))
    assert "在办 → 已办结" in history


def test_two_windows_that_answer_see_each_other_s_words(sign_in, people, instruction):
    officer, head = sign_in(people.officer), sign_in(people.head)
    mine, theirs = (
        filled(officer.get(page("answer", instruction)), answer="我的答复"),
        filled(head.get(page("answer", instruction))),
    )
    assert head.post(page("answer", instruction), {**theirs, "answer": "指挥长的答复"}).status_code == 302
    conflict = officer.post(page("answer", instruction), mine)
    assert conflict.status_code == 409
    assert [(each.stored, each.typed) for each in conflict.context["conflict"]] == [("指挥长的答复", "我的答复")]
    assert "指挥长的答复" in conflict.content.decode()
    assert "我的答复" in conflict.content.decode()
    instruction.refresh_from_db()
    assert (instruction.answer, instruction.answered_by) == ("指挥长的答复", people.head)


def test_an_answer_to_words_that_changed_meanwhile_shows_the_new_words(sign_in, people, instruction):
    officer = sign_in(people.officer)
    mine = filled(officer.get(page("answer", instruction)), answer="明日到场")
    submit(sign_in(people.leader), page("edit", instruction), text="请说明原因，并追究责任")
    conflict = officer.post(page("answer", instruction), mine)
    assert conflict.status_code == 409
    assert "请说明原因，并追究责任" in conflict.content.decode()
    again = officer.post(page("answer", instruction), filled(conflict))
    assert again.status_code == 302
    instruction.refresh_from_db()
    assert instruction.answer == "明日到场"


@pytest.mark.django_db(transaction=True)
def test_twenty_identical_answers_are_one(sign_in, people, project, instruction):
    client = sign_in(people.officer)
    data = filled(client.get(page("answer", instruction)), answer="明日到场")
    assert at_once(lambda number: same_person(client).post(page("answer", instruction), data).status_code) == [302] * HANDS
    row = Instruction.objects.get()
    assert (row.answer, row.version) == ("明日到场", instruction.version + 1)


def test_no_page_deletes_an_instruction():
    names = {name for name, _entry in patterns() if name.startswith("projects:instruction_")}
    assert names == {f"projects:instruction_{verb}" for verb in ("list", "new", "detail", "edit", "answer", "history")}


# --- where it is shown ------------------------------------------------------------------------------


def test_it_stands_on_the_project_s_page_and_in_the_unit_s_week_until_it_is_answered(sign_in, people, project, instruction):
    places = [(people.officer, "/weeks/mine/"), (people.head, "/weeks/mine/"), (people.clerk, project.get_absolute_url())]
    for person, address in places:
        shown = text(sign_in(person).get(address))
        assert "Instructions to answer 1" in shown
        assert "请说明原因" in shown
        assert "waiting for 15 days · overdue" in shown
    assert "请说明原因" not in text(sign_in(people.colleague).get("/weeks/mine/"))
    submit(sign_in(people.head), page("answer", instruction), answer="已办")
    for person, address in places:
        assert "Instructions to answer" not in text(sign_in(person).get(address))
    assert "Instructions answered All 请说明原因 2015-06-16 · answered late" in text(
        sign_in(people.leader).get(project.get_absolute_url())
    )


def test_those_who_may_not_answer_are_offered_to_read(sign_in, people, project, instruction):
    assert "Read and answer" in text(sign_in(people.officer).get(project.get_absolute_url()))
    assert "Read and answer" not in text(sign_in(people.leader).get(project.get_absolute_url()))


def test_the_dashboard_counts_them_and_shows_the_most_urgent(sign_in, people, project, instruction, foreign):
    factories.instruction(project=project, given_by=people.leader, text="请报进度")
    other = factories.person(zone=foreign.project.zone, role="leader")
    factories.instruction(project=foreign.project, given_by=other, text="外区机密批示")
    answer = sign_in(people.leader).get("/dashboard/")
    found = answer.context["instructions"]
    assert (found.total, found.overdue, [row.text for row in found.rows]) == (2, 1, ["请说明原因", "请报进度"])
    shown = text(answer)
    assert "2 instructions unanswered, 1 overdue" in shown
    assert "waiting for 15 days · overdue" in shown
    assert "外区机密批示" not in shown


def test_a_dashboard_without_any_says_zero(sign_in, people, project):
    shown = text(sign_in(people.leader).get("/dashboard/"))
    assert "0 instructions unanswered" in shown
    assert "waiting for" not in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_the_dashboard_costs_the_same_for_one_and_for_three(sign_in, people, zone, rows, django_assert_num_queries):
    for _number in range(rows):
        own = factories.project(zone=zone, unit=factories.unit(zone=zone))
        factories.instruction(project=own, given_by=factories.person(zone=zone, role="leader"))
    client = sign_in(people.leader)
    client.get("/dashboard/")
    with django_assert_num_queries(25):
        assert len(client.get("/dashboard/").context["instructions"].rows) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_one_instruction_costs_the_same_whatever_hangs_on_it(sign_in, people, project, rows, django_assert_num_queries):
    row = factories.instruction(project=project, given_by=people.leader)
    for number in range(1, rows):
        factories.assignment(project=project, user=factories.person(zone=project.zone, unit=project.unit))
        Instruction.objects.filter(pk=row.pk).update(text=f"第{number}稿")
    client = sign_in(people.officer)
    client.get("/weeks/mine/")
    with django_assert_num_queries(6):
        assert client.get(row.get_absolute_url()).status_code == 200


def test_the_list_is_narrowed_to_what_waits(sign_in, people, project, instruction):
    factories.instruction(project=project, given_by=people.leader, answer="已办", answered_by=people.head, answered_on=TODAY)
    client = sign_in(people.leader)
    assert len(client.get("/instructions/").context["page"].object_list) == 2
    for query in ({"unanswered": "yes"}, {"standing": "overdue"}):
        assert list(client.get("/instructions/", query).context["page"].object_list) == [instruction]
    assert Project.objects.count() == 1


def test_a_long_text_is_shortened_in_the_list_and_whole_in_the_workbook(sign_in, people, project):
    words = "长" * 500
    factories.instruction(project=project, given_by=people.leader, text=words)
    table = sign_in(people.leader).get("/instructions/")
    assert f"{'长' * 59}…" in table.content.decode()
    assert "长" * 60 not in table.content.decode()
