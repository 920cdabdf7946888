"""Which operation was asked when: what tests of budgets count."""

import time
from collections import Counter, deque
from collections.abc import Callable

KEPT = 20_000


class RequestLog:
    """Arrival times in monotonic seconds, of the newest requests; counts of all."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._arrivals: deque[tuple[str, float]] = deque(maxlen=KEPT)
        self.counts: Counter[str] = Counter()

    def add(self, operation: str) -> None:
        self._arrivals.append((operation, self._clock()))
        self.counts[operation] += 1

    def times(self, operation: str | None = None) -> list[float]:
        """Arrivals of one operation, or of all, oldest first."""
        return [at for name, at in self._arrivals if operation in {None, name}]

    def by_operation(self) -> dict[str, list[float]]:
        found: dict[str, list[float]] = {}
        for name, at in self._arrivals:
            found.setdefault(name, []).append(at)
        return found

    def clear(self) -> None:
        self._arrivals.clear()
        self.counts.clear()
