"""The `/` prompt: what it advises, completes, refuses, and leaves on the screen meanwhile."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from ivs_tui.resources import KINDS
from ivs_tui.ui.filtering import advice, completed
from ivs_tui.ui.widgets.prompt import Prompt
from tests.ui.monitor import Desk, channel, open_desk, snapshot, stream, topic

COLUMNS = KINDS["streams"].columns


async def _streams(desk: Desk) -> None:
    await desk.say(
        snapshot(topic("names"), [channel(number) for number in (1, 2, 3)]),
        snapshot(
            topic("streams"),
            [stream(1, health="STARVING", viewers=12), stream(2, viewers=3400), stream(3)],
        ),
    )


async def _type(desk: Desk, text: str) -> None:
    """As a paste does: all of it at once."""
    line = desk.app.screen.query_one(Input)
    line.value = text
    line.cursor_position = len(text)
    await desk.pilot.pause()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "words  health:  for>  channel:  viewers>"),
        ("zzz", "words  health:"),
        ("news !vi", "viewers>1000 or viewers<=1.5k"),
        ("up", "how long ago: age<2h or age>30s"),
        ("vi>12", "viewers>1000"),
        ("ch", "channel:  change>"),
        ("health:st ", "words  health:"),
    ],
)
def test_the_advice_names_the_columns(typed: str, told: str) -> None:
    assert advice(typed, COLUMNS).startswith(told)


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        *(("hea", "health"), ("news !VI", "news !viewers"), ("u", "up"), ("c", "chan"), ("", "")),
        *(("zzz", "zzz"), ("news ", "news "), ("health:st", "health:st"), ("t", "t")),
    ],
)
def test_tab_completes_a_column(typed: str, whole: str) -> None:
    assert completed(typed, COLUMNS) == whole


async def test_what_is_wrong_is_said_while_typing_and_the_rows_stay() -> None:
    async with open_desk() as desk:
        await _streams(desk)
        await desk.press("slash")
        await _type(desk, "viewers>1")
        assert "3 of 3 match viewers>1" in desk.text
        await desk.press(*"k>")
        assert "1k> is no number; viewers>1000 or viewers" in desk.lines[-1]
        assert "1 of 3 match viewers>1k" in desk.text
        assert "channel-2" in desk.text
        await desk.press("enter")
        assert desk.app.screen.query_one(Prompt).is_open
        assert "is no number" in desk.lines[-1]
        await desk.press("backspace", "enter")
        assert not desk.app.screen.query_one(Prompt).is_open
        assert "1 of 3 match viewers>1k" in desk.text
        await desk.press("slash")
        await _type(desk, "viewers>1k bitrate=5")
        assert "no column bitrate; there are: health" in desk.lines[-1]
        assert desk.lines[-1].rstrip().endswith(" more")
        await desk.press("escape")
        assert "1 of 3 match viewers>1k" in desk.text
        await desk.press("escape")
        assert "channel-1" in desk.text


async def test_tab_in_the_filter_completes_and_filters() -> None:
    async with open_desk() as desk:
        await _streams(desk)
        await desk.press("slash", *"hea", "tab")
        assert desk.app.screen.query_one(Prompt).text == "health"
        await _type(desk, "health=starving")
        assert "1 of 3 match health=starving" in desk.text
        assert "health:part or health=whole" in desk.lines[-1]


async def test_a_long_filter_can_be_seen() -> None:
    text = "health=starving|unknown viewers>1000 age<2h"
    async with open_desk() as desk:
        await _streams(desk)
        await desk.press("slash")
        await _type(desk, text)
        assert desk.lines[-1].startswith(f"/{text}")
        assert "how long ago: age<2h" in desk.lines[-1]
        assert len(desk.lines[-1].rstrip()) <= 80
        await _type(desk, f"{text} and then some more words")
        assert "and then some more words" in desk.lines[-1]
        assert "words" in desk.lines[-1]
        await desk.press("escape", "slash")
        assert "health:  for>" in desk.lines[-1]


async def test_a_row_passes_out_of_a_filter_by_age() -> None:
    async with open_desk() as desk:
        await _streams(desk)
        await desk.press("slash")
        await _type(desk, "up<121m")
        await desk.press("enter")
        assert "2 of 3 match up<121m" in desk.text
        desk.now = desk.now.replace(minute=desk.now.minute + 2)
        await _streams(desk)
        assert "1 of 3 match up<121m" in desk.text
