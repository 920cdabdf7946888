"""A few minutes of viewer counts: `ui/trends.py`, and how they read: `resources/trend.py`."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.resources import trend
from ivs_tui.resources.spec import Look, Tone
from ivs_tui.resources.trend import ALL, Trend
from ivs_tui.ui.trends import SPACING, Trends
from tests.ui.monitor import NOW, snapshot, stream, topic

STREAMS = topic("streams")
LOOK = Look(NOW)


def moved(*reads: tuple[float, list[int]]) -> dict[str, tuple[int | None, ...]]:
    """The points after these reads: seconds after the start, and each stream's viewers."""
    trends = Trends()
    for seconds, viewers in reads:
        items = [stream(number, viewers=count) for number, count in enumerate(viewers)]
        at = NOW + timedelta(seconds=seconds)
        trends.take(snapshot(STREAMS, items, read_at=at, last_complete_at=at))
    keys = {STREAMS.query.key_of(stream(number)): str(number) for number in range(9)}
    found = trends.snapshot(topic("trends")).items
    return {keys.get(one.key, one.key): one.points for one in found}


def test_the_newest_point_is_the_newest_read_and_the_others_are_spaced() -> None:
    reads = [(0.0, [10]), (5.0, [11]), (30.0, [12]), (45.0, [13]), (50.0, [14])]
    assert moved(*reads)["0"] == (10, 12, 14)


def test_all_together_are_counted_without_those_that_were_not() -> None:
    assert moved((0, [10, -1]), (5, [20, 5])) == {
        "0": (10, 20),
        "1": (None, 5),
        ALL: (10, 25),
    }
    assert moved((0, [-1])) == {"0": (None,), ALL: (None,)}
    assert moved((0, [])) == {ALL: (0,)}


def test_no_more_than_some_minutes_are_kept_though_the_clock_is_set_back() -> None:
    reads = [(second, [second]) for second in (*range(0, 900, 15), 100, 50)]
    points = moved(*[(float(at), count) for at, count in reads])["0"]
    assert len(points) == trend.WIDTH
    assert points[-1] == 50


def test_where_nothing_was_read_is_a_gap() -> None:
    spacing = SPACING.total_seconds() + 0.1
    reads = [(0.0, [10]), (spacing, [11]), (4 * spacing, [12])]
    assert moved(*reads)["0"] == (10, 11, None, None, 12)
    assert moved(*reads, (60 * spacing, [13]))["0"] == (13,)


def test_half_a_list_and_one_that_was_never_read_say_nothing_of_the_viewers() -> None:
    trends = Trends()
    trends.take(snapshot(STREAMS, [stream(1)], last_complete_at=None))
    trends.take(snapshot(STREAMS, [stream(1)], read_at=None))
    assert not trends.snapshot(topic("trends")).items


def test_the_second_read_tells_that_nothing_moved() -> None:
    trends, same = Trends(), (stream(1),)
    for seconds in (0, 5, 10):
        at = NOW + timedelta(seconds=seconds)
        read = msgspec.structs.replace(
            snapshot(STREAMS, []), items=same, read_at=at, last_complete_at=at
        )
        trends.take(read)
    assert [one.points for one in trends.snapshot(topic("trends")).items] == [(100, 100)] * 2


def test_where_nothing_moves_the_trend_is_the_same_one() -> None:
    trends = Trends()
    held = []
    for read in range(60):
        at = NOW + read * SPACING
        trends.take(snapshot(STREAMS, [stream(1)], read_at=at, last_complete_at=at))
        held.append(trends.snapshot(topic("trends")).items[0])
    assert held[-1] is held[-2]


@pytest.mark.parametrize(
    ("points", "bars", "change", "tone"),
    [
        ((100, 100, 100), "▁▁▁", "0", Tone.DIM),
        ((100, 40, 10), "█▃▁", "−90", Tone.BAD),
        ((0, 50_000, 100_000), "▁▅█", "+100k", Tone.DIM),
        ((1_000, None, 1_001), "▁ ▁", "+1", Tone.DIM),
        ((5, None), "▁ ", "", Tone.DIM),
        ((None,), "", "", Tone.NORMAL),
    ],
)
def test_counts_are_bars_and_a_sum(
    points: tuple[int | None, ...], bars: str, change: str, tone: Tone
) -> None:
    told = Trend("key", points)
    assert trend.spark(told, LOOK).text == bars
    assert trend.change(told, LOOK).text == change
    assert trend.spark(told, LOOK).tone == tone


@given(st.lists(st.none() | st.integers(0, 10**9), max_size=trend.WIDTH), st.booleans())
def test_any_counts_fit_their_columns(points: list[int | None], ascii_only: bool) -> None:
    look = Look(NOW, ascii_only)
    told = Trend("key", tuple(points))
    bars, change = trend.spark(told, look).text, trend.change(told, look).text
    assert len(bars) <= trend.WIDTH
    assert len(change) <= 8
    assert not ascii_only or (bars + change).isascii()
