"""One resource's timeline: whose it is, what stands in it, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.aws.records import realtime as rt
from ivs_tui.engine.last_events import LastEvent
from ivs_tui.engine.snapshot import Snapshot, Transition
from ivs_tui.engine.spells import Spell, gap_told
from ivs_tui.resources import timeline
from ivs_tui.resources.spec import Goal, Look, Row
from tests.support import CHANNEL, SCOPE, STAGE, START, topic

LOOK = Look(START)
MINUTE = timedelta(minutes=1)
OF_CHANNEL = topic("timeline", channelArn=CHANNEL)
SESSIONS = topic("sessions", channelArn=CHANNEL)


def session(name: str, began: float, ended: float | None = None, **more: Any) -> Any:
    """A stream session, in minutes ago."""
    end = None if ended is None else START - ended * MINUTE
    return ll.StreamSessionSummary(
        stream_id=name, start_time=START - began * MINUTE, end_time=end, **more
    )


def listed(*sessions: Any) -> Snapshot:
    return Snapshot(
        topic=SESSIONS, items=sessions, read_at=START, complete=True, last_complete_at=START
    )


def told(ago: float, what: str, **more: Any) -> Transition:
    facts: dict[str, Any] = {"topic": topic("streams"), "key": f"{CHANNEL}|st-2"} | more
    return Transition(at=START - ago * MINUTE, **{"subject": CHANNEL, "what": what, **facts})


def rows(events: Sequence[Transition], *known: Snapshot, about: Any = OF_CHANNEL) -> list[Row]:
    joined = {one.topic.name: one for one in known}
    found = timeline.KIND.merge(Snapshot(topic=about, items=tuple(events)), joined)
    return sorted(found, key=timeline.KIND.order)


def said(found: list[Row]) -> list[str]:
    what = next(one for one in timeline.KIND.columns if one.id == "what")
    detail = next(one for one in timeline.KIND.columns if one.id == "detail")
    return [f"{what.cell(row, LOOK).text} {detail.cell(row, LOOK).text}" for row in found]


def answer(found: list[Row], *known: Snapshot) -> str:
    joined = {one.topic.name: one for one in known}
    return "".join(cell.text for cell in timeline.KIND.answer(joined, found, LOOK))


def test_a_session_s_own_times_stand_for_what_the_reads_showed_of_it() -> None:
    events = [
        told(40.1, "ended", key=f"{CHANNEL}|st-1", detail="while starving"),
        told(38.9, "went live"),
        told(5, "starving"),
        told(4, "recovered"),
        told(3, "starving", subject="another"),
    ]
    known = listed(session("st-2", 39), session("st-1", 100, 40, has_error_event=True))
    assert said(rows(events, known)) == [
        "  recovered after about 1m00s -",
        "  starving -",
        "● session started 1m00s after the one before",
        "✖ session ended, with an error event lasted 1h00m, while starving",
        "● session started -",
    ]
    assert said(rows(events[:2])) == [
        "  went live after about 1m12s -",
        "  ended while starving",
    ]


@pytest.mark.parametrize(
    ("sessions", "said"),
    [
        ([session("a", 252)], "● no restart in the last hour, live for 4h12m"),
        ([session("b", 9), session("a", 70, 10)], "▼ 1 restart in the last hour, live for 9m"),
        ([session("b", 9), session("a", 500, 400)], "● no restart in the last hour, live for 9m"),
        ([session("a", 300, 125)], "○ not live: the last session ended 2h05m ago"),
        (
            [session(f"s{n}", 10 * n + 5, None if n == 0 else 10 * n) for n in range(5)],
            "✖ 5 sessions started in the last hour: flapping, live for 5m",
        ),
        ([], "○ no session is known"),
        ([ll.StreamSessionSummary(stream_id="bare")], "○ no session is known"),
        ([session("future", -90)], "● no restart in the last hour, live for <1m"),
    ],
)
def test_what_it_comes_to(sessions: list[Any], said: str) -> None:
    assert answer([], listed(*sessions)) == said


def test_how_often_it_starved_counts_what_its_events_told() -> None:
    known = listed(session("st-2", 252))
    found = rows(
        [told(5, "starving"), told(4, "recovered"), told(3, "starving"), told(2.95, "recovered")]
    )
    assert answer(found, known).endswith(", starved once in it")
    last = LastEvent(channel_arn=CHANNEL, stream_id="st-2", read_at=START, starvations=14)
    events = Snapshot(topic=topic("last-events"), items=(last,))
    assert answer(found, known, events).endswith(", starved 14 times in it: flapping")


def test_before_the_sessions_are_read_it_says_so() -> None:
    assert answer([], Snapshot(topic=SESSIONS)) == "… sessions not read yet"
    assert answer([]) == ""


def test_events_of_a_session_that_is_known_are_told_once_and_in_words() -> None:
    about = topic("session", channelArn=CHANNEL, streamId="st-2")
    began = ll.StreamEvent(
        name="Starvation Start", type="IVS Stream Health Change", event_time=START - 3 * MINUTE
    )
    over = ll.StreamEvent(
        name="Starvation End", type="IVS Stream Health Change", event_time=START - 2 * MINUTE
    )
    held = ll.StreamSession(
        stream_id="st-2", truncated_events=(over, began, ll.StreamEvent(name="x"))
    )
    seen = told(2, "Starvation End", topic=about, key="st-2", observed=False)
    found = rows([seen], Snapshot(topic=about, items=(held,)))
    assert [row.record.what for row in found] == ["Starvation End", "Starvation Start"]
    assert said(found)[0].startswith("● Starvation End after 1m00s The ")
    assert timeline.KIND.drill
    assert timeline.KIND.drill(found[0], OF_CHANNEL) == Goal("session", dict(about.parameters))


def test_the_newest_event_is_told_though_another_session_is_known() -> None:
    before = ll.StreamEvent(name="Session Ended", event_time=START - 90 * MINUTE)
    held = ll.StreamSession(stream_id="st-1", truncated_events=(before,))
    other = Snapshot(topic=topic("session", channelArn=CHANNEL, streamId="st-1"), items=(held,))
    began = ll.StreamEvent(name="Starvation Start", event_time=START - 3 * MINUTE)
    last = LastEvent(channel_arn=CHANNEL, stream_id="st-2", read_at=START, event=began)
    found = rows([], other, Snapshot(topic=topic("last-events"), items=(last,)))
    assert [row.record.what for row in found] == ["Starvation Start", "Session Ended"]


def test_a_stage_has_its_sessions_and_a_participant_its_events() -> None:
    listed_sessions = Snapshot(
        topic=topic("stage-sessions", stageArn=STAGE),
        items=(rt.StageSessionSummary(session_id="ss-1", start_time=START - 5 * MINUTE),),
        read_at=START,
    )
    began = told(
        5, "stage session began", topic=topic("stages"), subject=STAGE, key=STAGE, detail="ss-1"
    )
    of_stage = rows([began], listed_sessions, about=topic("timeline", stageArn=STAGE))
    assert [row.record.what for row in of_stage] == ["session started"]
    person = {"stageArn": STAGE, "sessionId": "ss-1", "participantId": "p-1"}
    events = Snapshot(
        topic=topic("participant-events", **person),
        items=(rt.Event(name="PUBLISH_ERROR", error_code="BITRATE_EXCEEDED", event_time=START),),
    )
    joined = told(
        1,
        "joined",
        topic=topic("participants", stageArn=STAGE, sessionId="ss-1"),
        key="p-1",
        subject="p-1",
    )
    other = told(
        1,
        "joined",
        topic=topic("participants", stageArn=STAGE, sessionId="ss-1"),
        key="p-2",
        subject="p-2",
    )
    found = rows([joined, other], events, about=topic("timeline", **person))
    assert [row.record.what for row in found] == ["PUBLISH_ERROR", "joined"]
    assert said(found)[0].startswith("✖ PUBLISH_ERROR BITRATE_EXCEEDED: An attempt to publish")


def test_gaps_stand_in_every_timeline() -> None:
    gap = gap_told(SCOPE, Spell(START - 90 * MINUTE, START - 30 * MINUTE))
    assert said(rows([gap])) == ["… not watched for 1h00m since 10:30:00Z"]
    assert timeline.KIND.drill
    assert timeline.KIND.drill(rows([gap])[0], OF_CHANNEL) is None


def test_hostile_words_are_shown_and_not_obeyed() -> None:
    about = topic("timeline", channelArn=CHANNEL)
    found = rows([told(1, "\x1b[31mx", detail="[/x]\u202e")], about=about)
    assert said(found) == ["  ␛[31mx [/x]<U+202E>"]


@pytest.mark.parametrize(
    ("identity", "offered", "whose"),
    [
        (CHANNEL, {}, {"channelArn": CHANNEL}),
        ("st-1", {"channelArn": CHANNEL, "streamId": "st-1"}, {"channelArn": CHANNEL}),
        (STAGE, {"channelArn": CHANNEL}, {"stageArn": STAGE}),
        ("ss-1", {"stageArn": STAGE, "sessionId": "ss-1"}, {"stageArn": STAGE}),
        (
            "p-1",
            {"stageArn": STAGE, "sessionId": "ss-1"},
            {"stageArn": STAGE, "sessionId": "ss-1", "participantId": "p-1"},
        ),
        (STAGE.replace(":stage/", ":composition/"), {"stageArn": STAGE}, None),
        ("", {}, {}),
        ("nothing", {}, {}),
    ],
)
def test_whose_timeline_it_is(identity: str, offered: dict[str, str], whose: Any) -> None:
    assert timeline.resource(identity, offered) == ({"arn": identity} if whose is None else whose)


def test_a_composition_s_own_times_are_told_once() -> None:
    arn, began = f"{STAGE}-mix", START - 30 * MINUTE
    failed = rt.DestinationSummary(id="d2", state="FAILED", end_time=START - 5 * MINUTE)
    there = rt.DestinationSummary(id="d1", state="RECONNECTING")
    mix = rt.CompositionSummary(
        arn=arn, state="ACTIVE", start_time=began, destinations=(there, failed)
    )
    other = rt.CompositionSummary(arn=f"{arn}2", state="ACTIVE", start_time=began)
    of_it, listed = topic("timeline", arn=arn), topic("compositions")
    known = Snapshot(topic=listed, items=(mix, other), read_at=START, complete=False)
    assert said(rows([], known, about=of_it)) == [
        "✖ destination failed destination d2",
        "● composition started -",
    ]
    seen = told(5, "destination failed", topic=listed, key=arn, subject=arn)
    seen = structs.replace(seen, detail="destination d2, was active")
    assert said(rows([seen], known, about=of_it)) == [
        "  destination failed destination d2, was active",
        "● composition started -",
    ]
