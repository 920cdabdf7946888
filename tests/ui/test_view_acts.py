"""Wide, chosen columns, what is remembered of a view."""

from __future__ import annotations

import json
from pathlib import Path

from ivs_tui.aws.records.lowlatency import StreamEvent, StreamSession
from ivs_tui.resources.opening import Opening, ViewState
from ivs_tui.ui.remembered import Remembered
from ivs_tui.ui.screens.base import MonitorScreen
from tests.ui.monitor import (
    NOW,
    Desk,
    channel,
    channel_arn,
    open_desk,
    snapshot,
    stage,
    stream,
    topic,
)

STREAMS, NAMES = topic("streams"), topic("names")


async def show_streams(desk: Desk, count: int = 3, name: str = "channel") -> None:
    await desk.say(
        snapshot(STREAMS, [stream(n, viewers=1000 - n) for n in range(1, count + 1)]),
        snapshot(NAMES, [channel(n, f"{name}-{n}") for n in range(1, count + 1)]),
    )


def front(desk: Desk) -> MonitorScreen:
    screen = desk.app.screen
    assert isinstance(screen, MonitorScreen)
    return screen


async def command(desk: Desk, text: str) -> None:
    """As if it was typed at the prompt, which takes a test much longer."""
    desk.app.obey(text)
    await desk.pilot.pause()


async def filtered(desk: Desk, text: str) -> None:
    """The same for a filter."""
    desk.app.filter(front(desk).table, text)
    front(desk).close_prompt()
    await desk.pilot.pause()


def table_lines(desk: Desk) -> list[str]:
    start = next(at for at, line in enumerate(desk.lines) if "HEALTH" in line or "CHANNEL" in line)
    return desk.lines[start : start + 4]


# Wide


async def test_wide_shows_whole_names_and_brings_every_column_into_sight() -> None:
    async with open_desk() as desk:
        await show_streams(desk, name="a-channel-whose-name-is-longer-than-its-column")
        before = table_lines(desk)
        assert "longer-than-its-column-1" not in desk.text
        await desk.press("w")
        assert "a-channel-whose-name-is-longer-than-its-column-1" in desk.text
        assert "wide, hidden: " in desk.lines[1]
        assert desk.lines[1].rstrip().endswith(">")
        seen = desk.text
        for _ in front(desk).table.columns:
            await desk.press("right")
            assert "HEALTH" in desk.text
            seen += desk.text
        for column in front(desk).table.columns:
            assert column.title in seen
        assert "desk=news" in desk.text
        assert ">" not in desk.lines[1].rpartition("hidden:")[2]
        await desk.press("less_than_sign", "left")
        assert ">" in desk.lines[1].rpartition("hidden:")[2]
        await desk.press("w")
        assert table_lines(desk) == before
        assert "wide" not in desk.lines[1]


async def test_columns_stand_still_where_nothing_is_hidden() -> None:
    async with open_desk("stages", size=(120, 24)) as desk:
        await desk.say(snapshot(topic("stages"), [stage(1)]))
        await desk.press("right", "w", "right", "left")
        assert "wide" in desk.lines[1]
        assert "hidden" not in desk.lines[1]


async def test_the_table_of_a_detail_is_wide_too() -> None:
    target = Opening("session", {"channelArn": channel_arn(1)})
    async with open_desk(opening=target) as desk:
        event = StreamEvent(name="x" * 70, type="y", code="z", event_time=NOW)
        session = StreamSession(stream_id="st-1", truncated_events=(event,))
        await desk.say(snapshot(topic("session", channelArn=channel_arn(1)), [session]))
        await desk.press("w")
        assert "wide" in desk.lines[1]
        await desk.press("greater_than_sign")
        assert "CODE" in desk.text


# Columns


async def test_columns_are_chosen_in_their_order_and_stay_for_the_view() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        await command(desk, "columns viewers,channel")
        assert table_lines(desk)[0].split() == ["VIEWERS", "CHANNEL"]
        await command(desk, "columns +tags -viewers")
        assert table_lines(desk)[0].split() == ["CHANNEL", "TAGS"]
        assert "desk=news" in desk.text
        await filtered(desk, "healthy")
        assert "3 of 3" in desk.lines[1]  # the filter sees what is not shown
        await command(desk, "columns all")
        assert table_lines(desk)[0].split()[0] == "HEALTH"


