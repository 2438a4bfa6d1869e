"""Due dates as a calendar file, read back with the library that calendar programs are made of."""

import datetime
import uuid
from types import SimpleNamespace

import pytest
from icalendar import Calendar

from projects import ics

AS_OF = datetime.date(2015, 6, 16)
MOMENT = datetime.datetime(2015, 6, 1, 8, 30, 15, 123456, tzinfo=datetime.UTC)
SITE = "https://portal.example"
ONE = uuid.UUID("12345678-1234-5678-1234-567812345678")


def promise(due=datetime.date(2015, 6, 30), *, project="全友家居", text="办公楼竣工", **fields):
    values = {
        "submission": ONE,
        "project": SimpleNamespace(name=project),
        "text": text,
        "due_date": due,
        "window_start": due,
        "baseline_date": due,
        "scored_date": due,
        "actual_date": None,
        "met_unreviewed": False,
        "precision": "day",
        "relation": "by",
        "updated_at": MOMENT,
        "version": 3,
        "get_absolute_url": lambda: "/milestones/7/",
    }
    return SimpleNamespace(**(values | fields))


def entry(*args, **fields):
    return ics.entry(promise(*args, **fields), as_of=AS_OF, soon=14, site=SITE)


def read(*entries, name="家具产业指挥部"):
    """The calendar and its events after a way through the file."""
    calendar = Calendar.from_ical(ics.write(name, entries))
    return calendar, calendar.walk("VEVENT")


def event(*args, **fields):
    return read(entry(*args, **fields))[1][0]


def test_a_promise_for_a_day_is_an_event_of_that_day():
    found = event()
    assert (found["dtstart"].dt, found["dtend"].dt) == (datetime.date(2015, 6, 30), datetime.date(2015, 7, 1))
    assert found["dtstart"].params["VALUE"] == "DATE"
    assert (str(found["summary"]), str(found["url"])) == ("全友家居：办公楼竣工", f"{SITE}/milestones/7/")
    assert (str(found["status"]), str(found["transp"])) == ("CONFIRMED", "TRANSPARENT")


def test_a_promise_for_a_window_is_an_event_over_all_its_days():
    found = event(datetime.date(2015, 9, 30), window_start=datetime.date(2015, 7, 1), precision="quarter")
    assert (found["dtstart"].dt, found["dtend"].dt) == (datetime.date(2015, 7, 1), datetime.date(2015, 10, 1))
    assert "quarter" in str(found["description"])


def test_a_changed_promise_replaces_its_event():
    before, after = event(), event(datetime.date(2015, 8, 31), version=4, updated_at=MOMENT + datetime.timedelta(days=1))
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (3, 4)
    assert after["last-modified"].dt - before["last-modified"].dt == datetime.timedelta(days=1)
    assert event(submission=uuid.uuid4())["uid"] != before["uid"]
    assert str(ONE) not in str(before["uid"])  # the token of a form is nobody's business


def alarm(found) -> str:
    (alarm,) = found.walk("VALARM")
    return str(datetime.datetime.combine(found["dtstart"].dt, datetime.time()) + alarm["trigger"].dt)


@pytest.mark.parametrize("start", [datetime.date(2015, 6, 30), datetime.date(2015, 6, 21), datetime.date(2015, 1, 1)])
def test_an_open_promise_reminds_on_the_third_morning_before_its_last_day(start):
    assert alarm(event(window_start=start)) == "2015-06-27 09:00:00"


def test_a_kept_promise_has_a_tick_and_reminds_nobody():
    found = event(actual_date=datetime.date(2015, 6, 10))
    assert str(found["summary"]) == "✓ 全友家居：办公楼竣工"
    assert found.walk("VALARM") == []
    assert str(found["description"]) == "met\ndue 2015-06-30 by\nmet on 2015-06-10"


def test_a_late_and_moved_promise_says_so():
    found = event(datetime.date(2015, 6, 10), baseline_date=datetime.date(2015, 5, 1))
    assert str(found["description"]) == "overdue · 6 days late\ndue 2015-06-10 by\nbaseline 2015-05-01, slip +40 days"


POISON = [
    "a\r\nBEGIN:VEVENT\r\nSUMMARY:b",
    '逗号,分号;反斜杠\\n冒号:"引号"',
    "END:VCALENDAR",
    "😀𠮷👨‍👩‍👧",
    "\u2028\u0085\x0b行",
    "x" * 300,
    "长" * 200,
    "=1+1",
    "\ufffe\u202e反",
]


@pytest.mark.parametrize("nasty", POISON)
def test_any_text_comes_back_as_one_line_of_text(nasty):
    calendar, events = read(entry(project=nasty, text=nasty), entry(submission=uuid.uuid4()), name=nasty)
    assert len(events) == 2
    assert str(events[0]["summary"]) == ics.one_line(f"{nasty}：{nasty}")
    assert "\n" not in str(events[0]["summary"])
    assert ics.write(nasty, []).count(b"X-WR-CALNAME:") == 1
    assert len(calendar.subcomponents) == 2


def test_what_can_be_printed_is_kept():
    for text in POISON[1:4] + POISON[5:8]:
        assert ics.one_line(text) == text
    assert ics.one_line("a\r\nb\tc") == "a b c"


def test_lines_of_the_file_are_short_and_end_as_they_must():
    content = ics.write("名", [entry(text="长" * 200)])
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.replace(b"\r\n", b"").count(b"\n") == 0


def test_the_calendar_says_what_it_is_and_when_to_ask_again():
    calendar, events = read(name="某县, 家具产业指挥部")
    assert events == []
    assert (str(calendar["version"]), str(calendar["method"])) == ("2.0", "PUBLISH")
    assert b"X-WR-CALNAME:" + "某县\\, 家具产业指挥部".encode() in ics.write("某县, 家具产业指挥部", [])
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in ics.write("", [])


def test_the_fingerprint_is_that_of_the_content():
    one = ics.fingerprint("甲", [entry()])
    assert one == ics.fingerprint("甲", [entry()])
    others = [ics.fingerprint("乙", [entry()]), ics.fingerprint("甲", []), ics.fingerprint("甲", [entry(text="另一")])]
    assert len({one, *others}) == 4


def test_a_notice_is_an_event_of_the_day():
    found = read(ics.notice(1999, 5000, AS_OF, MOMENT))[1][0]
    assert (found["dtstart"].dt, found["dtend"].dt) == (AS_OF, datetime.date(2015, 6, 17))
    assert str(found["summary"]) == "Only 1999 of 5000 due dates are in this calendar, those due last"
    assert "url" not in found
