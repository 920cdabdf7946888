"""The timeline: how far back it reaches, what it lets go of, and when nobody watched."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from ivs_tui.engine.snapshot import Snapshot, Transition
from ivs_tui.engine.spells import Spell, is_gap
from ivs_tui.ui import timeline as timelines
from ivs_tui.ui.timeline import LONGEST_KEPT, Past, Timeline
from tests.ui.monitor import NOW, channel_arn, snapshot, topic

MINUTE = timedelta(minutes=1)


def event(ago: float, what: str = "starving") -> Transition:
    arn = channel_arn(1)
    at = NOW - ago * MINUTE
    return Transition(at=at, topic=topic("streams"), key=arn, subject=arn, what=what)


def read(after: float, **more: Any) -> Snapshot:
    at = NOW + after * MINUTE
    return snapshot(topic("streams"), [], read_at=at, last_complete_at=at, **more)


def told(timeline: Timeline) -> Snapshot:
    return timeline.snapshot(topic("events"), NOW)


def test_what_was_before_comes_before_and_moves_no_row() -> None:
    timeline = Timeline(lambda: 0.0)
    timeline.add([event(0), event(0, "ended")])
    before = dict(enumerate(told(timeline).items, told(timeline).first))
    past = Past((event(9), event(8), event(0)), NOW - 10 * MINUTE, unreadable=2)
    timeline.precede(past, NOW)
    after = told(timeline)
    assert [one.at for one in after.items][:2] == [NOW - 9 * MINUTE, NOW - 8 * MINUTE]
    assert len(after.items) == 4  # what both told stands once
    assert after.first == -2
    assert before.items() <= dict(enumerate(after.items, after.first)).items()
    assert after.unreadable == 2
    assert timeline.back_to == NOW - 10 * MINUTE


def test_what_is_told_anew_of_before_takes_the_place_of_what_was_told() -> None:
    timeline = Timeline(lambda: 0.0)
    timeline.add([event(0)])
    for past in (Past((event(9), event(8)), NOW), Past((event(7),), NOW, account="1")):
        timeline.precede(past, NOW)
    assert [one.at for one in told(timeline).items] == [NOW - 7 * MINUTE, NOW]
    assert told(timeline).first == -1


def test_where_nothing_was_kept_it_reaches_back_to_the_start() -> None:
    timeline = Timeline(lambda: 0.0)
    assert timeline.back_to is None
    timeline.precede(Past((), None), NOW)
    assert timeline.back_to is None
    assert not told(timeline).trimmed


def test_the_newest_are_held_and_how_far_they_reach_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timelines, "MOST_EVENTS", 3)
    timeline = Timeline(lambda: 0.0)
    timeline.add([event(0)])
    timeline.precede(Past(tuple(event(n) for n in (9, 8, 7)), NOW - 99 * MINUTE), NOW)
    assert told(timeline).trimmed
    assert timeline.back_to == NOW - 8 * MINUTE
    timeline.add([event(-1)])
    assert (told(timeline).first, timeline.back_to) == (-1, NOW - 7 * MINUTE)


def test_what_was_kept_grows_old_with_the_rest() -> None:
    now = [0.0]
    timeline = Timeline(lambda: now[0])
    old = NOW - LONGEST_KEPT + MINUTE
    timeline.precede(Past((event((NOW - old) / MINUTE),), old), NOW)
    assert len(told(timeline).items) == 1
    now[0] = 61.0
    assert told(timeline).items == ()


@pytest.mark.parametrize(
    ("reads", "gaps"),
    [
        ([read(0), read(0.5), read(1.4)], []),
        ([read(0), read(0.5), read(9)], [8.5]),
        ([read(0, interval=600), read(10, interval=600)], []),
        ([read(0), read(0), snapshot(topic("streams"), [], last_complete_at=None), read(2)], [2]),
        ([read(60), read(0), read(0.5)], []),  # the wall clock was put back
    ],
)
def test_when_nobody_watched(reads: list[Snapshot], gaps: list[float]) -> None:
    timeline = Timeline(lambda: 0.0)
    for one in reads:
        timeline.watched(one)
    held = [one for one in told(timeline).items if is_gap(one)]
    last = reads[-1].last_complete_at
    assert last is not None
    began = [datetime.fromisoformat(one.key) for one in held]
    assert [
        (one.at, (one.at - since) / MINUTE) for one, since in zip(held, began, strict=True)
    ] == [(last, length) for length in gaps]
    first = last if gaps else min(one.last_complete_at or last for one in reads)
    assert timeline.spell == Spell(first, last)
