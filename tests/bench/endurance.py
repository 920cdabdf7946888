"""Whether it lasts: a week of the engine in moments, and minutes of faults and keys in a pty."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from ivs_tui.sim.faults import FAULT_KINDS
from tests.bench.measure import Bar, Figure, Spread, busiest
from tests.bench.processes import family, resident
from tests.bench.pty_session import PtySession
from tests.bench.requests import bars, monitors
from tests.bench.subjects import Bench, shows_rows
from tests.engine.soak import DAY, HOUR, Held, Soak
from tests.sim.support import Control

SHORT, LONG = 60.0, 600.0
"""Seconds of faults and keys."""
WORLD = "incident --seed 7"
GROWTH_BAR = Bar(6.0)
WEEK_BAR = Bar(60.0)
WEEK_GROWTH_BAR = Bar(5.0)
"""Percent: names of channels that came and went are kept, up to 50,000."""
TRUE_BAR = Bar(75.0)
"""The longest wait between two tries of a source that fails, and a read."""
NONE = Bar(0.0)
_KEPT_FULL = 2 * DAY
"""After which what is kept on purpose is as large as it gets."""
_VIEWS = ["st", "ch", "sg", "co", "ev", "in", "re", "kp", "rp", "ad", "en", "so", "pk"]
_KEYS = (b"j", b"j", b"k", b"G", b"g", b"\r", b"\r", b"d", b"x", b"f", b"s", b"S", b"r", b"y", b"?")
_OPERATIONS = ("*", "*", "ListStreams", "ListStages", "GetStreamSession", "BatchGetChannel")
_LIVE_MARKS = ("● ", "▼ ", "? ")
_BROKEN = ("Traceback", "a report of the engine is unreadable", "the engine ended")


def figures(bench: Bench) -> Iterator[Figure]:
    """A day and a minute; with `--long` a week and ten minutes.

    Whether memory grows shows in the second half of ten minutes only: in the first, views are
    opened for the first time, and clients made anew after credentials have failed.
    """
    yield from _soak(7 * DAY if bench.long else DAY)
    with TemporaryDirectory() as folder:
        yield from _incident(bench, LONG if bench.long else SHORT, Path(folder) / "log")


def _soak(seconds: float) -> Iterator[Figure]:
    soak = Soak()
    before, began = time.process_time(), time.monotonic()
    held = asyncio.run(soak.run(seconds))
    used, taken = time.process_time() - before, time.monotonic() - began
    days = f"{seconds / DAY:g} days of the engine"
    yield _figure(f"{days}, real time", "s", taken, WEEK_BAR)
    yield _figure(f"{days}, CPU a request", "µs", 1e6 * used / soak.api.requests)
    yield _figure(f"{days}, events that happened", "events", soak.world.done)
    wrong = soak.world.untold.total() + len(soak.invented)
    yield _figure(f"{days}, events lost or told twice", "events", wrong, NONE)
    yield _figure(f"{days}, requests beyond the budget", "requests", soak.api.hasty, NONE)
    yield _figure(f"{days}, tasks leaked", "tasks", held[-1].tasks - held[0].tasks, NONE)
    full = int(_KEPT_FULL / (6 * HOUR))
    if len(held) > full + 1:
        yield _figure(
            f"{days}, growth after the second", "%", _growth(held[full:-1]), WEEK_GROWTH_BAR
        )


def _growth(held: Sequence[Held]) -> float:
    """Percent of the memory blocks held at first."""
    return 100 * (held[-1].blocks - held[0].blocks) / held[0].blocks


def _incident(bench: Bench, seconds: float, log: Path) -> Iterator[Figure]:
    control = bench.control(WORLD)
    with bench.monitor(WORLD, "--log-file", str(log)) as session:
        session.wait_lines(shows_rows)
        control.clear_requests()
        trial = Trial(session, control)
        trial.go_on(seconds / 2)
        early = trial.held()
        trial.go_on(seconds / 2)
        late = trial.held()
        recovered = trial.recover()
        asked = monitors(control.log())
    for process, before, after in zip(("monitor", "engine"), early, late, strict=True):
        told = f"growth of the {process} in the last {seconds / 2:.0f} s of faults and keys"
        yield _figure(told, "MB", after - before, GROWTH_BAR if bench.long else None)
    yield _figure("the list is true again after the last fault", "s", recovered, TRUE_BAR)
    yield _figure("faults that were switched", "faults", trial.faults)
    yield _figure("keys that were pressed", "keys", trial.keys)
    said = log.read_text(encoding="utf-8")
    broken = sum(said.count(word) for word in _BROKEN)
    yield _figure("the log: tracebacks, lost engines, unreadable reports", "lines", broken, NONE)
    yield from _requests([(operation, at) for operation, at, *_ in asked])


def _requests(asked: Sequence[tuple[str, float]]) -> Iterator[Figure]:
    """Of the operation that came nearest to its bar: the largest second and ten seconds."""
    times = {name: [at for one, at in asked if one == name] for name, _ in asked}
    for index, window in enumerate((1, 10)):
        most = {name: busiest(at, window) / bars(name)[index] for name, at in times.items()}
        name = max(most, key=lambda name: most[name])
        told = f"faults and keys, the busiest operation, most in {window} s"
        yield _figure(told, "requests", busiest(times[name], window), Bar(bars(name)[index]))


def _figure(name: str, unit: str, value: float, bar: Bar | None = None) -> Figure:
    return Figure("endurance", name, unit, Spread.of([float(value)]), bar=bar)


@dataclass
class Trial:
    """Faults and keys at random, always in the same order."""

    session: PtySession
    control: Control
    faults: int = 0
    keys: int = 0
    random: random.Random = field(default_factory=lambda: random.Random(11))

    def go_on(self, seconds: float) -> None:
        """Switch a fault now and then, and press keys all the time."""
        until = time.monotonic() + seconds
        next_fault = 0.0
        while (now := time.monotonic()) < until:
            if now >= next_fault:
                next_fault = now + self.random.uniform(0.5, 6)
                self._switch()
            self._press()
            time.sleep(self.random.uniform(0.05, 0.5))

    def held(self) -> list[float]:
        """Resident MB of the monitor and its engine."""
        return [resident(pid)["Rss"] for pid in family(self.session.pid)]

    def recover(self) -> float:
        """End all faults; seconds until the list of streams is what the API lists, by itself."""
        self.control.clear_faults()
        self._leave()
        self.session.write(b":st\r")
        # Else a row may change between the two looks.
        self.control.change(pause=True)
        began = time.monotonic()
        self.session.wait_lines(self._is_true, 2 * TRUE_BAR.limit)
        return time.monotonic() - began

    def _switch(self) -> None:
        self.faults += 1
        if self.random.random() < 0.4:
            self.control.clear_faults()
            return
        count = self.random.choice((1, 3, 10, None))
        kind = self.random.choice(FAULT_KINDS)
        self.control.fault(self.random.choice(_OPERATIONS), kind, count, seconds=1.0)

    def _press(self) -> None:
        self.keys += 1
        if self.random.random() < 0.15:
            self._leave()
            self.session.write(f":{self.random.choice(_VIEWS)}\r".encode())
        elif self.random.random() < 0.2:
            self.session.write(b"\x1b")
        else:
            self.session.write(self.random.choice(_KEYS))

    def _leave(self) -> None:
        """Out of whatever is open; an escape and the key after it would be one."""
        for _ in range(3):
            self.session.write(b"\x1b")
            time.sleep(0.15)

    def _is_true(self, lines: Sequence[str]) -> bool:
        """Whether each live stream, and nothing else, has its row, and nothing is wrong."""
        world = self.control.world()
        names = {arn: name for name, arn in world["channels"].items()}
        live = {names[arn] for arn in world["live"]}
        rows = (line.split() for line in lines if line.startswith(_LIVE_MARKS))
        return {row[2] for row in rows} == live and not any("✖" in line for line in lines[:4])
