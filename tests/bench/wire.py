"""How many requests go out while somebody mashes the keys."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from ivs_tui.resources import KINDS
from tests.bench.measure import Figure
from tests.bench.pty_session import PtySession
from tests.bench.requests import monitors, told_busiest
from tests.bench.sizes import Size
from tests.bench.subjects import Bench, shows_rows

SECONDS = 15.0
_KEYS = (
    *(b"r", b"j", b"k", b"1", b"2", b"3", b"4", b"5", b"G", b"g", b"\x1b[6~", b"\r", b"\x1b", b"s"),
    *(b"x", b"d", b"fr", b"fu", b"fg", b"fc"),
    *(f":{view}\r".encode() for view in KINDS),
)
"""What a person may press: to move, to open, to go back, to look closer, and every view."""


def figures(bench: Bench, size: Size) -> Iterator[Figure]:
    """The largest second and ten seconds of any operation, at the default share."""
    control = bench.control(size.limited)
    with bench.monitor(size.limited) as session:
        control.clear_requests()
        session.wait_lines(shows_rows)
        seconds = bench.seconds(SECONDS)
        pressed = _mash(session, seconds)
        asked = monitors(control.log())
    assert pressed > 10 * seconds, "the keys were not taken"
    yield from told_busiest(f"keys mashed, {len(KINDS)} views", asked, str(size))


def _mash(session: PtySession, seconds: float) -> int:
    """Press keys for a while; returns how many."""
    chosen = random.Random(0)
    until = time.monotonic() + seconds
    pressed = 0
    while time.monotonic() < until:
        key = chosen.choice(_KEYS)
        session.write(key)
        pressed += len(key)
        # A key right behind Esc would be read as one with Alt.
        time.sleep(0.15 if key == b"\x1b" else 0.03)
    return pressed
