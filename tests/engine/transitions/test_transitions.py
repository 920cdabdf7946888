"""What is news between two whole reads, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.aws.records.base import Record
from ivs_tui.aws.records.lowlatency import ChannelSummary, StreamEvent, StreamSessionSummary
from ivs_tui.aws.records.realtime import Event, ParticipantSummary, StageSummary
from ivs_tui.engine.query import QUERIES
from ivs_tui.engine.snapshot import Severity, Snapshot, Topic, Transition
from ivs_tui.engine.store import Store
from ivs_tui.engine.transitions import transitions
from tests.support import CHANNEL, STAGE, START, arn, event, session, stream, topic

STREAMS = topic("streams")
CHANNELS = topic("channels")
SESSION = topic("session", channelArn=CHANNEL)
SESSIONS = topic("sessions", channelArn=CHANNEL)
STAGES = topic("stages")
PEOPLE = topic("participants", stageArn=STAGE, sessionId="st-1")
EVENTS = topic("participant-events", stageArn=STAGE, sessionId="st-1", participantId="p")


class Watcher:
    """Reads one topic again and again, every five seconds."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self.store = Store()
        self.now = START

    def read(self, *items: Record) -> tuple[Transition, ...]:
        self.now += timedelta(seconds=5)
        before = self.store.last_complete(self.topic)
        return transitions(before, self.store.put(self.topic, items, self.now, 0, 5.0))

    def part(self, *items: Record) -> tuple[Transition, ...]:
        before = self.store.last_complete(self.topic)
        return transitions(before, self.store.put_part(self.topic, items, self.now))


def after(topic: Topic, *reads: Sequence[Record]) -> list[tuple[str, str, Severity]]:
    """What the last of these reads showed."""
    watcher = Watcher(topic)
    found: tuple[Transition, ...] = ()
    for items in reads:
        found = watcher.read(*items)
    return [(one.subject, one.what, one.severity) for one in found]


def person(**more: Any) -> ParticipantSummary:
    return ParticipantSummary(participant_id="p", **{"state": "CONNECTED", **more})


def stage(**more: Any) -> StageSummary:
    return StageSummary(arn=STAGE, **more)


GOOD, INFO, WARNING, ERROR = Severity.GOOD, Severity.INFO, Severity.WARNING, Severity.ERROR

NEWS: list[tuple[Topic, Sequence[Sequence[Record]], list[tuple[str, Severity]]]] = [
    (STREAMS, [[], [stream(1)]], [("went live", GOOD)]),
    (STREAMS, [[], [stream(1, "STARVING")]], [("went live", GOOD), ("starving", WARNING)]),
    (STREAMS, [[stream(1)], [stream(1, "STARVING")]], [("starving", WARNING)]),
    (STREAMS, [[stream(1, "STARVING")], [stream(1)]], [("recovered", GOOD)]),
    (STREAMS, [[stream(1)], [stream(1, "UNKNOWN")]], [("health UNKNOWN", INFO)]),
    (STREAMS, [[stream(1)], [], []], [("ended", INFO)]),
    (STREAMS, [[stream(1, "STARVING")], [], []], [("ended", WARNING)]),
    (
        STREAMS,
        [[stream(1)], [stream(1, stream_id="st-new")]],
        [("went live", GOOD)],
    ),
    (CHANNELS, [[], [ChannelSummary(arn=CHANNEL)]], [("channel created", INFO)]),
    (CHANNELS, [[ChannelSummary(arn=CHANNEL)], [], []], [("channel deleted", INFO)]),
    (
        SESSIONS,
        [
            [StreamSessionSummary(stream_id="a", has_error_event=False)],
            [StreamSessionSummary(stream_id="a", has_error_event=True)],
        ],
        [("session has an error event", ERROR)],
    ),
    (
        SESSIONS,
        [[], [StreamSessionSummary(stream_id="a", has_error_event=True)]],
        [("session has an error event", ERROR)],
    ),
    (
        SESSION,
        [[session(event(0))], [session(event(1, "Starvation Start"), event(0))]],
        [("Starvation Start", WARNING)],
    ),
    (
        SESSION,
        [[session()], [session(event(1, "Stream Failure", type="IVS Stream State Change"))]],
        [("Stream Failure", ERROR)],
    ),
    (
        SESSION,
        [[session()], [session(event(1, "Ingest Bitrate", type="IVS Limit Breach"))]],
        [("Ingest Bitrate", ERROR)],
    ),
    (
        SESSION,
        [[session()], [session(event(1, "Starvation End"))]],
        [("Starvation End", GOOD)],
    ),
    (
        SESSION,
        [[session()], [session(event(1, "Stream End", code="StreamTakeoverInPlace"))]],
        [("Stream End", WARNING)],
    ),
    (SESSION, [[session()], [session(StreamEvent())]], [("event without a name", INFO)]),
    (STAGES, [[], [stage()]], [("stage created", INFO)]),
    (STAGES, [[stage()], [stage(active_session_id="s")]], [("stage session began", GOOD)]),
    (STAGES, [[stage(active_session_id="s")], [stage()]], [("stage session ended", INFO)]),
    (
        STAGES,
        [[stage(active_session_id="s")], [stage(active_session_id="t")]],
        [("stage session began", GOOD)],
    ),
    (STAGES, [[stage()], [], []], [("stage deleted", INFO)]),
    (PEOPLE, [[], [person()]], [("joined", GOOD)]),
    (PEOPLE, [[person()], [person(state="DISCONNECTED")]], [("left", INFO)]),
    (PEOPLE, [[person(state="DISCONNECTED")], [person()]], [("joined again", GOOD)]),
    (PEOPLE, [[person()], [person(state="WAITING")]], [("state WAITING", INFO)]),
    (PEOPLE, [[person()], [person(recording_state="FAILED")]], [("recording failed", ERROR)]),
    (PEOPLE, [[person()], [], []], [("no longer listed", INFO)]),
    (EVENTS, [[], [Event(name="JOINED", event_time=START)]], [("JOINED", INFO)]),
    (
        EVENTS,
        [
            [Event(name="JOINED")],
            [Event(name="PUBLISH_ERROR", error_code="X"), Event(name="JOINED")],
        ],
        [("PUBLISH_ERROR", ERROR)],
    ),
]


