"""How it ends: by a key, by a signal, with its terminal, and when parts of it are killed."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

import pytest

from tests.sim.support import simulate
from tests.terminal.support import Terminal, alive, cpu_seconds, monitor, state

SOON = 2.0
"""Seconds in which everything has to be gone."""


def opened(*arguments: str, ignore_hangup: bool = False) -> Terminal:
    """The demo, as soon as it shows streams by name."""
    terminal = Terminal("demo", *arguments, ignore_hangup=ignore_hangup)
    try:
        terminal.wait_for("gaming-finals")
    except BaseException:
        terminal.__exit__(None, None, None)
        raise
    return terminal


def processes(terminal: Terminal) -> list[int]:
    """The monitor, its engine and the demo's simulator."""
    engine, simulator = terminal.child("ivs_tui.engine.process"), terminal.child("ivs_tui.sim")
    assert engine
    assert simulator
    return [terminal.pid, *terminal.children()]


def wait_until_gone(terminal: Terminal, pids: list[int], timeout: float = SOON) -> None:
    """Every process ends, in time."""
    terminal.wait_for(lambda: terminal.ended and not any(map(alive, pids)), timeout)


def quit_by(*keys: str) -> Callable[[Terminal], None]:
    return lambda terminal: terminal.press(*keys)


def send(number: signal.Signals) -> Callable[[Terminal], None]:
    return lambda terminal: terminal.signal(number)


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(quit_by("ctrl+c"), id="ctrl+c"),
        pytest.param(send(signal.SIGTERM), id="SIGTERM"),
        pytest.param(send(signal.SIGINT), id="SIGINT"),
        pytest.param(send(signal.SIGHUP), id="SIGHUP"),
    ],
)
def test_it_ends_and_leaves_the_terminal_as_it_was(end: Callable[[Terminal], None]) -> None:
    with opened() as terminal:
        assert terminal.mode(1049)
        assert terminal.attributes != terminal.current_attributes
        pids = processes(terminal)
        end(terminal)
        wait_until_gone(terminal, pids)
        assert terminal.restored, terminal.raw[-400:]
        assert terminal.exit_status() == 0
        assert b"Traceback" not in terminal.raw
        assert b"ivs-tui: " not in terminal.raw


@pytest.mark.parametrize("ignore_hangup", [False, True], ids=["told", "not told"])
def test_it_ends_with_its_terminal(ignore_hangup: bool) -> None:
    with opened(ignore_hangup=ignore_hangup) as terminal:
        pids = processes(terminal)
        before = {pid: cpu_seconds(pid) for pid in pids}
        terminal.close_pty()
        used = 0.0
        deadline = time.monotonic() + SOON
        while any(map(alive, pids)) and time.monotonic() < deadline:
            used = max(cpu_seconds(pid) - before[pid] for pid in pids)
            terminal.reap()
        wait_until_gone(terminal, pids, 0.1)
        assert used < 0.6


def test_nothing_outlives_the_monitor_that_is_killed() -> None:
    with opened() as terminal:
        pids = processes(terminal)
        terminal.signal(signal.SIGKILL)
        wait_until_gone(terminal, pids)


def test_nothing_outlives_the_monitor_that_is_killed_before_its_first_frame() -> None:
    with Terminal("demo") as terminal:
        terminal.wait_for(lambda: terminal.child("ivs_tui.engine.process"))
        pids = processes(terminal)
        terminal.signal(signal.SIGKILL)
        wait_until_gone(terminal, pids)


def test_an_engine_that_ends_is_started_again() -> None:
    with simulate(scenario="calm") as control, monitor(control) as terminal:
        terminal.wait_for("news-main")
        first = terminal.child("ivs_tui.engine.process")
        engine_read = control.counts()["ListStreams"]
        terminal.kill(first)
        terminal.wait_for("the engine ended and is started again")
        assert "news-main" in terminal.text
        terminal.wait_for(lambda: terminal.child("ivs_tui.engine.process") not in {0, first})
        terminal.wait_gone("the engine ended")
        terminal.wait_for(lambda: control.counts()["ListStreams"] > engine_read + 1)
        assert "news-main" in terminal.text
        terminal.press("q")
        assert terminal.exit_status() == 0
        assert terminal.children() == []


def test_nothing_outlives_the_terminal_of_a_monitor_that_is_stopped() -> None:
    with opened() as terminal:
        pids = processes(terminal)
        terminal.press("ctrl+z")
        terminal.wait_for(lambda: state(terminal.pid) == "T")
        terminal.close_pty()
        wait_until_gone(terminal, pids)


def test_it_stops_and_comes_back() -> None:
    with opened() as terminal:
        pids = processes(terminal)
        terminal.press("ctrl+z")
        terminal.wait_for(lambda: state(terminal.pid) == "T")
        terminal.settle()
        assert terminal.restored
        written = len(terminal.raw)
        terminal.screen.reset()
        terminal.signal(signal.SIGCONT)
        # At once, not with the next read.
        terminal.wait_for("gaming-finals", 2)
        terminal.wait_for("HEALTH  ")
        terminal.wait_for("? keys  q quit")
        assert terminal.mode(1049)
        assert len(terminal.raw) > written
        terminal.press("j")
        terminal.wait_for(" 2/14 ")
        terminal.press("q")
        wait_until_gone(terminal, pids)
        assert terminal.exit_status() == 0
        assert terminal.restored
        assert b"Traceback" not in terminal.raw
        assert b"ivs-tui: " not in terminal.raw
