"""What a monitor costs that nobody touches: CPU, bytes, requests, memory; and how old it gets."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.bench.loop import Loop, loop
from tests.bench.measure import Bar, Figure, Spread
from tests.bench.memory import told_memory
from tests.bench.processes import cpu_seconds, family
from tests.bench.pty_session import PtySession, size_of
from tests.bench.requests import monitors, told_requests
from tests.bench.sizes import Size
from tests.bench.subjects import Bench, all_read

WINDOW = 15.0
WINDOWS = 3
SETTLED = 12.0
"""Seconds after which the use of the budget, told for the last ten, reads the same."""
LIVING_CPU, STILL_CPU = Bar(1.8), Bar(0.6)
STILL_BYTES = Bar(60.0)
OLDEST = Bar(10.0)
_READ_AT = re.compile(r"read (\d\d):(\d\d):(\d\d)Z")
_DAY = 86_400


@dataclass(frozen=True)
class Window:
    """Some seconds of a session: CPU seconds of its processes, bytes, seconds of age."""

    seconds: float
    monitor: float
    engine: float
    bytes: int
    oldest: float

    def a_minute(self, amount: float) -> float:
        """The amount, had it gone on for a minute."""
        return 60 / self.seconds * amount


def figures(bench: Bench, size: Size) -> Iterator[Figure]:
    """In a world that lives, and in the same one while it stands still."""
    beside = loop(bench, size)
    world = size.limited
    control = bench.control(world)
    with bench.monitor(world) as session:
        session.wait_lines(all_read(size.most), 60)
        time.sleep(SETTLED)
        control.clear_requests()
        living = _windows(session, bench.seconds(WINDOW))
        asked = monitors(control.log())
        with bench.paused(world):
            time.sleep(SETTLED)
            still = _windows(session, bench.seconds(WINDOW))
        held = list(told_memory("streams", session, str(size), beside))
    yield from _cpu(living, "the world lives", LIVING_CPU, size, beside)
    yield from _cpu(still, "nothing changes", STILL_CPU, size, None)
    yield from _bytes(living, still, size)
    oldest = Spread.of([max(window.oldest for window in living)])
    yield Figure("age", "age of the list, largest", "s", oldest, bar=OLDEST, size=str(size))
    yield from held
    seconds = sum(window.seconds for window in living)
    yield from told_requests("untouched", asked, seconds, str(size), beside)


def _cpu(
    windows: Sequence[Window], when: str, bar: Bar, size: Size, beside: Loop | None
) -> Iterator[Figure]:
    """Per process, and of both: that is what the bar is for."""
    parts = {
        f"CPU, {when}, monitor and engine": Spread.of(
            one.a_minute(one.monitor + one.engine) for one in windows
        ),
        f"CPU, {when}, monitor": Spread.of(one.a_minute(one.monitor) for one in windows),
        f"CPU, {when}, engine": Spread.of(one.a_minute(one.engine) for one in windows),
    }
    for index, (name, spread) in enumerate(parts.items()):
        if index == 0:
            other = beside.cpu_a_minute if beside else None
            against = beside.name if beside else ""
            yield Figure("cpu", name, "s/min", spread, other, against, bar, str(size))
        else:
            yield Figure("cpu", name, "s/min", spread, size=str(size))


def _bytes(living: Sequence[Window], still: Sequence[Window], size: Size) -> Iterator[Figure]:
    minute = Spread.of(one.a_minute(one.bytes) for one in living)
    yield Figure("bytes", "bytes a minute, the world lives", "bytes", minute, size=str(size))
    second = Spread.of(one.bytes / one.seconds for one in still)
    name = "bytes a second, nothing changes"
    yield Figure("bytes", name, "bytes", second, bar=STILL_BYTES, size=str(size))
    minute = Spread.of(one.a_minute(one.bytes) for one in still)
    yield Figure("bytes", "bytes a minute, nothing changes", "bytes", minute, size=str(size))


def _windows(session: PtySession, seconds: float) -> list[Window]:
    return [_window(session, seconds) for _ in range(WINDOWS)]


def _window(session: PtySession, seconds: float) -> Window:
    pids = family(session.pid)
    before = [cpu_seconds(pid) for pid in pids]
    mark, began = session.mark(), time.monotonic()
    oldest = 0.0
    while (now := time.monotonic()) < began + seconds:
        oldest = max(oldest, age_of(session.lines(), datetime.now(UTC)))
        time.sleep(min(0.25, began + seconds - now))
    used = [cpu_seconds(pid) - then for pid, then in zip(pids, before, strict=True)]
    taken = time.monotonic() - began
    return Window(taken, used[0], sum(used[1:]), size_of(session.since(mark)), oldest)


def age_of(lines: Sequence[str], now: datetime) -> float:
    """Seconds since the time that the screen says it was read; 0 where it says none."""
    found = _READ_AT.search(lines[1])
    if not found:
        return 0.0
    hours, minutes, seconds = map(int, found.groups())
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    read = hours * 3_600 + minutes * 60 + seconds
    age = ((now - midnight).total_seconds() - read) % _DAY
    # A clock read just before the screen was: less than nothing is nothing.
    return 0.0 if age > _DAY / 2 else age
