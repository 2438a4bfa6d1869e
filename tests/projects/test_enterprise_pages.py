"""The enterprise register: who may keep it, what it refuses, what it never loses."""

import datetime

import pytest
from django.urls import reverse

from projects.models import Enterprise
from tests import factories
from tests.projects.browser import errors, filled, submit, text
from tests.projects.test_codes import with_check_character

NEW = "/enterprises/new/"
GOOD = with_check_character("91410900MA3X00001")
BAD = GOOD[:-1] + ("A" if GOOD[-1] != "A" else "B")


@pytest.fixture
def clerk(sign_in, people):
    return sign_in(people.clerk)


@pytest.fixture
def enterprise(zone):
    return factories.enterprise(zone=zone, name="全友家居", park=factories.park(zone=zone, name="家具园"))


def edit_url(enterprise):
    return reverse("projects:enterprise_edit", args=[enterprise.pk])


def test_a_clerk_registers_an_enterprise_with_everything(clerk, zone, people):
    park = factories.park(zone=zone)
    response = submit(
        clerk,
        NEW,
        name="  物华食品  ",
        aliases="物华、物华公司",
        park=park.pk,
        industry_code="C14",
        credit_code=GOOD.lower(),
        is_producing="on",
        producing_since="2014年3月1日",
        years="2013、2014，２０１２",
        remark="第一行\r\n第二行",
    )
    stored = Enterprise.objects.get(name="物华食品")
    assert (response.status_code, response.url) == (302, stored.get_absolute_url())
    assert (stored.zone, stored.park, stored.aliases, stored.industry_code) == (zone, park, "物华、物华公司", "C14")
    assert (stored.credit_code, stored.is_producing, stored.producing_since) == (GOOD, True, datetime.date(2014, 3, 1))
    assert [row.year for row in stored.above_scale_years.all()] == [2012, 2013, 2014]
    assert stored.remark == "第一行\n第二行"
    assert stored.events.get().pgh_context["name"] == str(people.clerk)


def test_only_keepers_of_the_zone_write_and_the_others_read_why_not(sign_in, people, enterprise):
    for url in (NEW, edit_url(enterprise)):
        for person in (people.officer, people.colleague, people.head, people.leader):
            for response in (sign_in(person).get(url), sign_in(person).post(url, {"name": "改名"})):
                assert response.status_code == 403
                assert "Only clerks of the zone change this." in text(response)
        assert sign_in(people.admin).get(url).status_code == 200
    assert sign_in(people.stranger).get(edit_url(enterprise)).status_code == 404
    assert sign_in(people.stranger).get(enterprise.get_absolute_url()).status_code == 404
    assert Enterprise.objects.get().name == "全友家居"


def test_a_reader_sees_the_edit_button_greyed_with_its_reason(sign_in, people, enterprise):
    page = sign_in(people.officer).get(enterprise.get_absolute_url()).content.decode()
    assert 'title="Only clerks of the zone change this."' in page
    assert f'href="{edit_url(enterprise)}"' not in page
    assert f'href="{edit_url(enterprise)}"' in sign_in(people.clerk).get(enterprise.get_absolute_url()).content.decode()


def test_a_credit_code_that_fails_its_check_is_stored_only_when_confirmed(clerk, enterprise):
    url = edit_url(enterprise)
    first = clerk.get(url)
    assert "accept_code" not in first.context["form"].fields
    refused = clerk.post(url, filled(first, credit_code=BAD))
    assert list(errors(refused)) == ["credit_code"]
    assert "confirm it below" in errors(refused)["credit_code"][0]
    assert 'name="accept_code"' in refused.content.decode()
    assert BAD in refused.content.decode()
    confirmed = clerk.post(url, filled(refused, accept_code="on"))
    assert confirmed.status_code == 302
    enterprise.refresh_from_db()
    assert enterprise.credit_code == BAD


@pytest.mark.parametrize(("code", "rule"), [(GOOD[:-1], "18 characters"), ("I" + GOOD[1:], "without I, O, S, V, Z")])
def test_certain_faults_of_a_credit_code_cannot_be_confirmed_away(clerk, enterprise, code, rule):
    for confirmation in ({}, {"accept_code": "on"}):
        response = submit(clerk, edit_url(enterprise), credit_code=code, **confirmation)
        assert rule in errors(response)["credit_code"][0]
    enterprise.refresh_from_db()
    assert enterprise.credit_code == ""


