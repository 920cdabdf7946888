"""What is shown is what the API said, on the right row, and no more requests than allowed."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Iterator
from functools import partial

import pytest

from tests.sim.support import Control, simulate
from tests.terminal.stranger import obeyed
from tests.terminal.support import Terminal, monitor


@pytest.fixture
def control() -> Iterator[Control]:
    """An account whose clock stands still."""
    with simulate(scenario="calm") as control:
        control.change(pause=True)
        yield control


def test_the_cursor_stays_on_its_channel(control: Control) -> None:
    channels = control.world()["channels"]
    with monitor(control) as terminal:
        terminal.wait_for("news-main")
        terminal.press("j", "j")
        terminal.wait_for(lambda: "sports-arena-1" in terminal.cursor_line)
        for name, viewers in (("sports-arena-1", 5), ("traffic-cam-7", 90_000)):
            control.change(set={"channelArn": channels[name], "viewerCount": viewers})
            terminal.wait_for(lambda: " 12/12 " in terminal.line(1))
            terminal.wait_for(lambda: "sports-arena-1" in terminal.cursor_line)
        control.change(set={"channelArn": channels["sports-arena-1"], "health": "STARVING"})
        terminal.wait_for(" 1/12 ")
        terminal.wait_for(lambda: "sports-arena-1" in terminal.cursor_line)
        terminal.press("G")
        terminal.wait_for(" 12/12 ")
        (stays,) = (name for name in channels if name in terminal.cursor_line)
        control.change(end={"channelArn": channels["traffic-cam-7"]})
        terminal.wait_for(" 11/12, 1 ended")
        terminal.wait_for(lambda: stays in terminal.cursor_line)


def test_a_stream_that_ended_stays_for_a_while_and_says_so(control: Control) -> None:
    channel = control.world()["channels"]["gaming-finals"]
    with monitor(control) as terminal:
        terminal.wait_for("news-main")
        control.change(end={"channelArn": channel})
        terminal.wait_for(lambda: terminal.row("gaming-finals").startswith("○ ended "))
        assert "/12, 1 ended" in terminal.line(1)
        terminal.press("5")
        terminal.wait_for(lambda: re.search(r"\d\dZ .*gaming-finals", terminal.text))
        terminal.press("1")
        terminal.wait_for(lambda: terminal.opened("streams"))
        terminal.wait_for(lambda: terminal.row("gaming-finals").startswith("○ ended "))
        control.change(start={"channelArn": channel})
        terminal.wait_for(lambda: terminal.row("gaming-finals").startswith("● healthy "))


def test_a_viewer_count_that_is_not_known_is_no_number(control: Control) -> None:
    channel = control.world()["channels"]["gaming-finals"]
    with monitor(control) as terminal:
        terminal.wait_for("news-main")
        control.change(set={"channelArn": channel, "viewerCount": -1})
        terminal.wait_for(lambda: re.search(r"gaming-finals +… ", terminal.text))
        terminal.press("enter")
        terminal.wait_for("… viewers")
        assert not re.search(r"(?<![\w-])-1\b", terminal.text)


def test_hostile_texts_are_shown_and_never_obeyed() -> None:
    with simulate(scenario="hostile") as control, monitor(control, size=(120, 40)) as terminal:
        for digit, view in (("1", "streams"), ("2", "channels"), ("3", "stages")):
            terminal.press(digit)
            terminal.wait_for(partial(terminal.opened, view))
            terminal.wait_for("␛]52;c" if view == "streams" else "␛[31mred␛[0m ␛[2J␛[H")
            terminal.settle()
            assert columns_are_straight(terminal)
            if view != "stages":
                # There, flags and skin tones are in sight, which pyte takes for two characters.
                assert terminal.screen.overflow == []
        terminal.press("1", "/", "52;c", "enter")
        terminal.wait_for("1 of 16 match")
        terminal.press("enter")
        terminal.wait_for(lambda: terminal.opened("session"))
        terminal.press("d")
        terminal.wait_for("what the API returned")
        terminal.settle()
        assert obeyed(terminal.raw) == []
        assert b"\x1b[31m" not in terminal.raw
        terminal.press("q")


def columns_are_straight(terminal: Terminal) -> bool:
    """Whether each row has a blank before every column, and its column's first cell there."""
    titles = terminal.lines[terminal.header]
    starts = [match.start() for match in re.finditer(r"(?<= )[A-Z]", titles)]
    left_aligned = [x for x in starts if titles[x:].split()[0] in {"CHANNEL", "NAME"}]
    rows = range(terminal.header + 1, terminal.screen.lines - 1)
    cells = terminal.screen.buffer
    return bool(left_aligned) and all(
        cells[y][x - 1].data == " " for y in rows for x in left_aligned
    )


def test_no_key_makes_it_ask_more_than_its_share() -> None:
    with simulate(scenario="incident") as control, monitor(control) as terminal:
        terminal.wait_for("news-main")
        keys = itertools.cycle(("r", "2", "r", "3", "r", "r", "enter", "1", "enter", "r", "5", "r"))
        ends = time.monotonic() + 5
        while time.monotonic() < ends:
            terminal.press(next(keys))
            terminal.settle(0.02, 0.03)
        terminal.press("1")
        terminal.wait_for(lambda: terminal.opened("streams"))
        times = control.requests()
        assert len(times) >= 5
        for operation, sent in times.items():
            assert most_within(sent, 1.0) <= 5, operation
            assert most_within(sent, 10.0) <= 23, operation


def most_within(times: list[float], seconds: float) -> int:
    """The most requests in any window of that length."""
    return max(
        (sum(start <= other < start + seconds for other in times) for start in times), default=0
    )