@pytest.mark.parametrize(("topic", "reads", "expected"), NEWS)
def test_news(
    topic: Topic, reads: Sequence[Sequence[Record]], expected: list[tuple[str, Severity]]
) -> None:
    assert [(what, severity) for _, what, severity in after(topic, *reads)] == expected


NO_NEWS: list[tuple[Topic, Sequence[Sequence[Record]]]] = [
    (STREAMS, [[stream(1, "STARVING")]]),
    (STREAMS, [[stream(1)], [stream(1)]]),
    (STREAMS, [[stream(1)], [stream(1, viewer_count=900)]]),
    (STREAMS, [[stream(1)], []]),
    (STREAMS, [[stream(1)], [], [stream(1)]]),
    (STREAMS, [[stream(1)], [], [], []]),
    (STREAMS, [[stream(1), stream(2)], [stream(2), stream(1)]]),
    (SESSION, [[session(event(0), event(1))]]),
    (SESSION, [[session(event(1), event(0))], [session(event(0))]]),
    (SESSION, [[session(event(1), event(0))], [session(event(0))], [session(event(1), event(0))]]),
    (SESSIONS, [[StreamSessionSummary(stream_id="a", has_error_event=True)]]),
    (
        SESSIONS,
        [[StreamSessionSummary(stream_id="a", has_error_event=True)] * 1] * 2,
    ),
    (CHANNELS, [[ChannelSummary(arn=CHANNEL, name="a")], [ChannelSummary(arn=CHANNEL, name="b")]]),
    (STAGES, [[stage(name="a")], [stage(name="b")]]),
    (PEOPLE, [[person(recording_state="FAILED")], [person(recording_state="FAILED")]]),
    (EVENTS, [[Event(name="JOINED")]]),
    (EVENTS, [[Event(name="JOINED")], [Event(name="JOINED")]]),
    (topic("stage", arn=STAGE), [[], [stage()]]),
]


@pytest.mark.parametrize(("topic", "reads"), NO_NEWS)
def test_no_news(topic: Topic, reads: Sequence[Sequence[Record]]) -> None:
    assert after(topic, *reads) == []


def test_the_events_of_one_read_come_in_order_with_their_own_times() -> None:
    watcher = Watcher(SESSION)
    watcher.read(session())
    found = watcher.read(session(event(9, "c"), event(3, "a"), event(3, "b")))
    assert [(one.what, one.at, one.observed) for one in found] == [
        ("a", START + timedelta(seconds=3), False),
        ("b", START + timedelta(seconds=3), False),
        ("c", START + timedelta(seconds=9), False),
    ]


def test_what_the_api_gives_no_time_happened_when_it_was_seen() -> None:
    watcher = Watcher(STREAMS)
    watcher.read()
    (found,) = watcher.read(stream(1))
    assert (found.at, found.observed) == (watcher.now, True)
    assert (found.topic, found.key, found.subject) == (STREAMS, f"{arn(1)}|st-1", arn(1))


def test_a_change_over_a_gap_of_one_read_is_seen() -> None:
    reads = [[stream(1, "STARVING")], [], [stream(1)]]
    assert after(STREAMS, *reads) == [(arn(1), "recovered", GOOD)]


def test_half_a_list_is_no_news() -> None:
    watcher = Watcher(STREAMS)
    assert watcher.part(stream(1)) == ()
    watcher.read(stream(1))
    assert watcher.part(stream(2, "STARVING")) == ()
    assert [one.what for one in watcher.read(stream(1), stream(2))] == ["went live"]


def test_an_ended_stream_is_told_once_however_slow_the_reads() -> None:
    watcher = Watcher(STREAMS)
    watcher.read(stream(1))
    told = []
    for _ in range(5):
        watcher.now += timedelta(minutes=3)
        told += [one.what for one in watcher.read()]
    assert told == ["ended"]


@pytest.mark.parametrize("name", QUERIES)
def test_nothing_is_no_news_of_any_query(name: str) -> None:
    nothing = Snapshot(topic=topic(name), complete=True, read_at=START)
    assert transitions(nothing, nothing) == ()
    assert transitions(Snapshot(topic=topic(name)), nothing) == ()


reads = st.lists(st.sets(st.integers(0, 3)), min_size=1, max_size=12)


@given(reads)
def test_a_stream_never_ends_twice_nor_goes_live_twice(rounds: list[set[int]]) -> None:
    watcher = Watcher(STREAMS)
    live = set(rounds[0])
    watcher.read(*(stream(n) for n in rounds[0]))
    for numbers in rounds[1:]:
        for told in watcher.read(*(stream(n) for n in numbers)):
            number = int(told.subject.rpartition("/")[2])
            if told.what == "ended":
                live.remove(number)
            else:
                assert told.what == "went live"
                assert number not in live
                live.add(number)
        assert numbers <= live
