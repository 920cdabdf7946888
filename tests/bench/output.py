"""How many bytes go to the terminal: for a change, for a step, and where nothing changes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import partial
from statistics import median

from tests.bench.measure import Bar, Figure, Spread
from tests.bench.pty_session import LINES, PtySession, size_of
from tests.bench.subjects import Bench, all_read, shows_rows, shows_stock, stream_rows
from tests.sim.support import Control

CHANGE_BAR = 400.0
IDLE_BAR = 100.0
IDLE_SECONDS = 20.0
REPEATS = 8
SETTLED = 12.0
"""Seconds after which the use of the budget, told for the last ten, reads the same."""
BURST = 0.3
"""Seconds without a byte that part what two reads write."""
_DOWN = b"\x1b[B"
_ENTER = b"\r"
_STOCK = "stock DataTable"


def figures(bench: Bench) -> Iterator[Figure]:
    """A changed cell, quiet screens, and the cursor's steps."""
    with (
        bench.paused("calm") as control,
        bench.paused("large"),
        bench.monitor("calm") as calm,
        bench.monitor("large") as large,
        bench.monitor("calm") as opened,
    ):
        opened.wait_lines(shows_rows)
        opened.write(_ENTER)
        yield from _change(bench, control)
        large.wait_lines(all_read(900))
        # By now both have run for so long that their own figures have settled.
        yield from _idle({"calm": calm, "large": large, "a session of calm": opened})
        yield from _steps(bench, large)


def _change(bench: Bench, control: Control) -> Iterator[Figure]:
    with bench.monitor("calm", "--interval", "1") as session:
        session.wait_lines(shows_rows)
        ready = time.monotonic() + SETTLED
        with bench.stock(stream_rows(bench.streams("calm"))) as reference:
            reference.wait_lines(shows_stock)
            stock = Spread.of(_bytes_for(reference, b"u") for _ in range(REPEATS))
        time.sleep(max(0.0, ready - time.monotonic()))
        plain, changed = _cycles(session, control, _most_watched(bench))
    name = "one changed viewer count"
    yield Figure("output", name, "bytes", Spread.of(changed), stock, _STOCK, Bar(CHANGE_BAR))
    yield Figure("output", "a read that changed nothing", "bytes", Spread.of(plain))


def _cycles(
    session: PtySession, control: Control, stream: tuple[str, int]
) -> tuple[list[int], list[float]]:
    """Bytes of reads that find nothing new, and those that another count adds to a read."""
    arn, viewers = stream
    session.wait_output(session.mark(), 5.0)
    session.wait_quiet(BURST)
    plain = [_bytes_of_read(session) for _ in range(REPEATS)]
    changed = []
    for turn in range(1, REPEATS + 1):
        count = viewers + 10 * turn + turn % 10
        mark = session.mark()
        control.change(set={"channelArn": arn, "viewerCount": count})
        session.wait_lines(partial(_tells, f"{count:,}"), 3.0)
        session.wait_quiet(BURST)
        chunks = session.since(mark)
        reads = b"".join(chunk.data for chunk in chunks).count(b"mread ")
        changed.append(size_of(chunks) - reads * median(plain))
    return plain, changed


def _tells(words: str, lines: Sequence[str]) -> bool:
    return any(words in line for line in lines)


def _bytes_of_read(session: PtySession) -> int:
    """What the next read writes: a burst of bytes between two quiet moments."""
    mark = session.mark()
    session.wait_output(mark, 5.0)
    session.wait_quiet(BURST)
    return size_of(session.since(mark))


def _most_watched(bench: Bench) -> tuple[str, int]:
    best = max(bench.streams("calm"), key=lambda stream: int(stream.get("viewerCount", 0)))
    return str(best["channelArn"]), int(best["viewerCount"])


def _idle(sessions: dict[str, PtySession]) -> Iterator[Figure]:
    """Both at once: what is counted is bytes, not time."""
    marks = {scenario: session.mark() for scenario, session in sessions.items()}
    time.sleep(IDLE_SECONDS)
    for scenario, session in sessions.items():
        rate = Spread.of([size_of(session.since(marks[scenario])) / IDLE_SECONDS])
        name = f"a screen where nothing changes, {scenario}"
        yield Figure("output", name, "bytes/s", rate, bar=Bar(IDLE_BAR))


def _steps(bench: Bench, session: PtySession) -> Iterator[Figure]:
    """The cursor one row on, in sight and beyond the last line; no polling meanwhile."""
    session.write(b"p")
    ours = _both_steps(session)
    with bench.stock(stream_rows(bench.streams("large"))) as reference:
        reference.wait_lines(shows_stock)
        stock = _both_steps(reference)
    for name, mine, other in zip(("cursor step", "scroll step"), ours, stock, strict=True):
        yield Figure("output", f"one {name}", "bytes", mine, other, _STOCK)


def _both_steps(session: PtySession) -> tuple[Spread, Spread]:
    session.wait_quiet(1.0)
    in_sight = Spread.of(_bytes_for(session, _DOWN) for _ in range(REPEATS))
    session.write(_DOWN * LINES)
    session.wait_quiet(0.5)
    return in_sight, Spread.of(_bytes_for(session, _DOWN) for _ in range(REPEATS))


def _bytes_for(session: PtySession, key: bytes) -> int:
    session.wait_quiet(0.1)
    mark = session.mark()
    session.write(key)
    session.wait_output(mark, 2.0)
    session.wait_quiet(0.1)
    return size_of(session.since(mark))
