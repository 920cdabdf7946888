"""Time that a test moves by hand, and a few records to move it over."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from ivs_tui.aws.records.lowlatency import StreamEvent, StreamSession, StreamSummary
from ivs_tui.engine.snapshot import Scope, Topic

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SCOPE = Scope("default", "eu-west-1")
CHANNEL = "arn:aws:ivs:eu-west-1:123456789012:channel/abcdefghijkl"
STAGE = "arn:aws:ivs:eu-west-1:123456789012:stage/abcdefghijkl"


class ManualClock:
    """A `Clock` that stands still until `advance`."""

    def __init__(self, now: datetime = START, steady: float = 1_000.0) -> None:
        self._now = now
        self._steady = steady
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._serial = itertools.count()

    def now(self) -> datetime:
        return self._now

    def steady(self) -> float:
        return self._steady

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        sleeper = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._steady + seconds, next(self._serial), sleeper))
        await sleeper

    async def advance(self, seconds: float) -> None:
        """Wake whoever sleeps until then, one moment after the other."""
        until = self._steady + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= until:
            at, _, sleeper = heapq.heappop(self._sleepers)
            if not sleeper.done():
                # After a jump, who should have woken long ago wakes now.
                self._move(max(at, self._steady))
                sleeper.set_result(None)
                await settle()
        self._move(until)
        await settle()

    def jump(self, seconds: float) -> None:
        """Move the time and wake nobody, forwards or back."""
        self._move(self._steady + seconds)

    def _move(self, steady: float) -> None:
        self._now += timedelta(seconds=steady - self._steady)
        self._steady = steady


async def settle() -> None:
    """Let every task run until it waits for something that only time brings."""
    loop: Any = asyncio.get_running_loop()
    for _ in range(1_000):
        await asyncio.sleep(0)
        # asyncio 3.11: no public way to ask whether anything else is about to run.
        if not loop._ready:
            return
    raise AssertionError("the tasks never come to rest")


def topic(name: str, **parameters: str) -> Topic:
    """A topic in the tests' scope."""
    return Topic(SCOPE, name, tuple(sorted(parameters.items())))


def arn(number: int | str) -> str:
    """A channel's ARN."""
    return f"arn:aws:ivs:eu-west-1:123456789012:channel/{number}"


def stream(number: int | str, health: str = "HEALTHY", **more: Any) -> StreamSummary:
    """A live stream of channel `number`."""
    members: dict[str, Any] = {"stream_id": f"st-{number}", "state": "LIVE", **more}
    return StreamSummary(channel_arn=arn(number), health=health, **members)


def event(second: int, name: str = "Stream Start", **more: Any) -> StreamEvent:
    """An event of a stream session, `second` seconds after the start."""
    return StreamEvent(name=name, event_time=START + timedelta(seconds=second), **more)


def session(*events: StreamEvent, stream_id: str = "st-1") -> StreamSession:
    """A stream session with these events."""
    return StreamSession(stream_id=stream_id, truncated_events=events)
