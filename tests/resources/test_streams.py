"""Live streams: what is said of their events, and how old that is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.records.lowlatency import Channel, StreamEvent
from ivs_tui.engine.last_events import LastEvent
from ivs_tui.engine.snapshot import Gone, Snapshot, Transition
from ivs_tui.resources.problems import Held
from ivs_tui.resources.spec import Cell, Look, Tone
from ivs_tui.resources.streams import KIND
from tests.support import START, arn, stream, topic

LOOK = Look(START)
(EVENT,) = (column for column in KIND.columns if column.id == "event")
STREAMS = Snapshot(topic=topic("streams"), items=(stream(1), stream(2)), read_at=START)


def test_what_is_over_or_not_read_any_more_is_up_no_longer() -> None:
    (up,) = (column for column in KIND.columns if column.title == "UP")
    began = stream(1, start_time=START - timedelta(minutes=5))
    gone = Gone(item=began, since=START - timedelta(minutes=2), confirmed=True)
    told = msgspec.structs.replace(STREAMS, items=(), gone=(gone,))
    assert [up.cell(row, LOOK).text for row in KIND.merge(told, {})] == ["3m"]
    missed = msgspec.structs.replace(gone, confirmed=False)
    told = msgspec.structs.replace(STREAMS, items=(), gone=(missed,))
    assert [up.cell(row, LOOK).text for row in KIND.merge(told, {})] == ["5m"]
    failed = Problem(kind=ProblemKind.SERVER, sentence="x")
    read = START - timedelta(minutes=1)
    told = msgspec.structs.replace(STREAMS, items=(began,), read_at=read, error=failed)
    assert [up.cell(row, LOOK).text for row in KIND.merge(told, {})] == ["4m"]


def last(number: int, minutes: float, name: str | None = "Stream Start", **more: Any) -> LastEvent:
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


def column(name: str, **joined: Sequence[Any]) -> list[Cell]:
    """The cells of one column, with these items of other lists beside the streams."""
    beside = {
        query.replace("_", "-"): Snapshot(topic=topic(query), items=tuple(items))
        for query, items in joined.items()
    }
    (found,) = (one for one in KIND.columns if one.id == name)
    return [found.cell(row, LOOK) for row in KIND.merge(STREAMS, beside)]


def happened(what: str, minutes: float, number: int = 1) -> Transition:
    at = START - timedelta(minutes=minutes)
    return Transition(at=at, topic=topic("streams"), key="", subject=arn(number), what=what)


def test_one_that_flaps_says_how_often() -> None:
    told = column("hour", last_events=[last(1, 1, starvations=7), last(2, 1, starvations=1)])
    assert told == [Cell("▼7", Tone.WARNING), Cell("▼1")]


def test_one_that_came_back_within_the_hour_says_how_often() -> None:
    seen = [happened("went live", 95), happened("ended", 50), happened("went live", 49)]
    seen += [happened("ended", 40), happened("went live", 30), happened("went live", 9, 2)]
    assert column("hour", events=seen) == [Cell("↻2"), Cell("…", Tone.DIM)]
    long_ago = [happened("ended", 200), happened("went live", 30)]
    assert column("hour", events=long_ago)[0].text == "…"
    before = [happened("ended", 70), happened("went live", 61)]
    assert column("hour", events=before)[0].text == "…"


def held(word: str, minutes: float, *, at_least: bool = False) -> Held:
    key = STREAMS.topic.query.key_of(stream(1))
    return Held(word, START - timedelta(minutes=minutes), at_least, "streams", key)


def test_how_long_it_starves_is_told_by_its_events_where_they_are_of_this_time() -> None:
    began = START - timedelta(minutes=4)
    now, before = last(1, 0, starving_since=began), last(1, 3, starving_since=began)
    assert column("for", standing=[held("starving", 2)])[0] == Cell("2m", Tone.BAD)
    assert column("for", standing=[held("starving", 2, at_least=True)])[0].text == "2m+"
    known = {"standing": [held("starving", 2, at_least=True)]}
    assert column("for", last_events=[now], **known)[0].text == "4m"
    assert column("for", last_events=[before], **known)[0].text == "2m+"
    assert column("for", standing=[held("unknown", 1)]) == [Cell("1m", Tone.WARNING), Cell("")]


def test_while_it_cannot_be_read_nothing_lasts_longer() -> None:
    refused = Problem(kind=ProblemKind.DENIED, sentence="denied: ivs:ListStreams")
    at = START - timedelta(minutes=5)
    known = Snapshot(topic=topic("standing"), items=(held("starving", 7),))
    late = msgspec.structs.replace(STREAMS, read_at=at, error=refused)
    (lasts,) = (one for one in KIND.columns if one.id == "for")
    told = [
        lasts.cell(KIND.merge(streams, {"standing": known})[0], LOOK).text
        for streams in (STREAMS, late)
    ]
    assert told == ["7m", "2m"]


@pytest.mark.parametrize(
    ("configured", "event", "told"),
    [
        (None, None, Cell("…", Tone.DIM)),
        ("", None, Cell("no", Tone.DIM)),
        ("arn:rec", None, Cell("set", Tone.DIM)),
        ("arn:rec", "", Cell("? none", Tone.WARNING)),
        ("arn:rec", "Recording Start", Cell("● on", Tone.GOOD)),
        ("arn:rec", "Recording End", Cell("○ off", Tone.WARNING)),
        (None, "Recording Start Failure", Cell("✖ fail", Tone.BAD)),
    ],
)
def test_whether_it_is_recorded_is_what_its_events_say(
    configured: str | None, event: str | None, told: Cell
) -> None:
    names = (
        [] if configured is None else [Channel(arn=arn(1), recording_configuration_arn=configured)]
    )
    events = [] if event is None else [last(1, 1, recording=event or None)]
    assert column("recording", names=names, last_events=events)[0] == told


def test_the_event_of_another_session_of_the_channel_is_not_this_one_s() -> None:
    other = LastEvent(channel_arn=arn(1), stream_id="st-before", read_at=START)
    assert cells(other)[0].text == "…"


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (snapshot(last(1, 1), complete=False, interval=1287), "events of 1 read, all within 22m"),
        (snapshot(last(1, 1), complete=False, interval=0), "events of 1 read"),
        (snapshot(*[last(1, 1)] * 99, complete=False, interval=0), "events of 99 read"),
        (snapshot(*[last(1, 1)] * 1_237, complete=False, interval=0), "events of 1,230+ read"),
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
