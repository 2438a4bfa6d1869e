"""The review of one report, what becomes of proposed dates, the comments' way back, and the queue."""

import datetime
import html

import pytest
from django.urls import reverse

from core.periods import ONE_WEEK
from projects import actions, reviews
from projects.models import MilestoneWeek, ProjectOfficer, ReportComment, Revision, WeeklyReport
from tests import factories
from tests.projects.browser import filled, text
from tests.projects.conftest import LAST_WEEK, THIS_WEEK

GIVEN = datetime.datetime(2015, 6, 14, 20, 0, tzinfo=datetime.UTC)  # Monday the 15th in Asia/Shanghai
QUEUE, MY_WEEK = "/reports/review/", "/weeks/mine/"
DUE = datetime.date(2015, 6, 30)
LATER = datetime.date(2015, 7, 20)


def give(project, monday=THIS_WEEK, **fields):
    return factories.report(project=project, monday=monday, **{"state": "submitted", "submitted_at": GIVEN, **fields})


@pytest.fixture
def report(project, people):
    """Against last week's: words changed, more money, half the workers; one promise late, with a new date proposed."""
    give(project, LAST_WEEK, state="accepted", progress="主体施工到三层", completed_wan=1000, workers=80, problems="缺<b>电")
    ProjectOfficer.objects.create(project=project, user=people.officer)
    return give(project, progress="主体施工到四层", completed_wan=1200, workers=30, problems="缺<b>电", submitted_by=people.officer)


@pytest.fixture
def entry(report):
    milestone = factories.milestone(project=report.project, text="办公楼封顶", due=DUE)
    proposed = {"proposed_date": LATER, "proposed_reason": "supply", "proposal": "asked"}
    return MilestoneWeek.objects.create(report=report, milestone=milestone, outlook="late", note="电梯未到货", **proposed)


def address(report):
    return reverse("projects:report_review", args=[report.pk])


def post(client, report, **data):
    version = data.pop("version", WeeklyReport.objects.get(pk=report.pk).version)
    return client.post(address(report), {"version": version, **data})


def state(report):
    row = WeeklyReport.objects.get(pk=report.pk)
    return (row.state, row.reviewed_by, row.review_note)


def read_again(row):
    return type(row).objects.get(pk=row.pk)


# --- the page -----------------------------------------------------------------------------------
def test_every_section_stands_against_the_last_report(sign_in, people, report, entry):
    factories.photo(project=report.project, report=report, taken_by=people.officer, caption="塔吊")
    page = sign_in(people.head).get(address(report))
    raw, words = page.content.decode(), text(page)
    assert "主体施工到<del>三</del><ins>四</ins>层" in raw
    assert "1,000 → 1,200 +200 (+20%)" in words
    assert "80 → 30 -50 (-62.5%)" in words
    assert "缺&lt;b&gt;电" in raw
    assert "缺<b>电" not in raw
    for part in ("办公楼封顶", "will be late", "电梯未到货", "2015-06-30 → 2015-07-20", "equipment or material supply", "塔吊"):
        assert part in words, part
    unchanged = [part.section.key for part in page.context["parts"] if part.section.is_compared and not part.section.is_changed]
    assert unchanged == ["problems", "next_plan"]
    assert [reason.look for reason in page.context["reasons"]] == ["proposal", "problems", "late", "workers"]
    assert [part.comment.html_name for part in page.context["parts"]] == [
        f"comment-{key}" for key in ("promises", "progress", "figures", "problems", "next_plan", "photos")
    ]


def test_what_the_report_before_said_of_a_promise_stands_beside_it(sign_in, people, report, entry):
    before = report.project.weekly_reports.get(monday=LAST_WEEK)
    MilestoneWeek.objects.create(report=before, milestone=entry.milestone, outlook="on_track")
    assert "<del>on track</del>" in sign_in(people.head).get(address(report)).content.decode()


def test_the_first_report_has_nothing_marked(sign_in, people, project):
    page = sign_in(people.head).get(address(give(project, progress="围墙完成", completed_wan=50)))
    assert "the project's first report" in text(page)
    assert "<ins>" not in page.content.decode().split("review-part", 1)[1]


