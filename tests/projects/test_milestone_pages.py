"""The ledger: new promises, corrections, kept promises, moved dates."""

import datetime

import pytest
from django.urls import reverse

from core.periods import ONE_DAY
from projects.models import Milestone, Revision
from tests import factories
from tests.projects.browser import errors, filled, submit, text
from tests.projects.conftest import THIS_WEEK

DUE = datetime.date(2015, 6, 30)
MOVE = {"reason": "land", "explanation": "供地推迟", "approved_by": "张主任"}


@pytest.fixture
def milestone(project):
    return factories.milestone(project=project, text="3号厂房主体完工", due=DUE)


@pytest.fixture
def officer(sign_in, people):
    return sign_in(people.officer)


def url(name, row):
    return reverse(f"projects:{name}", args=[row.pk])


def test_an_officer_enters_a_promise_with_its_buildings(officer, project, foreign):
    workshop, other = factories.building(project=project), factories.building(project=foreign.project, name="外区厂房")
    page = officer.get(url("milestone_new", project))
    assert "外区厂房" not in page.content.decode()
    response = officer.post(
        url("milestone_new", project),
        filled(
            page,
            text="主体完工",
            phase="body",
            buildings=[workshop.pk],
            due_date="2015年12月12日",
            precision="ten_day",
            relation="by",
        ),
    )
    stored = Milestone.objects.get(project=project)
    assert (response.status_code, response.url) == (302, stored.get_absolute_url())
    assert (stored.window_start, stored.due_date) == (datetime.date(2015, 12, 11), datetime.date(2015, 12, 20))
    assert (stored.baseline_date, stored.precision, stored.phase) == (stored.due_date, "ten_day", "body")
    assert list(stored.buildings.all()) == [workshop]
    wrong = submit(officer, url("milestone_new", project), text="别的", due_date="2015-07-01", buildings=[other.pk])
    assert list(errors(wrong)) == ["buildings"]


@pytest.mark.parametrize(
    ("precision", "window"),
    [
        ("day", ((2015, 6, 15), (2015, 6, 15))),
        ("month_end", ((2015, 6, 30), (2015, 6, 30))),
        ("year", ((2015, 1, 1), (2015, 12, 31))),
    ],
)
def test_any_day_of_the_window_may_be_typed(officer, project, precision, window):
    response = submit(officer, url("milestone_new", project), text="主体完工", due_date="2015-06-15", precision=precision)
    assert response.status_code == 302
    stored = Milestone.objects.get()
    assert (stored.window_start, stored.due_date) == tuple(datetime.date(*day) for day in window)


def test_a_range_needs_its_first_day_and_in_order(officer, project):
    new = url("milestone_new", project)
    missing = submit(officer, new, text="设备安装", due_date="2015-09-25", precision="range")
    assert errors(missing) == {"window_start": ["a range needs its first day"]}
    turned = submit(officer, new, text="设备安装", due_date="2015-09-25", precision="range", window_start="2015-09-26")
    assert "the window begins after its end" in errors(turned)["window_start"]
    assert (
        submit(officer, new, text="设备安装", due_date="2015-09-25", precision="range", window_start="2015-09-15").status_code
        == 302
    )
    assert Milestone.objects.get().window_start == datetime.date(2015, 9, 15)


@pytest.mark.parametrize("day", ["2015-02-30", "0001-01-01", "1949-12-31", "2101-01-01", "６月３０日", "", "tomorrow"])
def test_a_day_that_cannot_be_is_refused_and_kept_in_the_box(officer, project, day):
    response = submit(officer, url("milestone_new", project), text="主体完工", due_date=day)
    assert "due_date" in errors(response)
    assert response.context["form"]["due_date"].value() == day
    assert not Milestone.objects.exists()


