"""How values read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ivs_tui.resources import format as fmt

NOW = datetime(2026, 11, 21, 14, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (timedelta(seconds=-5), "<1m"),
        (timedelta(seconds=59), "<1m"),
        (timedelta(minutes=59, seconds=59), "59m"),
        (timedelta(hours=1, minutes=5), "1h05m"),
        (timedelta(hours=23, minutes=59), "23h59m"),
        (timedelta(days=3, hours=4), "3d04h"),
    ],
)
def test_ages_are_told_in_their_coarsest_units(length: timedelta, told: str) -> None:
    assert fmt.age(NOW - length, NOW) == told


def test_what_the_api_does_not_say_is_never_a_zero() -> None:
    assert fmt.age(None, NOW) == "-"
    assert fmt.count(None) == "-"
    assert fmt.bitrate(None) == "-"
    assert fmt.yes_no(None) == "-"
    assert fmt.clock_time(None) == "-"
    assert fmt.count(0) == "0"
    assert fmt.bitrate(0) == "0 kbps"


@pytest.mark.parametrize(
    ("bits", "told"),
    [
        (128_000, "128 kbps"),
        (999_999, "1000 kbps"),
        (1_000_000, "1.00 Mbps"),
        (8_500_000, "8.50 Mbps"),
    ],
)
def test_bit_rates_are_in_mbps(bits: int, told: str) -> None:
    assert fmt.bitrate(bits) == told


def test_times_are_utc_with_z_whatever_zone_they_came_in() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert fmt.clock_time(there) == "14:03:05Z"
    assert fmt.date_time(there) == "2026-11-21 14:03:05Z"
    assert fmt.near_time(there, NOW) == "14:03:05Z"
    assert fmt.near_time(NOW - timedelta(days=1), NOW) == "11-20 14:03Z"
    assert fmt.near_time(NOW - timedelta(days=1), NOW, precise=True) == "11-20 14:03:05Z"
    assert fmt.near_time(NOW - timedelta(days=400), NOW) == "2025-10-17"


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_time_do_not_overflow(year: int) -> None:
    zone = timezone(timedelta(hours=14 if year == 1 else -12))
    there = datetime(year, 1 if year == 1 else 12, 1 if year == 1 else 31, 23, tzinfo=zone)
    assert fmt.near_time(there, NOW).startswith(f"{year:04}")
    assert fmt.age(there, NOW)


@pytest.mark.parametrize(
    ("length", "told"),
    [(0, "0s"), (59, "59s"), (185, "3m05s"), (3_900, "1h05m")],
)
def test_what_has_ended_is_told_to_the_second(length: int, told: str) -> None:
    assert fmt.seconds(timedelta(seconds=length)) == told


def test_a_short_arn_is_its_id() -> None:
    assert fmt.short_arn("arn:aws:ivs:us-west-2:1:channel/abc") == "abc"
    assert fmt.short_arn(None) == ""
