"""What the `/` prompt knows: the columns of the list in front, and what may be said of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ivs_tui.resources.filters import begun, example
from ivs_tui.resources.spec import Column, ColumnType
from ivs_tui.ui.commands import complete

_GAP = "  "
_SIGNS = {
    ColumnType.TEXT: ":",
    ColumnType.NUMBER: ">",
    ColumnType.TIME: "<",
    ColumnType.DURATION: ">",
}
_LAST = re.compile(r"!?([^\s:=<>]*)\S*$")
"""The word at the end, and of it what may be a column's name."""


def advice(typed: str, columns: Sequence[Column]) -> str:
    """The columns that the last word may mean, else all; of one alone what may be said of it."""
    word = _last(typed)
    found = begun(word, columns) if word else {}
    if len(found) == 1:
        return example(*found.values())
    named = [f"{name}{_SIGNS[one.type]}" for name, one in (found or begun("", columns)).items()]
    return _GAP.join(named if found else ["words", *named])


def completed(typed: str, columns: Sequence[Column]) -> str:
    """What is typed, with the column at its end completed as far as it is certain."""
    word = _last(typed)
    if not typed.endswith(word):
        return typed  # its name is behind us
    return typed.removesuffix(word) + complete(word, begun(word, columns))


def _last(typed: str) -> str:
    found = _LAST.search(typed)
    return found[1] if found else ""
