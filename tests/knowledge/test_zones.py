"""Zones: an instant has the offset of its own day, and never reads as another one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from ivs_tui.knowledge import zones
from ivs_tui.knowledge.checks import words
from ivs_tui.resources import format as fmt

WINTER = datetime(2026, 11, 21, 14, 3, 5, tzinfo=UTC)
EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The machine is in this zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def local(instant: datetime) -> datetime:
    return instant.astimezone()


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("Europe/Berlin", "15:03:05+01", "07-01 14:00+02"),
        ("Europe/London", "14:03:05Z", "07-01 13:00+01"),
        ("Asia/Kolkata", "19:33:05+05:30", "07-01 17:30+05:30"),
        ("America/St_Johns", "10:33:05-03:30", "07-01 09:30-02:30"),
        ("UTC", "14:03:05Z", "07-01 12:00Z"),
    ],
    indirect=["zone"],
)
def test_local_times_have_the_offset_of_their_own_day(zone: str, winter: str, summer: str) -> None:
    now = local(WINTER)
    assert fmt.near_time(WINTER, now) == fmt.clock_time(WINTER, now) == winter
    assert fmt.near_time(SUMMER, now) == summer
    assert words.at(WINTER, now) == winter
    assert max(len(winter) - 8, len(summer) - 11) == zones.widest_mark(now)


@pytest.mark.parametrize("zone", ["Europe/Berlin"], indirect=True)
def test_the_hour_that_comes_twice_reads_as_two(zone: str) -> None:
    before = datetime(2026, 10, 24, 23, 45, tzinfo=UTC)
    told = [fmt.clock_time(before + timedelta(minutes=30 * n), local(WINTER)) for n in range(5)]
    assert told == ["01:45:00+02", "02:15:00+02", "02:45:00+02", "02:15:00+01", "02:45:00+01"]
    nows = [local(before + timedelta(hours=n)) for n in range(5)]
    assert {later - earlier for earlier, later in pairwise(nows)} == {timedelta(hours=1)}


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati"], indirect=True)
def test_today_is_the_zone_s_own_today(zone: str) -> None:
    now = local(WINTER)
    assert fmt.near_time(WINTER - timedelta(hours=5), now) == "11-21 23:03+14"
    assert fmt.near_time(WINTER - timedelta(hours=4), now) == "00:03:05+14"
    assert fmt.date_time(WINTER, now) == "2026-11-22 04:03:05+14"
    assert fmt.date_time(WINTER) == "2026-11-21 14:03:05Z"


@pytest.mark.parametrize("zone", ["Europe/Berlin"], indirect=True)
@pytest.mark.parametrize("instant", [EARLIEST, LATEST])
def test_where_the_calendar_ends(zone: str, instant: datetime) -> None:
    assert fmt.near_time(instant, local(WINTER)).startswith(f"{instant.year:04}")
    assert fmt.date_time(instant, local(WINTER))
    assert zones.widest_mark(instant) == 1


def test_offsets_to_the_second() -> None:
    early = timezone(timedelta(minutes=53, seconds=28))
    assert zones.mark(WINTER.astimezone(early)) == "+00:53:28"
    assert zones.mark(WINTER.astimezone(timezone(-timedelta(hours=2)))) == "-02"
