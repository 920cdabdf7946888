"""How long from a change in the account to the screen that shows it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.error import HTTPError

from tests.bench.loop import loop
from tests.bench.measure import Bar, Figure, Spread
from tests.bench.pty_session import NeverSeenError, PtySession
from tests.bench.sizes import Size
from tests.bench.subjects import Bench, all_read
from tests.sim.support import Control

SECONDS = 40.0
FILTER = "-000"
"""Part of the names of ten live channels at every size: their rows stay in sight."""
ROWS = 10
NEVER = 30.0
"""Seconds after which a change counts as never seen, and as having taken so long."""
STARVING_BAR = Bar(3.0)
VIEWERS_BAR = Bar(10.0)


@dataclass
class _Row:
    """A channel whose stream is changed again some time after the last change was seen."""

    name: str
    arn: str
    due: float
    wanted: str = ""
    changed_at: float = 0.0
    starving: bool = False


@dataclass
class _Change:
    """A kind of change: makes the next one of a row, and tells what will then stand in it."""

    make: Callable[[_Row], dict[str, object]]
    counts: Callable[[_Row], bool]
    delays: list[float] = field(default_factory=list)


def figures(bench: Bench, size: Size) -> Iterator[Figure]:
    """Health in a world that lives, viewers in one that leaves them as they were set."""
    beside = loop(bench, size)
    world = size.limited
    control = bench.control(world)
    with bench.monitor(world) as session:
        rows = _rows(session, control, size)
        starved = _watch(session, control, rows, _health(), bench.seconds(SECONDS))
        with bench.paused(world):
            viewed = _watch(session, control, rows, _viewers(), bench.seconds(SECONDS))
    yield from _told("a stream starves, until on screen", starved, STARVING_BAR, 0.95, size)
    told = "viewers change, until on screen"
    yield from _told(told, viewed, VIEWERS_BAR, 1.0, size, beside.delays, beside.name)


def _told(
    name: str,
    ours: Sequence[float],
    bar: Bar,
    held: float,
    size: Size,
    other: Sequence[float] = (),
    against: str = "",
) -> Iterator[Figure]:
    """`held` is the share of all samples that the bar is for."""
    for word, share in (("p50", 0.5), ("p95", 0.95), ("max", 1.0)):
        mine = Spread.at(ours, share)
        theirs = Spread.at(other, share) if other else None
        of = bar if share == held else None
        yield Figure("fresh", f"{name}, {word}", "s", mine, theirs, against, of, str(size))


def _rows(session: PtySession, control: Control, size: Size) -> list[_Row]:
    """The rows that the filter leaves, once they have their names."""
    session.wait_lines(all_read(size.most), 60)
    # Wide, a name is shown to its end.
    session.write(f"/{FILTER}\rw".encode())
    world = control.world()
    live = set(world["live"])
    found = {name: arn for name, arn in world["channels"].items() if FILTER in name and arn in live}

    def named(lines: Sequence[str]) -> list[str]:
        return [name for name in found if any(name in line for line in lines)]

    seen = named(session.wait_lines(lambda lines: len(named(lines)) >= ROWS - 2, 60))
    now = time.monotonic()
    return [_Row(name, found[name], now + 0.4 * index) for index, name in enumerate(seen[:ROWS])]


def _health() -> _Change:
    def make(row: _Row) -> dict[str, object]:
        row.starving = not row.starving
        row.wanted = "starving" if row.starving else "healthy"
        return {"health": row.wanted.upper()}

    return _Change(make, lambda row: row.starving)


def _viewers() -> _Change:
    uneven = random.Random(2)

    def make(row: _Row) -> dict[str, object]:
        viewers = uneven.randrange(10_000, 99_999)
        row.wanted = f"{viewers:,}"
        return {"viewerCount": viewers}

    return _Change(make, lambda row: True)


def _watch(
    session: PtySession, control: Control, rows: list[_Row], change: _Change, seconds: float
) -> list[float]:
    """Change every row at moments of its own, and see each change come; seconds each took."""
    uneven = random.Random(3)
    until = time.monotonic() + seconds
    rows = list(rows)
    while (now := time.monotonic()) < until + NEVER:
        _see(session, rows, change, uneven)
        for row in [row for row in rows if not row.wanted and row.due <= now < until]:
            if not _begin(control, row, change):
                rows.remove(row)
        if now >= until and not any(row.wanted for row in rows):
            break
        session.wait_output(session.mark(), 0.05)
    if not change.delays:
        raise NeverSeenError(session.lines(), "any change")
    return change.delays


def _begin(control: Control, row: _Row, change: _Change) -> bool:
    """Whether the stream could be changed: in a living world it may have ended."""
    try:
        control.change(set={"channelArn": row.arn, **change.make(row)})
    except HTTPError:
        return False
    row.changed_at = time.monotonic()
    return True


def _see(session: PtySession, rows: list[_Row], change: _Change, uneven: random.Random) -> None:
    lines = session.lines()
    now = time.monotonic()
    for row in [row for row in rows if row.wanted]:
        shown = any(row.name in line and row.wanted in line for line in lines)
        if shown or now > row.changed_at + NEVER:
            if change.counts(row):
                change.delays.append(now - row.changed_at)
            row.wanted, row.due = "", now + uneven.uniform(0.5, 5.5)
