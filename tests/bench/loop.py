"""What one does without the monitor: `watch -n 5 aws ivs list-streams`."""

from __future__ import annotations

import json
import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.bench.measure import Spread
from tests.bench.sizes import Size
from tests.bench.subjects import Bench, Run
from tests.sim.support import Control

SECONDS = 30.0
EVERY = 5.0
"""Seconds between the end of one run and the next, as `watch -n 5` has it."""
STREAMS = 10
"""Streams that are changed while it runs."""


@dataclass(frozen=True)
class Loop:
    """What it costs, and how long a change takes until it is printed."""

    cpu_a_minute: Spread
    peak: Spread
    requests_a_minute: Spread
    delays: list[float]
    failed: int
    name: str = "watch -n 5 aws"


@dataclass
class Change:
    """A viewer count that was set, and when."""

    channel: str
    viewers: int
    at: float


@dataclass
class _Changes:
    """Sets viewer counts at random moments until it is stopped."""

    control: Control
    channels: list[str]
    waiting: list[Change] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        uneven = random.Random(1)
        viewers = 10_000
        while not self.stopped.wait(uneven.uniform(0.2, 2.0)):
            busy = {change.channel for change in self.waiting}
            free = [channel for channel in self.channels if channel not in busy]
            if free:
                viewers += 1
                change = Change(uneven.choice(free), viewers, time.monotonic())
                self.control.change(set={"channelArn": change.channel, "viewerCount": viewers})
                self.waiting.append(change)

    def printed(self, run: Run) -> list[float]:
        """Seconds from each change that this run shows to the moment of its last byte."""
        shown = _viewers(run)
        seen = [change for change in self.waiting if shown.get(change.channel) == change.viewers]
        for change in seen:
            self.waiting.remove(change)
        return [run.ended - change.at for change in seen]


_known: dict[Size, Loop] = {}


def loop(bench: Bench, size: Size) -> Loop:
    """Measured once a size, in a world of its own that stands still but for what is set."""
    if size not in _known:
        _known[size] = _measure(bench, size.beside)
    return _known[size]


def _measure(bench: Bench, world: str) -> Loop:
    control = bench.control(world)
    control.change(pause=True)
    control.clear_requests()
    changes = _Changes(control, control.world()["live"][:STREAMS])
    changer = threading.Thread(target=changes.run, daemon=True)
    changer.start()
    runs: list[Run] = []
    delays: list[float] = []
    began = time.monotonic()
    while time.monotonic() < began + bench.seconds(SECONDS):
        runs.append(bench.aws(world))
        delays += changes.printed(runs[-1])
        time.sleep(EVERY)
    seconds = time.monotonic() - began
    changes.stopped.set()
    changer.join()
    asked = len(control.log())
    a_minute = [60 / (run.seconds + EVERY) * run.cpu for run in runs]
    return Loop(
        Spread.of(a_minute),
        Spread.of(run.peak for run in runs),
        Spread.of([60 / seconds * asked]),
        delays,
        sum(run.status != 0 for run in runs),
    )


def _viewers(run: Run) -> dict[str, int]:
    listed: list[dict[str, Any]] = json.loads(run.output)["streams"] if run.status == 0 else []
    return {stream["channelArn"]: stream.get("viewerCount", -1) for stream in listed}