@pytest.mark.parametrize("page", ["milestone_edit", "milestone_meet", "milestone_move"])
def test_only_the_people_of_the_project_write_its_ledger(sign_in, people, milestone, foreign, page):
    for person, status in (
        (people.officer, 200),
        (people.head, 200),
        (people.clerk, 200),
        (people.colleague, 403),
        (people.leader, 403),
    ):
        assert sign_in(person).get(url(page, milestone)).status_code == status, person.name
    refused = sign_in(people.colleague).post(
        url(page, milestone), {"text": "改", "actual_date": "2015-06-01", "due_date": "2016-01-01"}
    )
    assert refused.status_code == 403
    assert "Only the responsible unit and the assigned officers change this project." in text(refused)
    for client in (sign_in(people.stranger).get(url(page, milestone)), sign_in(people.clerk).get(url(page, foreign.milestone))):
        assert client.status_code == 404
    stored = Milestone.objects.get(pk=milestone.pk)
    assert (stored.text, stored.actual_date, stored.due_date) == ("3号厂房主体完工", None, DUE)


def test_correcting_the_words_moves_no_date(officer, milestone):
    response = submit(
        officer, url("milestone_edit", milestone), text="3、4号厂房主体完工", due_date="2016-01-01", baseline_date="2016-01-01"
    )
    assert response.status_code == 302
    milestone.refresh_from_db()
    assert (milestone.text, milestone.due_date, milestone.baseline_date) == ("3、4号厂房主体完工", DUE, DUE)


def test_a_promise_is_kept_on_a_day_that_has_come(officer, milestone, today):
    meet = url("milestone_meet", milestone)
    assert errors(submit(officer, meet, actual_date=str(today + ONE_DAY))) == {"actual_date": ["this day has not come yet"]}
    assert submit(officer, meet, actual_date=str(today)).status_code == 302
    milestone.refresh_from_db()
    assert milestone.actual_date == today
    assert submit(officer, meet, actual_date="").status_code == 302
    milestone.refresh_from_db()
    assert milestone.actual_date is None


def test_moving_a_date_keeps_the_baseline_and_says_why(officer, people, milestone, today):
    response = submit(officer, url("milestone_move", milestone), due_date="2015-08-15", precision="month_end", **MOVE)
    assert (response.status_code, response.url) == (302, milestone.get_absolute_url())
    milestone.refresh_from_db()
    assert (milestone.due_date, milestone.window_start, milestone.baseline_date) == (
        datetime.date(2015, 8, 31),
        datetime.date(2015, 8, 31),
        DUE,
    )
    revision = Revision.objects.get()
    assert (revision.old_date, revision.new_date, revision.by, revision.asked_on) == (
        DUE,
        milestone.due_date,
        people.officer,
        today,
    )
    page = text(officer.get(milestone.get_absolute_url()))
    for words in ("2015-06-30", "2015-08-31", "供地推迟", "张主任", "62 days"):
        assert words in page
    assert "asked after the deadline" not in page


def test_an_extension_asked_for_too_late_says_so(officer, project):
    late = factories.milestone(project=project, due=datetime.date(2015, 6, 15))
    submit(officer, url("milestone_move", late), due_date="2015-08-15", **MOVE)
    assert "asked after the deadline" in text(officer.get(late.get_absolute_url()))


def test_only_a_keeper_says_that_a_move_was_asked_for_earlier(officer, sign_in, people, project):
    """An officer who could say so would make every late request punctual."""
    mine = factories.milestone(project=project, due=datetime.date(2015, 6, 15))
    submit(officer, url("milestone_move", mine), due_date="2015-08-15", asked_on="2015-06-01", **MOVE)
    mine.refresh_from_db()
    assert (mine.due_date, mine.scored_date) == (datetime.date(2015, 8, 15), datetime.date(2015, 6, 15))
    kept, clerk = factories.milestone(project=project, due=datetime.date(2015, 6, 15)), sign_in(people.clerk)
    ahead = submit(clerk, url("milestone_move", kept), due_date="2015-08-15", asked_on="2015-06-17", **MOVE)
    assert errors(ahead) == {"asked_on": ["this day has not come yet"]}
    submit(clerk, url("milestone_move", kept), due_date="2015-08-15", asked_on="2015-06-01", **MOVE)
    kept.refresh_from_db()
    assert kept.scored_date == kept.due_date == datetime.date(2015, 8, 15)


