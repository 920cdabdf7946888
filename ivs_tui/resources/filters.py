"""The language in which a list is filtered: words, columns, comparisons, all of which must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import NamedTuple

from ivs_tui.config.durations import seconds
from ivs_tui.resources.spec import Column, ColumnType, Look, Mark, Row
from ivs_tui.resources.text import visible

_BLANKS = re.compile(r"\s*")
_WORD = re.compile(r"\S+")
_HEAD = re.compile(r'([^\s:=<>"!|]+)(>=|<=|[:=<>])')
"""A column's name and what follows it."""
_UNLIKE = re.compile(r'([^\s:=<>"!|]+)!=')
"""As other languages write it."""
_ALTERNATIVE = re.compile(r"[^\s|]*")
_NUMBER = re.compile(r"([+\-−]?[0-9][0-9,]*(?:\.[0-9]+)?)([km]?)")
_THOUSANDS = {"": 1, "k": 1_000, "m": 1_000_000}
_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {
        "<": lambda here, asked: here < asked,
        ">": lambda here, asked: here > asked,
        "<=": lambda here, asked: here <= asked,
        ">=": lambda here, asked: here >= asked,
    }
)
_SIGNS = frozenset({*_COMPARISONS, "="})
_AGEING = frozenset({ColumnType.TIME, ColumnType.DURATION})
_Holds = Callable[[Row, Look], bool]


class FilterError(ValueError):
    """What is wrong with a filter, in a sentence for who typed it."""


class Term(NamedTuple):
    """What one column must say, or with `negated` must not."""

    column: Column
    holds: _Holds
    negated: bool
    sought: tuple[str, ...] = ()
    """What it looks for in the column's text, casefolded."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a row must and must not say, as parsed from `text`."""

    text: str
    columns: Sequence[Column]
    wanted: tuple[str, ...] = ()
    """Words that any of its columns must hold, casefolded."""
    unwanted: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.wanted or self.unwanted or self.terms)

    @property
    def ages(self) -> bool:
        """Whether a row may pass now and not later, though it stays the same."""
        return any(term.column.type in _AGEING for term in self.terms)

    def passes(self, row: Row, look: Look) -> bool:
        """Whether a row passes, at that time."""
        return self.finds(haystack(self.columns, row)) and self.holds(row, look)

    def finds(self, folded: str) -> bool:
        """Whether a row's text, casefolded already, has the words."""
        for word in self.wanted:
            if word not in folded:
                return False
        for word in self.unwanted:  # noqa: SIM110  # thousands of rows: no generator for each
            if word in folded:
                return False
        return True

    def holds(self, row: Row, look: Look) -> bool:
        """Whether its columns say what they must."""
        return all(term.holds(row, look) is not term.negated for term in self.terms)

    def sought(self, column: Column) -> tuple[str, ...]:
        """What made a row pass, as far as it stands in that column; casefolded."""
        own = (term for term in self.terms if term.column.id == column.id and not term.negated)
        return (*self.wanted, *(needle for term in own for needle in term.sought))


def parse(text: str, columns: Sequence[Column]) -> Filter:
    """Read a filter over these columns; what cannot be read is a `FilterError`.

    `word`, `"two words"`, `column:part`, `column=whole|or-this`, `column>1000`, `age<2h`; each may
    have a `!` before it. A `:` behind what is no column is part of a word, as in a URL.
    """
    reader = _Reader(text, columns)
    reader.read()
    words, terms = reader.words, tuple(reader.terms)
    wanted = tuple(word for word, negated in words if word and not negated)
    unwanted = tuple(word for word, negated in words if word and negated)
    return Filter(text, columns, wanted, unwanted, terms)


def haystack(columns: Sequence[Column], row: Row) -> str:
    """All that a row says in its columns, casefolded."""
    return "\n".join(map(_column_text, columns, [row] * len(columns))).casefold()


def begun(typed: str, columns: Sequence[Column]) -> dict[str, Column]:
    """The columns that have a name which begins with what is typed, by it; all by their id."""
    folded = typed.casefold()
    named = ((name, one) for one in columns for name in reversed(_names(one)))
    found = {one.id: name for name, one in named if name.startswith(folded)}
    return {found[one.id]: one for one in columns if one.id in found}


def example(column: Column) -> str:
    """What may be typed of a column."""
    name = column.id
    return {
        ColumnType.TEXT: f"{name}:part or {name}=whole",
        ColumnType.NUMBER: f"{name}>1000 or {name}<=1.5k",
        ColumnType.TIME: f"how long ago: {name}<2h or {name}>30s",
        ColumnType.DURATION: f"how long: {name}>2h or {name}<30s",
    }[column.type]


