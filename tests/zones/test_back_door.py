"""Django's admin for the installation's own administrator."""

import pytest
from django.urls import reverse

from tests import factories
from tests.zones.pages import filled
from zones.models import User

MODELS = ["user", "zone", "park", "unit", "downloadentry", "calendarday", "deputy"]


@pytest.fixture
def root(sign_in, db):
    return sign_in(factories.person(username="root", is_superuser=True, is_staff=True))


@pytest.mark.parametrize("model", MODELS)
def test_every_table_of_people_and_zones_opens(root, zone, people, model):
    factories.park(zone=zone)
    entry = zone.record_download(user=people.clerk, what="项目", about="", rows=1)
    rows = {
        "user": people.officer,
        "zone": zone,
        "park": zone.parks.get(),
        "unit": zone.units.first(),
        "downloadentry": entry,
        "calendarday": zone.calendar_days.create(day="2015-06-13", is_worked=True),
        "deputy": factories.deputy(zone=zone, principal=people.head, deputy=people.officer),
    }
    assert root.get(reverse(f"admin:zones_{model}_changelist"), {"q": "x"}).status_code == 200
    assert root.get(reverse(f"admin:zones_{model}_change", args=[rows[model].pk])).status_code == 200
    assert root.get(reverse(f"admin:zones_{model}_add")).status_code == (403 if model == "downloadentry" else 200)


def test_a_superuser_makes_a_person_there(root):
    data = {
        "username": "li.na",
        "name": "李娜",
        "usable_password": "true",
        "password1": "Wanda-7-Berge!",
        "password2": "Wanda-7-Berge!",
    }
    inline = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    assert root.post(reverse("admin:zones_user_add"), {**data, **inline}).status_code == 302
    person = User.objects.get(username="li.na")
    assert person.check_password("Wanda-7-Berge!")
    assert person.must_change_password


def test_a_change_there_makes_the_administrators_open_form_stale(root, sign_in, zone, people):
    membership = people.officer.memberships.get()
    client = sign_in(people.admin)
    address = reverse("zones:person_edit", args=[membership.pk])
    opened = filled(client, address)
    data = {"username": people.officer.username, "name": "后门改名", "is_active": "on"}
    inline = {
        "memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 1, "memberships-0-id": membership.pk,
        "memberships-0-user": people.officer.pk, "memberships-0-zone": zone.pk, "memberships-0-role": "officer",
        "memberships-0-unit": membership.unit_id,
    }  # fmt: skip
    assert root.post(reverse("admin:zones_user_change", args=[people.officer.pk]), {**data, **inline}).status_code == 302
    assert client.post(address, opened).status_code == 409


def test_zone_administrators_and_staff_without_rights_get_nothing_there(sign_in, people):
    assert sign_in(people.admin).get(reverse("admin:index")).status_code == 302
    staff = sign_in(factories.person(is_staff=True))
    assert staff.get(reverse("admin:zones_user_changelist")).status_code == 403


def test_the_log_of_downloads_cannot_be_edited_or_emptied_there(root, zone, people):
    entry = zone.record_download(user=people.clerk, what="项目", about="", rows=1)
    assert root.post(reverse("admin:zones_downloadentry_delete", args=[entry.pk]), {"post": "yes"}).status_code == 403
    assert root.post(reverse("admin:zones_downloadentry_change", args=[entry.pk]), {"what": "x"}).status_code == 403
    assert zone.downloads.get().what == "项目"


def test_the_address_of_a_zone_s_robot_is_not_shown_there(root, zone):
    zone.robot_url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim"
    zone.save()
    page = root.get(reverse("admin:zones_zone_change", args=[zone.pk])).content.decode()
    assert zone.code in page
    assert "geheim" not in page
