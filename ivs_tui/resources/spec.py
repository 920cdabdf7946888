"""The shape of a kind: what a list shows, in which order, and where Enter leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any, NamedTuple

from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.knowledge.finding import Examination

Value = str | int | float | datetime | None
"""What a column sorts by; None is "not known" and sorts last either way."""
Parameters = dict[str, str]


class Tone(StrEnum):
    """What a cell's colour means; the theme decides which colour that is."""

    NORMAL = "normal"
    STRONG = "strong"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    DIM = "dim"
    INFO = "info"


class Mark(Enum):
    """The glyphs, never colour alone: one for terminals with UTF-8, one without."""

    GOOD = ("●", "*")
    STARVING = ("▼", "v")
    FAILED = ("✖", "x")
    CHANGING = ("◐", "~")
    OFF = ("○", "o")
    UNKNOWN = ("?", "?")
    UNREAD = ("…", ".")

    def text(self, *, ascii_only: bool) -> str:
        """The glyph for this terminal."""
        return self.value[1] if ascii_only else self.value[0]


@dataclass(frozen=True, slots=True)
class Look:
    """What a cell needs to know beside its row: the time, and what the terminal can show."""

    now: datetime
    ascii_only: bool = False

    def mark(self, mark: Mark) -> str:
        """The glyph for this terminal."""
        return mark.text(ascii_only=self.ascii_only)


class Cell(NamedTuple):
    """What one cell shows: text that is safe already, and its tone."""

    text: str
    tone: Tone = Tone.NORMAL


class Presence(Enum):
    """Whether the API still lists a row."""

    LISTED = "listed"
    MISSED = "missed"
    """The newest read did not have it; one more read decides."""
    ENDED = "ended"
    EXPECTED = "expected"
    """It never did: what should be there and is not has a row of its own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One resource in a list: its record, and what other lists say of it."""

    key: str
    record: Any
    joined: Any = None
    presence: Presence = Presence.LISTED


class ColumnType(Enum):
    """What the filter compares in a column."""

    TEXT = "text"
    """Nothing: it holds a text, or is one."""
    NUMBER = "number"
    TIME = "time"
    """An instant, by how long ago it was."""
    DURATION = "duration"
    """Seconds, or the instant since when it has lasted."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    `value` is what it sorts by, `cell` what it shows, `text` what the filter searches. A column
    with `shed` 0 always stays; of the others the highest goes first where the terminal is narrow.
    `grow` is its share of the width that is left over. `ample` is a width that it is given before
    any column comes whose `shed` is as high as that. Where `ends` is set, what is too long is cut
    in its middle: what tells names apart often stands at their end.
    """

    id: str
    title: str
    width: int
    value: Callable[[Row], Value]
    cell: Callable[[Row, Look], Cell]
    text: Callable[[Row], str] | None = None
    grow: int = 0
    shed: int = 0
    ample: tuple[int, int] | None = None
    ends: bool = False
    right: bool = False
    dated: bool = False
    """Whether it shows an instant, which is wider where times are not in UTC."""
    descending: bool = False
    """The direction that a first press of `s` sorts in."""
    type: ColumnType = ColumnType.TEXT
    measured: Callable[[Row], Value] | None = None
    """What the filter compares, where that is not `value`."""
    at_least: Callable[[Row], bool] | None = None
    """Whether it may have lasted longer than it is known to; None where that is always known."""


class Goal(NamedTuple):
    """Where a step leads: a kind or a detail by name, and the API parameters it is read with."""

    target: str
    parameters: Parameters


class Read(NamedTuple):
    """A query beside a screen's own, its API parameters, and every how many intervals."""

    query: str
    parameters: Parameters
    every: float = 1.0
    called: str = ""
    """What it is laid beside the others as, where that is not its query's name."""


class Jump(NamedTuple):
    """A step sideways: its letter, which is the same on every screen, and what it leads to."""

    letter: str
    label: str
    goal: Goal


Merge = Callable[[Snapshot, Mapping[str, Snapshot]], list[Row]]
"""Rows of a list from its snapshot and from those it joins, by query name."""


def _nothing(*_: Any) -> tuple[()]:
    return ()


