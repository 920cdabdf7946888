"""Which of a list's columns are shown, in which order, and where each stands when it is wide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ivs_tui.resources.spec import Column

ALL = "all"
"""Asks for the list's own columns."""
_STAYING = 3
"""Where the first column that grows is one of these many, those up to it tell what a row is."""


class ColumnsError(ValueError):
    """Columns that cannot be shown; the text says which there are."""


def choose(columns: Sequence[Column], shown: Sequence[str], asked: str) -> tuple[str, ...]:
    """The ids that `asked` names: `a,b` is all that is shown, `+a -b` changes what is.

    None are the list's own columns. What is added comes last, also what was shown already. Raises
    ColumnsError.
    """
    words = asked.casefold().replace(",", " ").split()
    if words in ([], [ALL]):
        return ()
    own = [column.id for column in columns]
    for word in words:
        if word.lstrip("+-") not in own:
            raise ColumnsError(f"no column {word.lstrip('+-')!r}; there are: {', '.join(own)}")
    changes = [word for word in words if word[0] in "+-"]
    if changes and len(changes) < len(words):
        raise ColumnsError("either the columns by name, or changes such as +tags -type")
    chosen = list(dict.fromkeys(words)) if not changes else list(shown or own)
    for change in changes:
        if change[1:] in chosen:
            chosen.remove(change[1:])
        if change[0] == "+":
            chosen.append(change[1:])
    if not chosen:
        raise ColumnsError("one column at least has to stay")
    return () if chosen == own else tuple(chosen)


def known(columns: Sequence[Column], ids: Sequence[str]) -> tuple[Column, ...]:
    """The columns of these ids, in that order; all where none of them is there."""
    by_id = {column.id: column for column in columns}
    return tuple(by_id[id_] for id_ in dict.fromkeys(ids) if id_ in by_id) or tuple(columns)


def offered(columns: Sequence[Column], typed: str) -> list[str]:
    """`typed` with its last word completed to each column that it does not name yet."""
    cut = max(typed.rfind(","), typed.rfind(" ")) + 1
    before, word = typed[:cut], typed[cut:]
    sign = word[0] if word[:1] in {"+", "-"} else ""
    named = {one.lstrip("+-") for one in before.casefold().replace(",", " ").split()}
    return [f"{before}{sign}{column.id}" for column in columns if column.id not in named]


class Wide(NamedTuple):
    """Columns at their whole width, and how many are out of sight on either side."""

    fitted: list[tuple[Column, int]]
    left: int
    right: int


def staying(columns: Sequence[Column]) -> int:
    """How many columns from the left tell what a row is, and stay in sight."""
    grows = (at for at, column in enumerate(columns[:_STAYING], 1) if column.grow)
    return min(next(grows, 2), max(1, len(columns) - 1))


def fit_wide(columns: Sequence[Column], whole: Mapping[str, int], width: int, steps: int) -> Wide:
    """Each column at its whole width; after `steps` to the right others than the first are passed.

    The first ones are whole where nothing was passed, and then give room. No column is wider than
    what can be in sight at once.
    """
    stay = staying(columns)
    head, others = columns[:stay], columns[stay:]
    room = max(1, width - sum(column.width + 1 for column in head))
    wished = {
        column.id: min(max(column.width, whole.get(column.id, 0)), width if at < stay else room)
        for at, column in enumerate(columns)
    }
    used = sum(wished[column.id] + 1 for column in head)
    passed = steps
    if steps:
        if others and used + wished[others[0].id] > width:
            passed -= 1  # to give room was the first step
        wished |= {column.id: column.width for column in head}
    passed = min(passed, max(0, len(others) - 1))
    fitted, x, whole_ones = [], 0, 0
    for column in (*head, *others[passed:]):
        wish = wished[column.id]
        if (shown := min(wish, width - x)) > 0:
            fitted.append((column, shown))
            whole_ones += shown == wish
        x += wish + 1
    return Wide(fitted, passed, len(columns) - passed - whole_ones)
