"""What a screen rests on, source by source: how old, how complete, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ivs_tui.aws.errors import Problem
from ivs_tui.aws.records.base import Record
from ivs_tui.engine.budget import WINDOW, OperationUsage
from ivs_tui.engine.snapshot import Snapshot, Topic, Usage
from ivs_tui.resources import format as fmt
from ivs_tui.resources import parts
from ivs_tui.resources.spec import Cell, Column, ColumnType, Kind, Line, Look, Mark, Row, Tone

NAME = "sources"
_FRESH = timedelta(seconds=10)
"""Ages below this are not told apart: they would tick."""


class Source(Record, frozen=True):
    """One topic that is being read: how often, what came of it, and what its operation used."""

    query: str
    of: str
    operation: str
    front: bool
    every: float
    """Seconds."""
    read_at: datetime | None
    whole: bool
    """Whether it has been read to its end."""
    laid: bool
    """Whether its news comes with the list that it is laid over: by itself it is told once."""
    reading: int | None
    """Items so far, where a read is under way that is waited for."""
    items: int
    unreadable: int
    gone: int
    error: Problem | None
    again_at: datetime | None
    """When it is tried again."""
    sent: int
    allowed: int
    throttled: bool
    used_at: datetime | None

    def age(self, now: datetime) -> timedelta | None:
        """How long ago it was read, where that is known."""
        return None if self.laid or self.read_at is None else now - self.read_at

    def stale(self, now: datetime) -> bool:
        """Whether it is older than twice what it should be."""
        age = self.age(now)
        return age is not None and age > timedelta(seconds=2 * self.every)

    def requests(self, now: datetime) -> int:
        """Of its operation, in the last ten seconds."""
        # Told when requests were made; since then there was none.
        old = self.used_at is None or now - self.used_at >= timedelta(seconds=WINDOW)
        return 0 if old else self.sent


def sources(
    read: Iterable[tuple[Snapshot, float]],
    front: Iterable[Topic],
    usage: Usage,
    name_of: Callable[[str], str],
) -> tuple[Source, ...]:
    """All that is read, each with its seconds between two reads; `front` is what is looked at."""
    in_front = set(front)
    used = {one.operation: one for one in usage.operations}
    return tuple(
        _source(snapshot, every, snapshot.topic in in_front, used, usage.at, name_of)
        for snapshot, every in read
    )


def _source(
    one: Snapshot,
    every: float,
    front: bool,
    used: Mapping[str, OperationUsage],
    used_at: datetime | None,
    name_of: Callable[[str], str],
) -> Source:
    operation = one.topic.query.operation
    use = used.get(operation.id)
    waited = timedelta(seconds=one.error.retry_in) if one.error else timedelta()
    return Source(
        query=one.topic.name,
        of=", ".join(name_of(value) for _, value in one.topic.parameters),
        operation=operation.name,
        front=front,
        # A list that takes long to be read rests as long.
        every=max(every, one.interval),
        read_at=one.last_complete_at or one.read_at,
        # What is gathered item by item is never read in one go.
        laid=bool(one.topic.query.ahead) and one.read_at is not None and one.error is None,
        whole=one.complete or one.last_complete_at is not None,
        reading=one.reading,
        items=len(one.items),
        unreadable=one.unreadable,
        gone=sum(gone.confirmed for gone in one.gone),
        error=one.error,
        again_at=one.error_at + waited if one.error_at else None,
        sent=use.sent if use else 0,
        allowed=use.allowed if use else 0,
        throttled=bool(use and use.throttled),
        used_at=used_at,
    )


def _merge(snapshot: Snapshot, _joined: Mapping[str, Snapshot]) -> list[Row]:
    return [Row(f"{one.query} {one.of}", one) for one in snapshot.items]


def _state(one: Source, look: Look) -> Cell:
    if one.error is not None:
        return fmt.marked(Mark.FAILED, one.error.kind.value, Tone.BAD, look)
    if one.throttled or one.unreadable or one.stale(look.now):
        unreadable = f"{one.unreadable:,} unreadable" if one.unreadable else "stale"
        words = "throttled" if one.throttled else unreadable
        return fmt.marked(Mark.STARVING, words, Tone.WARNING, look)
    if one.read_at is None:
        return fmt.marked(Mark.UNREAD, "not read yet", Tone.DIM, look)
    if one.laid:
        return fmt.marked(Mark.GOOD, "laid over", Tone.GOOD, look)
    if not one.whole:
        so_far = one.items if one.reading is None else one.reading
        return fmt.marked(Mark.CHANGING, f"reading {so_far:,}", Tone.INFO, look)
    return fmt.marked(Mark.GOOD, "complete", Tone.GOOD, look)


def _rank(one: Source) -> int:
    """What is in trouble first; that something is stale only time tells, not a read."""
    troubles = (one.error, one.throttled, one.unreadable, not one.whole)
    return next((at for at, trouble in enumerate(troubles) if trouble), len(troubles))


def _problem(row: Row) -> str:
    one: Source = row.record
    return "error" if one.error or one.throttled or one.unreadable else ""


def _named(one: Source) -> str:
    return f"{one.query} of {one.of}" if one.of else one.query


def _name(row: Row, look: Look) -> Cell:
    return fmt.text(_named(row.record), look, Tone.STRONG if row.record.front else Tone.NORMAL)


def _age(one: Source, now: datetime) -> str:
    age = one.age(now)
    if age is None:
        return "-"
    if age < _FRESH:
        return "<10s"
    if age < timedelta(minutes=1):
        return f"{int(age.total_seconds()) // 10 * 10}s"
    return fmt.duration(age)


def _every(one: Source) -> str:
    return f"{one.every:.0f}s" if one.every < 120 else fmt.duration(timedelta(seconds=one.every))


def _read_cell(row: Row, look: Look) -> Cell:
    return Cell("-" if row.record.laid else fmt.near_time(row.record.read_at, look.now))


def _age_cell(row: Row, look: Look) -> Cell:
    stale = row.record.stale(look.now)
    return Cell(_age(row.record, look.now), Tone.WARNING if stale else Tone.NORMAL)


def _used(row: Row, look: Look) -> Cell:
    one: Source = row.record
    if not one.allowed:
        return fmt.UNSAID
    sent = one.requests(look.now)
    tone = Tone.WARNING if one.throttled or sent >= one.allowed else Tone.NORMAL
    return Cell(f"{sent}/{one.allowed}", tone)


def _again(row: Row, look: Look) -> Cell:
    one: Source = row.record
    return Cell("" if one.again_at is None else fmt.clock_time(one.again_at, look.now))


def _explain(row: Row, look: Look) -> Sequence[Line]:
    one: Source = row.record
    lines = [
        Line(
            "source",
            (
                fmt.text(_named(one), look, Tone.STRONG),
                Cell(f"{one.operation}, every {_every(one)}"),
                Cell("in front" if one.front else "beside it", Tone.DIM),
            ),
        ),
        Line("read", tuple(_read(one, look))),
    ]
    if one.error is not None:
        words = filter(None, (one.error.sentence, one.error.advice))
        again = f"try {one.error.attempt + 1} at {_again(row, look).text}" if one.again_at else ""
        lines.append(Line("trouble", (fmt.text(": ".join(words), look, Tone.BAD), Cell(again))))
    lines.append(Line("budget", (_budget(one, look),)))
    return lines


def _read(one: Source, look: Look) -> Iterable[Cell]:
    if one.read_at is None:
        yield Cell("not read yet", Tone.DIM)
        return
    if one.laid:
        yield Cell("its news is laid over the list that it is a part of as it comes")
        return
    yield Cell(f"{fmt.near_time(one.read_at, look.now)}, {_age(one, look.now)} ago")
    yield Cell(f"{one.items:,} items {'in all' if one.whole else 'so far'}")
    if one.unreadable:
        yield Cell(f"{one.unreadable:,} more unreadable", Tone.WARNING)
    if one.gone:
        yield Cell(f"{one.gone:,} gone", Tone.DIM)


def _budget(one: Source, look: Look) -> Cell:
    if not one.allowed:
        return Cell("no request made yet", Tone.DIM)
    told = f"{one.requests(look.now)} of {one.allowed} requests in the last {WINDOW:g} s"
    if one.throttled:
        return Cell(f"{told}; AWS throttles it, the rate here gives way", Tone.WARNING)
    return Cell(f"{told}, not throttled")


def _answer(_joined: Mapping[str, Snapshot], rows: Sequence[Row], look: Look) -> Sequence[Cell]:
    """Whether what is in front is true."""
    every: list[Source] = [row.record for row in rows]
    shown = [one for one in every if one.front]
    troubled = [one for one in every if one.error or one.throttled or one.stale(look.now)]
    unread = [one for one in shown if not one.whole]
    oldest = max(
        (one for one in shown if one.read_at and not one.laid), key=_age_of(look.now), default=None
    )
    age = "" if oldest is None else f", up to {_age(oldest, look.now).lstrip('<')} old"
    if troubled:
        told = f"{len(troubled)} of {len(every)} sources in trouble; what is in front is"
        what = "not complete" if unread else "complete"
        return (fmt.marked(Mark.STARVING, f"{told} {what}{age}", Tone.WARNING, look),)
    if unread:
        told = f"what is in front is not complete: {len(unread)} of {len(shown)} still to be read"
        return (fmt.marked(Mark.CHANGING, told, Tone.INFO, look),)
    return (fmt.marked(Mark.GOOD, f"what is in front is complete{age}", Tone.GOOD, look),)


def _age_of(now: datetime) -> Callable[[Source], Any]:
    return lambda one: one.age(now)


KIND = Kind(
    name=NAME,
    alias="",
    title="Sources",
    query=NAME,
    merge=_merge,
    order=lambda row: (_rank(row.record), not row.record.front, row.key),
    identity=lambda row: row.record.operation,
    problem=_problem,
    nothing="nothing is read",
    answer=_answer,
    explain=_explain,
    columns=(
        Column(
            id="state",
            title="STATE",
            width=15,
            value=lambda row: _rank(row.record),
            cell=lambda row, look: _state(row.record, look),
            text=lambda row: row.record.error.kind.value if row.record.error else "",
        ),
        Column(
            id="source",
            title="SOURCE",
            width=18,
            value=lambda row: _named(row.record),
            cell=_name,
            text=lambda row: f"{_named(row.record)} {row.record.operation}",
            grow=2,
        ),
        replace(
            parts.time_column("read", "READ", lambda row: row.record.read_at, shed=1),
            width=9,
            cell=_read_cell,
        ),
        replace(parts.age_column(lambda row: row.record.read_at, shed=0), width=5, cell=_age_cell),
        Column(
            id="every",
            title="EVERY",
            width=5,
            value=lambda row: row.record.every,
            cell=lambda row, _look: Cell(_every(row.record)),
            text=lambda _row: "",
            right=True,
            type=ColumnType.DURATION,
        ),
        parts.count_column("items", "ITEMS", lambda row: row.record.items, width=6),
        Column(
            id="used",
            title="10 S",
            width=6,
            value=lambda row: row.record.sent,
            cell=_used,
            right=True,
            descending=True,
            type=ColumnType.NUMBER,
        ),
        Column(
            id="operation",
            title="OPERATION",
            width=22,
            value=lambda row: row.record.operation,
            cell=lambda row, _look: Cell(row.record.operation, Tone.DIM),
            shed=2,
        ),
        parts.count_column("unreadable", "UNREADABLE", lambda row: row.record.unreadable, shed=4),
        parts.count_column("gone", "GONE", lambda row: row.record.gone, width=6, shed=5),
        replace(
            parts.time_column("again", "NEXT TRY", lambda row: row.record.again_at, shed=3),
            width=9,
            cell=_again,
        ),
    ),
)