@pytest.mark.parametrize("stored", ["open", "returned"])
def test_there_is_nothing_to_review_yet(sign_in, people, project, stored):
    row = factories.report(project=project, state=stored, submitted_at=None if stored == "open" else GIVEN)
    answer = sign_in(people.head).get(address(row))
    assert answer.status_code == 403
    assert "There is nothing to review yet." in text(answer)


# --- the word -----------------------------------------------------------------------------------
def test_sending_back_keeps_note_and_comments(sign_in, people, report):
    answer = post(
        sign_in(people.head), report, accept="no", note="请核实", **{"comment-figures": "人数少了一半？", "comment-progress": ""}
    )
    assert (answer.status_code, answer["Location"]) == (302, QUEUE)
    assert state(report) == ("returned", people.head, "请核实")
    assert list(ReportComment.objects.values_list("report", "section", "text", "by")) == [
        (report.pk, "figures", "人数少了一半？", people.head.pk)
    ]


@pytest.mark.parametrize("bad", ["a\u202eb", "x" * 301, "两\n行"])
def test_a_comment_that_cannot_be_stored_is_refused_and_everything_typed_stays(sign_in, people, report, bad):
    answer = post(sign_in(people.head), report, accept="no", note="请核实", **{"comment-photos": bad, "comment-problems": "写清楚"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["comment-photos"])
    assert "写清楚" in answer.content.decode()
    assert "请核实" in answer.content.decode()
    assert state(report)[0] == "submitted"
    assert not ReportComment.objects.exists()


def test_without_a_note_the_comments_stay_in_their_boxes(sign_in, people, report):
    answer = post(sign_in(people.head), report, accept="no", **{"comment-figures": "核实人数"})
    assert list(answer.context["form"].errors) == ["note"]
    assert 'value="核实人数"' in answer.content.decode()


def test_markup_in_a_comment_stays_text_everywhere(sign_in, people, report):
    post(sign_in(people.head), report, accept="no", note="<script>1", **{"comment-figures": "<script>2"})
    officer = sign_in(people.officer)
    for page in (MY_WEEK, report.get_absolute_url(), reverse("projects:report_write", args=[report.pk])):
        raw = officer.get(page).content.decode()
        assert "&lt;script&gt;1" in raw, page
        assert "&lt;script&gt;2" in raw, page
        assert "<script>1" not in raw
        assert "<script>2" not in raw


def test_a_resubmission_in_between_is_shown_beside_what_was_typed(sign_in, people, report):
    head = sign_in(people.head)
    read = report.version
    report.progress, report.workers = "主体施工到五层", 31
    report.save()
    answer = post(head, report, version=read, accept="yes", note="同意", **{"comment-problems": "跟进"})
    assert answer.status_code == 409
    assert [(each.label, each.read, each.stored) for each in answer.context["changed"]] == [
        ("progress in words", "主体施工到四层", "主体施工到五层"),
        ("workers on site", 30, 31),
    ]
    raw = answer.content.decode()
    assert 'value="跟进"' in raw
    assert 'value="同意"' in raw
    assert state(report) == ("submitted", None, "")
    assert not ReportComment.objects.exists()
    again = head.post(address(report), {**filled(answer), "accept": "yes"})
    assert (again.status_code, state(report)) == (302, ("accepted", people.head, "同意"))
    assert ReportComment.objects.get().text == "跟进"


@pytest.mark.parametrize(("accept", "stands"), [("yes", "accepted"), ("no", "sent back – 缺照片")])
def test_somebody_else_s_review_in_between_is_shown_and_nothing_typed_is_lost(sign_in, people, report, accept, stands):
    read = report.version
    post(sign_in(people.clerk), report, accept=accept, note="" if accept == "yes" else "缺照片")
    before = state(report)
    answer = post(sign_in(people.head), report, version=read, accept="no", note="请补", **{"comment-progress": "哪一栋？"})
    assert answer.status_code == 409
    assert f"{people.clerk}: {stands}" in text(answer)
    assert 'value="哪一栋？"' in answer.content.decode()
    assert 'value="请补"' in answer.content.decode()
    assert state(report) == before


def test_the_same_click_twice_comments_once_and_other_comments_are_not_lost(sign_in, people, report):
    head, read = sign_in(people.head), report.version
    data = {"version": read, "accept": "no", "note": "请核实", "comment-figures": "人数？"}
    assert [head.post(address(report), data).status_code for _ in range(3)] == [302, 302, 302]
    assert ReportComment.objects.count() == 1
    answer = head.post(address(report), {**data, "comment-figures": "人数不对"})
    assert answer.status_code == 409
    assert 'value="人数不对"' in answer.content.decode()


# --- the way back to the officer ------------------------------------------------------------------
def test_a_returned_report_stands_on_top_of_my_week_with_note_and_comments(sign_in, people, report):
    post(sign_in(people.head), report, accept="no", note="请核实", **{"comment-figures": "人数少了一半？"})
    page = sign_in(people.officer).get(MY_WEEK)
    assert [row.pk for row in page.context["returned"]] == [report.pk]
    words = text(page)
    assert "Sent back: to be corrected" in words
    assert "请核实 investment and workers: 人数少了一半？" in words
    assert words.count("全友家居三期") == 1  # and not once more in the list of the week


def test_the_comments_stand_beside_their_boxes(sign_in, people, report):
    comments = {"comment-progress": "说的是哪一栋", "comment-figures": "人数少了", "comment-photos": "缺照片"}
    post(sign_in(people.head), report, accept="no", note="请核实", **comments)
    page = sign_in(people.officer).get(reverse("projects:report_write", args=[report.pk])).content.decode()
    order = ["progress", "说的是哪一栋", "completed_wan", "人数少了", "problems", "缺照片"]
    names = [f'name="{part}"' if part.isascii() else part for part in order]
    places = [page.index(name) for name in names]
    assert places == sorted(places)


def test_earlier_rounds_stay_readable_with_note_and_comments(sign_in, people, report):
    head, officer = sign_in(people.head), sign_in(people.officer)
    write = reverse("projects:report_write", args=[report.pk])
    post(head, report, accept="no", note="第一次", **{"comment-figures": "人数"})
    officer.post(write, {**filled(officer.get(write)), "workers": "70", "submit": "yes"})
    post(sign_in(people.clerk), report, accept="no", note="第二次", **{"comment-figures": "还是不对", "comment-problems": "写清"})
    page = officer.get(write).content.decode()
    assert "还是不对" in page
    assert "人数</span>" not in page  # the first round's is history
    officer.post(write, {**filled(officer.get(write)), "workers": "75", "submit": "yes"})
    assert "还是不对" not in officer.get(write).content.decode()
    post(head, report, accept="yes")
    found = reviews.rounds(read_again(report))
    assert [(each.state, each.by, each.note, [comment.text for comment in each.comments]) for each in found] == [
        ("accepted", people.head, "", []),
        ("returned", people.clerk, "第二次", ["还是不对", "写清"]),
        ("returned", people.head, "第一次", ["人数"]),
    ]
    words = text(officer.get(report.get_absolute_url()))
    for part in ("第一次", "第二次", "investment and workers: 人数", "problems: 写清"):
        assert part in words, part


def test_keeping_a_draft_of_a_returned_report_makes_no_round(sign_in, people, report):
    post(sign_in(people.head), report, accept="no", note="请核实", **{"comment-figures": "人数"})
    row = read_again(report)
    row.workers = 77
    row.save()
    (only,) = reviews.rounds(row)
    assert (only.note, len(only.comments)) == ("请核实", 1)
    assert [comment.text for comment in row.comments.of_last_review()] == ["人数"]


# --- proposed dates -----------------------------------------------------------------------------
def decide(client, report, entry, decision, **data):
    return post(client, report, accept="yes", **{f"decision-{entry.pk}": decision, **data})


def test_a_granted_date_moves_the_promise_by_the_rules_of_a_move(sign_in, people, report, entry):
    assert decide(sign_in(people.head), report, entry, "grant").status_code == 302
    entry, milestone = read_again(entry), read_again(entry.milestone)
    revision = Revision.objects.get()
    assert (milestone.due_date, milestone.scored_date, milestone.baseline_date) == (LATER, LATER, DUE)
    assert (entry.proposal, entry.revision) == ("granted", revision)
    assert (revision.reason, revision.explanation, revision.approved_by) == ("supply", "电梯未到货", people.head.name)
    assert (revision.asked_on, revision.counts, revision.by) == (datetime.date(2015, 6, 15), True, people.head)
    assert state(report) == ("accepted", people.head, "")


def test_a_date_asked_for_after_the_deadline_is_recorded_and_the_earlier_one_counts(sign_in, people, report, entry):
    late = datetime.date(2015, 6, 14)  # the report came in on the 15th
    type(entry.milestone).objects.filter(pk=entry.milestone_id).update(due_date=late, window_start=late, scored_date=late)
    decide(sign_in(people.head), report, entry, "grant")
    milestone = read_again(entry.milestone)
    assert (milestone.due_date, milestone.scored_date, Revision.objects.get().counts) == (LATER, late, False)


def test_a_declined_date_moves_nothing_and_the_officer_reads_it(sign_in, people, report, entry):
    assert decide(sign_in(people.head), report, entry, "decline").status_code == 302
    assert (read_again(entry).proposal, read_again(entry.milestone).due_date) == ("declined", DUE)
    assert not Revision.objects.exists()
    officer = sign_in(people.officer)
    for page in (MY_WEEK, entry.milestone.get_absolute_url(), report.get_absolute_url()):
        assert "2015-07-20 (equipment or material supply) declined" in text(officer.get(page)), page


def test_the_officer_reads_that_the_date_was_moved(sign_in, people, report, entry):
    decide(sign_in(people.head), report, entry, "grant")
    officer = sign_in(people.officer)
    for page in (MY_WEEK, entry.milestone.get_absolute_url()):
        assert "moved as proposed" in text(officer.get(page)), page


def test_a_report_is_not_accepted_before_its_proposed_date_is_decided_on(sign_in, people, report, entry):
    for data in ({}, {f"decision-{entry.pk}": "perhaps"}):
        answer = post(sign_in(people.head), report, accept="yes", **data)
        assert list(answer.context["form"].errors) == [f"decision-{entry.pk}"]
    with pytest.raises(actions.ProposalError):
        actions.review_report(report=report, word=actions.Word(report.version, accept=True), by=people.head)
    assert state(report)[0] == "submitted"


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        ("closed", "The ledgers up to 2015 are closed."),
        ("before", "the project begins on 2016-01-01 only"),
        ("same", "this is the date it has already"),
    ],
)
def test_a_date_that_no_move_may_have_is_refused_in_words(sign_in, people, report, entry, prepare, words):
    if prepare == "closed":
        type(report.zone).objects.filter(pk=report.zone.pk).update(ledger_closed_through=2015)
    elif prepare == "before":
        type(report.project).objects.filter(pk=report.project_id).update(started_year=2016)
    else:
        MilestoneWeek.objects.filter(pk=entry.pk).update(proposed_date=DUE)
    answer = decide(sign_in(people.head), report, entry, "grant", note="同意推迟")
    assert answer.status_code == 200
    assert words in html.unescape(" ".join(answer.context["form"].errors[f"decision-{entry.pk}"]))
    assert 'value="同意推迟"' in answer.content.decode()
    assert state(report)[0] == "submitted"
    word = actions.Word(read_again(report).version, accept=True, grants={entry.pk: True})
    with pytest.raises(actions.ProposalError, match=words[:12]):
        actions.review_report(report=report, word=word, by=people.head)
    assert not Revision.objects.exists()