def no_problem(_row: Row) -> str:
    """What is wrong with a row of a kind of which nothing is ever wrong."""
    return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One list that the monitor can show."""

    name: str
    alias: str
    title: str
    query: str
    columns: tuple[Column, ...]
    merge: Merge
    order: Callable[[Row], Any]
    """The order in which the list comes up: what needs a person first."""
    identity: Callable[[Row], str]
    """What `y` copies: the ARN, or the id where there is none."""
    nothing: str
    """What an empty list means."""
    drill: Callable[[Row, Topic], Goal | None] | None = None
    """Where Enter leads; None where the row does not say enough."""
    jumps: Callable[[Row, Topic], Sequence[Jump]] = _nothing
    """What a row belongs to and what belongs to it."""
    examined: Callable[[Row, Topic], Goal | None] | None = None
    """The detail that the findings of a row are those of."""
    described: Callable[[Row, Topic], Sequence[Read]] = _nothing
    """What the API says of a row beyond the list."""
    missing: Callable[[Row], str] = lambda _row: ""
    """Why the API returned nothing for a row that is there all the same."""
    joins: tuple[str, ...] = ()
    """Lists that are read for it and laid beside it."""
    coverage: Callable[[Snapshot, Mapping[str, Snapshot], Look], Sequence[Cell]] = _nothing
    """How far has come what is read of each row by itself."""
    counted: tuple[str, ...] = ()
    """Lists that its strip is made from."""
    strip: Callable[[Mapping[str, Snapshot], Look, int], Sequence[Sequence[Cell]]] = _nothing
    """Lines above the list that count what goes on everywhere, for so many cells."""
    knows: tuple[str, ...] = ()
    """Lists that it uses where they happen to be known; none is read for its sake."""
    reads: Callable[[Topic], Sequence[Read]] = _nothing
    """What is read for it of its own resource; with no interval, where that happens to be known."""
    answer: Callable[[Mapping[str, Snapshot], Sequence[Row], Look], Sequence[Cell]] = _nothing
    """What its rows come to, in a line above them."""
    everything: bool = False
    """Whether it uses all that is known, whatever list it is of."""
    explain: Callable[[Row, Look], Sequence[Line]] | None = None
    """What the row under the cursor means, and what to do about it."""
    notice: Callable[[Snapshot], str] = lambda _snapshot: ""
    """What the list itself has to say, such as what it could not look at."""
    parent: str | None = None
    """The kind whose row it needs: that list opens first where none was chosen."""
    whose: tuple[str, ...] = ()
    """The API parameters that it may be asked for with, where no query is behind it."""
    offers: Callable[[Row], Parameters] = lambda _row: {}
    """The API parameters that a row gives to the views below it."""
    takes: Mapping[str, str] = field(default_factory=dict)
    """Parameters that go by another name in what is offered."""
    problem: Callable[[Row], str] = no_problem
    """What is wrong with a row, in one word of `problems.py`; empty where nothing is."""
    digit: str | None = None
    by_name: bool = True
    """Whether it can be asked for: of some, only what leads there says what they are of."""

    @property
    def tells_problems(self) -> bool:
        """Whether anything can be wrong with its rows."""
        return self.problem is not no_problem


class Line(NamedTuple):
    """One line of a detail: a label and what it is."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a detail shows: the record, how it is asked for, and what other queries say of it."""

    record: Any
    topic: Topic
    joined: Mapping[str, Snapshot]
    names: Mapping[str, str] = field(default_factory=dict)
    """Of the resources that any list has named, by ARN."""

    def name_of(self, arn: str | None) -> str:
        """A resource's name, else the id that people say aloud."""
        return self.names.get(arn or "") or (arn or "").rsplit("/", 1)[-1]

    def read(self, query: str) -> tuple[Any, ...] | None:
        """What another query said; None where it was not read to its end."""
        found = self.joined.get(query)
        return None if found is None or found.last_complete_at is None else found.items


@dataclass(frozen=True, slots=True)
class Detail:
    """One resource on a screen of its own: facts above, a table below.

    The table holds its events, or else every member of what the API returned (`members.py`).
    """

    name: str
    title: str
    query: str
    facts: Callable[[Subject, Look], Sequence[Line]]
    rows: Callable[[Subject], list[Row]]
    columns: tuple[Column, ...]
    order: Callable[[Row], Any]
    explain: Callable[[Row, Look], Sequence[Line]]
    """What the row under the cursor means, and what to do about it."""
    notice: Callable[[Subject, Snapshot], str]
    """What the table itself has to say, such as that the API holds no more."""
    identity: Callable[[Topic], str]
    """What `y` copies."""
    remembered: str = ""
    """The list that still knows it when the API tells of it no more."""
    noun: str = "events"
    """What the table's rows are."""
    first: Callable[[Sequence[Row]], str] = lambda _rows: ""
    """The key of the row on which the cursor comes up; empty for that at the top."""
    told: int = 6
    """Lines for what the row under the cursor means."""
    source: str = ""
    """The query that the rows come from, where it is not the detail's own."""
    reads: Callable[[Topic, Any], Sequence[Read]] = _nothing
    """What is read beside it, by its topic and its record, which is None before the first read."""
    then: Callable[[Subject], Sequence[Read]] = _nothing
    """What is read beside it once that much is known of it."""
    knows: Callable[[Topic], Sequence[Read]] = _nothing
    """What is laid beside it where it happens to be known; none is read for its sake."""
    joins: tuple[str, ...] = ()
    """Lists of the whole scope that are laid beside it."""
    drill: Callable[[Row, Topic], Goal | None] = lambda _row, _topic: None
    """Where Enter on a row of the table leads."""
    jumps: Callable[[Subject, Row | None], Sequence[Jump]] = _nothing
    """What it belongs to and what belongs to it; the row is the one under the cursor."""
    examine: Callable[[Subject, datetime], Examination] | None = None
    """What is wrong with it, and what was looked at."""
    compared: Callable[[Topic], Goal] | None = None
    """Where it is laid beside what it was before."""
