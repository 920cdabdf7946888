"""What stands in the lines of a live table: header, rows, notes, each at its exact width."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count, takewhile
from typing import NamedTuple

from rich.cells import cell_len
from textual.geometry import Size

from ivs_tui.knowledge import zones
from ivs_tui.resources.arrange import Sort, fit_columns
from ivs_tui.resources.columns import fit_wide
from ivs_tui.resources.filters import Filter
from ivs_tui.resources.spec import Cell, Column, Look, Presence, Row, Tone
from ivs_tui.resources.text import fit, fit_ends, visible
from ivs_tui.ui.widgets.table_lines import Line, LineStyle, Painted, Slot, Span
from ivs_tui.ui.widgets.table_rows import TableRows

Sidemark = Callable[[Row, Look], Cell]
"""What stands in one cell at the left of a row."""


class Layout(NamedTuple):
    """Which columns are asked for, and whether all that fit or each at its whole width."""

    columns: tuple[Column, ...]
    wide: bool = False
    steps: int = 0
    """How far a wide table was moved to the columns that are out of sight to the right."""


class Painter:
    """Makes the lines of a table, with cells for no more rows than are in sight."""

    def __init__(self, columns: Sequence[Column], side: Sidemark | None = None) -> None:
        self.slots: tuple[Slot, ...] = ()
        self.hidden = 0
        """How many columns the width is too small for."""
        self.passed = 0
        """How many columns are out of sight to the left."""
        self.layout = Layout(tuple(columns))
        self._whole: dict[str, int] = {}
        """The widest text in sight so far by column, where the table is wide."""
        self._roomy: Sequence[Column] = columns
        """The same, with as much room for instants as the zone takes that they are told in."""
        self._offset: timedelta | None = None
        self._width = -1
        self._look: Look | None = None
        self._side = side
        self._filter: Filter | None = None
        self._made: dict[str, tuple[Row, tuple[Painted, ...]]] = {}
        """The cells of the rows in sight by key, as good as row, look, width and filter are."""

    def lines(self, rows: TableRows, size: Size, look: Look | None, placeholder: str) -> list[Line]:
        """The header, and below it the rows in sight or the placeholder, as many lines as fit."""
        width, height = size
        self._prepare(width, look)
        if self.layout.wide and look is not None:
            self._widen(rows, look)
            self._prepare(width, look)
        ascii_only = look is not None and look.ascii_only
        header = header_line(self.slots, self.hidden, rows.sort, width, ascii_only=ascii_only)
        if look is not None and rows.shown:
            body = self._row_lines(rows, look)
            body += [blank_line(width)] * (height - 1 - len(body))
        else:
            body = note_lines(placeholder, width, height - 1, ascii_only=ascii_only)
        return [header, *body][:height]

    def _prepare(self, width: int, look: Look | None) -> None:
        if look != self._look:
            self._look = look
            self._made.clear()
            if look is not None and look.now.utcoffset() != self._offset:
                self._offset = look.now.utcoffset()
                self._roomy = roomy(self.layout.columns, look)
                self._width = -1
        if width != self._width:
            self._width = width
            start = 1 if self._side else 0
            self.slots = slots(self._fitted(width - start), start)
            self._made.clear()

    def _fitted(self, width: int) -> list[tuple[Column, int]]:
        if self.layout.wide:
            fitted, self.passed, self.hidden = fit_wide(
                self._roomy, self._whole, width, self.layout.steps
            )
            return fitted
        fitted, self.hidden = fit_columns(self._roomy, width)
        self.passed = 0
        if self.hidden:
            # The marker that says so takes blanks rather than the end of the last title.
            room = width - cell_len(_marker(self.hidden))
            fewer, hidden = fit_columns(self._roomy, room)
            if hidden == self.hidden and all(w >= column.width for column, w in fewer):
                return fewer
        return fitted

    def lay_out(self, layout: Layout) -> None:
        """Stand in other columns, or wider ones, from the next drawing on."""
        self.layout = layout
        self._roomy = roomy(layout.columns, self._look) if self._look else layout.columns
        self._width = -1

    def _widen(self, rows: TableRows, look: Look) -> None:
        """Make room for the texts of rows that have just come in sight; it is not taken back."""
        for row in rows.in_sight:
            kept = self._made.get(row.key)
            if kept is None or kept[0] is not row:
                for column in self._roomy:
                    size = cell_len(column.cell(row, look).text)
                    if size > self._whole.get(column.id, 0):
                        self._whole[column.id] = size
                        self._width = -1

    def _row_lines(self, rows: TableRows, look: Look) -> list[Line]:
        if rows.filter is not self._filter:
            self._filter = rows.filter
            self._made.clear()
        made: dict[str, tuple[Row, tuple[Painted, ...]]] = {}
        lines = []
        for place, row in enumerate(rows.in_sight, rows.top):
            kept = self._made.get(row.key)
            if kept is None or kept[0] is not row:
                kept = (row, row_cells(row, self.slots, look, self._filter))
            made[row.key] = kept
            style = LineStyle.CURSOR if place == rows.cursor else LineStyle.ROW
            lines.append(Line(kept[1], style, self._side(row, look) if self._side else None))
        self._made = made
        return lines


def roomy(columns: Sequence[Column], look: Look) -> list[Column]:
    """The columns, wide enough for instants in the zone of the look; as they are, Z alone fits."""
    more = zones.widest_mark(look.now) - len("Z")
    return [replace(one, width=one.width + more) if one.dated else one for one in columns]


def slots(fitted: Sequence[tuple[Column, int]], start: int = 0) -> tuple[Slot, ...]:
    """The columns from the left, one blank between them."""
    placed = []
    x = start
    for column, width in fitted:
        placed.append(Slot(column, x, width))
        x += width + 1
    return tuple(placed)


def row_cells(
    row: Row, placed: Sequence[Slot], look: Look, chosen: Filter | None = None
) -> tuple[Painted, ...]:
    """A row's cells, cut and padded; what the API lists no more is dim all over."""
    faded = row.presence in {Presence.MISSED, Presence.ENDED}
    ellipsis = _ellipsis(look.ascii_only)
    cells = []
    for column, _, width in placed:
        text, tone = column.cell(row, look)
        if not text.isprintable():
            # A kind that forgot to make its text safe must not get at the terminal.
            text = visible(text, ascii_only=look.ascii_only)
        if column.ends:
            shown = fit_ends(text, width, ellipsis=ellipsis)
        else:
            shown = fit(text, width, "right" if column.right else "left", ellipsis=ellipsis)
        found = matches(text, shown, chosen.sought(column)) if chosen else ()
        cells.append(Painted(shown, Tone.DIM if faded else tone, found))
    return tuple(cells)