def test_sending_back_decides_on_nothing_and_takes_a_refusal_back(sign_in, people, report, entry):
    head = sign_in(people.head)
    decide(head, report, entry, "decline")
    post(head, report, accept="no", note="再想想")
    assert (read_again(entry).proposal, read_again(entry).outcome) == ("asked", "asked")


def test_another_date_after_a_granted_one_is_asked_for_anew(sign_in, people, report, entry):
    head = sign_in(people.head)
    decide(head, report, entry, "grant")
    post(head, report, accept="no", note="补照片")
    MilestoneWeek.objects.filter(pk=entry.pk).update(proposed_date=datetime.date(2015, 8, 8))
    WeeklyReport.objects.filter(pk=report.pk).update(state="submitted")
    assert list(MilestoneWeek.objects.asked()) == [entry]
    assert read_again(entry).is_asked
    decide(head, report, entry, "grant")
    assert (read_again(entry.milestone).due_date, Revision.objects.count()) == (datetime.date(2015, 8, 8), 2)


def test_only_reviewers_decide(sign_in, people, report, entry):
    for person in (people.officer, people.colleague, people.leader):
        assert decide(sign_in(person), report, entry, "grant").status_code == 403
    assert decide(sign_in(people.stranger), report, entry, "grant").status_code == 404
    assert not Revision.objects.exists()
    assert decide(sign_in(people.clerk), report, entry, "grant").status_code == 302