def test_a_promise_is_not_moved_to_before_its_project(officer, project, milestone):
    project.stage_entries.create(stage="landed", reached_on=datetime.date(2015, 3, 2))
    early = submit(officer, url("milestone_move", milestone), due_date="2015-03-01", **MOVE)
    assert errors(early) == {"due_date": ["the project begins on 2015-03-02 only"]}
    new = submit(officer, url("milestone_new", project), text="围墙完工", due_date="2015-03-01")
    assert errors(new) == {"due_date": ["the project begins on 2015-03-02 only"]}
    assert not Revision.objects.exists()
    assert submit(officer, url("milestone_move", milestone), due_date="2015-03-02", **MOVE).status_code == 302


def test_a_closed_ledger_is_read_only_and_says_who_opens_it(officer, sign_in, people, project, milestone, zone):
    old = factories.milestone(project=project, due=datetime.date(2014, 12, 31))
    zone.ledger_closed_through = 2014
    zone.save()
    words = "The ledgers up to 2014 are closed. The administrator can open them in the zone's settings."
    for person in (officer, sign_in(people.admin)):
        for page in ("milestone_move", "milestone_meet", "milestone_edit"):
            answer = person.post(url(page, old), {"due_date": "2015-07-01", "version": "1", **MOVE})
            assert answer.status_code == 403
            assert answer.context["reason"] == words
    assert errors(submit(officer, url("milestone_move", milestone), due_date="2014-12-31", **MOVE)) == {"due_date": [words]}
    assert errors(submit(officer, url("milestone_new", project), text="补记", due_date="2014-11-30")) == {"due_date": [words]}
    assert set(Milestone.objects.editable_by(people.officer)) == set(Milestone.objects.editable_by(people.admin)) == {milestone}
    assert not Revision.objects.exists()


def test_the_people_of_a_promise_s_own_unit_keep_it(sign_in, people, project, milestone):
    colleague = sign_in(people.colleague)
    assert colleague.get(url("milestone_meet", milestone)).status_code == 403
    Milestone.objects.update(unit=people.colleague.memberships.get().unit)
    assert colleague.get(url("milestone_meet", milestone)).status_code == 200
    assert colleague.get(url("project_stage", project)).status_code == 403
    assert list(Milestone.objects.editable_by(people.colleague)) == [milestone]
    people.colleague.memberships.update(role="leader", unit=None)
    assert sign_in(people.colleague).get(url("milestone_meet", milestone)).status_code == 403


@pytest.mark.parametrize("missing", ["reason", "explanation", "approved_by"])
def test_a_date_is_not_moved_without_a_reason_and_an_approval(officer, milestone, missing):
    response = submit(officer, url("milestone_move", milestone), due_date="2015-08-15", **{**MOVE, missing: ""})
    assert list(errors(response)) == [missing]
    assert not Revision.objects.exists()


def test_the_date_it_has_already_and_a_range_are_refused(officer, milestone):
    same = submit(officer, url("milestone_move", milestone), **MOVE)
    assert errors(same) == {"due_date": ["this is the date it has already"]}
    ranged = submit(officer, url("milestone_move", milestone), due_date="2015-08-15", precision="range", **MOVE)
    assert list(errors(ranged)) == ["precision"]
    assert not Revision.objects.exists()


def test_the_same_move_sent_twice_moves_once(officer, milestone):
    move = url("milestone_move", milestone)
    data = filled(officer.get(move), due_date="2015-08-15", **MOVE)
    assert [officer.post(move, data).status_code for _time in range(2)] == [302, 302]
    assert Revision.objects.count() == 1


