"""How many requests go out while somebody mashes the keys."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.config import Config
from ivs_tui.resources import KINDS
from tests.bench.measure import Bar, Figure, Spread, busiest
from tests.bench.pty_session import PtySession
from tests.bench.subjects import Bench, shows_rows

SECONDS = 15.0
_KEYS = (
    *(b"r", b"j", b"k", b"1", b"2", b"3", b"4", b"5", b"G", b"g", b"\x1b[6~", b"\r", b"\x1b", b"s"),
    *(b"x", b"d", b"fr", b"fu", b"fg", b"fc"),
    *(f":{view}\r".encode() for view in KINDS),
)
"""What a person may press: to move, to open, to go back, to look closer, and every view."""


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
        key = chosen.choice(_KEYS)
        session.write(key)
        pressed += len(key)
        # A key right behind Esc would be read as one with Alt.
        time.sleep(0.15 if key == b"\x1b" else 0.03)
    return pressed


def _rate(name: str) -> float:
    """AWS's published requests a second, of both services; the usual for what is new here."""
    return sum(one.rate for one in OPERATIONS.values() if one.name == name) or 5.0
