"""Whatever stands in the address of a list: never a 5xx, never more than 200 rows, and no filter that is silently dropped."""

import datetime
from itertools import zip_longest
from urllib.parse import quote, urlencode

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.listing import OWN
from projects.models import Enterprise
from tests import world as worlds
from tests.pages import LISTS

pytestmark = pytest.mark.django_db

NUMBERS = [
    "abc",
    "0",
    "-1",
    "1" + "0" * 25,
    "9" * 5000,
    "1e131073",
    "NaN",
    "-0",
    "1_0",
    "\u0661",
    "２",
    str(2**63),
    "9" * 25,
    "1.5",
    "",
]
SORTS = ["no-such", "owner__password", "?", "-", "--name", ",", "name," * 300, "-name,name", "name__gt", "pk", "id", "name;drop"]
YEARS = ["0", "-1", "10000", "1949", "2101", "2014-01", "二〇一四", "2014年"]
DAYS = ["2024-13-45", "2024-02-30", "0001-01-01", "9999-12-31", "10000-01-01", "2015-6", "now", "2015-06-16T00:00", "20150616"]
WEEKS = ["2014-W53", "2015-W00", "2015-W99", "W1", "2015-W1", "-W-", "9999-W53"]
TEXTS = [
    "'",
    '"',
    "\\",
    "%",
    "_",
    "%%%",
    "<script>",
    "\u202e",
    "\ufffe",
    "a" * 101,
    "长" * 100,
    "\t\n",
    "*",
    "(",
    "[",
    "$1",
    "{{7*7}}",
    "😀",
    "𠮷",
]
NASTY = sorted({*NUMBERS, *SORTS, *YEARS, *DAYS, *WEEKS, *TEXTS})
RAW = [
    "%FF",
    "%ED%A0%80",
    "%",
    "%%",
    "%zz",
    "%u1234",
    "%C0%80",
    "%F4%90%80%80",
    "+",
    "%0d%0aSet-Cookie:x=1",
    ";",
    "a=b=c",
    "&&&",
    "=x",
    "[]=1",
]


@pytest.fixture
def client(world, sign_in):
    found = sign_in(world.people.admin)
    found.raise_request_exception = False
    return found


def parameters(name: str) -> list[str]:
    """Everything that the address of a list can hold."""
    return [*sorted(OWN), *LISTS[name].filterset_class.base_filters]


def check(client, name: str, query: str, **headers: str) -> None:
    """The contract of every list for every address."""
    answer = client.get(f"{reverse(name)}?{query}", headers=headers)
    assert answer.status_code in {200, 400}, query
    if answer.status_code == 400 or answer["Content-Type"].startswith("application/"):
        return
    assert "Traceback" not in answer.content.decode()
    assert len(answer.context["page"].object_list) <= 200
    if answer.context["filter"].form.errors:
        assert list(answer.context["page"]) == []
        assert 'role="alert"' in answer.content.decode()


def test_every_parameter_of_lists_with_every_nasty_value(world, client):
    for value in NASTY:
        check(client, "projects:project_list", urlencode(dict.fromkeys(sorted(OWN - {"export"}), value[:1500])))
        check(client, "projects:project_list", urlencode({"page": value}))


@pytest.mark.parametrize("name", LISTS)
def test_every_list_with_nasty_values_everywhere(name, world, client):
    worlds.more(world)
    for number, sort in zip_longest(NUMBERS, SORTS, fillvalue="x"):
        check(client, name, urlencode({"page": number, "per_page": number, "sort": sort, "cols": sort}))
    for value in ("2014-W53", "\ufffe", "9" * 500, "0001-01-01"):
        check(client, name, urlencode(dict.fromkeys(parameters(name), value)))


@pytest.mark.parametrize("name", LISTS)
def test_raw_bytes_and_odd_separators(name, world, client):
    *_others, last = LISTS[name].filterset_class.base_filters
    for raw in RAW:
        check(client, name, f"q={raw}&page={raw}&sort={raw}&{last}={raw}&{raw}")


@pytest.mark.parametrize("name", LISTS)
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_combination_of_parameters(name, world, client, data):
    keys = st.sampled_from([*parameters(name), "no_such", "csrfmiddlewaretoken", "next", "__class__"])
    values = st.one_of(
        st.sampled_from(NASTY), st.text(max_size=30), st.integers().map(str), st.dates().map(str), st.floats().map(str)
    )
    pairs = data.draw(st.lists(st.tuples(keys, values), max_size=8))
    headers = data.draw(
        st.sampled_from([{}, {"HX-Request": "true"}, {"HX-Request": "true", "HX-Boosted": "true"}, {"HX-Target": "\u00ff"}])
    )
    check(client, name, "&".join(f"{quote(key)}={quote(value, errors='surrogatepass')}" for key, value in pairs)[:7900], **headers)


