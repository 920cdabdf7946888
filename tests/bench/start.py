"""How long until the first frame and the first live row, beside one call of the AWS CLI."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.bench.measure import Bar, Figure, Spread
from tests.bench.subjects import Bench, shows_rows

REPEATS = 6
MOST_OF_AWS = 1.6
MOST_OF_CALM = 1.2


def figures(bench: Bench) -> Iterator[Figure]:
    """Starts in a small world and in a large one."""
    rows: dict[str, Spread] = {}
    for scenario in ("calm", "large"):
        frame, row, aws = _race(bench, scenario)
        rows[scenario] = row
        against = "aws ivs list-streams"
        yield Figure("start", f"first frame, {scenario}", "ms", frame, aws, against)
        bar = Bar(MOST_OF_AWS, of_ratio=True)
        yield Figure("start", f"first live row, {scenario}", "ms", row, aws, against, bar)
    bar = Bar(MOST_OF_CALM, of_ratio=True)
    name = "first live row, large beside calm"
    yield Figure("start", name, "ms", rows["large"], rows["calm"], "calm", bar)


def _race(bench: Bench, scenario: str) -> tuple[Spread, Spread, Spread]:
    """First frame, first row and the AWS CLI, in turns; the first turn warms the caches."""
    turns = [(*_start(bench, scenario), bench.aws(scenario)) for _ in range(REPEATS + 1)][1:]
    frame, row, aws = (Spread.of(1000 * turn[index] for turn in turns) for index in range(3))
    return frame, row, aws


def _start(bench: Bench, scenario: str) -> tuple[float, float]:
    with bench.monitor(scenario) as session:
        session.wait_bytes("● healthy".encode())
        session.wait_quiet(0.2)
        return session.first_seen(_shows_frame), session.first_seen(shows_rows)


def _shows_frame(lines: Sequence[str]) -> bool:
    return any("HEALTH" in line and "VIEWERS" in line for line in lines)
