"""What the screens know: bounded, but for what the API forgets."""

from __future__ import annotations

from ivs_tui.aws.records import realtime as rt
from ivs_tui.ui.board import MOST_SNAPSHOTS, Board
from tests.ui.monitor import NOW, SCOPE, channel, channel_arn, snapshot, stage, stage_arn, topic


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
