"""How long from a key to the last byte of its repaint, while the large world is polled."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator, Mapping

from tests.bench.measure import Bar, Figure, Spread, percentile
from tests.bench.pty_session import NeverSeenError, PtySession
from tests.bench.subjects import (
    Bench,
    all_read,
    channel_rows,
    position,
    shows_stock,
    stream_rows,
)

KEYS = 200
P95_BAR = 20.0
QUIET = 0.004
"""Seconds without a byte after which a repaint counts as done."""
PATIENCE = 1.0
"""Seconds after which a key is known to have changed no more."""
Effect = Callable[[PtySession], tuple[str, ...]]
"""What keys change on a screen."""
_MOVES = "down down down up up page_down page_down half_down page_up down last up page_up first"
"""Each of them moves the cursor where the one before left it."""
_OURS = {
    "down": b"j",
    "up": b"k",
    "page_down": b"\x1b[6~",
    "page_up": b"\x1b[5~",
    "half_down": b"\x04",
    "last": b"G",
    "first": b"g",
}
_STOCK = _OURS | {
    "down": b"\x1b[B",
    "up": b"\x1b[A",
    "half_down": b"\x1b[6~",
    "last": b"\x1b[1;5F",
    "first": b"\x1b[1;5H",
}


def figures(bench: Bench) -> Iterator[Figure]:
    """The streams; with `--long` also the channels, which take a minute to be read."""
    with bench.monitor("large") as session:
        session.wait_lines(all_read(900), 60)
        ours = _press(session, _OURS, _number_and_row)
    with bench.stock(stream_rows(bench.streams("large"))) as session:
        session.wait_lines(shows_stock, 60)
        stock = _press(session, _STOCK, _row)
    yield from _told("1,000 streams", ours, stock)
    if bench.long:
        yield from _channels(bench)


def _channels(bench: Bench) -> Iterator[Figure]:
    with bench.monitor("large", "channels") as session:
        session.wait_lines(all_read(10_000), 180)
        ours = _press(session, _OURS, _number_and_row)
    with bench.stock(channel_rows(bench.channels("large"))) as session:
        session.wait_lines(shows_stock, 60)
        stock = _press(session, _STOCK, _row)
    yield from _told("10,000 channels", ours, stock)


def _told(rows: str, ours: list[float], stock: list[float]) -> Iterator[Figure]:
    for name, share, bar in (("p50", 0.5, None), ("p95", 0.95, Bar(P95_BAR)), ("max", 1.0, None)):
        mine, other = (Spread.of([percentile(samples, share)]) for samples in (ours, stock))
        told = f"key to last byte, {rows}, {name}"
        yield Figure("keys", told, "ms", mine, other, "stock DataTable", bar)


def _press(session: PtySession, keys: Mapping[str, bytes], effect: Effect) -> list[float]:
    """Milliseconds a key; the pauses are uneven, so that no beat of a timer is met."""
    session.wait_quiet(0.3)
    uneven = random.Random(0)
    taken = []
    for move in itertools.islice(itertools.cycle(_MOVES.split()), KEYS):
        taken.append(1000 * _answer(session, keys[move], effect))
        time.sleep(uneven.uniform(0.02, 0.08))
    return taken


def _answer(session: PtySession, key: bytes, effect: Effect) -> float:
    """Seconds from the key to the last byte of what it changed.

    The row under the cursor changes, and its number. A read that moved the rows meanwhile may
    leave one of the two as it was: then the other one counts.
    """
    session.wait_quiet(0.01)
    before = effect(session)
    mark = session.mark()
    pressed = session.write(key)
    some = 0.0
    while session.wait_output(mark, PATIENCE):
        session.wait_quiet(QUIET)
        mark = session.mark()
        last = session.since(mark - 1)[0].at - pressed
        differing = [was != now for was, now in zip(before, effect(session), strict=True)]
        if all(differing):
            return last
        if any(differing) and not some:
            some = last
        if some and last > some + PATIENCE:
            break
    if not some:
        raise NeverSeenError(f"no effect of {key!r}:\n" + "\n".join(session.lines()))
    return some


def _number_and_row(session: PtySession) -> tuple[str, ...]:
    return position(session.lines()), *_row(session)


def _row(session: PtySession) -> tuple[str, ...]:
    return (session.marked_line(),)
