"""Instants, lengths of time and numbers read as an operator expects."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ivs_tui.knowledge.checks.words import at, lasting, number, rate, short, some, times
from tests.knowledge.checks.build import NOW


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (datetime(2026, 3, 4, 14, 3, 5, 999, tzinfo=UTC), "14:03:05Z"),
        (datetime(2026, 3, 4, 1, 0, tzinfo=timezone(timedelta(hours=2))), "2026-03-03 23:00:00Z"),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-2))), "9999-12-31 23:59:59Z"),
        (datetime.min.replace(tzinfo=UTC), "0001-01-01 00:00:00Z"),
        (None, "an unknown time"),
    ],
)
def test_instants(instant: datetime | None, words: str) -> None:
    assert at(instant, NOW) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0s"),
        (59, "59s"),
        (185, "3m05s"),
        (3900, "1h05m"),
        (169_800, "47h10m"),
        (273_600, "3d04h"),
    ],
)
def test_lengths_of_time(seconds: int, words: str) -> None:
    assert lasting(timedelta(seconds=seconds)) == words


def test_numbers() -> None:
    assert (rate(9_200_000), rate(96_000)) == ("9.20 Mbps", "96 kbps")
    assert (times(1), times(3), times(500, least=True)) == (
        "1 time",
        "3 times",
        "at least 500 times",
    )
    assert [number(each) for each in (None, -1, 0, 1, 2**31)] == [0, 0, 0, 1, 0]


def test_strings_are_cut_and_lists_counted() -> None:
    assert (short("abcdef", 4), short("abcd", 4), short(None)) == ("abc…", "abcd", "")
    assert (some(["a", "b"]), some(["a", "b", "c", "d"])) == ("a, b", "a, b, c and 1 more")
