"""Terminals that can do less: no UTF-8, no colour, other types, little room."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from tests.sim.support import simulate
from tests.terminal.support import KEYS, Terminal, environment
from tests.ui.wire.screens import seen

_SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
_COLORS = {*map(str, (*range(30, 50), *range(90, 108)))} - {"39", "49"}


@contextmanager
def opened(
    *arguments: str,
    scenario: str = "incident",
    size: tuple[int, int] = (80, 24),
    environ: dict[str, str | None] | None = None,
) -> Iterator[Terminal]:
    """The monitor of a scenario's account."""
    told = environment(**KEYS | (environ or {}))
    with simulate(scenario=scenario) as control:
        where = ("--endpoint-url", control.url, "--region", "us-west-2")
        with Terminal(*arguments, *where, size=size, environ=told) as terminal:
            yield terminal


@pytest.mark.parametrize(
    ("arguments", "changes"),
    [
        (("--ascii",), {}),
        ((), {"LC_ALL": "C"}),
        ((), {"LANG": None}),
    ],
    ids=["--ascii", "LC_ALL=C", "no LANG"],
)
def test_nothing_but_ascii(arguments: tuple[str, ...], changes: dict[str, str | None]) -> None:
    with opened(*arguments, environ=changes) as terminal:
        terminal.wait_for(lambda: terminal.row("concert-hall-B").startswith("v starving "))
        terminal.wait_for(lambda: terminal.row("news-main").startswith("* healthy "))
        terminal.wait_for(lambda: terminal.row("radio-studio").startswith("? unknown "))
        terminal.press("s", "S")
        terminal.wait_for(lambda: re.search(r"HEALTH[v^]", terminal.lines[terminal.header]))
        if arguments:
            tour(terminal)
        assert [hex(byte) for byte in terminal.raw if byte >= 0x80] == []


def tour(terminal: Terminal) -> None:
    """Everything that is drawn in another way: overlays, details, prompts, notices."""
    for key, sign in (
        ("?", "x failed, error"),
        ("d", "what the API returned"),
        ("ctrl+p", "search"),
        ("/", "words  health:"),
        (":", "sessions  stages"),
    ):
        terminal.press(key)
        terminal.wait_for(sign)
        terminal.press("esc")
        terminal.wait_gone(sign)
    terminal.press("y")
    terminal.wait_for("copied")
    terminal.press("enter")
    terminal.wait_for(lambda: terminal.opened("session"))
    assert " > " in terminal.line(0)
    terminal.press("3")
    terminal.wait_for("o inactive rehearsal")
    for step in ("stage-sessions", "participants", "participant"):
        terminal.wait_for(lambda: terminal.cursor_line)
        terminal.press("enter")
        terminal.wait_for(partial(terminal.opened, step))
    terminal.resize(50, 20)
    terminal.wait_for("ivs-tui needs 60x15")


def test_no_color() -> None:
    with opened(environ={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for(lambda: terminal.row("news-main").startswith("● healthy "))
        terminal.wait_for(lambda: "▼ starving" in terminal.cursor_line)
        terminal.press("j")
        terminal.wait_for(lambda: "press-room" in terminal.cursor_line)
        terminal.press("?")
        terminal.wait_for("● healthy, live, connected")
        terminal.press("esc")
        terminal.wait_gone("live, connected")
        codes = {code for match in _SGR.findall(terminal.raw) for code in match.decode().split(";")}
        assert codes & _COLORS == set()


@pytest.mark.parametrize("term", ["xterm-256color", "linux", "tmux-256color"])
def test_types_of_terminal(term: str) -> None:
    with opened("channels", scenario="hostile", size=(100, 16), environ={"TERM": term}) as terminal:
        terminal.wait_for("/30 ")
        terminal.press("p")
        terminal.wait_for("paused")
        for key in (*14 * "j", "pgup", "G", *14 * "k", "pgdn", "ctrl+u", *"gG"):
            terminal.press(key)
            terminal.settle(0.03)
        terminal.wait_for(" 30/30 ")
        assert re.search(rb"\x1b\[\d+M", terminal.raw)
        assert re.search(rb"\x1b\[\d+L", terminal.raw)
        shown = cells(terminal)
        terminal.screen.reset()
        # All of it is written anew: where lines were moved, the same has to be there.
        terminal.signal(signal.SIGWINCH)
        terminal.wait_for(lambda: cells(terminal) == shown)
        terminal.press("q")
        assert terminal.exit_status() == 0
        assert terminal.restored


def cells(terminal: Terminal) -> list[object]:
    """Every cell below the bar with its attributes, as far as they can be seen.

    The bar tells how old what it shows is, which goes on.
    """
    buffer, columns = terminal.screen.buffer, range(terminal.screen.columns)
    return [seen(buffer[y][x]) for y in range(2, terminal.screen.lines) for x in columns]


def test_a_terminal_without_a_cursor_is_refused() -> None:
    with Terminal("demo", environ=environment(TERM="dumb")) as terminal:
        assert terminal.exit_status() == 2
        assert terminal.raw.startswith(b"ivs-tui: the monitor needs a terminal with a cursor")
        assert b"\x1b" not in terminal.raw


def test_too_small_and_back() -> None:
    with opened() as terminal:
        terminal.wait_for("news-main")
        for columns, lines in ((59, 20), (60, 14), (20, 5), (1, 1)):
            terminal.resize(columns, lines)
            told = f"ivs-tui needs 60x15, this is {columns}x{lines}"
            terminal.wait_for(told[:columns] if columns > 1 else lambda: terminal.line(0) == "i")
        for columns, lines in ((60, 15), (120, 36), (80, 24)):
            terminal.resize(columns, lines)
            terminal.wait_for(lambda: terminal.row("concert-hall-B").startswith("▼ starving "))
            terminal.wait_for("? keys  q quit")
            terminal.wait_for(lambda: terminal.line(-1).endswith("q quit"))
            # The bar has no room for it at 60 columns, once it tells how old the events are.
            terminal.wait_for(lambda: re.search(r" \+\d+$", terminal.line_with("HEALTH")))
            if columns > 60:
                terminal.wait_for(lambda: terminal.line(1).endswith("hidden"))
        terminal.press("j")
        terminal.wait_for(" 2/14 ")


def test_it_starts_in_a_terminal_that_is_too_small() -> None:
    with opened(size=(40, 10)) as terminal:
        terminal.wait_for("ivs-tui needs 60x15, this is 40x10")
        terminal.resize(80, 24)
        terminal.wait_for(lambda: terminal.row("news-main").startswith("● healthy "))
        terminal.press("q")
        assert terminal.exit_status() == 0
