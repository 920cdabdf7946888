"""How much memory the monitor and its engine hold, together."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.loop import Loop
from tests.bench.measure import Bar, Figure, Spread
from tests.bench.processes import family, resident
from tests.bench.pty_session import PtySession
from tests.bench.sizes import Size
from tests.bench.subjects import Bench, all_read, channel_rows, shows_stock

MEMORY_BAR = 110.0
_NAMES = {"Rss": "resident", "Pss": "proportional", "Peak": "peak"}
Held = list[dict[str, float]]
"""Of each process, the monitor first."""


def figures(bench: Bench, size: Size) -> Iterator[Figure]:
    """Every one of the channels, beside a stock DataTable with them, which has no client."""
    with bench.monitor(size.limited, "channels") as session:
        session.wait_lines(all_read(size.channels), 240)
        ours = held(session)
    with bench.stock(channel_rows(bench.channels(size.world()))) as session:
        session.wait_lines(shows_stock, 60)
        stock = held(session)
    yield from _told("channels", ours, str(size), (_sum(stock, "Rss"), "stock DataTable"))


def told_memory(
    view: str, session: PtySession, size: str, beside: Loop | None = None
) -> Iterator[Figure]:
    """What a session holds now that it has been watched for a while."""
    yield from _told(view, held(session), size, (beside.peak, beside.name) if beside else None)


def held(session: PtySession) -> Held:
    """What each process holds once the screen is quiet."""
    session.wait_quiet(0.4)
    return [resident(pid) for pid in family(session.pid)]


def _told(view: str, ours: Held, size: str, beside: tuple[Spread, str] | None) -> Iterator[Figure]:
    for measure, name in _NAMES.items():
        mine = _sum(ours, measure)
        bar = Bar(MEMORY_BAR) if measure == "Rss" else None
        other, against = beside if beside and measure == "Rss" else (None, "")
        told = f"memory, {view}, {name}"
        yield Figure("memory", told, "MB", mine, other, against, bar, size)
    for process, kept in (("monitor", ours[:1]), ("engine", ours[1:])):
        told = f"memory, {view}, {process}"
        yield Figure("memory", told, "MB", _sum(kept, "Rss"), size=size)


def _sum(processes: Held, measure: str) -> Spread:
    return Spread.of([sum(process[measure] for process in processes)])
