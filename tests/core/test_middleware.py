"""What every request passes: malformed ones are refused, a database that is away is a plain 503."""

import psycopg2.errors
import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from projects.models import Enterprise
from projects.views.enterprises import EnterpriseEdit, EnterpriseList
from tests import factories


def away(*args, **kwargs):
    raise OperationalError("server closed the connection unexpectedly\nSELECT secret FROM somewhere")


def busy(*args, **kwargs):
    # a psycopg2 error gets its code from the server only
    raise OperationalError("canceling statement due to lock timeout") from lock_timeout()


def lock_timeout() -> Exception:
    """What the driver raises when a row is locked for too long."""
    return type("Busy", (psycopg2.errors.LockNotAvailable,), {"pgcode": "55P03"})()


def closed(*args, **kwargs):
    raise InterfaceError("connection already closed")


@pytest.fixture
def client_of_clerk(people, sign_in):
    client = sign_in(people.clerk)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("fault", [away, closed])
def test_a_database_that_is_away_in_a_view_is_503_with_a_plain_page(client_of_clerk, monkeypatch, fault):
    monkeypatch.setattr(EnterpriseList, "get_queryset", fault)
    answer = client_of_clerk.get("/enterprises/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "SELECT" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert answer.context["busy"] is False


def test_a_database_that_is_away_before_the_view_is_503_too(client_of_clerk):
    """The session and the person are read by middleware, where the framework itself would answer 500."""
    with connection.execute_wrapper(away):
        answer = client_of_clerk.get("/enterprises/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"


def test_a_database_that_is_away_while_the_session_is_written_is_503_too(client_of_clerk, monkeypatch):
    client_of_clerk.post("/enterprises/new/", {})
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", away)
    answer = client_of_clerk.post("/enterprises/new/", {"name": "新企业", "version": "0"})
    assert answer.status_code == 503


def test_a_locked_row_is_503_and_says_that_it_is_busy(client_of_clerk, monkeypatch, zone):
    row = factories.enterprise(zone=zone)
    monkeypatch.setattr(EnterpriseEdit, "rows", busy)
    answer = client_of_clerk.post(f"/enterprises/{row.pk}/edit/", {"name": "改名", "version": "1"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert answer.context["busy"] is True
    assert Enterprise.objects.get(pk=row.pk).name == row.name


def test_any_other_mistake_is_500_without_a_traceback(client_of_clerk, monkeypatch):
    def mistaken(*args, **kwargs):
        raise RuntimeError("SELECT secret")

    monkeypatch.setattr(EnterpriseList, "get_queryset", mistaken)
    answer = client_of_clerk.get("/enterprises/")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()


def test_the_site_is_back_as_soon_as_the_database_is(client_of_clerk):
    with connection.execute_wrapper(away):
        client_of_clerk.get("/enterprises/")
    assert client_of_clerk.get("/enterprises/").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/enterprises/%00/", "/enterprises/?q=%00", "/enterprises/?%00=1", "/enterprises/?page=1%00", "/%00", "/sign-in/?next=%00"],
)
def test_a_nul_in_the_address_is_400(client_of_clerk, address):
    assert client_of_clerk.get(address).status_code == 400


@pytest.mark.parametrize("query", ["q=" + "a" * 100_000, "q=" + "%25" * 10_000, "&".join(["sort=name"] * 3000)])
def test_an_endless_address_is_400_and_says_why(client_of_clerk, query):
    answer = client_of_clerk.get(f"/enterprises/?{query}")
    assert answer.status_code == 400
    assert answer.context["reason"] in answer.content.decode()


def test_an_address_that_a_page_could_mean_is_no_endless_one(client_of_clerk):
    assert client_of_clerk.get("/enterprises/", {"q": "顿" * 100}).status_code == 200


@pytest.mark.parametrize("charset", ["utf-16", "UTF-16LE", "gb18030", "utf-7", "no-such", '"utf-32"', "idna", "base64", "hex"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_body_in_a_foreign_charset_is_400(client_of_clerk, kind, charset):
    answer = client_of_clerk.generic("POST", "/enterprises/new/", b"\xff\xfe=\x00", content_type=f"{kind}; charset={charset}")
    assert answer.status_code == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8"])
def test_a_body_in_utf_8_is_read(client_of_clerk, zone, charset):
    body = "name=%E5%85%A8%E5%8F%8B&version=0"
    answer = client_of_clerk.generic(
        "POST", "/enterprises/new/", body, content_type=f"application/x-www-form-urlencoded; charset={charset}"
    )
    assert answer.status_code == 302
    assert Enterprise.objects.get(zone=zone).name == "全友"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"name=%00"),
        ("application/x-www-form-urlencoded", b"name=%FF%FE&version=%ED%A0%80"),
        ("application/x-www-form-urlencoded", b"%00=1&version=%00"),
        ("application/x-www-form-urlencoded", b"&&&==="),
        ("multipart/form-data; boundary=x", b"garbage"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=\xc3\xa9", b"--"),
        ("application/json", b'{"name": "\\u0000"}'),
        ("text/plain", b"name=1"),
        ("", b"name=1"),
    ],
)
def test_a_broken_body_is_no_fault_of_the_portal(client_of_clerk, kind, body, zone):
    answer = client_of_clerk.generic("POST", "/enterprises/new/", body, content_type=kind)
    assert answer.status_code < 500
    assert not Enterprise.objects.filter(zone=zone).exists()


def test_too_many_fields_and_too_much_text_are_4xx(client_of_clerk):
    many = "&".join(f"f{n}=1" for n in range(12_001))
    assert (
        client_of_clerk.generic("POST", "/enterprises/new/", many, content_type="application/x-www-form-urlencoded").status_code
        == 400
    )
    large = "name=" + "a" * 6_000_000
    assert client_of_clerk.generic(
        "POST", "/enterprises/new/", large, content_type="application/x-www-form-urlencoded"
    ).status_code in {400, 413}


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "CONNECT", "FOO", "PUT", "PATCH", "DELETE"])
def test_an_unknown_method_is_no_fault_of_the_portal(client_of_clerk, method):
    for address in ("/", "/enterprises/", "/enterprises/new/", "/sign-in/"):
        assert client_of_clerk.generic(method, address).status_code in {302, 403, 405}


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:x", "", "a b", "\x00"])
def test_a_foreign_host_is_refused(client_of_clerk, host):
    answer = client_of_clerk.get("/enterprises/", headers={"host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_forwarded_headers_are_not_believed(client_of_clerk):
    headers = {"x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "x-forwarded-for": "1.2.3.4"}
    answer = client_of_clerk.get("/enterprises/", headers=headers)
    assert answer.status_code == 200
    assert "evil.example" not in answer.content.decode()


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "django_language", "seen_here", "messages"])
@pytest.mark.parametrize("value", ['"\\000aaaaaaaaaaaa"', "x" * 3000, "\xff\xfe", "../../etc/passwd", "0"])
def test_a_forged_cookie_is_only_a_stranger(db, name, value):
    client = Client(raise_request_exception=False)
    answer = client.get("/enterprises/", headers={"cookie": f"{name}={value}"})
    assert answer.status_code in {302, 400}


@pytest.mark.parametrize(("limit", "value"), [("DATA_UPLOAD_MAX_MEMORY_SIZE", 1024**2), ("DATA_UPLOAD_MAX_NUMBER_FIELDS", 3)])
def test_a_form_larger_than_the_portal_reads_is_refused_in_words(client, settings, limit, value):
    setattr(settings, limit, value)
    client.raise_request_exception = False
    answer = client.post("/sign-in/", {"username": "a" * (1024**2 + 1), "b": "", "c": "", "d": ""})
    assert answer.status_code == 400
    assert answer.templates[0].name == "faults/bad_request.html"
    assert answer.context["reason"] in answer.content.decode()