class _Reader:
    """Reads a filter from its start to its end."""

    def __init__(self, text: str, columns: Sequence[Column]) -> None:
        self.words: list[tuple[str, bool]] = []
        self.terms: list[Term] = []
        self._text = text
        self._columns = columns
        self._at = 0

    def read(self) -> None:
        """Word by word."""
        while (start := _end(_BLANKS, self._text, self._at)) < len(self._text):
            negated = self._text[start] == "!"
            self._at = start + negated
            self._read_one(negated=negated)

    def _read_one(self, *, negated: bool) -> None:
        if self._text.startswith('"', self._at):
            self.words.append((self._quoted(), negated))
            return
        if unlike := _UNLIKE.match(self._text, self._at):
            raise FilterError(f"a ! stands first: !{visible(unlike[1], limit=20)}=whole")
        head = _HEAD.match(self._text, self._at)
        column = self._column(head[1], head[2]) if head else None
        if head is None or column is None:
            start, self._at = self._at, _end(_WORD, self._text, self._at)
            word = self._text[start : self._at].casefold()
            if word in _SIGNS:
                raise FilterError(f"no blank beside {word}: {example(self._before())}")
            self.words.append((word, negated))
            return
        self._at = head.end()
        self.terms.append(_term(column, head[2], self._alternatives(), negated=negated))

    def _before(self) -> Column:
        """The column that the word before names, else any."""
        named = {self.words[-1][0]} if self.words else set()
        return next((one for one in self._columns if named & {*_names(one)}), self._columns[0])

    def _column(self, name: str, sign: str) -> Column | None:
        folded = name.casefold()
        for exact in (lambda one: one.id.casefold() == folded, lambda one: folded in _names(one)):
            if meant := next(filter(exact, self._columns), None):
                return meant
        found = begun(name, self._columns)
        if len(found) == 1:
            return next(iter(found.values()))
        told = visible(name, limit=20)
        if found:
            raise FilterError(f"{told} may be {', '.join(found)}")
        if sign == ":":
            return None
        there = ", ".join(one.id for one in self._columns)
        raise FilterError(f"no column {told}; there are: {there}")

    def _alternatives(self) -> list[str]:
        found = [self._alternative()]
        while self._text.startswith("|", self._at):
            self._at += 1
            found.append(self._alternative())
        return [one for one in found if one]

    def _alternative(self) -> str:
        if self._text.startswith('"', self._at):
            return self._quoted()
        start, self._at = self._at, _end(_ALTERNATIVE, self._text, self._at)
        return self._text[start : self._at].casefold()

    def _quoted(self) -> str:
        end = self._text.find('"', self._at + 1)
        if end < 0:
            raise FilterError("the quote is not closed")
        start, self._at = self._at + 1, end + 1
        return self._text[start:end].casefold()


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


def _names(column: Column) -> tuple[str, str]:
    """What a column may be called: its id, or its title with no blank in it."""
    return column.id.casefold(), column.title.casefold().replace(" ", "-")


def _term(column: Column, sign: str, asked: Sequence[str], *, negated: bool) -> Term:
    if not asked:
        raise FilterError(f"{column.id}{sign} what? {example(column)}")
    if sign in _COMPARISONS:
        if len(asked) > 1:
            raise FilterError(f"{column.id}{sign} takes one value")
        return Term(column, _comparison(column, sign, asked[0]), negated)
    if sign == "=" and column.type is ColumnType.NUMBER:
        numbers = frozenset(_number(column, one) for one in asked)
        return Term(column, lambda row, look: measure(column, row, look) in numbers, negated)
    # A state may be written as the API writes it: create_failed is shown as "create failed".
    sought = tuple(dict.fromkeys([*asked, *(one.replace("_", " ") for one in asked)]))
    if sign == "=":
        return Term(column, lambda row, look: _equals(column, row, look, sought), negated, sought)
    return Term(column, lambda row, look: _contains(column, row, look, sought), negated, sought)


def _comparison(column: Column, sign: str, asked: str) -> _Holds:
    if column.type is ColumnType.TEXT:
        raise FilterError(f"{column.id} is text; {example(column)}")
    read = _number if column.type is ColumnType.NUMBER else _length
    compare, limit = _COMPARISONS[sign], read(column, asked)

    def holds(row: Row, look: Look) -> bool:
        here = measure(column, row, look)
        return here is not None and compare(here, limit)

    return holds


def _number(column: Column, asked: str) -> float:
    found = _NUMBER.fullmatch(asked)
    if found is None:
        told = visible(asked, limit=20)
        raise FilterError(f"{told} is no number; {example(column)}")
    return float(found[1].replace(",", "").replace("−", "-")) * _THOUSANDS[found[2]]


def _length(column: Column, asked: str) -> float:
    try:
        return seconds(asked)
    except ValueError:
        told = visible(asked, limit=20)
        raise FilterError(f"{told} is no length of time; {example(column)}") from None


def measure(column: Column, row: Row, look: Look) -> float | None:
    """What a comparison compares: a number, or seconds, of an instant how long ago it was."""
    value = (column.measured or column.value)(row)
    if isinstance(value, datetime):
        known = value if value.tzinfo else value.replace(tzinfo=UTC)
        return (look.now - known).total_seconds()
    return value if isinstance(value, int | float) else None


def _contains(column: Column, row: Row, look: Look, sought: Sequence[str]) -> bool:
    said = _said(column, row, look)
    return any(one in text for text in said for one in sought)


def _equals(column: Column, row: Row, look: Look, sought: Sequence[str]) -> bool:
    return not _said(column, row, look).isdisjoint(sought)


def _said(column: Column, row: Row, look: Look) -> set[str]:
    """What a column says: its text, and what its cell shows, with and without the mark."""
    shown = column.cell(row, look).text.casefold().strip()
    said = {_column_text(column, row).casefold(), shown}
    if shown[1:2] == " " and shown[0] in _MARKS[look.ascii_only]:
        said.add(shown[1:].strip())
    return said


_MARKS = tuple(
    frozenset(mark.text(ascii_only=ascii_only) for mark in Mark) for ascii_only in (False, True)
)


def _column_text(column: Column, row: Row) -> str:
    if column.text is not None:
        return column.text(row)
    value = column.value(row)
    return "" if value is None else str(value)
