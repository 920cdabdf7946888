"""How many requests go out while somebody mashes the keys."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.config import Config
from tests.bench.measure import Bar, Figure, Spread, busiest
from tests.bench.pty_session import PtySession
from tests.bench.subjects import Bench, shows_rows

SECONDS = 15.0
_KEYS = (b"r", b"j", b"k", b"1", b"2", b"3", b"5", b"G", b"g", b"\x1b[6~", b"\r", b"\x1b", b"s")


def figures(bench: Bench) -> Iterator[Figure]:
    """The largest second and ten seconds of each operation, at the default share."""
    control = bench.control("large")
    with bench.monitor("large") as session:
        control.clear_requests()
        session.wait_lines(shows_rows)
        pressed = _mash(session)
        asked = control.requests()
    for name, times in sorted(asked.items(), key=lambda entry: -len(entry[1])):
        yield from _told(name, times, pressed)


def _told(name: str, times: list[float], pressed: int) -> Iterator[Figure]:
    rate, share = _rate(name), Config().quota_share
    ten = int(10 * rate * share + max(1.0, rate * (1 - share)))
    for seconds, bar in ((1, rate), (10, ten)):
        told = f"{name}, {pressed} keys, most in {seconds} s"
        most = Spread.of([float(busiest(times, seconds))])
        yield Figure("wire", told, "requests", most, bar=Bar(bar))


def _mash(session: PtySession) -> int:
    """Press keys for a while; returns how many."""
    chosen = random.Random(0)
    until = time.monotonic() + SECONDS
    pressed = 0
    while time.monotonic() < until:
        session.write(chosen.choice(_KEYS))
        pressed += 1
        time.sleep(0.03)
    return pressed


def _rate(name: str) -> float:
    """AWS's published requests a second; of an operation that is new to this program, the usual."""
    return OPERATIONS[name].rate if name in OPERATIONS else 5.0
