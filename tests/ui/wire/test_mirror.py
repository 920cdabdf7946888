"""What is wanted last is what is written, however much was wanted before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from textual import __version__
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Offset, Region, Size
from textual.strip import Strip

from ivs_tui.ui.wire import mirror
from ivs_tui.ui.wire.difference import ANEW
from ivs_tui.ui.wire.mirror import Mirror, understands
from tests.ui.wire.screens import HEIGHT, WIDTH, terminal

SIZE = Size(WIDTH, HEIGHT)
LINES = [f"line {y}".ljust(WIDTH) for y in range(HEIGHT)]
Take = Callable[..., None]


def whole(lines: list[str]) -> LayoutUpdate:
    """All of the screen, each line in two pieces."""
    strips = [[Strip([Segment(line[:5])]), Strip([Segment(line[5:])])] for line in lines]
    return LayoutUpdate([iter(one) for one in strips], Region(0, 0, WIDTH, len(lines)))


def part(lines: list[str], *spans: tuple[int, int, int]) -> ChopsUpdate:
    """Of a screen of one widget a line, what changed."""
    chops = [{0: Strip([Segment(line)])} for line in lines]
    return ChopsUpdate(chops, list(spans), [[WIDTH] for _ in lines])


@pytest.fixture
def shown() -> Mirror:
    """One whose lines are on the terminal."""
    one = Mirror()
    take(one, whole(LINES))
    assert one.sequence(synchronized=False).startswith(ANEW)
    return one


def take(
    one: Mirror, update: CompositorUpdate, size: Size = SIZE, cursor: Offset | None = None
) -> None:
    one.take(update, size, cursor, ColorSystem.TRUECOLOR)


def test_all_of_the_screen_is_written_first() -> None:
    one = Mirror()
    take(one, whole(LINES))
    written = one.sequence(synchronized=True)
    assert written.startswith(mirror.SYNC_START)
    assert written.endswith(mirror.SYNC_END)
    assert terminal(written).display == LINES


def test_nothing_is_written_where_the_same_is_painted_again(shown: Mirror) -> None:
    take(shown, whole(LINES))
    take(shown, part(LINES, (1, 0, WIDTH), (4, 3, 9)))
    assert shown.sequence(synchronized=True) == ""


def test_only_what_changed_is_written_and_the_cursor_stands_where_something_is_typed(
    shown: Mirror,
) -> None:
    take(shown, part(["liXX 0"], (0, 2, 4)))
    assert shown.sequence(synchronized=True) == "\x1b[1;3HXX"
    take(shown, part(["liXX 0"], (0, 2, 4)), cursor=Offset(7, 0))
    assert shown.sequence(synchronized=True) == "\x1b[1;8H"
    take(shown, part(["liYY 0"], (0, 2, 4)), cursor=Offset(7, 0))
    assert shown.sequence(synchronized=True) == "\x1b[1;3HYY\x1b[1;8H"


def test_a_change_outside_the_span_is_not_taken(shown: Mirror) -> None:
    take(shown, part(["XXXX 0"], (0, 2, 4)))
    assert shown.sequence(synchronized=True) == "\x1b[1;3HXX"


def test_what_was_wanted_in_between_costs_nothing(shown: Mirror) -> None:
    for text in ("one", "two", "three"):
        take(shown, part([text.ljust(WIDTH)], (0, 0, WIDTH)))
    assert shown.sequence(synchronized=True) == "\x1b[1Hthree "
    assert shown.sequence(synchronized=True) == ""


def test_after_another_size_all_of_it_is_written(shown: Mirror) -> None:
    smaller = Size(10, 3)
    take(shown, part(["LINE 0"], (0, 0, 6)), smaller)
    written = shown.sequence(synchronized=False)
    assert written == f"{ANEW}\x1b[1HLINE 0    \x1b[2Hline 1    \x1b[3Hline 2    "


def test_what_is_not_known_is_written_anew(shown: Mirror) -> None:
    shown.forget()
    assert terminal(shown.sequence(synchronized=False)).display == LINES


def test_it_knows_the_version_at_hand() -> None:
    assert __version__ == mirror.KNOWN
    assert understands(whole(LINES))
    assert not understands("text")
