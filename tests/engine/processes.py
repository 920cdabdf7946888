"""Processes in tests: whether one is there, and an engine whose reports can be waited for."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from ivs_tui.config import Config
from ivs_tui.engine.commands import Report, Start
from ivs_tui.engine.link import EngineLink, EngineLost

LONGEST = 20.0
"""Seconds that a test waits for what has to come."""


def alive(pid: int) -> bool:
    """Whether the process runs; one that only waits to be reaped does not."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


async def until(condition: Callable[[], object], seconds: float = LONGEST) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  # another process tells no Event of ours
            await asyncio.sleep(0.01)


class Engine:
    """A link, and the reports that came over it so far."""

    def __init__(self, link: EngineLink) -> None:
        self.link = link
        self.reports: list[Report | EngineLost] = []
        self._more = asyncio.Event()

    async def listen(self) -> None:
        async for report in self.link.reports():
            self.reports.append(report)
            self._more.set()

    @property
    def pid(self) -> int:
        return self.link._process.pid

    async def first(self, wanted: Callable[[Report | EngineLost], bool]) -> Report | EngineLost:
        """The first report that is wanted; those before it are forgotten."""
        async with asyncio.timeout(LONGEST):
            while True:
                while self.reports:
                    report = self.reports.pop(0)
                    if wanted(report):
                        return report
                self._more.clear()
                await self._more.wait()


@asynccontextmanager
async def engine(url: str) -> AsyncIterator[Engine]:
    """An engine process that reads from `url`; it is gone when the block ends."""
    start = Start(Config(endpoint_url=url), "us-west-2")
    made = Engine(EngineLink(start, dict(os.environ)))
    listener = asyncio.get_running_loop().create_task(made.listen())
    try:
        yield made
    finally:
        made.link.close()
        await asyncio.wait((listener,), timeout=LONGEST)
    await listener
    assert not alive(made.pid)