def test_two_enterprises_of_a_zone_cannot_have_one_credit_code(clerk, enterprise, zone, other_zone):
    factories.enterprise(zone=other_zone, credit_code=GOOD)
    assert submit(clerk, edit_url(enterprise), credit_code=GOOD).status_code == 302
    twice = submit(clerk, NEW, name="另一家", credit_code=GOOD)
    assert "another enterprise has this credit code" in text(twice)
    assert Enterprise.objects.in_zone(zone).count() == 1


@pytest.mark.parametrize("name", ["ABC家具有限公司", "ａｂｃ家具有限公司", " Abc家具有限公司 ", "ABC家具有限公司\u200b"])
def test_names_that_are_equal_after_normalisation_are_one_name(clerk, zone, other_zone, name):
    factories.enterprise(zone=zone, name="abc家具有限公司")
    factories.enterprise(zone=other_zone, name="别区企业")
    response = submit(clerk, NEW, name=name, remark="不能丢")
    assert response.status_code == 200
    assert "an enterprise of this name is already registered" in text(response)
    assert "不能丢" in response.content.decode()
    assert Enterprise.objects.in_zone(zone).count() == 1


def test_another_zone_may_use_the_same_name(clerk, zone, other_zone):
    factories.enterprise(zone=other_zone, name="同名企业")
    assert submit(clerk, NEW, name="同名企业").status_code == 302
    assert Enterprise.objects.in_zone(zone).get().name == "同名企业"


@pytest.mark.parametrize("years", ["2013/2014", "13", "1949", "2101", "٢٠١٤", "二〇一四", "2013-2014", "-2014"])
def test_years_that_cannot_be_read_are_refused_and_kept_in_the_box(clerk, enterprise, years):
    enterprise.above_scale_years.create(year=2012)
    response = submit(clerk, edit_url(enterprise), years=years)
    assert errors(response)["years"] == ["write years like 2013、2014"]
    assert f'value="{years}"' in response.content.decode()
    assert [row.year for row in enterprise.above_scale_years.all()] == [2012]


def test_editing_shows_the_years_and_leaves_them_when_untouched(clerk, enterprise):
    for year in (2013, 2014):
        enterprise.above_scale_years.create(year=year)
    page = clerk.get(edit_url(enterprise))
    assert page.context["form"]["years"].value() == "2013、2014"
    assert clerk.post(edit_url(enterprise), filled(page, remark="新备注")).status_code == 302
    assert [row.year for row in enterprise.above_scale_years.all()] == [2013, 2014]
    assert submit(clerk, edit_url(enterprise), years="").status_code == 302
    assert not enterprise.above_scale_years.exists()


def test_a_start_of_production_means_that_it_produces(clerk, enterprise):
    response = submit(clerk, edit_url(enterprise), producing_since="2014-03-01")
    assert "a start of production means that the enterprise is in production" in text(response)
    enterprise.refresh_from_db()
    assert enterprise.producing_since is None


def test_a_park_of_another_zone_is_no_choice(clerk, enterprise, other_zone):
    foreign = factories.park(zone=other_zone, name="外区园")
    page = clerk.get(edit_url(enterprise))
    assert "外区园" not in page.content.decode()
    assert list(errors(clerk.post(edit_url(enterprise), filled(page, park=foreign.pk)))) == ["park"]


def test_fields_that_the_form_does_not_ask_cannot_be_posted(clerk, enterprise, other_zone):
    before = Enterprise.objects.get(pk=enterprise.pk)
    extra = {"zone": other_zone.pk, "is_generated": "on", "id": 999, "created_at": "2001-01-01", "is_superuser": "on"}
    assert submit(clerk, edit_url(enterprise), remark="改", **extra).status_code == 302
    after = Enterprise.objects.get(pk=enterprise.pk)
    assert (after.zone, after.is_generated, after.created_at) == (before.zone, False, before.created_at)
    assert (after.remark, after.version) == ("改", before.version + 1)


