"""How much CPU time a monitor costs that nobody touches."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.bench.measure import Figure, Spread
from tests.bench.processes import cpu_seconds, family
from tests.bench.pty_session import PtySession
from tests.bench.subjects import Bench, all_read, shows_rows

SECONDS = 20.0


def figures(bench: Bench) -> Iterator[Figure]:
    """A small world that stands still, and a large one that lives."""
    with bench.paused("calm"), bench.monitor("calm") as session:
        session.wait_lines(shows_rows)
        yield from _told("calm, paused", session)
    with bench.monitor("large") as session:
        session.wait_lines(all_read(900), 60)
        yield from _told("large", session)


def _told(world: str, session: PtySession) -> Iterator[Figure]:
    time.sleep(3)
    pids = family(session.pid)
    before = [cpu_seconds(pid) for pid in pids]
    time.sleep(SECONDS)
    used = [
        60 / SECONDS * (cpu_seconds(pid) - then) for pid, then in zip(pids, before, strict=True)
    ]
    for process, seconds in zip(("monitor", "engine"), used, strict=True):
        yield Figure("cpu", f"{process}, {world}", "CPU s/min", Spread.of([seconds]))
    both = Spread.of([sum(used)])
    yield Figure("cpu", f"monitor and engine, {world}", "CPU s/min", both)
