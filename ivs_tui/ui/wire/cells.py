"""Screens as cells: what a terminal shows, kept beside it to be compared."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rich.cells import get_character_cell_size
from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style

_ATTRIBUTES = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "underline": "4",
    "blink": "5",
    "blink2": "6",
    "reverse": "7",
    "conceal": "8",
    "strike": "9",
    "underline2": "21",
    "overline": "53",
}
"""Rich's attributes and the parameters of SGR that turn them on."""
_DEFAULT_COLORS = {"39", "49"}


class Ink(NamedTuple):
    """How a cell is drawn, in parameters of SGR; empty is the terminal's own."""

    attributes: str
    fore: str
    back: str


PLAIN = Ink("", "", "")

Cell = tuple[str, Ink]
"""A character with its combining marks; the right half of a wide one is empty."""
Row = list[Cell]
Rows = list[Row]

BLANK: Cell = (" ", PLAIN)


@lru_cache(maxsize=4096)
def ink_of(style: Style | None, colors: ColorSystem) -> Ink:
    """The ink of a Rich style, in no more colours than the terminal has."""
    if style is None:
        return PLAIN
    on = ";".join(code for name, code in _ATTRIBUTES.items() if getattr(style, name))
    return Ink(on, _color(style.color, colors, True), _color(style.bgcolor, colors, False))


def _color(color: Color | None, colors: ColorSystem, fore: bool) -> str:
    if color is None:
        return ""
    codes = ";".join(color.downgrade(colors).get_ansi_codes(fore))
    return "" if codes in _DEFAULT_COLORS else codes


def cells_of(segments: Iterable[Segment], colors: ColorSystem) -> Row:
    """Drawn text as cells; what would move the cursor or hide is left out, whoever wrote it."""
    cells: Row = []
    for text, style, _ in segments:
        ink = ink_of(style, colors)
        if text.isascii() and text.isprintable():
            cells += [(character, ink) for character in text]
        else:
            _add(cells, text, ink)
    return cells


def _add(cells: Row, text: str, ink: Ink) -> None:
    for character in text:
        if not character.isprintable():
            # What has a width of its own keeps its place, so that what follows stays where it is.
            cells += [(" ", ink)] * get_character_cell_size(character)
            continue
        width = get_character_cell_size(character)
        if width:
            cells.append((character, ink))
            cells += [("", ink)] * (width - 1)
        elif cells:
            base = -1 if cells[-1][0] or len(cells) == 1 else -2
            cells[base] = (cells[base][0] + character, cells[base][1])


def blank_rows(width: int, height: int) -> Rows:
    """A screen with nothing on it."""
    return [[BLANK] * width for _ in range(height)]


def resized(rows: Rows, width: int, height: int) -> Rows:
    """The same screen, cut or filled up at the right and at the bottom."""
    kept = []
    for row in rows[:height]:
        cut = row[:width]
        if len(row) > width > 0 and row[width][0] == "":
            cut[-1] = (" ", cut[-1][1])
        kept.append(cut + [BLANK] * (width - len(cut)))
    return kept + blank_rows(width, height - len(kept))


def painted(row: Row, x: int, cells: Row, start: int, stop: int) -> Row:
    """The row with those of `cells`, which begin at `x`, that fall on `start` up to `stop`.

    A wide character that is cut at an edge gives way to a blank, as on a terminal.
    """
    start, stop = max(start, x, 0), min(stop, x + len(cells), len(row))
    if start >= stop:
        return row
    new = cells[start - x : stop - x]
    if new[0][0] == "":
        new[0] = (" ", new[0][1])
    if stop - x < len(cells) and cells[stop - x][0] == "":
        new[-1] = (" ", new[-1][1])
    before, after = row[:start], row[stop:]
    if before and row[start][0] == "":
        before[-1] = (" ", before[-1][1])
    if after and after[0][0] == "":
        after[0] = (" ", after[0][1])
    return before + new + after
