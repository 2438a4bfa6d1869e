"""Nobody's work is lost: stale copies, missing versions, the same form sent twice, and twenty times at once."""

import datetime
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client

from core import edit
from projects.models import Enterprise, Milestone, Project, Revision
from tests import factories
from zones.forms import NewPersonForm
from zones.models import Membership


@pytest.fixture
def firm(zone):
    return factories.enterprise(zone=zone, name="全友家居", remark="原来的备注")


@pytest.fixture
def clerk(people, sign_in):
    return sign_in(people.clerk)


@pytest.fixture
def administrator(people, sign_in):
    return sign_in(people.admin)


def form_of(client: Client, address: str) -> dict:
    """What a browser would send back from the form at ``address``."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items() if value is not False}


def address(row) -> str:
    return f"/enterprises/{row.pk}/edit/"


def version(row) -> int:
    return type(row).objects.get(pk=row.pk).version


def test_a_fresh_copy_is_stored(clerk, firm):
    answer = clerk.post(address(firm), {**form_of(clerk, address(firm)), "remark": "新的备注"})
    assert answer.status_code == 302
    firm.refresh_from_db()
    assert (firm.remark, firm.version) == ("新的备注", 2)


def test_stale_copies_of_different_fields_are_a_conflict_that_shows_both(clerk, administrator, firm):
    mine, theirs = form_of(clerk, address(firm)), form_of(administrator, address(firm))
    administrator.post(address(firm), {**theirs, "aliases": "全友"})
    answer = clerk.post(address(firm), {**mine, "remark": "我的长长的备注"})
    assert answer.status_code == 409
    shown = {str(each.label): (each.stored, each.typed) for each in answer.context["conflict"]}
    words = {f.name: str(f.verbose_name).capitalize() for f in Enterprise._meta.fields}
    assert {label.capitalize(): pair for label, pair in shown.items()} == {
        words["aliases"]: ("全友", ""),
        words["remark"]: ("原来的备注", "我的长长的备注"),
    }
    page = answer.content.decode()
    assert "我的长长的备注" in page
    assert "原来的备注" in page
    firm.refresh_from_db()
    assert (firm.aliases, firm.remark) == ("全友", "原来的备注")


def test_after_a_conflict_the_next_save_is_against_what_was_shown(clerk, administrator, firm):
    mine = form_of(clerk, address(firm))
    administrator.post(address(firm), {**form_of(administrator, address(firm)), "aliases": "全友"})
    form = clerk.post(address(firm), {**mine, "remark": "我的"}).context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    assert again["remark"] == "我的"
    assert clerk.post(address(firm), {**again, "aliases": "全友"}).status_code == 302
    firm.refresh_from_db()
    assert (firm.aliases, firm.remark) == ("全友", "我的")


@pytest.mark.parametrize("sent", [None, "", "0", "-1", "abc", "999", "1_0", "9" * 30, "1.0e0"])
def test_a_missing_or_impossible_version_is_stale(clerk, firm, sent):
    values = {**form_of(clerk, address(firm)), "remark": "我的"}
    values.pop("version")
    if sent is not None:
        values["version"] = sent
    answer = clerk.post(address(firm), values)
    assert answer.status_code == 409
    assert "我的" in answer.content.decode()
    firm.refresh_from_db()
    assert (firm.remark, firm.version) == ("原来的备注", 1)


def test_a_write_past_the_portal_makes_open_forms_stale_too(clerk, firm):
    mine = form_of(clerk, address(firm))
    Enterprise.objects.filter(pk=firm.pk).update(aliases="批量")
    assert clerk.post(address(firm), {**mine, "remark": "我的"}).status_code == 409


def test_when_both_say_the_same_it_is_done(clerk, administrator, firm):
    mine, theirs = form_of(clerk, address(firm)), form_of(administrator, address(firm))
    assert administrator.post(address(firm), {**theirs, "remark": "同样"}).status_code == 302
    assert clerk.post(address(firm), {**mine, "remark": "同样"}).status_code == 302
    assert version(firm) == 2


def test_a_stale_and_wrong_copy_is_not_called_done(clerk, administrator, firm):
    mine = form_of(clerk, address(firm))
    administrator.post(address(firm), {**form_of(administrator, address(firm)), "aliases": "全友"})
    answer = clerk.post(address(firm), {**mine, "aliases": "全友", "producing_since": "2015-02-30"})
    assert answer.status_code == 409
    assert "2015-02-30" in answer.content.decode()


def test_a_row_that_is_gone_is_404(clerk, firm):
    mine = form_of(clerk, address(firm))
    Enterprise.objects.filter(pk=firm.pk).delete()
    assert clerk.post(address(firm), mine).status_code == 404


def test_the_same_new_form_sent_again_leads_to_the_row_it_made(clerk, zone):
    values = {**form_of(clerk, "/enterprises/new/"), "name": "新企业"}
    answers = [clerk.post("/enterprises/new/", values) for _time in range(3)]
    row = Enterprise.objects.get(zone=zone, name="新企业")
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, row.get_absolute_url())}


def test_back_and_a_second_row_is_a_second_row(clerk, zone):
    for name in ("甲", "乙"):
        assert clerk.post("/enterprises/new/", {**form_of(clerk, "/enterprises/new/"), "name": name}).status_code == 302
    assert Enterprise.objects.filter(zone=zone).count() == 2


@pytest.mark.parametrize("token", [None, "", "abc", "\ufffe", "0" * 40])
def test_a_form_without_a_readable_token_is_still_stored_or_refused_in_words(clerk, zone, token):
    values = {"name": "新企业", "version": "0"} | ({} if token is None else {"submission": token})
    assert clerk.post("/enterprises/new/", values).status_code in {200, 302}


def test_somebody_else_s_token_leads_nowhere(clerk, other_zone, zone):
    foreign = factories.enterprise(zone=other_zone, name="别区的秘密企业")
    answer = clerk.post("/enterprises/new/", {"name": "新企业", "version": "0", "submission": foreign.submission}, follow=True)
    assert "别区的秘密企业" not in answer.content.decode()
    assert foreign.get_absolute_url() not in [url for url, _status in answer.redirect_chain]
    assert Enterprise.objects.filter(zone=other_zone).count() == 1


def test_a_name_that_is_taken_is_a_message_and_keeps_what_was_typed(clerk, firm):
    values = {**form_of(clerk, "/enterprises/new/"), "name": "全友家居", "remark": "长长的备注"}
    answer = clerk.post("/enterprises/new/", values)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "长长的备注" in answer.content.decode()


def test_a_form_whose_twin_is_stored_while_it_is_checked_leads_to_that_row(people, zone):
    """Otherwise the second click would hear that its own sign-in name is taken."""
    data = {"username": "zhangsan", "name": "张三", "role": "clerk", "version": "0", "submission": str(uuid.uuid4())}

    class Racing(NewPersonForm):
        def is_valid(self) -> bool:
            person = factories.person(username="zhangsan")
            Membership.objects.create(zone=zone, user=person, role="clerk", submission=data["submission"])
            return super().is_valid()

    outcome = edit.save_form(
        queryset=Membership.objects.all(),
        pk=None,
        build=lambda row: Racing(data, instance=Membership(zone=zone), user=people.admin, zone=zone),
        save=Racing.save,
    )
    assert outcome.row == Membership.objects.get(user__username="zhangsan")


def test_moving_a_date_twice_with_the_same_form_is_one_revision(clerk, zone):
    row = factories.milestone(project=factories.project(zone=zone), due=datetime.date(2015, 6, 30))
    asked = {"reason": "land", "explanation": "用地", "approved_by": "张三"}
    values = {**form_of(clerk, f"/milestones/{row.pk}/due/"), **asked, "due_date": "2015-07-10", "precision": "month"}
    answers = [clerk.post(f"/milestones/{row.pk}/due/", values).status_code for _time in range(2)]
    assert answers == [302, 302]
    assert [revision.new_date for revision in Revision.objects.all()] == [datetime.date(2015, 7, 31)]


def test_a_submission_from_an_old_draft_page_is_not_mistaken_for_the_draft(clerk, zone):
    report = factories.report(project=factories.project(zone=zone))
    page = f"/reports/{report.pk}/write/"
    first = {**form_of(clerk, page), "progress": "主体三层"}
    assert clerk.post(page, {**first, "draft": "yes"}).status_code == 302
    answer = clerk.post(page, first)
    report.refresh_from_db()
    assert report.state == "submitted" or answer.status_code == 409


# --- twenty at once, with real connections -------------------------------------------------------


def at_once(work, times: int = 20) -> list:
    """The results of ``work()`` in as many threads, started together."""
    gate, results = threading.Barrier(times), []

    def run() -> None:
        try:
            gate.wait()
            results.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _each in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def poster(client: Client, page: str, values: dict):
    """Posts ``values`` with the session of ``client`` but a connection of its own."""

    def post() -> int:
        own = Client(raise_request_exception=False)
        own.cookies = client.cookies.copy()
        return own.post(page, values).status_code

    return post


@pytest.mark.django_db(transaction=True)
def test_twenty_identical_forms_at_once_make_one_row(clerk, zone):
    project = factories.project(zone=zone)
    page = f"/projects/{project.pk}/milestones/new/"
    values = {**form_of(clerk, page), "text": "主体封顶", "due_date": "2015-09-30"}
    without = {name: value for name, value in values.items() if name != "submission"}
    assert set(at_once(poster(clerk, page, without), 5)) == {302}
    assert Milestone.objects.count() == 5, "the race happens without the token"
    Milestone.objects.all().delete()
    assert set(at_once(poster(clerk, page, values))) == {302}
    assert Milestone.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_identical_forms_with_a_unique_name_make_one_row(clerk, zone):
    values = {**form_of(clerk, "/projects/new/"), "name": "新项目"}
    assert set(at_once(poster(clerk, "/projects/new/", values))) == {302}
    assert Project.objects.filter(zone=zone, name="新项目").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_people_with_the_same_new_name_make_one_row_and_nineteen_messages(clerk, zone):
    tokens = iter([uuid.uuid4() for _each in range(20)])

    def post() -> int:
        return poster(
            clerk, "/projects/new/", {"name": "新项目", "kind": "industrial", "version": "0", "submission": next(tokens)}
        )()

    assert sorted(at_once(post)) == [200] * 19 + [302]
    assert Project.objects.filter(zone=zone, name="新项目").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_identical_changes_at_once_are_one_change(clerk, firm):
    values = {**form_of(clerk, address(firm)), "remark": "改一次"}
    assert set(at_once(poster(clerk, address(firm), values))) == {302}
    assert version(firm) == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_different_changes_at_once_are_one_change_and_nineteen_conflicts(clerk, firm):
    values, remarks = form_of(clerk, address(firm)), iter([f"第{n}种说法" for n in range(20)])

    def post() -> int:
        return poster(clerk, address(firm), {**values, "remark": next(remarks)})()

    assert sorted(at_once(post)) == [302] + [409] * 19
    assert version(firm) == 2
