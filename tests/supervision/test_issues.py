"""Issues from a line of a weekly report to their settling by somebody else."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from supervision import actions
from supervision.models import Issue
from tests import factories

pytestmark = pytest.mark.django_db
DUE = "2015-06-30"


@pytest.fixture
def project(zone, unit):
    return factories.project(zone=zone, name="全友家居", unit=unit)


@pytest.fixture
def report(project):
    moment = datetime.datetime(2015, 6, 14, tzinfo=datetime.UTC)
    return factories.report(project=project, problems="施工用电不足\n\n道路未通\n", state="submitted", submitted_at=moment)


@pytest.fixture
def issue(zone, project, unit, people):
    fields = {"project": project, "unit": unit, "due_on": datetime.date(2015, 6, 30), "state": "assigned"}
    return factories.issue(zone=zone, raised_by=people.officer, text="施工用电不足", **fields)


def post(client, name, issue, **fields):
    issue.refresh_from_db()
    return client.post(reverse(f"supervision:{name}", args=[issue.pk]), {"version": issue.version, **fields})


class TestFromAReport:
    def test_every_line_of_the_problems_can_become_an_issue(self, report, people, sign_in):
        page = sign_in(people.officer).get(report.get_absolute_url()).content.decode()
        for line in (0, 1):
            assert reverse("supervision:issue_from_report", args=[report.pk, line]) in page
        assert reverse("supervision:issue_from_report", args=[report.pk, 2]) not in page

    def test_it_keeps_the_line_its_project_and_its_unit(self, report, people, unit, sign_in):
        client = sign_in(people.officer)
        address = reverse("supervision:issue_from_report", args=[report.pk, 1])
        form = client.get(address).context["form"]
        assert (form["text"].value(), form["unit"].value()) == ("道路未通", unit.pk)
        given = {"version": "0", "text": "道路未通", "category": "utilities", "unit": unit.pk, "due_on": DUE}
        assert client.post(address, given).status_code == 302
        made = Issue.objects.get()
        assert (made.project, made.report, made.line, made.raised_by) == (report.project, report, 1, people.officer)
        assert (made.state, made.year, made.number) == ("assigned", 2015, 1)
        page = client.get(report.get_absolute_url()).content.decode()
        assert made.get_absolute_url() in page
        assert address not in page
        assert made.get_absolute_url() in client.get(report.project.get_absolute_url()).content.decode()

    def test_a_line_becomes_one_issue(self, report, people, unit, sign_in):
        client = sign_in(people.officer)
        address = reverse("supervision:issue_from_report", args=[report.pk, 0])
        given = {"version": "0", "text": "用电", "category": "utilities", "unit": "", "due_on": ""}
        client.post(address, given)
        answer = client.post(address, given)
        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert Issue.objects.count() == 1

    @pytest.mark.parametrize("line", [2, 99])
    def test_a_line_that_is_not_there_is_404(self, report, people, sign_in, line):
        address = reverse("supervision:issue_from_report", args=[report.pk, line])
        assert sign_in(people.officer).get(address).status_code == 404

    def test_who_does_not_write_the_report_sees_no_button_and_gets_403(self, report, people, sign_in):
        client, address = sign_in(people.colleague), reverse("supervision:issue_from_report", args=[report.pk, 0])
        assert address not in client.get(report.get_absolute_url()).content.decode()
        assert client.get(address).status_code == 403


class TestLife:
    def test_it_goes_from_raising_to_settling_by_somebody_else(self, issue, people, sign_in):
        officer, clerk = sign_in(people.officer), sign_in(people.clerk)
        post(officer, "issue_take", issue)
        post(officer, "issue_done", issue, outcome="已接通专线")
        issue.refresh_from_db()
        assert (issue.state, issue.done_by) == ("done", people.officer)
        assert post(officer, "issue_confirm", issue, is_settled="yes").status_code == 403
        post(clerk, "issue_confirm", issue, is_settled="yes")
        issue.refresh_from_db()
        assert (issue.state, issue.settled_by, issue.settled_on) == ("settled", people.clerk, factories.DAY)
        assert post(officer, "issue_done", issue, outcome="x").status_code == 403

    def test_sending_back_needs_a_note_and_the_unit_reads_it(self, issue, people, sign_in):
        officer, clerk = sign_in(people.officer), sign_in(people.clerk)
        post(officer, "issue_done", issue, outcome="已接通")
        assert list(post(clerk, "issue_confirm", issue, is_settled="no").context["form"].errors) == ["note"]
        post(clerk, "issue_confirm", issue, is_settled="no", note="仍时断时续")
        issue.refresh_from_db()
        assert (issue.state, issue.done_by) == ("in_hand", None)
        assert "仍时断时续" in officer.get(issue.get_absolute_url()).content.decode()

    def test_the_database_refuses_one_who_settles_the_own_work(self, issue, people):
        settled = {"state": "settled", "settled_on": factories.DAY, "settled_by": people.officer, "done_by": people.officer}
        with transaction.atomic(), pytest.raises(IntegrityError):
            Issue.objects.filter(pk=issue.pk).update(**settled)

    def test_another_unit_does_not_work_on_it(self, issue, people, sign_in):
        colleague = sign_in(people.colleague)
        assert post(colleague, "issue_take", issue).status_code == 403
        assert post(colleague, "issue_done", issue, outcome="x").status_code == 403

    def test_an_extension_is_asked_for_before_the_deadline(self, issue, people, unit, sign_in):
        client = sign_in(people.head)
        given = {"text": issue.text, "category": "utilities", "project": issue.project_id, "unit": unit.pk}
        assert post(client, "issue_edit", issue, **given, due_on="2015-07-10").status_code == 302
        Issue.objects.update(due_on=datetime.date(2015, 6, 15))
        answer = post(client, "issue_edit", issue, **given, due_on="2015-07-20")
        assert list(answer.context["form"].errors) == ["due_on"]

    def test_a_unit_and_a_deadline_belong_together(self, zone, people, unit, sign_in):
        given = {"version": "0", "text": "缺电", "category": "utilities", "unit": unit.pk}
        answer = sign_in(people.clerk).post(reverse("supervision:issue_new"), given)
        assert list(answer.context["form"].errors) == ["due_on"]

    def test_numbers_run_by_zone_and_year(self, zone, other_zone, people):
        made = []
        for each in (zone, zone, other_zone):
            made.append(actions.raise_issue(issue=Issue(zone=each, text="x"), by=people.officer, on=factories.DAY))
        later = actions.raise_issue(issue=Issue(zone=zone, text="x"), by=people.officer, on=datetime.date(2016, 1, 4))
        assert [(one.year, one.number) for one in (*made, later)] == [(2015, 1), (2015, 2), (2015, 1), (2016, 1)]


class TestLists:
    def test_the_overdue_ones_are_told_on_the_dashboard_and_in_the_list(self, zone, issue, people, sign_in):
        Issue.objects.update(due_on=datetime.date(2015, 6, 15))
        factories.issue(zone=zone, raised_by=people.officer, text="新问题")
        client = sign_in(people.leader)
        assert client.get("/dashboard/").context["issues"] == {"open": 2, "overdue": 1}
        page = client.get(reverse("supervision:issue_list"), {"open": "overdue"}).content.decode()
        assert "施工用电不足" in page
        assert "新问题" not in page

    def test_the_twins_agree_on_who_assigns(self, issue, people):
        for person in (people.officer, people.colleague, people.head, people.clerk, people.leader, people.admin, people.stranger):
            listed = Issue.objects.visible_to(person).editable_by(person).filter(pk=issue.pk).exists()
            assert listed is bool(person.role_in(issue.zone) and issue.assign_access(person)), person

    def test_another_zone_sees_none(self, issue, people, sign_in):
        client = sign_in(people.stranger)
        assert client.get(issue.get_absolute_url()).status_code == 404
        assert "施工用电不足" not in client.get(reverse("supervision:issue_list")).content.decode()
