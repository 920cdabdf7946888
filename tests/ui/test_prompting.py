"""What is typed below a list: `ui/screens/prompting.py`."""

from __future__ import annotations

import pytest

from ivs_tui.ui.widgets.live_table import LiveTable
from tests.ui.monitor import Desk, channel, open_desk, snapshot, stream, topic


async def show_streams(desk: Desk) -> None:
    """Three live streams with their names."""
    await desk.say(
        snapshot(topic("streams"), [stream(number) for number in (1, 2, 3)]),
        snapshot(topic("names"), [channel(number) for number in (1, 2, 3)]),
    )


async def test_escape_in_the_filter_prompt_takes_the_filter_back() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        await desk.press("slash", *"zzz")
        assert "no row matches the filter" in desk.text
        await desk.press("escape")
        assert "no row matches" not in desk.text
        await desk.press("slash", *"channel-2", "enter", "slash", *"zzz", "escape")
        assert "1 of 3 match channel-2" in desk.lines[1]


@pytest.mark.parametrize("typed", ["stages", "sg", "stages "])
async def test_a_command_opens_a_view(typed: str) -> None:
    async with open_desk() as desk:
        keys = ["space" if letter == " " else letter for letter in typed]
        await desk.press("colon", *keys, "enter")
        assert "streams › stages" in desk.lines[0]


async def test_an_ambiguous_command_shows_the_candidates_and_stays() -> None:
    async with open_desk() as desk:
        await desk.press("colon", *"sta", "enter")
        assert "which one? stages  stage-sessions" in desk.text
        await desk.press("tab")
        assert ":stage " in desk.lines[-1]
        await desk.press("x", "enter")
        assert "not one of streams  channels" in desk.text
        await desk.press("escape")
        assert "streams" in desk.lines[0]


async def test_up_recalls_what_was_typed() -> None:
    async with open_desk() as desk:
        await desk.press("colon", *"stages", "enter", "colon", *"streams", "enter")
        await desk.press("colon", "up", "up")
        assert desk.lines[-1].split() == [":stages", "stages"]


async def test_q_is_a_letter_in_a_prompt_and_quits_outside() -> None:
    async with open_desk() as desk:
        await desk.press("slash", "q")
        assert desk.app.is_running
        await desk.press("escape", "q")
    assert desk.app.return_code == 0


async def test_a_click_on_the_list_closes_the_prompt_and_keeps_the_filter() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        await desk.press("slash", *"channel")
        await desk.pilot.click(LiveTable, offset=(20, 3))
        await desk.press("s")
        assert not desk.app.screen.has_class("-prompting")
        assert "3 of 3 match channel" in desk.lines[1]
        assert desk.app.route.steps[-1].table.position == 3
        assert desk.app.route.steps[-1].table.sort.column_id
        await desk.press("colon", *"sta")
        await desk.pilot.click(LiveTable, offset=(20, 2))
        assert ":sta" not in desk.text
        assert "3 of 3 match channel" in desk.lines[1]


async def test_a_prompt_keeps_the_keys_however_small_the_terminal_becomes() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        await desk.press("slash", *"chan")
        for size in ((50, 12), (80, 24)):
            await desk.pilot.resize_terminal(*size)
            await desk.pilot.pause()
            await desk.press("q")
        assert "/chanqq" in desk.lines[-1]
        desk.app.app_focus = False  # what the terminal says when another window is in front
        await desk.pilot.resize_terminal(90, 24)
        desk.app.app_focus = True
        await desk.press("backspace", "q")
        assert "/chanqq" in desk.lines[-1]
