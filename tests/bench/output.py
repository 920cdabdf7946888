"""How many bytes go to the terminal: for a changed cell, and for the cursor's steps."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from functools import partial

from tests.bench.measure import Bar, Figure, Spread
from tests.bench.pty_session import LINES, NeverSeenError, PtySession, Screen, size_of
from tests.bench.sizes import Size
from tests.bench.subjects import Bench, all_read, shows_stock, stream_rows
from tests.sim.support import Control

CHANGE_BAR = Bar(250.0)
SCROLL_BAR = Bar(1_500.0)
REPEATS = 6
_DOWN = b"\x1b[B"
_STOCK = "stock DataTable"
_ABOVE = 5
"""Lines above the rows: the bar's, the strip's, the titles."""
_FRAME = re.compile(rb"\x1b\[\?2026h.*?\x1b\[\?2026l|.+?(?=\x1b\[\?2026h|\Z)", re.DOTALL)
"""What the terminal shows at once: a synchronised update, or the small ones between two."""


def figures(bench: Bench, size: Size) -> Iterator[Figure]:
    """In a world that stands still."""
    repeats = bench.repeats(REPEATS)
    world = size.limited
    with (
        bench.paused(world) as control,
        bench.stock(stream_rows(bench.streams(size.world()))) as stock,
    ):
        stock.wait_lines(shows_stock, 60)
        with bench.monitor(world, "--interval", "1") as session:
            session.wait_lines(all_read(size.most), 60)
            changed = Spread.of(_changes(session, control, *_most_watched(bench, size), repeats))
            other = Spread.of(_bytes_for(stock, b"u") for _ in range(repeats))
            told = "one changed viewer count, its frame"
            yield Figure("output", told, "bytes", changed, other, _STOCK, CHANGE_BAR, str(size))
            session.write(b"p")
            yield from _steps(session, stock, size, repeats)


def _changes(
    session: PtySession, control: Control, arn: str, most: int, repeats: int
) -> Iterator[int]:
    """Bytes of the frames that show another count, and no other row's news.

    The bar's may be in, and the strip's are: it tells the sum.
    """
    time.sleep(3)
    # More than any other has, and as wide: the row stays where it is once it is there.
    top = 10 ** max(3, len(str(most + 9 * repeats))) - 1
    _set(session, control, arn, top)
    found = 0
    for count in range(top - 1, top - 1 - 8 * repeats, -1):
        screen = Screen()
        mark = session.mark()
        for chunk in session.since(0)[:mark]:
            screen.feed(chunk.data)
        text = _set(session, control, arn, count)
        session.wait_quiet(0.1)
        size = frame_size(screen, b"".join(chunk.data for chunk in session.since(mark)), text)
        if size is not None:
            found += 1
            yield size
        if found == repeats:
            return


def _set(session: PtySession, control: Control, arn: str, count: int) -> str:
    """Give a stream that many viewers, and see them come; how they are shown."""
    text = f"{count:,}"
    control.change(set={"channelArn": arn, "viewerCount": count})
    session.wait_lines(partial(_tells, text), 20)
    return text


def _tells(text: str, lines: Sequence[str]) -> bool:
    """Whether a cell holds it: the same digits may be part of a name or a time."""
    return any(f" {text} " in line for line in lines[_ABOVE:])


def frame_size(screen: Screen, data: bytes, text: str) -> int | None:
    """Bytes of the first frame of `data` after which the screen shows the text.

    None where other rows changed in it, too: the events of each stream are read one by one.
    """
    for frame in frames(data):
        before = list(screen.lines)
        screen.feed(frame)
        if _tells(text, screen.lines):
            rows = zip(before[_ABOVE:], screen.lines[_ABOVE:], strict=True)
            return len(frame) if sum(was != now for was, now in rows) == 1 else None
    raise NeverSeenError(screen.lines, text)


def frames(data: bytes) -> list[bytes]:
    """What a terminal shows at once, one after the other."""
    return _FRAME.findall(data)


def _most_watched(bench: Bench, size: Size) -> tuple[str, int]:
    """A stream that stays in sight with more viewers, at the top of those that starve or else of
    those that are healthy; and how many it has."""
    streams = bench.streams(size.limited)
    starving = [one for one in streams if one["health"] == "STARVING"]
    streams = starving or [one for one in streams if one["health"] == "HEALTHY"]
    best = max(streams, key=lambda stream: int(stream.get("viewerCount", 0)))
    return str(best["channelArn"]), int(best["viewerCount"])


def _steps(
    session: PtySession, reference: PtySession, size: Size, repeats: int
) -> Iterator[Figure]:
    """The cursor one row on, in sight and, where there are more rows, beyond the last line."""
    steps = [(_cursor_steps(one, repeats), one) for one in (session, reference)]
    ours, stock = (spread for spread, _ in steps)
    yield Figure("output", "one cursor step", "bytes", ours, stock, _STOCK, size=str(size))
    if size.live > LINES + repeats:
        ours, stock = (_scroll_steps(one, repeats) for one in (session, reference))
        told = "one scroll step, 120x36"
        yield Figure("output", told, "bytes", ours, stock, _STOCK, SCROLL_BAR, str(size))


def _cursor_steps(session: PtySession, repeats: int) -> Spread:
    session.wait_quiet(1.0)
    return Spread.of(_bytes_for(session, _DOWN) for _ in range(min(repeats, 8)))


def _scroll_steps(session: PtySession, repeats: int) -> Spread:
    session.write(_DOWN * LINES)
    session.wait_quiet(0.5)
    return Spread.of(_bytes_for(session, _DOWN) for _ in range(repeats))


def _bytes_for(session: PtySession, key: bytes) -> int:
    session.wait_quiet(0.1)
    mark = session.mark()
    session.write(key)
    session.wait_output(mark, 2.0)
    session.wait_quiet(0.1)
    return size_of(session.since(mark))
