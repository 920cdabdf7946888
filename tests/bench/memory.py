"""How much memory the monitor and its engine hold, together."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.measure import Bar, Figure, Spread
from tests.bench.processes import family, resident
from tests.bench.pty_session import PtySession
from tests.bench.subjects import Bench, all_read, channel_rows, shows_rows, shows_stock, stream_rows

MEMORY_BAR = 150.0
_NAMES = {"Rss": "resident", "Pss": "proportional", "Peak": "peak resident"}


def figures(bench: Bench) -> Iterator[Figure]:
    """A dozen streams, and every one of 10,000 channels."""
    with bench.monitor("calm") as session:
        session.wait_lines(shows_rows)
        calm = _held(session)
    with bench.stock(stream_rows(bench.streams("calm"))) as session:
        stock = _held(session)
    yield from _told("12 streams", calm, stock, None)
    with bench.monitor("large", "channels") as session:
        session.wait_lines(all_read(10_000), 180)
        large = _held(session)
    with bench.stock(channel_rows(bench.channels("large"))) as session:
        session.wait_lines(shows_stock, 60)
        stock = _held(session)
    yield from _told("10,000 channels", large, stock, Bar(MEMORY_BAR))


def _held(session: PtySession) -> list[dict[str, float]]:
    """Of each process, the monitor first."""
    session.wait_quiet(1.5)
    return [resident(pid) for pid in family(session.pid)]


def _told(
    rows: str, ours: list[dict[str, float]], stock: list[dict[str, float]], bar: Bar | None
) -> Iterator[Figure]:
    for measure, name in _NAMES.items():
        mine, other = (Spread.of([sum(process[measure] for process in of)]) for of in (ours, stock))
        held = bar if measure != "Peak" else None
        told = f"{name}, monitor and engine, {rows}"
        yield Figure("memory", told, "MB", mine, other, "stock DataTable", held)
    for process, kept in zip(("monitor", "engine"), ours, strict=True):
        yield Figure("memory", f"resident, {process}, {rows}", "MB", Spread.of([kept["Rss"]]))
