"""How long from Enter on a stream to its session on the screen, while everything is polled."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence

from tests.bench.measure import Figure, Spread
from tests.bench.sizes import Size
from tests.bench.subjects import Bench, all_read

REPEATS = 18
_DATA = ("Session Created", "Stream Start", "Starvation Start", "Starvation End")
"""Events that some session of a live stream has; only GetStreamSession tells them."""


def figures(bench: Bench, size: Size) -> Iterator[Figure]:
    """Rows one after the other, each opened for the first time; it is left before the next."""
    control = bench.control(size.limited)
    uneven = random.Random(4)
    with bench.monitor(size.limited) as session:
        session.wait_lines(all_read(size.most), 60)
        time.sleep(5)
        control.clear_requests()
        taken = []
        for _ in range(min(bench.repeats(REPEATS), size.live)):
            pressed = session.write(b"\r")
            session.wait_lines(_shows_session, 20)
            taken.append(1_000 * (session.since(-1)[0].at - pressed))
            session.write(b"\x1b")
            session.wait_lines(_shows_list, 10)
            session.write(b"j")
            time.sleep(uneven.uniform(0.2, 2.2))
    for word, share in (("p50", 0.5), ("p95", 0.95), ("max", 1.0)):
        told = f"Enter to the session's data, {word}"
        yield Figure("opening", told, "ms", Spread.at(taken, share), size=str(size))


def _shows_session(lines: Sequence[str]) -> bool:
    return "session of" in lines[0] and any(event in line for line in lines for event in _DATA)


def _shows_list(lines: Sequence[str]) -> bool:
    return any("CHANNEL" in line and "VIEWERS" in line for line in lines)
