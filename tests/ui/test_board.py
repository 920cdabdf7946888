"""What the screens know: bounded, but for what the API forgets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.aws.records import realtime as rt
from ivs_tui.engine.clock import boot_time
from ivs_tui.engine.commands import Happened
from ivs_tui.engine.snapshot import Transition
from ivs_tui.ui import board as boards
from ivs_tui.ui import timeline
from ivs_tui.ui.board import EVENTS, MOST_SNAPSHOTS, Board
from ivs_tui.ui.screens import listing
from ivs_tui.ui.timeline import LONGEST_KEPT, MOST_EVENTS
from tests.ui.monitor import (
    NOW,
    SCOPE,
    channel,
    channel_arn,
    open_desk,
    snapshot,
    stage,
    stage_arn,
    stream,
    topic,
)


def test_the_oldest_of_too_many_snapshots_goes() -> None:
    board = Board(SCOPE, NOW)
    abouts = [topic("channel", arn=channel_arn(number)) for number in range(MOST_SNAPSHOTS + 3)]
    for number, about in enumerate(abouts):
        board.put(snapshot(about, [channel(number)]))
    held = [bool(board.get(about).items) for about in abouts]
    assert held == [False] * 3 + [True] * MOST_SNAPSHOTS


def test_a_list_whose_vanished_items_are_remembered_stays() -> None:
    board = Board(SCOPE, NOW)
    gone = rt.CompositionSummary(arn="arn:aws:ivs:eu-west-1:1:composition/x", state="STOPPED")
    board.put(snapshot(topic("compositions"), [gone]))
    for number in range(MOST_SNAPSHOTS + 3):
        board.put(snapshot(topic("channel", arn=channel_arn(number)), [channel(number)]))
    assert board.listed("compositions", gone.arn) == gone
    assert board.listed("compositions", "another") is None
    assert board.listed("channels", gone.arn) is None


def test_names_come_from_any_list_or_answer_that_has_them() -> None:
    board = Board(SCOPE, NOW)
    assert board.name_of(stage_arn(1)) == "stage0000001"
    board.put(snapshot(topic("stages"), [stage(1)]))
    board.put(snapshot(topic("channel", arn=channel_arn(2)), [channel(2)]))
    assert board.name_of(stage_arn(1)) == "stage-1"
    assert board.name_of(channel_arn(2)) == "channel-2"


def happening(number: int) -> Transition:
    """Something that happened, known by its number."""
    return Transition(at=NOW, topic=topic("streams"), key="", subject="", what=str(number))


class Wall:
    """A board whose time is moved by hand."""

    def __init__(self) -> None:
        self.time = 1_000.0
        self.board = Board(SCOPE, NOW, lambda: self.time)
        self._told = 0

    def tell(self, count: int = 1) -> None:
        """Have so many events happen, numbered from 0."""
        numbers = range(self._told, self._told + count)
        self._told += count
        self.board.happened(happening(number) for number in numbers)

    @property
    def held(self) -> tuple[int, list[int], bool]:
        """The number of the first row, what is in the rows, and whether any was let go."""
        shown = self.board.get(topic(EVENTS))
        return (shown.first, [int(one.what) for one in shown.items], shown.trimmed)


def test_events_are_bounded_by_count_and_keep_their_numbers() -> None:
    wall = Wall()
    wall.tell(MOST_EVENTS)
    assert wall.held == (0, [*range(MOST_EVENTS)], False)
    wall.tell(3)
    assert wall.held == (3, [*range(3, MOST_EVENTS + 3)], True)


def test_events_are_bounded_by_age_though_nothing_new_happens() -> None:
    wall = Wall()
    wall.tell()
    wall.time += LONGEST_KEPT.total_seconds() / 2
    wall.tell()
    assert wall.held == (0, [0, 1], False)
    wall.time += LONGEST_KEPT.total_seconds() / 2 + 1
    assert wall.held == (1, [1], True)
    wall.time += 2 * LONGEST_KEPT.total_seconds()
    assert wall.held == (2, [], True)


def test_names_of_what_no_list_holds_any_more_go_when_they_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(boards, "MOST_NAMES", 20)
    board = Board(SCOPE, NOW)
    board.put(snapshot(topic("stages"), [stage(1)]))
    for number in range(100):
        board.put(snapshot(topic("channels"), [channel(number), channel(number + 1)]))
        assert len(board.names) <= 20
        assert board.name_of(channel_arn(number + 1)) == f"channel-{number + 1}"
    assert board.name_of(stage_arn(1)) == "stage-1"
    assert board.name_of(channel_arn(1)) == "chan00000001"


def test_lists_whose_vanished_items_are_remembered_are_bounded_too() -> None:
    board = Board(SCOPE, NOW)
    abouts = [topic("compositions", filterByStageArn=stage_arn(n)) for n in range(100)]
    for about in abouts:
        board.put(snapshot(about, []))
    held = [board.get(about).complete for about in abouts]
    assert held == [False] * (100 - MOST_SNAPSHOTS) + [True] * MOST_SNAPSHOTS


async def test_the_view_of_events_says_which_bound_was_reached(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (timeline, listing):
        monkeypatch.setattr(module, "MOST_EVENTS", 3)
    async with open_desk("events") as desk:
        await desk.say(snapshot(topic("streams"), []))
        await desk.say(Happened((happening(0), happening(1), happening(2))))
        assert "  since 14:03:05Z" in desk.text
        await desk.say(Happened((happening(3),)))
        assert "the newest 3, back to 14:03:0" in desk.text
        later = boot_time() + LONGEST_KEPT.total_seconds() + 60
        monkeypatch.setattr(desk.app.board.timeline, "_steady", lambda: later)
        await desk.say(Happened((happening(4),)))
        assert "the last 7 days  " in desk.text
        assert "1/1" in desk.text


async def test_while_polling_is_paused_nothing_lasts_longer() -> None:
    async with open_desk() as desk:
        await desk.say(snapshot(topic("streams"), [stream(1, health="STARVING")]))
        desk.now = NOW + timedelta(seconds=4)
        await desk.press("p")
        desk.now = NOW + timedelta(minutes=4)
        desk.app.route.steps[-1].tick()
        assert "starving for <5s" in desk.lines[2]
        assert "▼ starving   <5s" in desk.row_with("chan00000001")


def test_what_several_answers_to_one_query_told_of_a_resource_is_held_together() -> None:
    board, channel = Board(SCOPE, NOW), channel_arn(1)
    now = topic("session", channelArn=channel, streamId="st-2")
    before = topic("session", channelArn=channel, streamId="st-1")
    board.put(snapshot(now, [ll.StreamSession(stream_id="st-2")]))
    board.put(snapshot(before, [ll.StreamSession(stream_id="st-1")]))
    board.put(snapshot(now, [ll.StreamSession(stream_id="st-2", start_time=NOW)]))
    board.put(
        snapshot(topic("session", channelArn=channel_arn(2)), [ll.StreamSession(stream_id="st-3")])
    )
    held = board.held("session", {"channelArn": channel}).items
    assert [(one.stream_id, one.start_time) for one in held] == [("st-1", None), ("st-2", NOW)]
    assert board.held("sessions", {"channelArn": channel}).read_at is None