# --- the queue ----------------------------------------------------------------------------------
@pytest.fixture
def waiting(zone, unit, people):
    """Three of the unit that wait (a problem, nothing, no change), one of another unit, and some that do not wait."""
    other = people.colleague.memberships.get().unit

    def site(name, of=unit, **fields):
        return give(factories.project(zone=zone, unit=of, name=name), **fields)

    site("已审项目", state="accepted")
    site("退回项目", state="returned")
    return {
        "problem": site("有难题项目", problems="停电三天"),
        "plain": site("平常项目", progress="二层"),
        "same": site("无变化项目", no_change=True),
        "foreign": site("外单位项目", of=other),
    }


def groups(page):
    queue = page.context["queue"]
    return [[row.report.project.name for row in group] for group in (queue.looked_at, queue.ordinary, queue.unchanged)]


def test_the_head_sees_the_own_unit_s_with_the_remarkable_ones_on_top(sign_in, people, waiting):
    page = sign_in(people.head).get(QUEUE)
    assert groups(page) == [["有难题项目"], ["平常项目"], ["无变化项目"]]
    assert "停电三天" in text(page)
    for name in ("外单位项目", "已审项目", "退回项目"):
        assert name not in page.content.decode()


def test_clerks_see_all_units_and_nobody_another_zone(sign_in, people, waiting, foreign):
    WeeklyReport.objects.filter(pk=foreign.report.pk).update(state="submitted", submitted_at=GIVEN)
    page = sign_in(people.clerk).get(QUEUE)
    assert groups(page)[1] == ["平常项目", "外单位项目"]
    assert "外区机密" not in page.content.decode()
    assert "外区机密" in sign_in(people.stranger).get(QUEUE).content.decode()


