"""The monitor's screens: what they always tell, where keys lead, what stays on the way back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.driver import Driver

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.engine.budget import OperationUsage
from ivs_tui.engine.commands import Happened, Pause, Refresh, Unwatch, Watch
from ivs_tui.engine.link import EngineLost
from ivs_tui.engine.snapshot import Gone, Severity, Transition, Usage
from ivs_tui.ui.screens.base import MonitorScreen
from ivs_tui.ui.widgets.live_table import LiveTable
from tests.ui.monitor import (
    NOW,
    Desk,
    channel,
    channel_arn,
    open_desk,
    snapshot,
    stage,
    stage_arn,
    stream,
    topic,
)

STREAMS = topic("streams")
NAMES = topic("names")


async def show_streams(desk: Desk, count: int = 3) -> None:
    await desk.say(
        snapshot(STREAMS, [stream(n, viewers=1000 - n) for n in range(1, count + 1)]),
        snapshot(NAMES, [channel(n) for n in range(1, count + 1)]),
    )


async def test_before_the_first_read_it_says_so() -> None:
    async with open_desk() as desk:
        assert "not read yet" in desk.text
        assert "no channel is live" not in desk.text


async def test_an_empty_list_is_told_only_once_it_was_read() -> None:
    async with open_desk() as desk:
        await desk.say(snapshot(STREAMS, []))
        assert "no channel is live" in desk.text
        assert "read 14:03:05Z" in desk.lines[1]


async def test_streams_come_worst_first_with_their_names() -> None:
    async with open_desk() as desk:
        streams = [
            stream(1, viewers=5),
            stream(2, viewers=900),
            stream(3, health="UNKNOWN"),
            stream(4, health="STARVING", viewers=1),
        ]
        await desk.say(snapshot(STREAMS, streams), snapshot(NAMES, [channel(n) for n in (1, 2, 4)]))
        words = [line.split() for line in desk.lines[5:9]]
        assert [(line[1], [word for word in line if "chan" in word]) for line in words] == [
            ("starving", ["channel-4"]),
            ("unknown", ["chan00000003"]),
            ("healthy", ["channel-2"]),
            ("healthy", ["channel-1"]),
        ]


async def test_the_bar_tells_scope_count_read_and_budget() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        await desk.say(Usage((OperationUsage("ListStreams", 2, 23, throttled=False),)))
        assert desk.lines[0].split() == [
            *("prod", "eu-west-1", "streams", "ListStreams", "2/23", "per", "10s")
        ]
        assert "1/3" in desk.lines[1]
        assert "read 14:03:05Z" in desk.lines[1]


async def test_an_old_read_is_called_stale_in_coarse_steps() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        desk.now = NOW + timedelta(seconds=47)
        await desk.say(Usage())
        assert "stale 40 s" in desk.lines[1]


@pytest.mark.parametrize("size", [(80, 24), (60, 15)])
async def test_when_it_was_read_is_told_however_long_the_filter_is(size: tuple[int, int]) -> None:
    async with open_desk(size=size) as desk:
        await show_streams(desk)
        typed = "health=healthy|starving !channel:annex viewers>10 age<300h"
        desk.app.filter(desk.app.route.steps[-1].table, typed)
        desk.now = NOW + timedelta(seconds=47)
        await desk.say(Usage())
        assert desk.lines[1].startswith(" 3 of 3 match health=healthy|s")
        assert "…  read 14:03:05Z  stale 40 s" in desk.lines[1]


async def test_a_failed_read_keeps_the_rows_and_says_why_and_when_again() -> None:
    async with open_desk(size=(120, 24)) as desk:
        await show_streams(desk)
        problem = Problem(
            kind=ProblemKind.UNREACHABLE,
            sentence="unreachable",
            advice="check the network",
            attempt=2,
            retry_in=10.0,
        )
        desk.now = NOW + timedelta(seconds=2)
        rows = [stream(n) for n in (1, 2, 3)]
        await desk.say(snapshot(STREAMS, rows, error=problem, error_at=NOW))
        assert "unreachable: 3rd try in 8 s — check the network" in desk.text
        assert "channel-2" in desk.text
        await desk.say(snapshot(STREAMS, rows))
        assert "unreachable" not in desk.text


async def test_nothing_is_green_that_was_not_read_lately() -> None:
    async with open_desk() as desk:

        def is_green() -> bool:
            table = desk.app.screen.query_one(LiveTable)
            good, dim = (
                table.get_component_rich_style(f"live-table--{tone}") for tone in ("good", "dim")
            )
            return good.color != dim.color

        rows = [stream(n) for n in (1, 2, 3)]
        await desk.say(snapshot(STREAMS, rows))
        assert is_green()
        problem = Problem(kind=ProblemKind.DENIED, sentence="denied: ivs:ListStreams")
        await desk.say(snapshot(STREAMS, rows, error=problem, error_at=NOW))
        assert not is_green()
        await desk.say(snapshot(STREAMS, rows))
        assert is_green()
        desk.now = NOW + timedelta(seconds=47)
        await desk.say(Usage())
        assert not is_green()


async def test_trouble_with_names_is_told_as_theirs() -> None:
    async with open_desk(size=(120, 24)) as desk:
        await show_streams(desk)
        problem = Problem(kind=ProblemKind.DENIED, sentence="denied: ivs:BatchGetChannel")
        await desk.say(snapshot(NAMES, [], error=problem, error_at=NOW, complete=False))
        assert "names: ✖ denied: ivs:BatchGetChannel" in desk.text
        slow = Problem(kind=ProblemKind.TIMEOUT, sentence="timed out")
        await desk.say(snapshot(topic("starving"), [], error=slow, error_at=NOW))
        assert "names: ✖ denied: ivs:BatchGetChannel " in desk.lines[2]
        assert desk.lines[3].strip() == "also cannot be read: starving streams"


async def test_a_list_still_being_read_says_how_far() -> None:
    async with open_desk() as desk:
        part = {"complete": False, "reading": 100, "last_complete_at": None}
        await desk.say(snapshot(STREAMS, [stream(1)], **part))
        assert "reading: 100 so far" in desk.lines[1]


async def test_a_fresh_list_is_read_anew_in_silence_and_keeps_the_time_of_its_last_whole_read() -> (
    None
):
    async with open_desk() as desk:
        later = NOW + timedelta(seconds=4)
        desk.now = later
        await desk.say(snapshot(STREAMS, [stream(1)], complete=False, reading=100, read_at=later))
        assert "reading" not in desk.lines[1]
        assert "read 14:03:05Z" in desk.lines[1]
        desk.now = NOW + timedelta(seconds=20)
        await desk.say(Usage())
        assert "reading: 100 so far  stale 20 s" in desk.lines[1]


async def test_what_ended_stays_and_is_marked() -> None:
    async with open_desk() as desk:
        gone = (Gone(stream(2), NOW, confirmed=True), Gone(stream(3), NOW, confirmed=False))
        await desk.say(snapshot(STREAMS, [stream(1)], gone=gone), snapshot(NAMES, [channel(2)]))
        assert "○ ended" in desk.row_with("channel-2")
        assert "● healthy" in desk.row_with("chan00000003")
        assert "1/3, 1 ended" in desk.lines[1]
        assert "live 2 " in desk.lines[2]


async def test_minus_one_viewers_are_not_a_number() -> None:
    async with open_desk() as desk:
        await desk.say(snapshot(STREAMS, [stream(1, viewers=-1)]))
        assert "-1" not in desk.row_with("chan00000001")
        assert "…" in desk.row_with("chan00000001")


async def test_the_cursor_stays_on_its_stream_when_rows_sort_anew() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        await desk.press("j")
        table = desk.app.screen.query_one(LiveTable)
        before = table.cursor_key
        await desk.say(snapshot(STREAMS, [stream(n, viewers=n) for n in (1, 2, 3)]))
        assert table.cursor_key == before


async def test_enter_opens_the_session_and_escape_comes_back_to_the_row() -> None:
    async with open_desk() as desk:
        await show_streams(desk, 5)
        await desk.press("j", "j", "enter")
        assert "session of channel-3" in desk.lines[0]
        wanted = topic("session", channelArn=channel_arn(3), streamId=f"st-{3:023}")
        assert Watch(wanted, 5.0, front=True) in desk.link.sent
        await desk.press("escape")
        assert "3/5" in desk.lines[1]
        assert Unwatch(wanted) in desk.link.sent


async def test_escape_at_the_first_list_does_nothing() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        await desk.press("escape", "escape")
        assert "streams" in desk.lines[0]


async def test_the_filter_stays_on_the_way_back_and_escape_clears_it() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        await desk.press("slash", *"channel-2", "enter")
        assert "1 of 3 match channel-2" in desk.lines[1]
        await desk.press("enter")
        assert "session of channel-2" in desk.lines[0]
        await desk.press("escape")
        assert "1 of 3 match channel-2" in desk.lines[1]
        await desk.press("escape")
        assert "1/3" in desk.lines[1] or "2/3" in desk.lines[1]


async def test_a_view_without_its_parent_asks_for_one() -> None:
    async with open_desk("sessions") as desk:
        assert "choose a channel first" in desk.text
        assert "channels" in desk.lines[0]


async def test_a_view_takes_the_selected_row_as_its_parent() -> None:
    async with open_desk("stages") as desk:
        await desk.say(snapshot(topic("stages"), [stage(1), stage(2)]))
        await desk.press("j", "colon", *"pa", "enter")
        wanted = topic("participants", stageArn=stage_arn(2), sessionId="st-session0002")
        assert Watch(wanted, 5.0, front=True) in desk.link.sent


async def test_digits_go_back_to_a_list_that_is_in_the_path() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        await desk.press("3", "2", "1")
        assert desk.lines[0].split()[2:] == ["streams"]
        assert len(desk.app.screen_stack) == 1


async def test_refresh_and_pause_reach_the_engine() -> None:
    async with open_desk() as desk:
        await desk.press("r", "p")
        assert Refresh(STREAMS) in desk.link.sent
        assert Pause(True) in desk.link.sent
        assert "paused" in desk.lines[1]
        await desk.press("p")
        assert "paused" not in desk.lines[1]


async def test_what_comes_once_it_ends_is_shown_nowhere() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
    app = desk.app
    assert app.front is None
    for report in (Usage(), snapshot(STREAMS, []), Happened(()), EngineLost(), Usage()):
        app.take_report(app.Reported(app.desk, report))
    app.show_frame()
    app.draw_marks()
    app.advise()


async def test_nothing_is_asked_while_it_is_stopped() -> None:
    async with open_desk() as desk:
        desk.app.app_suspend_signal.publish(desk.app)
        assert desk.link.sent[-1] == Pause(True)
        desk.app.post_message(Driver.SignalResume())
        await desk.press()
        assert desk.link.sent[-1] == Pause(False)
        await desk.press("p")
        desk.app.app_suspend_signal.publish(desk.app)
        desk.app.post_message(Driver.SignalResume())
        await desk.press()
        assert desk.link.sent[-1] == Pause(True)


async def test_the_tree_shows_members_by_their_wire_names() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        await desk.press("d")
        assert "channelArn" in desk.text
        assert "viewerCount  999" in desk.text
        await desk.press("escape")
        assert "1/3" in desk.lines[1]


async def test_help_names_the_keys_and_the_marks() -> None:
    async with open_desk() as desk:
        await desk.press("question_mark")
        assert "▼ starving" in desk.text
        assert "Open the row under the cursor" in desk.text
        before = desk.lines
        await desk.press("j", "j", "k")
        assert [one[4:70] for one in desk.lines[:-1]] == [one[4:70] for one in before[1:]]
        await desk.press("escape")


async def test_events_are_told_newest_first_and_lead_to_their_resource() -> None:
    async with open_desk("events", size=(120, 24)) as desk:
        started = Transition(
            at=NOW,
            topic=STREAMS,
            key=f"{channel_arn(1)}|st-1",
            subject=channel_arn(1),
            what="starving",
            severity=Severity.WARNING,
        )
        later = Transition(
            at=NOW + timedelta(seconds=5),
            topic=topic("stages"),
            key=stage_arn(2),
            subject=stage_arn(2),
            what="stage session began",
        )
        await desk.say(
            snapshot(STREAMS, []),
            snapshot(NAMES, [channel(1)]),
            Happened((started, later)),
        )
        assert "stage session began" in desk.lines[3]
        assert "▼ starving" in desk.row_with("channel-1")
        await desk.press("G", "enter")
        assert "session of channel-1" in desk.lines[0]


async def test_a_lost_engine_is_told() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        await desk.say(EngineLost())
        assert "the engine ended and is started again" in desk.text
        assert "channel-1" in desk.text


async def test_too_small_a_terminal_says_what_it_needs() -> None:
    async with open_desk(size=(59, 20)) as desk:
        assert "ivs-tui needs 60x15, this is 59x20" in desk.text
        await desk.pilot.resize_terminal(80, 24)
        await desk.pilot.pause()
        await show_streams(desk)
        assert "channel-1" in desk.text


async def test_ascii_has_no_other_character() -> None:
    async with open_desk(ascii_only=True) as desk:
        await show_streams(desk)
        await desk.say(snapshot(STREAMS, [stream(1, health="STARVING"), stream(2)]))
        await desk.press("j")
        assert desk.text.isascii()
        assert "v starving" in desk.text
        for keys in (("enter",), ("question_mark",), ("escape", "d"), ("escape", "colon"), ("s",)):
            await desk.press(*keys)
            assert desk.text.isascii()
        await desk.press("escape", "ctrl+p")
        assert desk.text.isascii()


async def test_hostile_names_stay_in_their_column() -> None:
    async with open_desk() as desk:
        names = ["[/x]", "\x1b[31mred", "界" * 50, "x" * 10_000, "\u202eevil"]
        await desk.say(
            snapshot(STREAMS, [stream(n) for n in range(1, 6)]),
            snapshot(NAMES, [channel(n, name) for n, name in enumerate(names, 1)]),
        )
        assert all("\x1b" not in line and "\u202e" not in line for line in desk.lines)
        assert "[/x]" in desk.text
        assert "␛[31mred" in desk.text


async def test_a_screen_below_another_one_draws_nothing() -> None:
    async with open_desk() as desk:
        await desk.say(snapshot(topic("streams"), [stream(1)]))
        below = desk.app.screen
        assert isinstance(below, MonitorScreen)
        await desk.press("4")
        drawn = below.table.render_line(1).text
        desk.now += timedelta(hours=3)
        below.tick()
        assert below.table.render_line(1).text == drawn
        await desk.press("escape")
        assert below.table.render_line(1).text != drawn