def matches(text: str, shown: str, sought: Sequence[str]) -> tuple[Span, ...]:
    """Where the texts that a filter looked for stand in what is shown of a cell's text."""
    folded = text.casefold()
    wanted = [one for one in sought if one in folded]
    if not wanted:
        return ()
    # One character may fold to several: each of those counts as the one that it came from.
    origin = [at for at, char in enumerate(text) for _ in char.casefold()]
    hit = {
        origin[at]
        for one in wanted
        for found in re.finditer(re.escape(one), folded)
        for at in range(*found.span())
    }
    # A combining mark goes with the character that it stands on.
    marks = [at for at in range(1, len(text)) if cell_len(text[at]) == 0]
    hit |= {one for at in marks if hit & {at - 1, at} for one in (at - 1, at)}
    start = len(shown) - len(text) if shown.endswith(text) else 0
    pairs = zip(text, shown[start:], strict=False)
    whole = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    places = sorted(at + start for at in hit if at < whole)
    begins = [at for at in places if at - 1 not in places]
    return tuple((at, next(end for end in count(at) if end not in places)) for at in begins)


def header_line(
    placed: Sequence[Slot], hidden: int, sort: Sort, width: int, *, ascii_only: bool
) -> Line:
    """The titles, an arrow at the one sorted by, and at the end how many columns are hidden."""
    text = ""
    for place, slot in enumerate(placed):
        title, x, room = slot.column.title, slot.x, slot.width
        if slot.column.id == sort.column_id:
            title += _arrow(sort, ascii_only=ascii_only)
            if cell_len(title) > room:
                # The arrow takes the blank beside the column rather than a letter of the title.
                x, room = _widened(slot, width, first=place == 0)
            if cell_len(title) > room:
                title = fit(title, room - 1, ellipsis="") + title[-1]
        title = fit(title, room, "right" if slot.column.right else "left", ellipsis="")
        text = fit(text, x) + title
    return Line((Painted(_marked_hidden(text, hidden, width)),), LineStyle.HEADER)


def _widened(slot: Slot, width: int, *, first: bool) -> tuple[int, int]:
    if slot.column.right:
        return (slot.x, slot.width) if first else (slot.x - 1, slot.width + 1)
    return slot.x, min(slot.width + 1, width - slot.x)


def _marked_hidden(text: str, hidden: int, width: int) -> str:
    if not hidden:
        return fit(text, width, ellipsis="")
    marker = _marker(hidden)
    return fit(fit(text, width - len(marker), ellipsis="") + marker, width, ellipsis="")


def _marker(hidden: int) -> str:
    return f" +{hidden}"


def _arrow(sort: Sort, *, ascii_only: bool) -> str:
    if ascii_only:
        return "v" if sort.reverse else "^"
    return "▼" if sort.reverse else "▲"


def note_lines(text: str, width: int, height: int, *, ascii_only: bool) -> list[Line]:
    """Lines with the text a third down, each in the middle, blank around it."""
    blank = blank_line(width)
    safe = [visible(line, ascii_only=ascii_only) for line in text.splitlines()]
    wrapped = [part for line in safe for part in textwrap.wrap(line, max(1, width - 4)) or [""]]
    lines = [blank] * max(0, min(height // 3, height - len(wrapped)))
    for part in wrapped:
        shown = fit(part, min(cell_len(part), width), ellipsis=_ellipsis(ascii_only))
        centred = fit(" " * ((width - cell_len(shown)) // 2) + shown, width)
        lines.append(Line((Painted(centred, Tone.DIM),), LineStyle.NOTE))
    return (lines + [blank] * height)[: max(0, height)]


def blank_line(width: int) -> Line:
    """A line with nothing on it."""
    return Line((Painted(" " * max(0, width)),), LineStyle.NOTE)


def _ellipsis(ascii_only: bool) -> str:
    return "~" if ascii_only else "…"
