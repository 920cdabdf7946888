"""How long until the first frame, the first live row and the whole list, beside the AWS CLI."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.bench.measure import Bar, Figure, Spread
from tests.bench.sizes import Size
from tests.bench.subjects import HEALTHS, Bench, all_read, shows_rows

REPEATS = 5
ROW_BAR = Bar(1.25, of_ratio=True, aim=1.0)
WHOLE_BAR = Bar(8_000.0)
_AWS = "aws ivs list-streams"


def figures(bench: Bench, size: Size) -> Iterator[Figure]:
    """In turns; the first turn warms the caches.

    The monitor is held to AWS's true rates. The AWS CLI, which asks for ten pages at once, is
    compared with both ways: with the rates for the whole list, without for what comes first.
    """
    turns = [
        (*_start(bench, size), *(1_000 * bench.aws(world).seconds for world in _worlds(size)))
        for _ in range(bench.repeats(REPEATS) + 1)
    ][1:]
    frame, row, whole, aws, limited = (Spread.of(column) for column in zip(*turns, strict=True))
    told = str(size)
    yield Figure("start", "start to first frame", "ms", frame, aws, _AWS, size=told)
    yield Figure("start", "start to first live row", "ms", row, aws, _AWS, ROW_BAR, told)
    name = f"{_AWS}, at AWS's rates"
    yield Figure("start", "start to complete list", "ms", whole, limited, name, WHOLE_BAR, told)


def _worlds(size: Size) -> tuple[str, str]:
    """Without AWS's rates, and with them."""
    return size.world(), size.beside


def _start(bench: Bench, size: Size) -> tuple[float, float, float]:
    whole = all_read(size.most)
    with bench.monitor(size.limited) as session:
        session.wait_bytes(*(health.encode() for health in HEALTHS))
        session.wait_quiet(0.2)
        session.wait_lines(whole)
        seen = (session.first_seen(what) for what in (_shows_frame, shows_rows, whole))
        frame, row, complete = (1_000 * seconds for seconds in seen)
        return frame, row, complete


def _shows_frame(lines: Sequence[str]) -> bool:
    return any("HEALTH" in line and "VIEWERS" in line for line in lines)
