"""Time as a thing that can be handed over, so that every rule is testable to the millisecond."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol

LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""Before all else: where what has no time is put in order."""


class Clock(Protocol):
    """Wall time for what is shown, steady time for what is measured."""

    def now(self) -> datetime:
        """The wall time, in UTC."""
        ...

    def steady(self) -> float:
        """Seconds that never go back, and go on while the machine sleeps."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The wall time, in UTC."""
        return datetime.now(UTC)

    def steady(self) -> float:
        """Seconds since boot; CLOCK_BOOTTIME counts a suspended machine's hours too."""
        return boot_time()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


def boot_time() -> float:
    """Seconds since boot, those in suspend too where the system counts them."""
    boot_clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_clock is None else time.clock_gettime(boot_clock)
