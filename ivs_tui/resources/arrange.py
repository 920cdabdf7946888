"""Which rows a list shows and in which order, where its cursor stands, and which columns fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ivs_tui.resources.filters import Filter, haystack
from ivs_tui.resources.spec import Column, Look, Row, Value

Order = Callable[[Row], Any]

_MOST_GROWTH = 3
"""A column that grows gets no wider than this many times its width."""


@dataclass(frozen=True, slots=True)
class Sort:
    """The column that rows are sorted by; None is the kind's own order."""

    column_id: str | None = None
    reverse: bool = False


OWN_ORDER = Sort()


class Haystacks:
    """What a filter searches in each row, made once and kept for as long as the row is the same."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._kept: dict[str, tuple[Row, str]] = {}
        self._rows: list[Row] | None = None
        self._texts: list[str] = []

    def of(self, rows: list[Row]) -> list[str]:
        """One casefolded text a row; asked again for the same list it answers at once."""
        if rows is not self._rows:
            kept = self._kept
            self._texts = [self._text(row, kept.get(row.key)) for row in rows]
            pairs = zip(rows, self._texts, strict=True)
            self._kept = {row.key: (row, text) for row, text in pairs}
            self._rows = rows
        return self._texts

    def _text(self, row: Row, kept: tuple[Row, str] | None) -> str:
        if kept is not None and (kept[0] is row or kept[0] == row):
            return kept[1]
        return haystack(self._columns, row)


def choose(rows: list[Row], chosen: Filter | None, haystacks: Haystacks, look: Look) -> list[Row]:
    """The rows that pass the filter, in the order they have."""
    if chosen is None:
        return rows
    if chosen.wanted or chosen.unwanted:
        finds = chosen.finds
        rows = [row for row, text in zip(rows, haystacks.of(rows), strict=True) if finds(text)]
    return [row for row in rows if chosen.holds(row, look)] if chosen.terms else rows


def ordered(
    rows: Sequence[Row], columns: Sequence[Column], order: Order, sort: Sort = OWN_ORDER
) -> list[Row]:
    """The rows sorted by a column, or in the kind's own order, which also breaks ties.

    What is not known comes last in both directions. A column that is not there sorts nothing.
    """
    column = next((column for column in columns if column.id == sort.column_id), None)
    if column is None:
        return sorted(rows, key=order, reverse=sort.reverse and sort.column_id is None)
    valued: list[tuple[Any, Row]] = []
    unknown: list[Row] = []
    for row in sorted(rows, key=order):
        value = column.value(row)
        if value is None:
            unknown.append(row)
        else:
            valued.append((value, row))
    try:
        valued.sort(key=lambda pair: pair[0], reverse=sort.reverse)
    except TypeError:  # hostile data: two types in one column
        valued.sort(key=lambda pair: _grouped(pair[0]), reverse=sort.reverse)
    return [row for _, row in valued] + unknown


def _grouped(value: Value) -> tuple[str, Any]:
    """A key that any two values compare by: within their type, and types by their name."""
    if isinstance(value, int | float):
        return ("number", value)
    if isinstance(value, datetime):
        return ("datetime" if value.tzinfo is None else "datetime with zone", value)
    return (type(value).__name__, str(value))


def place_cursor(
    old_keys: Sequence[str], cursor_key: str | None, new_keys: Sequence[str]
) -> int | None:
    """Where the cursor stands among the new rows; keys are unique.

    It stays on its key. Where that is gone it goes to the row that came next in the old order and
    is still there, else to the one before, else to the first.
    """
    if not new_keys:
        return None
    if cursor_key is None:
        return 0
    try:
        return new_keys.index(cursor_key)
    except ValueError:
        pass
    try:
        line = old_keys.index(cursor_key)
    except ValueError:
        return 0
    places = {key: place for place, key in enumerate(new_keys)}
    following = (places[key] for key in old_keys[line + 1 :] if key in places)
    preceding = (places[key] for key in reversed(old_keys[:line]) if key in places)
    return next(following, next(preceding, 0))


def fit_columns(columns: Sequence[Column], width: int) -> tuple[list[tuple[Column, int]], int]:
    """The columns that fit with one blank between them, each with its width, and how many do not.

    The highest `shed` goes first, of equal ones the rightmost; it comes only where those that put
    it off have their `ample` width. What has `shed` 0 is cropped at the right edge, and counts as
    not fitting only where not one cell of it is left.
    """
    kept = list(columns)
    while _total(kept) > width:
        sheddable = [place for place, column in enumerate(kept) if column.shed > 0]
        if not sheddable:
            break
        del kept[max(sheddable, key=lambda place: (kept[place].shed, place))]
    widths = _grown(kept, width - _total(kept))
    fitted: list[tuple[Column, int]] = []
    start = 0
    for column, wish in zip(kept, widths, strict=True):
        if (room := min(wish, width - start)) > 0:
            fitted.append((column, room))
        start += wish + 1
    return fitted, len(columns) - len(fitted)


def _total(columns: Sequence[Column]) -> int:
    return sum(_least(columns)) + max(0, len(columns) - 1)


def _least(columns: Sequence[Column]) -> list[int]:
    """Each one's width before anything is left over."""
    last = max((column.shed for column in columns), default=0)
    return [
        one.ample[0] if one.ample is not None and last >= one.ample[1] else one.width
        for one in columns
    ]


def _grown(columns: Sequence[Column], spare: int) -> list[int]:
    """The columns' widths with what is left over shared by weight, up to each one's limit."""
    widths = _least(columns)
    rooms = [
        max(0, column.width * _MOST_GROWTH - width) if column.grow > 0 else 0
        for column, width in zip(columns, widths, strict=True)
    ]
    while spare > 0 and any(rooms):
        growing = [place for place, room in enumerate(rooms) if room > 0]
        weights = sum(columns[place].grow for place in growing)
        share = spare
        for place in growing:
            # At least one cell each, from the left, so that the loop ends and no cell is lost.
            gain = min(max(1, share * columns[place].grow // weights), rooms[place], spare)
            widths[place] += gain
            rooms[place] -= gain
            spare -= gain
    return widths
