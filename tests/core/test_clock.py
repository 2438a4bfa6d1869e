"""Days and weeks are those of Asia/Shanghai, whatever the server thinks."""

import datetime
import os
import time

import pytest

from core import clock
from core.periods import Week

SUNDAY_NIGHT = datetime.datetime(2015, 6, 14, 15, 59, 59, tzinfo=datetime.UTC)  # 23:59:59 in Shanghai


@pytest.fixture
def real_clock(settings, monkeypatch):
    """The clock without the pinned day, set to a moment."""
    settings.PORTAL_TODAY = None

    def set_to(moment: datetime.datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return set_to


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Shanghai"])
def server_zone(request):
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def test_sunday_lasts_until_midnight_in_shanghai(real_clock, server_zone):
    real_clock(SUNDAY_NIGHT)
    assert clock.today() == datetime.date(2015, 6, 14)
    assert str(Week.of(clock.today())) == "2015-W24"
    real_clock(SUNDAY_NIGHT + datetime.timedelta(seconds=1))
    assert clock.today() == datetime.date(2015, 6, 15)
    assert str(Week.of(clock.today())) == "2015-W25"


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (datetime.datetime(2024, 12, 29, 16, 0, tzinfo=datetime.UTC), "2025-W01"),
        (datetime.datetime(2025, 12, 28, 16, 0, tzinfo=datetime.UTC), "2026-W01"),
        (datetime.datetime(2026, 12, 27, 16, 0, tzinfo=datetime.UTC), "2026-W53"),
    ],
)
def test_the_turn_of_the_year_is_shanghai_s_too(real_clock, server_zone, moment, week):
    real_clock(moment)
    assert str(Week.of(clock.today())) == week
    assert clock.now().date() == clock.today()


def test_the_pinned_day_is_today_and_the_time_runs(settings, monkeypatch):
    settings.PORTAL_TODAY = datetime.date(2015, 6, 16)
    monkeypatch.setattr("django.utils.timezone.now", lambda: SUNDAY_NIGHT)
    assert clock.today() == datetime.date(2015, 6, 16)
    assert clock.now().isoformat() == "2015-06-16T23:59:59+08:00"


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (datetime.date(2015, 5, 29), "2015-05-29T16:00:00+00:00"),
        (datetime.date(2014, 12, 31), "2014-12-31T16:00:00+00:00"),
        (datetime.date(2016, 2, 28), "2016-02-28T16:00:00+00:00"),
    ],
)
def test_a_day_ends_at_midnight_in_shanghai(day, moment):
    end = clock.end_of(day)
    assert end.astimezone(datetime.UTC).isoformat() == moment
    assert clock.day_of(end) == day + datetime.timedelta(days=1)
    assert clock.day_of(end - datetime.timedelta(microseconds=1)) == day
