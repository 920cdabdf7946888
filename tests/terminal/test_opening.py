"""The demo, from the first frame to every list and detail of every scenario."""

from __future__ import annotations

import re
from functools import partial

import pytest

from tests.sim.support import simulate
from tests.terminal.support import Terminal, monitor

SIZES = ((80, 24), (120, 36))


@pytest.mark.parametrize("size", SIZES)
def test_the_demo_opens_on_the_streams(size: tuple[int, int]) -> None:
    with Terminal("demo", size=size) as terminal:
        terminal.wait_for("gaming-finals")
        terminal.wait_for("news-main")
        assert terminal.path == ["streams"]
        assert terminal.line(0).startswith(" demo us-west-2  ")
        assert re.search(r" \w+ \d+/\d+ per 10s$", terminal.line(0))
        assert re.match(
            r" 1/14  read \d\d:\d\d:\d\dZ  (events .* )? +\d columns hidden$", terminal.line(1)
        )
        titles = set(terminal.lines[terminal.header].split())
        assert {"HEALTH", "FOR", "CHANNEL", "VIEWERS", "CHANGE", "UP", "REC"} < titles
        assert "▼ starving " in terminal.cursor_line
        assert terminal.row("radio-studio").startswith("? unknown ")
        assert terminal.row("news-main").startswith("● healthy ")
        assert terminal.line(-1).endswith("? keys  q quit")
        if size == SIZES[0]:
            walk_all(terminal)
        assert terminal.screen.overflow == []


@pytest.mark.parametrize("scenario", ["calm", "large", "hostile"])
def test_every_view_opens(scenario: str) -> None:
    with Terminal("demo", "--scenario", scenario) as terminal:
        terminal.wait_for(lambda: terminal.is_read)
        # The first of many channels was never live.
        walk_all(terminal, "sessions" if scenario == "large" else "session")
        assert terminal.screen.overflow == []
        terminal.press("q")
        assert terminal.exit_status() == 0


def walk_all(terminal: Terminal, last: str = "session") -> None:
    """Down from each list that a digit opens."""
    walk(terminal, "5", "events")
    walk(terminal, "2", "channels", *dict.fromkeys(("sessions", last)))
    walk(terminal, "3", "stages", "stage-sessions", "participants", "participant")
    walk(terminal, "1", "streams", "session")


def walk(terminal: Terminal, digit: str, first: str, *steps: str) -> None:
    """Open a list, and go down from it by Enter."""
    terminal.press(digit)
    terminal.wait_for(partial(terminal.opened, first))
    for step in steps:
        terminal.wait_for(lambda: terminal.cursor_line)
        terminal.press("enter")
        terminal.wait_for(partial(terminal.opened, step))


def test_an_empty_list_says_what_that_means() -> None:
    with Terminal("demo", "stages", "--scenario", "empty") as terminal:
        terminal.wait_for(lambda: terminal.path == ["stages"])
        for digit, view, says in (
            ("3", "stages", "this account has no stage in this Region"),
            ("2", "channels", "this account has no channel in this Region"),
            ("1", "streams", "no channel is live"),
            ("5", "events", "nothing has happened since the start"),
        ):
            terminal.press(digit)
            terminal.wait_for(says)
            assert terminal.path[-1] == view
            assert terminal.line(1).startswith(" 0/0  ")
        assert terminal.screen.overflow == []


@pytest.mark.parametrize("scenario", ["empty", "calm"])
def test_what_was_not_read_yet_is_never_shown_as_empty(scenario: str) -> None:
    with (
        simulate(scenario=scenario, faults=["ListStreams=latency@2:1"]) as control,
        monitor(control) as terminal,
    ):
        terminal.wait_for("… not read yet")
        terminal.settle(0.5, 0.5)
        assert not terminal.is_read
        assert "no channel is live" not in terminal.text
        assert "0/0" not in terminal.text
        terminal.wait_for(lambda: terminal.is_read)
        terminal.wait_for("no channel is live" if scenario == "empty" else "news-main")
        assert "not read yet" not in terminal.text


def test_a_view_that_needs_a_parent_opens_the_list_to_choose_it_from() -> None:
    with Terminal("demo", "participants") as terminal:
        terminal.wait_for("choose a stage")
        terminal.wait_for(lambda: terminal.path == ["stages"])