def test_a_no_change_with_a_reason_to_look_is_not_folded_away(sign_in, people, waiting):
    WeeklyReport.objects.filter(pk=waiting["same"].pk).update(problems="阻工")
    assert groups(sign_in(people.head).get(QUEUE)) == [["有难题项目", "无变化项目"], ["平常项目"], []]


def test_twins_who_reviews_what(people, waiting, zone):
    for person in (people.head, people.clerk, people.admin, people.officer, people.leader, people.stranger):
        rows = WeeklyReport.objects.all().reviewable_by(person)
        every = WeeklyReport.objects.select_related("project__zone")
        assert set(rows) == {row for row in every if row.project.review_access(person)}, person


def ticks(*reports):
    return [f"{report.pk}:{read_again(report).version}" for report in reports]


def test_the_ticked_ones_are_accepted_together(sign_in, people, waiting):
    answer = sign_in(people.head).post(QUEUE, {"report": ticks(waiting["plain"], waiting["same"])}, follow=True)
    assert "Reports accepted: 2" in text(answer)
    assert state(waiting["plain"]) == state(waiting["same"]) == ("accepted", people.head, "")
    assert state(waiting["problem"])[0] == "submitted"
    assert groups(answer) == [["有难题项目"], [], []]


def test_one_that_changed_stops_all_and_is_named_and_the_others_stay_ticked(sign_in, people, waiting):
    sent = ticks(waiting["plain"], waiting["same"])
    waiting["plain"].progress = "三层"
    waiting["plain"].save()
    answer = sign_in(people.head).post(QUEUE, {"report": sent})
    assert answer.status_code == 409
    assert [row.pk for row in answer.context["changed"]] == [waiting["plain"].pk]
    raw = answer.content.decode()
    assert f'value="{sent[1]}" checked' in raw
    assert raw.count(" checked") == 1
    assert {state(waiting[name])[0] for name in ("plain", "same")} == {"submitted"}


def test_one_that_somebody_else_reviewed_stops_all(sign_in, people, waiting):
    sent = ticks(waiting["plain"], waiting["same"])
    post(sign_in(people.clerk), waiting["same"], accept="no", note="缺照片")
    answer = sign_in(people.head).post(QUEUE, {"report": sent})
    assert answer.status_code == 409
    assert f"sent back ({people.clerk})" in text(answer)
    assert state(waiting["plain"])[0] == "submitted"


