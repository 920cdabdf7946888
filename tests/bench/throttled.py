"""How soon the monitor gives way to another client that uses up the account's rate."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from tests.bench.measure import Bar, Figure, Spread
from tests.bench.requests import Logged, monitors
from tests.bench.sizes import LARGEST
from tests.bench.subjects import Bench, all_read
from tests.sim.support import Control

OPERATION = "ListStreams"
REPEATS = 2
SECONDS = 10.0
"""Less than what a throttle is felt for: nothing speeds up again meanwhile."""
GREED = 0.02
"""Seconds between two requests of the other client."""
HALF_RATE = 5 * 0.4 / 2
"""Requests a second at the most, at the default share, once one was throttled."""
BAR = Bar(1.0)


def figures(bench: Bench) -> Iterator[Figure]:
    """Of a list of ten pages, so that there is always more to ask for."""
    turns = [_turn(bench) for _ in range(bench.repeats(REPEATS))]
    gave_way, said = (Spread.of(column) for column in zip(*turns, strict=True))
    size = str(LARGEST)
    told = "first 429 until the rate is halved"
    yield Figure("throttled", told, "s", gave_way, bar=BAR, size=size)
    told = "first 429 until the header says throttled"
    yield Figure("throttled", told, "s", said, bar=BAR, size=size)


def _turn(bench: Bench) -> tuple[float, float]:
    world = LARGEST.limited
    control = bench.control(world)
    with bench.monitor(world) as session:
        session.wait_lines(all_read(LARGEST.most), 60)
        time.sleep(5)
        control.clear_requests()
        with _greedy(control):
            session.wait_lines(lambda lines: "throttled" in lines[0], 30)
            shown = session.since(-1)[0].at
            time.sleep(SECONDS)
        asked = monitors(control.log())
    return gave_way_after(asked), shown - _first_throttle(asked)


def gave_way_after(asked: Sequence[Logged]) -> float:
    """Seconds from the first refusal to the last request that came as close as before it."""
    first = _first_throttle(asked)
    times = [at for name, at, _, _ in asked if name == OPERATION and first <= at < first + SECONDS]
    # A page may come a little early where the one before it was late on its way.
    close = [at for before, at in pairwise(times) if at - before < 0.9 / HALF_RATE]
    return max(close, default=first) - first


def _first_throttle(asked: Sequence[Logged]) -> float:
    return min(at for name, at, _, refused in asked if name == OPERATION and refused == 429)


@contextmanager
def _greedy(control: Control) -> Iterator[None]:
    """Another client that asks as often as it can."""
    stopped = threading.Event()
    client = threading.Thread(target=_ask, args=(control.url, stopped), daemon=True)
    client.start()
    try:
        yield
    finally:
        stopped.set()
        client.join()


def _ask(url: str, stopped: threading.Event) -> None:
    opener = build_opener(ProxyHandler({}))
    while not stopped.wait(GREED):
        with suppress(HTTPError), opener.open(Request(f"{url}/{OPERATION}", data=b"{}")) as answer:
            answer.read()
