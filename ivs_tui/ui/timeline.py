"""Everything that happened, oldest first, within bounds."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from ivs_tui.engine.snapshot import Snapshot, Topic, Transition

MOST_EVENTS = 5_000
LONGEST_KEPT = timedelta(days=7)
"""A wall stays on for days: who comes back to it after a weekend or a short leave reads what
happened. What is older is of streams and stages that are long gone."""


class Timeline:
    """What was told since the start; a wall clock that jumps makes nothing old."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._held: deque[tuple[float, Transition]] = deque()
        """With the steady time at which each was told."""
        self._let_go = 0

    def add(self, transitions: Iterable[Transition]) -> None:
        """These happened now."""
        now = self._steady()
        self._held.extend((now, transition) for transition in transitions)
        self._forget()

    def snapshot(self, topic: Topic, read_at: datetime | None) -> Snapshot:
        """All of it, as a list that was read at `read_at`."""
        self._forget()
        return Snapshot(
            topic=topic,
            items=tuple(transition for _, transition in self._held),
            complete=read_at is not None,
            read_at=read_at,
            last_complete_at=read_at,
            trimmed=self._let_go > 0,
            # The number of the first one held, so that a row keeps its key when old ones go.
            first=self._let_go,
        )

    def _forget(self) -> None:
        """Let go of what is beyond the bounds, the oldest first."""
        since = self._steady() - LONGEST_KEPT.total_seconds()
        while self._held and (len(self._held) > MOST_EVENTS or self._held[0][0] < since):
            self._held.popleft()
            self._let_go += 1
