"""The lines of a live table: how Textual draws one, and in what two screens of them differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from ivs_tui.resources.spec import Cell, Column, Tone


class LineStyle(Enum):
    """What a line is, which decides its background."""

    HEADER = "header"
    ROW = "row"
    CURSOR = "cursor"
    NOTE = "note"
    """A blank line, or one of the placeholder."""


StyleOf = Callable[[Tone, LineStyle, bool], Style]
"""The style of a text with that tone on such a line, and whether the filter looked for it."""
Span = tuple[int, int]
"""Where a part of a text begins and ends."""


class Slot(NamedTuple):
    """A column where it stands on the screen."""

    column: Column
    x: int
    width: int


class Painted(NamedTuple):
    """A cell as it stands on the screen."""

    text: str
    tone: Tone = Tone.NORMAL
    found: tuple[Span, ...] = ()
    """The parts that the filter looked for."""


class Line(NamedTuple):
    """One painted line: a row has a cell of exact width for each slot, any other line just one."""

    cells: tuple[Painted, ...]
    style: LineStyle
    side: Cell | None = None
    """What stands before the cells, where the table has room for it."""


def strip(line: Line, width: int, style_of: StyleOf) -> Strip:
    """The line as Textual draws it; neighbours of one style are one segment."""
    segments: list[Segment] = []
    blank = style_of(Tone.NORMAL, line.style, False)
    text, style = "", blank
    for part, tone, is_found in _runs(line):
        own = style_of(tone, line.style, is_found)
        if own is not style:
            if text:
                segments.append(Segment(text, style))
            text, style = "", own
        text += part
    if text:
        segments.append(Segment(text, style))
    used = sum(segment.cell_length for segment in segments)
    if used < width:
        segments.append(Segment(" " * (width - used), blank))
    return Strip(segments, max(used, width)).crop(0, width)


def _runs(line: Line) -> Iterator[tuple[str, Tone, bool]]:
    """The texts of a line, each with its tone, and whether the filter looked for it."""
    if line.side is not None:
        yield line.side.text, line.side.tone, False
    gap = " " if line.style in {LineStyle.ROW, LineStyle.CURSOR} else ""
    for text, tone, found in line.cells:
        done = 0
        for start, end in found:
            yield text[done:start], tone, False
            yield text[start:end], tone, True
            done = end
        yield text[done:] + gap, tone, False


def changed(
    old: Sequence[Line], new: Sequence[Line], placed: Sequence[Slot], width: int
) -> list[Region]:
    """The parts of the screen in which two drawings of equal size and columns differ."""
    regions: list[Region] = []
    for y, (before, after) in enumerate(zip(old, new, strict=True)):
        if before is after or before == after:
            continue
        if before.style is not after.style or after.style not in {LineStyle.ROW, LineStyle.CURSOR}:
            regions.append(Region(0, y, width, 1))
        else:
            part = _changed_cells(before, after, placed, y)
            regions.append(part.intersection(Region(0, y, width, 1)))
    return regions


def _changed_cells(before: Line, after: Line, placed: Sequence[Slot], y: int) -> Region:
    """From the first character that differs to the last.

    Never two regions a line: Textual 8.2.8 writes for each of them all that is left of it too.
    """
    parts = [
        _extent(was, now, slot)
        for slot, was, now in zip(placed, before.cells, after.cells, strict=True)
        if was != now
    ]
    if before.side != after.side:
        parts.insert(0, (0, 1))
    return Region.from_corners(parts[0][0], y, parts[-1][1], y + 1)


def _extent(was: Painted, now: Painted, slot: Slot) -> tuple[int, int]:
    """The part of a cell that differs: all of it, unless a character is a terminal cell."""
    old, new = was.text, now.text
    end = slot.x + slot.width
    alike = was.tone is now.tone and was.found == now.found
    if not (alike and old.isascii() and new.isascii()):
        # The blank after it has its style, and a crop takes a combining mark at the end for its.
        return slot.x, end + 1
    first = _alike(old, new)
    return slot.x + first, end - _alike(old[:first:-1], new[:first:-1])


def _alike(one: str, other: str) -> int:
    """How many characters the two begin with in common."""
    pairs = enumerate(zip(one, other, strict=True))
    return next((place for place, (was, now) in pairs if was != now), len(one))