async def test_columns_that_are_not_there_are_said_and_change_nothing() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        before = table_lines(desk)
        await command(desk, "columns nope")
        assert table_lines(desk) == before
        assert "no column 'nope'" in desk.text
        await command(desk, "columns")
        assert "shown: health" in desk.text
        line = desk.app.command_line
        assert line.complete("columns health,lat") == "columns health,latency"
        assert "-health" in line.candidates("columns ")


# Remembered


async def test_a_view_comes_up_as_it_was_left(tmp_path: Path) -> None:
    path = tmp_path / "views.json"
    async with open_desk(remembered=Remembered(path)) as desk:
        await show_streams(desk)
        await desk.press("slash", *"channel-2", "enter", "s", "w")
        await command(desk, "columns channel,viewers")
        desk.app.remembered.flush()
    again = Remembered(path)
    again.load()
    async with open_desk(remembered=again) as desk:
        await show_streams(desk)
        assert "1 of 3 match channel-2, as last time: esc shows all" in desk.lines[1]
        assert table_lines(desk)[0].split() == ["CHANNEL", "VIEWERS"]
        assert front(desk).table.sort.column_id is not None
        await desk.press("slash", "enter")
        assert "match channel-2  " in desk.lines[1]
        assert "wide" in desk.lines[1]
        await command(desk, "reset")
        assert "match" not in desk.lines[1]
        assert "HEALTH" in table_lines(desk)[0]
        desk.app.remembered.flush()
    assert json.loads(path.read_text())["views"] == {}


async def test_each_view_has_its_own_and_all_are_forgotten_at_once() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        await desk.press("w", "3")
        await desk.say(snapshot(topic("stages"), [stage(1), stage(2)]))
        await filtered(desk, "stage-1")
        assert "wide" not in desk.lines[1]
        await desk.press("1", "3")
        assert "1 of 2 match stage-1" in desk.lines[1]
        await command(desk, "reset all")
        assert "match" not in desk.lines[1]
        await desk.press("1")
        assert "wide" not in desk.lines[1]
        await command(desk, "reset nonsense")
        assert "reset forgets this view" in desk.text


async def test_what_no_longer_can_be_is_let_go_with_a_sentence() -> None:
    remembered = Remembered()
    remembered.keep(
        "streams", ViewState(filter="viewers>>x", sort="-gone", columns=("gone", "channel"))
    )
    async with open_desk(remembered=remembered) as desk:
        await show_streams(desk)
        assert "cannot be read" in desk.text.replace("\n", " ")
        assert "1/3" in desk.lines[1]
        assert table_lines(desk)[0].split() == ["CHANNEL"]
        # What is said once is not said at every start.
        assert remembered.of("streams") == ViewState(columns=("channel",))


async def test_a_damaged_file_is_said_on_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "views.json"
    path.write_text("{")
    remembered = Remembered(path)
    remembered.load()
    async with open_desk(remembered=remembered) as desk:
        await desk.pilot.pause()
        assert "damaged" in desk.text


async def test_scroll_cursor_and_filter_are_there_on_the_way_back() -> None:
    async with open_desk() as desk:
        await show_streams(desk, 60)
        await desk.press("pagedown", "pagedown", "k")
        await filtered(desk, "channel")
        before = (front(desk).table.top, front(desk).table.position, desk.lines[2:])
        await desk.press("enter")
        assert "session of" in desk.lines[0]
        await desk.press("escape")
        assert (front(desk).table.top, front(desk).table.position, desk.lines[2:]) == before
        assert before[0] > 0


async def test_a_notice_is_shown_to_its_last_line() -> None:
    async with open_desk() as desk:
        # As wide as a toast of 80 columns, to the letter.
        desk.app.notify("0xxxxx 1xxxx 2x 3xxxxxxxxx 4xxxxxxx 5x", markup=False)
        await desk.pilot.pause()
        await desk.pilot.pause()
        assert " 5x" in desk.text
