"""What to write so that a terminal that shows one screen shows another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ivs_tui.ui.wire.cells import PLAIN, Cell, Ink, Row, Rows

ANEW = "\x1b[r\x1b[m"
"""No margins and no attributes: what a terminal of which nothing is known has to be told."""
_UNKNOWN: Cell = ("\0", PLAIN)
"""Equals no cell: whether a new line is blank, and in which colour, terminals do not agree on."""
_LEAST_MOVED = 2
"""Lines that must have moved alike for the move to be worth a try."""
_UNSEEN_ON_BLANKS = {"", "1"}
"""None, and bold."""
_LONGEST_GAP = 6
"""Cells that are as cheap to write again as the cursor is to move over them."""


class Move(NamedTuple):
    """Lines from `top` up to `bottom` that are now `by` lines lower, or higher."""

    top: int
    bottom: int
    by: int

    @property
    def sequence(self) -> str:
        """Insert or delete lines between margins; the Linux console knows no other way."""
        verb = "L" if self.by > 0 else "M"
        return (
            f"\x1b[{self.top + 1};{self.bottom}r\x1b[{self.top + 1}H\x1b[{abs(self.by)}{verb}\x1b[r"
        )

    def applied(self, rows: Rows) -> Rows:
        """The screen after the move."""
        block = rows[self.top : self.bottom]
        new = [[_UNKNOWN] * len(rows[self.top])] * abs(self.by)
        block = new + block[: -self.by] if self.by > 0 else block[-self.by :] + new
        return rows[: self.top] + block + rows[self.bottom :]


class Written(NamedTuple):
    """What to write, and the ink that it leaves the terminal with."""

    text: str
    ink: Ink

    def after(self, before: str) -> Written:
        """The same, with something before it."""
        return self._replace(text=before + self.text)


def difference(shown: Rows | None, wanted: Rows, ink: Ink = PLAIN) -> Written:
    """The shortest of what is known to lead from one to the other; None where nothing is known.

    `ink` is what the last write left: to reset it each time would be half of what a tick costs.
    """
    if shown is None:
        return changes([[_UNKNOWN] * len(row) for row in wanted], wanted).after(ANEW)
    plain = changes(shown, wanted, ink)
    move = find_move(shown, wanted) if plain.text else None
    if move is None:
        return plain
    moved = changes(move.applied(shown), wanted, ink).after(move.sequence)
    return min(plain, moved, key=lambda written: len(written.text))


def find_move(shown: Rows, wanted: Rows) -> Move | None:
    """The block of lines that most likely moved, by their text alone: a cursor moves over them."""
    before, after = {}, {}
    for y, (old, new) in enumerate(zip(shown, wanted, strict=True)):
        if old is not new:
            before[y], after[y] = _text(old), _text(new)
    places: dict[str, list[int]] = {}
    for y, text in before.items():
        if text.strip() and text != after[y]:
            places.setdefault(text, []).append(y)
    found = [
        (then, now)
        for now, text in after.items()
        if text != before[now]
        for then in places.get(text, ())
    ]
    votes = Counter(now - then for then, now in found)
    by, lines = max(votes.items(), key=lambda vote: vote[1], default=(0, 0))
    if lines < _LEAST_MOVED:
        return None
    ends = [y for then, now in found if now - then == by for y in (then, now)]
    return Move(min(ends), max(ends) + 1, by)


def _text(row: Row) -> str:
    return "".join([text for text, _ in row])


def changes(shown: Rows, wanted: Rows, ink: Ink = PLAIN) -> Written:
    """Every run of cells that differs, with nothing moved."""
    written: list[str] = []
    for y, (old, new) in enumerate(zip(shown, wanted, strict=True)):
        if old is new or old == new:
            continue
        for start, stop in _runs(old, new):
            written.append(_to(start, y))
            for text, own in new[start:stop]:
                if own is not ink and not (text == " " and _same_blank(ink, own)):
                    written.append(_turn(ink, own))
                    ink = own
                written.append(text)
    return Written("".join(written), ink)


def _same_blank(one: Ink, other: Ink) -> bool:
    """Whether a blank looks the same in both: the colour of its letters does not count."""
    return (
        one.back == other.back
        and one.attributes == other.attributes
        and one.attributes in _UNSEEN_ON_BLANKS
    )


def _to(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"


def _runs(old: Row, new: Row) -> Iterator[tuple[int, int]]:
    """Columns from and up to; what lies between two runs is written too where that is no more.

    Both halves of a wide character differ, or neither: none of them is ever cut.
    """
    start = stop = -1
    for x in [x for x, (was, now) in enumerate(zip(old, new, strict=True)) if was != now]:
        if start < 0:
            start = x
        elif x > stop and not _bridged(new, stop, x):
            yield start, stop
            start = x
        stop = x + 1
    if start >= 0:
        yield start, stop


def _bridged(new: Row, stop: int, x: int) -> bool:
    ink = new[stop - 1][1]
    return x - stop <= _LONGEST_GAP and all(cell[1] == ink for cell in new[stop:x])


@lru_cache(maxsize=4096)
def _turn(before: Ink, after: Ink) -> str:
    """From one ink to another, by what differs."""
    if after == before:
        return ""
    if after == PLAIN:
        return "\x1b[m"
    codes = []
    if before.attributes and before.attributes != after.attributes:
        before = PLAIN
        codes.append("0")
    if after.attributes != before.attributes:
        codes.append(after.attributes)
    if after.fore != before.fore:
        codes.append(after.fore or "39")
    if after.back != before.back:
        codes.append(after.back or "49")
    return f"\x1b[{';'.join(codes)}m"
