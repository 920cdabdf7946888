"""Which operation was asked when, and by whom: what tests of budgets count."""

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

KEPT = 20_000


@dataclass(slots=True)
class Arrival:
    """One request: when it came in monotonic seconds, the User-Agent, the status of a refusal."""

    operation: str
    at: float
    agent: str
    refused: int | None = None
    asked: dict[str, Any] = field(default_factory=dict)


class RequestLog:
    """The newest requests; counts of all."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.arrivals: deque[Arrival] = deque(maxlen=KEPT)
        self.counts: Counter[str] = Counter()

    def add(self, operation: str, agent: str = "") -> Arrival:
        arrival = Arrival(operation, self._clock(), agent)
        self.arrivals.append(arrival)
        self.counts[operation] += 1
        return arrival

    def times(self, operation: str | None = None) -> list[float]:
        """Arrivals of one operation, or of all, oldest first."""
        return [one.at for one in self.arrivals if operation in {None, one.operation}]

    def by_operation(self) -> dict[str, list[float]]:
        found: dict[str, list[float]] = {}
        for one in self.arrivals:
            found.setdefault(one.operation, []).append(one.at)
        return found

    def clear(self) -> None:
        self.arrivals.clear()
        self.counts.clear()
