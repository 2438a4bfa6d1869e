"""The command: loads once, writes nothing the second time, refuses foreign data and production, lists the accounts."""

import time
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.history import TECHNICAL
from tests import factories
from zoneportal import demo
from zoneportal.management.commands.setup_demo import table
from zones.models import Membership, User, Zone

pytestmark = pytest.mark.django_db
APPS = ["zones", "projects", "indicators", "infrastructure", "returns", "supervision", "reports"]


def models():
    return [model for label in APPS for model in apps.get_app_config(label).get_models()]


def row_counts():
    return {model.__name__: model.objects.count() for model in models()}


def content():
    """Every stored value but keys, times and history, in the order of writing."""
    found = {}
    for model in models():
        if not hasattr(model, "pgh_obj"):
            left_out = {*TECHNICAL, "about"}  # of a decision: it holds the number of a row
            fields = [f.attname for f in model._meta.concrete_fields if not f.is_relation and f.name not in left_out]
            found[model.__name__] = list(model.objects.order_by("pk").values_list(*fields)) if fields else model.objects.count()
    return found


def run(**options):
    out = StringIO()
    call_command("setup_demo", stdout=out, **options)
    return out.getvalue()


def test_a_second_run_writes_nothing_and_is_quick():
    run()
    before = row_counts()
    started = time.monotonic()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        run()
    assert time.monotonic() - started < 2
    assert row_counts() == before
    assert not [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert before["WeeklyReport"] > 500


def test_what_people_change_in_the_demo_stays_at_the_second_run():
    demo.load()
    Zone.objects.filter(code="er").update(name="改过的名称")
    assert demo.load() is False
    assert Zone.objects.get(code="er").name == "改过的名称"


def test_it_loads_the_same_rows_each_time():
    contents = []
    for _run in range(2):
        with transaction.atomic():
            demo.load()
            contents.append(content())
            transaction.set_rollback(True)
    for users in (found["User"] for found in contents):
        users[:] = [tuple(value for value in row if "$" not in str(value)) for row in users]  # passwords are salted
    assert contents[0] == contents[1]
    assert not Zone.objects.exists()


def test_it_refuses_a_database_with_a_real_zone():
    factories.zone(code="real")
    with pytest.raises(CommandError, match="real"):
        run()
    assert list(Zone.objects.values_list("code", flat=True)) == ["real"]
    assert not User.objects.exists()


def test_it_refuses_a_real_zone_beside_the_demo():
    demo.load()
    factories.zone(code="real")
    with pytest.raises(CommandError, match="real"):
        run()


@pytest.mark.parametrize("username", ["someone", "admin"])
def test_it_refuses_a_database_with_a_person_of_its_own(username):
    factories.person(username=username)
    with pytest.raises(CommandError, match=username):
        run()
    assert not Zone.objects.exists()


def test_a_colleague_added_inside_the_demo_does_not_stop_it():
    demo.load()
    factories.person(zone=Zone.objects.get(code="xian"), role="clerk", username="colleague")
    assert "colleague" not in run()


def test_a_demo_account_that_lost_its_zone_does_not_stop_it():
    demo.load()
    Membership.objects.filter(user__username="statistics").delete()
    assert demo.load() is False


def test_it_refuses_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        run()
    assert not Zone.objects.exists()


def test_it_lists_the_accounts_with_role_unit_and_password():
    printed = run()
    line = next(line for line in printed.splitlines() if line.startswith("jiaju-officer "))
    assert "家具指挥部联络员" in line
    assert "家具产业指挥部" in line
    assert printed.rstrip().endswith(demo.SIGN_IN_WITH)
    assert {account.username for account in demo.accounts()} >= {"clerk", "leader", "admin", "er-officer"}


def test_disabled_accounts_are_not_listed():
    demo.load()
    User.objects.filter(username="clerk").update(is_active=False)
    names = [account.username for account in demo.accounts()]
    assert "clerk" not in names
    assert "statistics" in names


def test_quiet_prints_no_table():
    assert "jiaju-officer" not in run(verbosity=0)


def test_columns_stand_in_line_with_chinese_in_them():
    lines = table([("a", "单位"), ("管委会", "b")])
    assert lines == ["a       单位", "------------", "管委会  b"]