def test_a_report_with_a_proposed_date_has_no_box_and_is_not_accepted_unseen(sign_in, people, report, entry):
    page = sign_in(people.head).get(QUEUE)
    assert 'name="report"' not in page.content.decode()
    assert "Decide on the proposed date in the review." in text(page)
    assert sign_in(people.head).post(QUEUE, {"report": ticks(report)}).status_code == 409
    assert state(report)[0] == "submitted"


def test_a_report_of_another_unit_or_zone_refuses_the_whole_step(sign_in, people, waiting, foreign):
    WeeklyReport.objects.filter(pk=foreign.report.pk).update(state="submitted", submitted_at=GIVEN)
    head = sign_in(people.head)
    assert head.post(QUEUE, {"report": ticks(waiting["plain"], waiting["foreign"])}).status_code == 403
    assert head.post(QUEUE, {"report": ticks(waiting["plain"], foreign.report)}).status_code == 404
    assert head.post(QUEUE, {"report": [*ticks(waiting["plain"]), "999999999:1"]}).status_code == 404
    assert state(waiting["plain"])[0] == "submitted"


@pytest.mark.parametrize(
    "bad", [[], ["abc"], ["1"], ["1:2:3"], [":"], ["-1:1"], ["１:1"], ["1:x"], ["9" * 25 + ":1"], ["1:" + "9" * 25], ["1:1\x00"]]
)
def test_ticks_that_cannot_be_read_do_nothing(sign_in, people, waiting, bad):
    answer = sign_in(people.head).post(QUEUE, {"report": bad})
    assert answer.status_code == 200
    assert "Nothing was done" in text(answer)


def test_the_largest_numbers_are_no_fault(sign_in, people, waiting):
    assert sign_in(people.head).post(QUEUE, {"report": [f"{10**18 - 1}:{10**18 - 1}"]}).status_code == 404
    sent = f"{waiting['plain'].pk}:{10**18 - 1}"
    assert sign_in(people.head).post(QUEUE, {"report": [sent]}).status_code == 409


def test_the_same_report_ticked_twice_counts_once(sign_in, people, waiting):
    sent = ticks(waiting["plain"], waiting["plain"])
    assert sign_in(people.head).post(QUEUE, {"report": sent}).status_code == 302
    assert state(waiting["plain"])[0] == "accepted"


def test_an_empty_queue_says_where_to_look(sign_in, people, project):
    assert "No report waits for your review." in text(sign_in(people.head).get(QUEUE))


def test_who_reviews_is_led_to_the_queue_from_my_week(sign_in, people, project):
    assert f'href="{QUEUE}"' in sign_in(people.head).get(MY_WEEK).content.decode()
    assert f'href="{QUEUE}"' not in sign_in(people.officer).get(MY_WEEK).content.decode()


# --- cost ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_costs_the_same_for_one_report_and_for_three(sign_in, people, zone, unit, rows, django_assert_num_queries):
    for _number in range(rows):
        project = factories.project(zone=zone, unit=unit)
        give(project, LAST_WEEK, state="accepted", workers=10)
        row = give(project, workers=90, submitted_by=factories.person(zone=zone, unit=unit))
        for _other in range(rows):
            row.milestone_weeks.create(milestone=factories.milestone(project=project), outlook="late")
    client = sign_in(people.head)
    client.get(MY_WEEK)
    with django_assert_num_queries(7):
        page = client.get(QUEUE)
    assert len(page.context["queue"].looked_at) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_review_costs_the_same_whatever_hangs_on_it(sign_in, people, report, rows, django_assert_num_queries):
    before = report.project.weekly_reports.get(monday=LAST_WEEK)
    for number in range(rows):
        milestone = factories.milestone(project=report.project)
        proposed = {"proposed_date": LATER, "proposed_reason": "land", "proposal": "asked"}
        report.milestone_weeks.create(milestone=milestone, outlook="late", **proposed)
        before.milestone_weeks.create(milestone=milestone, outlook="on_track")
        factories.photo(project=report.project, report=report, taken_by=people.officer, milestone=milestone)
        give(report.project, LAST_WEEK - (number + 1) * ONE_WEEK, state="accepted")
        report.comments.create(section="figures", text=f"意见{number}", by=factories.person(zone=report.zone, role="clerk"))
    client = sign_in(people.head)
    client.get(MY_WEEK)
    with django_assert_num_queries(9):
        page = client.get(address(report))
    assert len(page.context["form"].asked) == rows