def test_two_people_moving_one_date_see_both_dates(sign_in, people, milestone):
    move = url("milestone_move", milestone)
    first, second = sign_in(people.officer), sign_in(people.head)
    mine, theirs = first.get(move), second.get(move)
    first.post(move, filled(mine, due_date="2015-08-15", **MOVE))
    conflict = second.post(move, filled(theirs, due_date="2015-09-15", **MOVE))
    assert conflict.status_code == 409
    assert [(found.stored, found.typed) for found in conflict.context["conflict"]] == [
        (datetime.date(2015, 8, 15), datetime.date(2015, 9, 15))
    ]
    assert Revision.objects.count() == 1
    assert conflict.context["form"]["explanation"].value() == "供地推迟"


def test_the_page_of_a_promise_shows_standing_lateness_and_what_the_weeks_said(officer, project):
    late = factories.milestone(project=project, due=datetime.date(2015, 6, 1), wording="6月1日前完成主体")
    report = factories.report(project=project, monday=THIS_WEEK)
    report.milestone_weeks.create(milestone=late, outlook="late", note="停电三天")
    page = officer.get(late.get_absolute_url())
    assert (page.context["standing"], page.context["lateness"]) == ("overdue", 15)
    for words in ("6月1日前完成主体", "2015-W24", "will be late", "停电三天"):
        assert words in text(page)


def test_the_list_shows_the_zones_ledger_by_date(officer, project, milestone, foreign):
    late = factories.milestone(project=project, text="先到的节点", due=datetime.date(2015, 6, 1))
    page = officer.get("/milestones/")
    content = page.content.decode()
    assert [row.pk for row in page.context["page"].object_list] == [late.pk, milestone.pk]
    assert content.index("先到的节点") < content.index("3号厂房主体完工")
    assert "外区机密" not in content


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("standing=overdue", ["甲"]),
        ("standing=due_soon", ["乙"]),
        ("standing=ahead", ["丙"]),
        ("standing=met", ["丁"]),
        ("standing=met_late", ["戊"]),
        ("phase=body", ["丙"]),
        ("year=2016", ["丙"]),
        ("due_from=2015-06-30&due_to=2015/12/31", ["乙"]),
        ("doubt=yes", ["丁"]),
        ("q=甲", ["甲"]),
        ("q=全友+丙", ["丙"]),
        ("sort=-due_date", ["丙", "乙", "甲", "戊", "丁"]),
        ("sort=-slip", ["丁", "戊", "甲", "乙", "丙"]),
    ],
)
def test_each_filter_of_the_ledger_finds_its_rows(officer, project, query, expected):
    for name, due, more in (
        ("甲", (2015, 6, 1), {}),
        ("乙", (2015, 6, 30), {}),
        ("丙", (2016, 3, 1), {"phase": "body"}),
        ("丁", (2015, 4, 1), {"actual_date": datetime.date(2015, 3, 1), "doubt": "日字缺失"}),
        ("戊", (2015, 5, 1), {"actual_date": datetime.date(2015, 6, 1)}),
    ):
        factories.milestone(project=project, text=name, due=datetime.date(*due), **more)
    page = officer.get(f"/milestones/?{query}")
    assert [row.text for row in page.context["page"].object_list] == expected


@pytest.mark.parametrize(
    "query", ["standing=blue", "due_from=2015-02-30", "year=0", "year=99999", "project=999999", "unit=abc", "q=a%0bb"]
)
def test_a_filter_that_cannot_be_read_shows_no_rows_and_says_why(officer, milestone, query):
    page = officer.get(f"/milestones/?{query}")
    assert page.status_code == 200
    assert page.context["page"].paginator.count == 0
    assert "No rows are shown, because a filter cannot be read." in text(page)


def test_a_project_of_another_zone_is_no_filter(officer, milestone, foreign):
    page = officer.get(f"/milestones/?project={foreign.project.pk}")
    assert page.context["page"].paginator.count == 0
    assert "外区机密" not in page.content.decode()
