"""On a slow line the newest state wins: keys are obeyed at once, and nothing piles up."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.sim.support import simulate
from tests.terminal.slow import BAUD_9600, FAST, SlowTerminal
from tests.terminal.support import alive, state

SOON = 3.0
KERNEL = 24_000
"""Bytes that a pty holds for whoever reads it, and more than one frame."""


@contextmanager
def opened(*, mute: bool = False) -> Iterator[SlowTerminal]:
    """The channels of an account with more rows than lines; some of them change each second."""
    with (
        simulate(scenario="hostile") as control,
        SlowTerminal(
            *("channels", "--endpoint-url", control.url, "--region", "us-west-2"),
            *("--interval", "1"),
            rate=FAST,
            mute=mute,
        ) as terminal,
    ):
        yield terminal


def at_the_end(terminal: SlowTerminal) -> bool:
    """Whether the cursor is on the last row, and the monitor says so."""
    return terminal.line(1).startswith(" 30/30  ") and bool(terminal.cursor_line)


def test_the_newest_state_comes_within_two_frames_of_bytes() -> None:
    with opened() as terminal:
        terminal.wait_for("/30 ")
        frame = len(terminal.raw)
        terminal.rate = BAUD_9600
        for key in itertools.islice(itertools.cycle("jjjkj"), 40):
            terminal.press(key)
            terminal.read_for(0.05)
        before = len(terminal.raw)
        terminal.press("G")
        terminal.wait_for(lambda: at_the_end(terminal))
        assert len(terminal.raw) - before < 2 * frame


@pytest.mark.parametrize("mute", [False, True], ids=["answers", "mute"])
def test_it_obeys_keys_and_quits_where_nobody_reads(mute: bool) -> None:
    with opened(mute=mute) as terminal:
        terminal.wait_for("/30 ")
        press_unread(terminal, "pgdn", "1", "pgup", "2")
        terminal.press("G")
        time.sleep(0.3)
        before = len(terminal.raw)
        terminal.wait_for(lambda: at_the_end(terminal))
        assert len(terminal.raw) - before < KERNEL
        press_unread(terminal, "1", "g", "2", "G")
        pids = [terminal.pid, *terminal.children()]
        terminal.press("q")
        until = time.monotonic() + SOON
        while any(map(alive, pids)) and time.monotonic() < until:
            terminal.reap()
        assert not any(map(alive, pids))
        assert terminal.exit_status() == 0
        assert terminal.restored, terminal.raw[-400:]


def press_unread(terminal: SlowTerminal, *keys: str) -> None:
    """Press them over and over, with more to draw than anybody keeps for a reader, and read none.

    It has obeyed them when it does no more but to follow the world: it neither runs nor, on a busy
    machine, waits for its turn to.
    """
    for key in keys * 8:
        terminal.press(key)
        time.sleep(0.02)
    runs = True
    while runs:
        seen = []
        for _ in range(30):
            seen.append(state(terminal.pid))
            time.sleep(0.01)
        runs = seen.count("R") > 3
