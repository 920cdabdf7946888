"""The request budget: a token bucket an operation, and a queue by priority before each.

AWS's read rates hold for the account and Region, are not adjustable, and are shared with the
customer's production. With share `s` of a published rate `r`, a bucket refills at `s*r` and holds
`max(1, r*(1-s))`: no second exceeds `r`, and no 10 s exceed `10*s*r` plus one bucket.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import deque
from contextlib import suppress
from enum import IntEnum

import msgspec

from ivs_tui.aws.operations import Operation
from ivs_tui.engine.clock import Clock

WINDOW = 10.0
"""Seconds over which use is reported."""
_RECOVERY = 20.0
"""Seconds without a throttle after which a halved rate doubles again."""
_LEAST_FACTOR = 1 / 16


class Priority(IntEnum):
    """Who goes first when an operation's tokens are few."""

    ASKED = 0
    SCREEN = 1
    BACKGROUND = 2


class OperationUsage(msgspec.Struct, frozen=True):
    """What one operation used of its budget in the last ten seconds."""

    operation: str
    sent: int
    allowed: int
    throttled: bool


class Bucket:
    """Tokens of one operation; pure arithmetic on a steady time in seconds."""

    def __init__(
        self, rate: float, share: float, now: float, empty_at: float | None = None
    ) -> None:
        self.rate = rate * share
        self.capacity = max(1.0, rate * (1 - share))
        self._tokens = self.capacity if empty_at is None else 0.0
        self._filled_at = now if empty_at is None else min(now, empty_at)
        self._factor = 1.0
        self._slowed_at = now

    @property
    def slowed(self) -> bool:
        """Whether a throttle answer still holds the rate down."""
        return self._factor < 1.0

    @property
    def pace(self) -> float:
        """Tokens a second, as a throttle may hold it down."""
        return self.rate * self._factor

    def delay(self, now: float, spare: float = 0.0) -> float:
        """Seconds until a token is there, and `spare` others beside it; 0 means now."""
        self._fill(now)
        missing = 1.0 + spare - self._tokens
        # A token that is short by rounding alone is a token, else a waiter spins.
        return 0.0 if missing < 1e-9 else missing / self.pace

    def take(self, now: float) -> None:
        """Use one token; `delay` must have said 0."""
        self._fill(now)
        self._tokens -= 1.0

    def slow(self, now: float) -> None:
        """AWS throttled: halve the rate, and start from an empty bucket.

        Requests that were on the wire together are throttled together: that is one throttle.
        """
        self._fill(now)
        self._tokens = min(self._tokens, 0.0)
        if not self.slowed or now - self._slowed_at >= 1.0:
            self._factor = max(_LEAST_FACTOR, self._factor / 2)
            self._slowed_at = now

    def _fill(self, now: float) -> None:
        while self.slowed and now - self._slowed_at >= _RECOVERY:
            self._slowed_at += _RECOVERY
            self._factor = min(1.0, self._factor * 2)
        # Never backwards: a clock that jumps must not take tokens away.
        elapsed = max(0.0, now - self._filled_at)
        self._tokens = min(self.capacity, self._tokens + elapsed * self.pace)
        self._filled_at = now


class _Lane:
    """One operation's bucket, who waits for it, and what was sent lately."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self.waiting: list[tuple[int, int, asyncio.Event]] = []
        self.sent: deque[float] = deque()


class Budget:
    """Lets requests go, operation by operation, in order of priority."""

    def __init__(self, clock: Clock, share: float, used_until: float | None = None) -> None:
        self._clock = clock
        self._share = share
        # What another engine used till then it may have used to the last token: to begin with none
        # keeps every bound over both of them.
        self._used_until = used_until
        self._lanes: dict[str, _Lane] = {}
        self._order = itertools.count()

    async def acquire(self, operation: Operation, priority: Priority) -> None:
        """Wait for a token; among waiters the most urgent goes first, then the oldest."""
        lane = self._lane(operation)
        ticket = (int(priority), next(self._order), asyncio.Event())
        heapq.heappush(lane.waiting, ticket)
        try:
            await self._wait_at_head(lane, ticket)
            now = self._clock.steady()
            lane.bucket.take(now)
            lane.sent.append(now)
        finally:
            lane.waiting.remove(ticket)
            heapq.heapify(lane.waiting)
            if lane.waiting:
                lane.waiting[0][2].set()

    def throttled(self, operation: Operation) -> None:
        """AWS answered that the rate is used up."""
        self._lane(operation).bucket.slow(self._clock.steady())

    def pace(self, operation: Operation) -> float:
        """Requests a second that an operation may make in the long run."""
        return self._lane(operation).bucket.pace

    def usage(self) -> tuple[OperationUsage, ...]:
        """What each operation sent in the last ten seconds, the busiest first."""
        now = self._clock.steady()
        found = [self._usage(name, lane, now) for name, lane in self._lanes.items()]
        return tuple(sorted(found, key=lambda use: (-use.sent / use.allowed, use.operation)))

    async def _wait_at_head(self, lane: _Lane, ticket: tuple[int, int, asyncio.Event]) -> None:
        while True:
            if lane.waiting[0] is not ticket:
                await ticket[2].wait()
                ticket[2].clear()
                continue
            delay = lane.bucket.delay(self._clock.steady(), _spare(lane.bucket, ticket[0]))
            if delay <= 0:
                return
            await self._clock.sleep(delay)

    def _lane(self, operation: Operation) -> _Lane:
        lane = self._lanes.get(operation.id)
        if lane is None:
            now = self._clock.steady()
            bucket = Bucket(operation.rate, self._share, now, self._used_until)
            lane = self._lanes[operation.id] = _Lane(bucket)
        return lane

    @staticmethod
    def _usage(name: str, lane: _Lane, now: float) -> OperationUsage:
        with suppress(IndexError):
            while lane.sent[0] <= now - WINDOW:
                lane.sent.popleft()
        allowed = int(lane.bucket.rate * WINDOW + lane.bucket.capacity)
        return OperationUsage(name, len(lane.sent), max(1, allowed), lane.bucket.slowed)


def _spare(bucket: Bucket, priority: int) -> float:
    """The token that the background leaves for whoever asks next, where there is room for two."""
    return 1.0 if priority == Priority.BACKGROUND and bucket.capacity >= 2 else 0.0