@pytest.mark.parametrize("name", LISTS)
def test_the_same_parameter_twice_is_one_of_the_two_or_refused(name, world, client):
    for first, second in (("1", "abc"), ("", "2014"), ("2014", ""), ("-name", "name")):
        check(client, name, "&".join(f"{key}={first}&{key}={second}" for key in parameters(name)))
    for key in LISTS[name].filterset_class.base_filters:
        check(client, name, f"{key}=1&{key}=abc")


def test_a_page_beyond_the_last_is_the_last(world, client):
    worlds.more(world)
    answer = client.get("/projects/", {"page": "999999", "per_page": "25"})
    assert answer.context["page"].number == 1
    assert len(answer.context["page"]) > 0


def test_no_list_shows_more_than_two_hundred_rows(world, client):
    Enterprise.objects.bulk_create([Enterprise(zone=world.zone, name=f"企业{n:03}") for n in range(230)])
    for asked, shown in (("1000000", 200), ("-5", 50), ("200", 200), ("1", 1), ("0", 1)):
        answer = client.get("/enterprises/", {"per_page": asked})
        assert len(answer.context["page"]) == shown
        assert answer.content.decode().count("<tr>") == shown + 1
    assert len(client.get("/enterprises/", {"per_page": "200", "page": "2"}).context["page"]) == 31


def test_an_unknown_parameter_changes_nothing(world, client):
    rows = [row.pk for row in client.get("/projects/").context["page"]]
    for query in ({"owner__name": "x"}, {"zone": "1"}, {"is_superuser": "1"}, {"stage__in": "planned"}, {"id": "0"}):
        assert [row.pk for row in client.get("/projects/", query).context["page"]] == rows


def test_a_fragment_has_the_rows_and_no_frame(world, client):
    fragment = client.get("/projects/", headers={"HX-Request": "true"})
    page = client.get("/projects/")
    assert "<html" in page.content.decode()
    assert "<html" not in fragment.content.decode()
    assert list(fragment.context["page"]) == list(page.context["page"])
    assert "HX-Request" in page["Vary"]
    assert "HX-Request" in fragment["Vary"]


def test_a_search_is_shown_as_it_was_typed(world, client):
    page = client.get("/projects/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert(1)" not in page
    assert "&quot;&gt;&lt;script&gt;alert(1)" in page


# --- other pages whose address holds a value -----------------------------------------------------


@pytest.mark.parametrize("value", NUMBERS + YEARS)
def test_the_year_in_an_address_is_read_or_ignored(world, client, value):
    for address in (
        "/year/",
        f"/indicators/{world.indicator.pk}/figures/new/",
        f"/indicators/{world.indicator.pk}/targets/new/",
        "/year/notes/new/",
    ):
        assert client.get(address, {"year": value}).status_code == 200


@pytest.mark.parametrize("year", [0, 1, 999, 1949, 2101, 9999, 10000, 10**25])
def test_a_year_outside_the_portal_s_time_is_404_or_an_empty_page(world, client, year):
    for address in (f"/figures/year/{year}/", f"/year/{year}/workbook/"):
        assert client.get(address).status_code in {200, 404}


@pytest.mark.parametrize(
    "week", ["2014-W53", "2015-W00", "2015-W54", "2025-W53", "0000-W01", "9999-W52", "2015-w24", "2015-W24x", "week", "²", "%00"]
)
def test_a_week_that_does_not_exist_is_404(world, client, week):
    assert client.get(f"/weeks/{quote(week)}/").status_code == 404


def test_weeks_at_the_turn_of_the_year_are_found(world, client):
    for week, monday in (
        ("2015-W53", "2015-12-28"),
        ("2025-W01", "2024-12-30"),
        ("2026-W01", "2025-12-29"),
        ("2026-W53", "2026-12-28"),
    ):
        answer = client.get(f"/weeks/{week}/")
        assert answer.context["week"].monday == datetime.date.fromisoformat(monday)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
        "\r\nSet-Cookie: x=1",
        "http:evil",
        "///evil",
        "\x01//evil",
    ],
)
def test_no_address_leads_away_from_the_portal(world, client, target):
    """``next`` is believed only when it is ours."""
    answers = [
        client.post("/language/", {"language": "en", "next": target}),
        client.post("/zone/", {"zone": world.zone.pk, "next": target}),
    ]
    client.logout()
    answers.append(
        client.post(
            f"/sign-in/?{urlencode({'next': target})}",
            {"username": world.people.clerk.username, "password": "correct horse battery"},
        )
    )
    for answer in answers:
        assert answer.status_code == 302
        assert answer["Location"] in {"/", "/dashboard/"}
        assert "Set-Cookie" not in answer["Location"]


def test_a_download_s_name_is_safe_for_every_system(world, client):
    type(world.zone).objects.filter(pk=world.zone.pk).update(name='区"\\/:*?<>|')
    answer = client.get("/projects/", {"export": "xlsx"})
    assert answer.status_code == 200
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "\n" not in disposition
    assert "\r" not in disposition
