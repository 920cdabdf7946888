"""How steady the machine is: what else is measured cannot be steadier."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from tests.bench.measure import Figure, Spread

REPEATS = 20
ROUNDS = 300_000


def figures() -> Iterator[Figure]:
    """A fixed piece of work, and a process that does nothing, again and again."""
    for name, work in (("the same loop", _loop), ("python -c pass", _process)):
        taken = Spread.of(_milliseconds(work) for _ in range(REPEATS))
        yield Figure("noise", f"{name}, {REPEATS} times", "ms", taken)


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def _loop() -> int:
    return sum(range(ROUNDS))


def _process() -> None:
    subprocess.run([sys.executable, "-c", "pass"], check=True)
