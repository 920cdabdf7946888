"""Screens to compare, and a terminal that is fed with what is written for them."""

from __future__ import annotations

import pyte
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from ivs_tui.ui.wire.cells import Rows, cells_of, resized

WIDTH, HEIGHT = 24, 9
STYLES = [
    None,
    Style.parse("#d0d0d0 on #121212"),
    Style.parse("#5fd787 on #121212"),
    Style.parse("bold #d0d0d0 on #303f55"),
    Style.parse("bold underline red"),
    Style.parse("reverse"),
]
TEXTS = ["abc", "a1 ", "中文", "é中", "e\u0301x", "●─", " ", "    ", "12,345"]
Terminal = pyte.Screen


def rows_of(lines: list[list[Segment]]) -> Rows:
    """A screen of the size at hand."""
    return resized([cells_of(line, ColorSystem.TRUECOLOR) for line in lines], WIDTH, HEIGHT)


def plain(*lines: str) -> Rows:
    """A screen of text alone."""
    return rows_of([[Segment(line)] for line in lines])


_segments = st.builds(Segment, st.sampled_from(TEXTS), st.sampled_from(STYLES))
_lines = st.lists(_segments, min_size=2, max_size=6)


@st.composite
def screens(draw: st.DrawFn) -> Rows:
    """A screen of styled words, wide ones among them; most lines begin with a letter of theirs."""
    lines = draw(st.lists(_lines, min_size=HEIGHT, max_size=HEIGHT))
    first = draw(st.sampled_from(["abcdefghi", "lmnopqrst", "lmnnnqr  "]))
    return rows_of([[Segment(first[y]), *line] for y, line in enumerate(lines)])


@st.composite
def moved(draw: st.DrawFn, before: Rows) -> Rows:
    """A block of the screen higher or lower, and perhaps some lines changed."""
    by = draw(st.sampled_from([-3, -2, -1, 1, 2, 4]))
    top, bottom = draw(st.sampled_from([(0, 9), (1, 8), (2, 9), (3, 7), (0, 2)]))
    after = list(before)
    for y in range(max(top, top + by), min(bottom, bottom + by)):
        after[y] = before[y - by]
    for y in draw(st.lists(st.integers(0, HEIGHT - 1), max_size=2)):
        after[y] = rows_of([draw(_lines)])[0]
    return after


def terminal(*written: str) -> Terminal:
    """What a terminal shows after that, one that does not wrap."""
    screen = pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(screen)
    # Margins and letters of somebody else, of which nothing may be left.
    stream.feed("\x1b[?7l\x1b[2;5r\x1b[31m" + "x" * WIDTH)
    for data in written:
        stream.feed(data)
    return screen


def shown(screen: Terminal) -> list[list[pyte.screens.Char]]:
    """Every cell with its attributes, as far as they can be seen."""
    return [[seen(screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def seen(cell: pyte.screens.Char) -> pyte.screens.Char:
    """A cell without the colour that a blank's letters would have."""
    is_blank = cell.data == " " and not (cell.reverse or cell.underscore)
    return cell._replace(fg="default") if is_blank else cell