def test_the_same_new_form_sent_twice_makes_one_enterprise(clerk, zone):
    data = filled(clerk.get(NEW), name="只有一家")
    answers = [clerk.post(NEW, data) for _time in range(2)]
    assert [response.status_code for response in answers] == [302, 302]
    assert answers[0].url == answers[1].url == Enterprise.objects.get().get_absolute_url()


def test_two_clerks_with_one_copy_see_both_versions_even_of_different_fields(sign_in, people, enterprise):
    first, second = sign_in(people.clerk), sign_in(people.admin)
    url = edit_url(enterprise)
    mine, theirs = first.get(url), second.get(url)
    assert first.post(url, filled(mine, remark="甲的备注")).status_code == 302
    conflict = second.post(url, filled(theirs, aliases="乙的别名", years="2014"))
    assert conflict.status_code == 409
    shown = {found.label: (found.stored, found.typed) for found in conflict.context["conflict"]}
    assert shown == {
        "Remark": ("甲的备注", ""),
        "Also called": ("", "乙的别名"),
        "Above scale in the years": ("", "2014"),
    }
    assert "乙的别名" in conflict.content.decode()
    enterprise.refresh_from_db()
    assert (enterprise.remark, enterprise.aliases, enterprise.above_scale_years.count()) == ("甲的备注", "", 0)
    assert second.post(url, filled(conflict, remark="甲的备注")).status_code == 302
    enterprise.refresh_from_db()
    assert (enterprise.remark, enterprise.aliases) == ("甲的备注", "乙的别名")
    assert [row.year for row in enterprise.above_scale_years.all()] == [2014]


@pytest.mark.parametrize("version", [None, "", "0", "-1", "abc", "999999999999"])
def test_a_missing_or_invented_version_counts_as_stale(clerk, enterprise, version):
    response = submit(clerk, edit_url(enterprise), version=version, name="冒名")
    assert response.status_code == 409
    enterprise.refresh_from_db()
    assert enterprise.name == "全友家居"


def test_text_is_text_on_every_page(clerk, zone):
    name = "<script>alert(1)</script>{{ 7|add:1 }}"
    response = submit(clerk, NEW, name=name, remark="<img src=x onerror=alert(2)>")
    for url in (response.url, edit_url(Enterprise.objects.get()), "/enterprises/"):
        page = clerk.get(url).content.decode()
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:1 }}" in page


@pytest.mark.parametrize("poison", ["坏\x0b名", "坏\u202e名", "坏\ufffe名", "\u200b\u200b", "两\n行", ""])
def test_names_that_would_poison_a_list_are_refused(clerk, zone, poison):
    response = submit(clerk, NEW, name=poison)
    assert list(errors(response)) == ["name"]
    assert not Enterprise.objects.exists()


def test_the_page_of_an_enterprise_says_what_is_known_and_lists_its_projects(clerk, enterprise, zone, foreign):
    enterprise.above_scale_years.create(year=2014)
    factories.project(zone=zone, owner=enterprise, name="全友家居三期")
    page = text(clerk.get(enterprise.get_absolute_url()))
    for words in ("全友家居", "家具园", "2014", "全友家居三期", "under construction"):
        assert words in page
    assert "外区机密" not in page


def test_the_counters_by_park_stand_above_the_list_and_equal_its_rows(clerk, enterprise, zone, foreign):
    factories.enterprise(zone=zone, park=enterprise.park, is_producing=True).above_scale_years.create(year=2014)
    factories.enterprise(zone=zone)
    page = clerk.get("/enterprises/")
    assert [(row["park__name"], row["total"]) for row in page.context["parks"]] == [("家具园", 2), (None, 1)]
    assert "2 家具园 · 1 in production, 1 above scale" in text(page)
    filtered = clerk.get(f"/enterprises/?park={enterprise.park.pk}")
    assert filtered.context["page"].paginator.count == 2
    assert clerk.get("/enterprises/?above_scale=2014&producing=yes").context["page"].paginator.count == 1


def test_the_history_tells_who_changed_what(clerk, enterprise, people):
    submit(clerk, edit_url(enterprise), name="全友家居有限公司")
    page = text(clerk.get(reverse("projects:enterprise_history", args=[enterprise.pk])))
    assert f"{people.clerk} changed it" in page
    assert "全友家居 → 全友家居有限公司" in page
