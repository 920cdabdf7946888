"""Live streams: what is said of their events, and how old that is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ivs_tui.aws.records.lowlatency import StreamEvent
from ivs_tui.engine.last_events import LastEvent
from ivs_tui.engine.snapshot import Snapshot
from ivs_tui.resources.spec import Cell, Look, Tone
from ivs_tui.resources.streams import KIND
from tests.support import START, arn, stream, topic

LOOK = Look(START)
(EVENT,) = (column for column in KIND.columns if column.id == "event")
STREAMS = Snapshot(topic=topic("streams"), items=(stream(1), stream(2)), read_at=START)


def last(number: int, minutes: float, name: str | None = "Stream Start", **more: int) -> LastEvent:
    event = StreamEvent(name=name, event_time=START) if name else None
    return LastEvent(
        channel_arn=arn(number),
        stream_id=f"st-{number}",
        read_at=START - timedelta(minutes=minutes),
        event=event,
        **more,
    )


def snapshot(*items: LastEvent, complete: bool = True, interval: float = 300.0) -> Snapshot:
    return Snapshot(
        topic=topic("last-events"),
        items=items,
        read_at=START,
        complete=complete,
        interval=interval,
    )


def cells(*items: LastEvent) -> list[Cell]:
    rows = KIND.merge(STREAMS, {"last-events": snapshot(*items)})
    return [EVENT.cell(row, LOOK) for row in rows]


def coverage(last: Snapshot) -> list[str]:
    return [text for text, _ in KIND.coverage(STREAMS, {"last-events": last}, LOOK)]


def test_the_newest_event_stands_beside_the_age_of_its_read() -> None:
    assert cells(last(1, 0.5), last(2, 75, "Recording Start")) == [
        Cell("  <1m Stream Start"),
        Cell("1h15m Recording Start"),
    ]


def test_what_was_not_read_is_no_event_and_none_is_said_where_there_is_none() -> None:
    assert cells(last(2, 3, None)) == [Cell("…", Tone.DIM), Cell("   3m no event")]


def test_one_that_flaps_says_how_often() -> None:
    assert cells(last(1, 1, starvations=7), last(2, 1, starvations=1)) == [
        Cell("   1m 7x/h Stream Start", Tone.WARNING),
        Cell("   1m Stream Start"),
    ]


def test_the_event_of_another_session_of_the_channel_is_not_this_one_s() -> None:
    other = LastEvent(channel_arn=arn(1), stream_id="st-before", read_at=START)
    assert cells(other)[0].text == "…"


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (snapshot(last(1, 1), complete=False, interval=1287), "events of 1 read, all within 22m"),
        (snapshot(last(1, 1), complete=False, interval=0), "events of 1 read"),
        (snapshot(last(1, 1), last(2, 4)), "events at most 5m old"),
        (snapshot(last(1, 1), last(2, 60)), "events up to 1h00m old"),
        (snapshot(last(1, 1), interval=301), "events at most 6m old"),
    ],
)
def test_how_old_the_oldest_answer_can_be_is_said(known: Snapshot, told: str) -> None:
    assert coverage(known) == [told]


def test_nothing_is_said_of_what_was_never_asked() -> None:
    assert coverage(Snapshot(topic=topic("last-events"))) == []
    assert KIND.coverage(Snapshot(topic=topic("streams")), {"last-events": snapshot()}, LOOK) == ()
