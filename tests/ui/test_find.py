"""`:find`, and Enter where no row matches: all that was read at once, then open sessions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.records.realtime import ParticipantSummary, StageSessionSummary
from ivs_tui.engine.commands import Happened, Refresh, Watch
from ivs_tui.engine.gathering import Attempts, Failure, InError, Searched, SessionInError
from ivs_tui.engine.snapshot import Snapshot, Transition
from ivs_tui.ui.acts.find import advice
from ivs_tui.ui.screens.base import MonitorScreen
from tests.ui import estate
from tests.ui.monitor import (
    NOW,
    Desk,
    channel_arn,
    open_desk,
    snapshot,
    stage_arn,
    stream,
    topic,
)

REFUSED = Attempts(
    participant_id="p1",
    read_at=NOW,
    failures=(Failure(event="PUBLISH_ERROR", code="B_FRAME_PRESENT", last=NOW),),
)
SESSION = {"stageArn": stage_arn(1), "sessionId": estate.SESSION}


@asynccontextmanager
async def at_home(view: str = "streams") -> AsyncIterator[Desk]:
    async with open_desk(view) as desk:
        await desk.say(*estate.estate())
        yield desk


async def find(desk: Desk, text: str) -> None:
    desk.app.obey(f"find {text}")
    await desk.pilot.pause()
    await desk.pilot.pause()


def front(desk: Desk) -> MonitorScreen:
    assert isinstance(desk.app.screen, MonitorScreen)
    return desk.app.screen


def found(desk: Desk) -> list[str]:
    """The rows, as they are read."""
    first = next(n for n, line in enumerate(desk.lines) if "WHAT" in line) + 1
    return [line.strip() for line in desk.lines[first:-1] if line.strip()]


def asked(desk: Desk, name: str) -> list[Watch]:
    return [one for one in desk.link.sent if isinstance(one, Watch) and one.topic.name == name]


async def test_what_was_read_is_found_at_once_and_whatever_its_case() -> None:
    async with at_home() as desk:
        await desk.press("colon", *"find ADA", "enter")
        row, replica = found(desk)
        assert row.split()[:2] == ["participant", "ada"]
        assert "stage-1" in row
        assert "stage-2" in replica
        assert "Not searched: ended sessions, lists not opened, attributes." in desk.text
        assert [one.front for one in asked(desk, "found")] == [True]
        await desk.press("enter")
        assert front(desk).target == "participant"
        assert dict(front(desk).topic.parameters) == estate.person(1)


async def test_ids_names_and_tags_of_everything_are_found() -> None:
    async with at_home() as desk:
        for text, wanted in {
            estate.STREAM: "live stream",
            estate.SESSION: "stage session",
            "channel-2": "channel",
            "archive": "recording",
            "desk=news": "channel",
            "outside": "ingest",
        }.items():
            await find(desk, text)
            assert wanted in "\n".join(found(desk)), text
            await desk.press("escape")


async def test_an_exact_arn_opens_its_resource_or_says_where_it_is_and_searches_nothing() -> None:
    async with at_home() as desk:
        await find(desk, "arn:aws:ivs:us-east-1:123456789012:stage/x")
        assert "that is in us-east-1" in desk.text
        assert front(desk).target == "streams"
        await find(desk, estate.RECORDING)
        assert front(desk).target == "recording-configuration"
        assert not asked(desk, "found")


async def test_how_far_the_sessions_were_searched_and_which_could_not_be() -> None:
    async with at_home() as desk:
        await find(desk, "u|8842")
        here = topic("found", filterByUserId="u|8842")
        one = Searched(stage_arn=stage_arn(1), session_id="s1")
        other = Searched(stage_arn=stage_arn(2), session_id="s|2")
        await desk.say(snapshot(here, [one, other], complete=False))
        assert "searched 0 of 2 active stage sessions" in desk.text
        denied = Searched(
            stage_arn=stage_arn(1), session_id="s1", searched_at=NOW, unread="denied: ivs:X"
        )
        there = ParticipantSummary(participant_id="p|9", user_id="u|8842", state="CONNECTED")
        hit = Searched(
            stage_arn=stage_arn(2), session_id="s|2", searched_at=NOW, participants=(there,)
        )
        await desk.say(snapshot(here, [denied, hit]))
        assert "searched 2 of 2 active stage sessions" in desk.text
        assert "denied: ivs:X" in desk.text
        await desk.press("enter")
        assert dict(front(desk).topic.parameters) == {
            "stageArn": stage_arn(2),
            "sessionId": "s|2",
            "participantId": "p|9",
        }


async def test_why_no_session_can_be_searched_is_said() -> None:
    denied = Problem(kind=ProblemKind.DENIED, sentence="denied: ivs:ListStages")
    async with open_desk() as desk:
        await find(desk, "8842")
        await desk.say(Snapshot(topic=topic("stages"), error=denied, error_at=NOW))
        assert "stages: ✖ denied: ivs:ListStages" in desk.text


async def test_a_second_find_of_the_same_asks_the_sessions_anew() -> None:
    async with at_home() as desk:
        here = topic("found", filterByUserId="8842")
        await find(desk, "8842")
        assert Refresh(here) not in desk.link.sent
        await desk.say(snapshot(here, []))
        await desk.press("escape")
        await find(desk, "8842")
        await desk.pilot.pause()
        assert desk.link.sent[-1] == Refresh(here)


async def test_what_ended_is_found_in_the_timeline() -> None:
    async with at_home() as desk:
        stream = "st-gonegonegonegone"
        ended = Transition(
            at=NOW,
            topic=topic("streams"),
            key=f"{channel_arn(2)}|{stream}",
            subject=channel_arn(2),
            what="ended",
        )
        await desk.say(Happened((ended,)))
        await find(desk, stream)
        assert len(found(desk)) == 1
        await desk.press("enter")
        assert front(desk).topic == topic("session", channelArn=channel_arn(2), streamId=stream)


async def test_who_has_left_is_found_with_the_stage_and_in_quotes_too() -> None:
    async with at_home() as desk:
        about = topic("participants", **SESSION)
        await desk.say(
            Happened((Transition(at=NOW, topic=about, key="p 9", subject="p 9", what="left"),))
        )
        await find(desk, '"p 9"')
        (row,) = found(desk)
        assert row.split()[1:] == ["p", "9", "p", "9", "stage-1", "left"]


async def test_enter_at_words_that_no_row_has_finds_them_and_enter_opens() -> None:
    async with at_home() as desk:
        error = InError(participant_id="p|7", user_id="user-8842", event="JOIN_ERROR", code="NEW")
        session = SessionInError(
            stage_arn=stage_arn(1), session_id=estate.SESSION, in_error=(error,)
        )
        await desk.say(snapshot(topic("errors"), [session]))
        await desk.press("slash", *"8842")
        assert "no row matches; enter finds it everywhere" in desk.text
        await desk.press("enter")
        (row,) = found(desk)
        assert "user-8842" in row
        await desk.press("enter")
        assert front(desk).target == "participant"
        await desk.press("escape", "escape")
        assert front(desk).target == "streams"
        assert front(desk).table.filter is None


async def test_only_plain_words_that_nothing_matches_are_looked_for_elsewhere() -> None:
    async with at_home() as desk:
        table = front(desk).table
        for typed in ("", "!channel", "health:nix", "channel-1", "!zz qq", "nix !qq", "nix", "a b"):
            desk.app.filter(table, typed)
            assert bool(advice(front(desk))) is (typed in {"nix", "a b"}), typed


async def test_a_list_that_is_still_being_read_is_waited_for() -> None:
    async with open_desk() as desk:
        await desk.press("slash", *"nix", "enter")
        assert (front(desk).target, front(desk).table.total) == ("streams", 0)
        part = {"complete": False, "reading": 1, "last_complete_at": None}
        await desk.say(snapshot(topic("streams"), [stream(1)], **part))
        await desk.press("slash", "enter")
        assert "0 of 1 match nix" in desk.lines[1]
        assert front(desk).target == "streams"


async def test_names_that_are_still_being_read_are_waited_for_unless_they_cannot_be() -> None:
    async with open_desk() as desk:
        await desk.say(snapshot(topic("streams"), [stream(1)]))
        await desk.press("slash", *"nix")
        assert "no row matches yet: names are still being read" in desk.text
        await desk.press("enter")
        assert "0 of 1 match nix" in desk.lines[1]
        assert front(desk).target == "streams"
        part = {"complete": False, "last_complete_at": None}
        await desk.say(snapshot(topic("names"), [], **part))
        await desk.press("slash", "enter")
        assert front(desk).target == "streams"
        denied = Problem(kind=ProblemKind.DENIED, sentence="denied")
        await desk.say(snapshot(topic("names"), [], error=denied, **part))
        await desk.press("slash")
        assert "no row matches; enter finds it everywhere" in desk.text
        await desk.press("enter")
        assert front(desk).target == "found"


async def test_errors_of_a_composition_are_those_of_the_open_session_of_its_stage() -> None:
    async with at_home("compositions") as desk:
        await desk.press("E")
        assert front(desk).topic == topic("session-errors", **SESSION)


async def test_all_errors_of_the_session_in_front() -> None:
    async with at_home() as desk:
        await desk.press("E")
        assert "errors are those of a stage session" in desk.text
        desk.app.clear_notifications()
        sessions = topic("stage-sessions", stageArn=stage_arn(1))
        await desk.say(snapshot(sessions, [StageSessionSummary(session_id=estate.SESSION)]))
        for way in ("3", "enter", "enter"):
            await desk.press(way, "E")
            want = asked(desk, "session-errors")[-1]
            assert dict(want.topic.parameters) == SESSION
            assert want.front
            if way != "3":
                await desk.press("escape")
                continue
            await desk.say(snapshot(want.topic, [REFUSED]))
            assert "1 of 1 read" in desk.text
            assert "disconnects such a publisher" in desk.text
            await desk.press("enter")
            assert "error B_FRAME_PRESENT" in desk.lines[1]
            await desk.press("escape", "escape")
        assert front(desk).target == "participants"
