"""How long from a key to the last byte of its repaint, at rest and while all is polled."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator, Mapping

from tests.bench.measure import Bar, Figure, Spread
from tests.bench.pty_session import LINES, NeverSeenError, PtySession
from tests.bench.sizes import LARGEST, Size
from tests.bench.subjects import (
    Bench,
    all_read,
    channel_rows,
    position,
    shows_stock,
    stream_rows,
)

KEYS = 120
P95_BAR = Bar(15.0)
QUIET = 0.004
"""Seconds without a byte after which a repaint counts as done."""
PATIENCE = 1.0
"""Seconds after which a key is known to have changed no more."""
Effect = Callable[[PtySession], tuple[str, ...]]
"""What keys change on a screen."""
_MOVES = "down down down up up page_down page_down half_down page_up down last up page_up first"
"""Each of them moves the cursor where the one before left it."""
_FEW = "down down down up up down last up up first"
"""The same where all rows are in sight."""
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
_NAME = "stock DataTable"


def figures(bench: Bench, size: Size) -> Iterator[Figure]:
    """The streams; with `--long` also the channels, which take a minute to be read."""
    presses = bench.repeats(KEYS)
    moves = _MOVES if size.live > LINES else _FEW
    with bench.monitor(size.limited, "--interval", "1") as session:
        session.wait_lines(all_read(size.most), 60)
        loaded = _press(session, _OURS, moves, presses, _number_and_row)
        session.write(b"p")
        idle = _press(session, _OURS, moves, presses, _number_and_row)
    with bench.stock(stream_rows(bench.streams(size.world()))) as session:
        session.wait_lines(shows_stock, 60)
        stock = _press(session, _STOCK, moves, presses, _row)
    yield from _told("streams, paused", idle, stock, size)
    yield from _told("streams, --interval 1", loaded, stock, size)
    if bench.long and size == LARGEST:
        yield from _channels(bench, size, presses)


def _channels(bench: Bench, size: Size, presses: int) -> Iterator[Figure]:
    with bench.monitor(size.limited, "channels") as session:
        session.wait_lines(all_read(size.channels), 240)
        ours = _press(session, _OURS, _MOVES, presses, _number_and_row)
    with bench.stock(channel_rows(bench.channels(size.world()))) as session:
        session.wait_lines(shows_stock, 60)
        stock = _press(session, _STOCK, _MOVES, presses, _row)
    yield from _told("channels", ours, stock, size)


def _told(rows: str, ours: list[float], stock: list[float], size: Size) -> Iterator[Figure]:
    for name, share, bar in (("p50", 0.5, None), ("p95", 0.95, P95_BAR), ("max", 1.0, None)):
        mine, other = (Spread.at(samples, share) for samples in (ours, stock))
        told = f"key to last byte, {rows}, {name}"
        yield Figure("keys", told, "ms", mine, other, _NAME, bar, str(size))


def _press(
    session: PtySession, keys: Mapping[str, bytes], moves: str, presses: int, effect: Effect
) -> list[float]:
    """Milliseconds a key; the pauses are uneven, so that no beat of a timer is met."""
    session.wait_quiet(0.3)
    session.write(keys["first"])
    session.wait_quiet(0.3)
    uneven = random.Random(0)
    taken = []
    for move in itertools.islice(itertools.cycle(moves.split()), presses):
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
        raise NeverSeenError(session.lines(), f"an effect of {key!r}")
    return some


def _number_and_row(session: PtySession) -> tuple[str, ...]:
    return position(session.lines()), *_row(session)


def _row(session: PtySession) -> tuple[str, ...]:
    return (session.marked_line(),)
