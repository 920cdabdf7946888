"""One whole read for a command: page by page, what may pass tried again, for a while."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Mapping
from typing import Any

import msgspec

from ivs_tui.aws.decode import Page
from ivs_tui.aws.errors import GatewayError, ProblemKind, problem
from ivs_tui.aws.gateway import Reader
from ivs_tui.aws.operations import Operation
from ivs_tui.engine.budget import Budget, Priority
from ivs_tui.engine.clock import Clock
from ivs_tui.engine.query import QUERIES

PATIENCE = 15.0
"""Seconds that a command may lose to failures in all; time in which pages come is not lost."""
PASSING = frozenset({ProblemKind.THROTTLED, ProblemKind.SERVER, ProblemKind.TIMEOUT})
"""What may be over in a moment; all else fails at once."""
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 4.0


class Whole(msgspec.Struct, frozen=True):
    """All that one query answered, in the API's order."""

    items: tuple[Any, ...]
    unreadable: int = 0

    def one(self) -> Any:
        """The one thing that was asked for; raises GatewayError where it could not be read."""
        if not self.items:
            advice = "start with --log-file FILE to see which member"
            raise problem(ProblemKind.BROKEN, "the answer holds what ivs-tui cannot read", advice)
        return self.items[0]


class OneShot:
    """Reads for one command through a gateway, within a budget; its reads share one patience."""

    def __init__(self, reader: Reader, budget: Budget, clock: Clock) -> None:
        self._reader = reader
        self._pace = _Pace(budget)
        self._clock = clock
        self._left = PATIENCE

    async def read(self, name: str, parameters: Mapping[str, Any] | None = None) -> Whole:
        """Every page of the query `name`; raises GatewayError when patience is at its end."""
        operation = QUERIES[name].operation
        request = dict(parameters or {})
        items: list[Any] = []
        unreadable = 0
        wait, failed = _FIRST_WAIT, None
        while True:
            try:
                async for page in self._pages(operation, request, failed):
                    items += page.items
                    unreadable += page.unreadable
                    # A long list goes on where it broke off.
                    request["nextToken"] = page.next_token
                    wait, failed = _FIRST_WAIT, None
                return Whole(tuple(items), unreadable)
            except GatewayError as error:
                if error.problem.kind not in PASSING or self._left <= 0:
                    raise
                failed = error
            await self._rest(wait)
            wait = min(2 * wait, _LONGEST_WAIT)

    async def _pages(
        self, operation: Operation, request: Mapping[str, Any], failed: GatewayError | None
    ) -> AsyncIterator[Page]:
        pages = self._reader.pages(operation, request, self._pace)
        while True:
            started = self._clock.steady()
            try:
                page = await self._next(pages, failed)
            except StopAsyncIteration:
                return
            except GatewayError:
                self._left -= self._clock.steady() - started
                raise
            failed = None
            yield page

    async def _next(self, pages: AsyncIterator[Page], failed: GatewayError | None) -> Page:
        """The next page; where the last try failed, `failed` again if none comes in time."""
        if failed is None:
            return await anext(pages)
        outcome: list[Page | GatewayError] = []
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(_outcome(anext(pages), outcome))
            limit = tasks.create_task(self._clock.sleep(self._left))
            await asyncio.wait((reading, limit), return_when=asyncio.FIRST_COMPLETED)
            reading.cancel()
            limit.cancel()
        found = outcome[0] if outcome else failed
        if isinstance(found, GatewayError):
            raise found
        return found

    async def _rest(self, wait: float) -> None:
        wait = min(wait, self._left)
        await self._clock.sleep(wait)
        self._left -= wait


async def _outcome(page: Awaitable[Page], into: list[Page | GatewayError]) -> None:
    # A task that raised would end its group, and with it the wait for it.
    try:
        into.append(await page)
    except GatewayError as error:
        into.append(error)


class _Pace:
    """A command's manners towards the API: see `gateway.Pace`."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget

    async def admit(self, operation: Operation) -> None:
        await self._budget.acquire(operation, Priority.ASKED)

    def throttled(self, operation: Operation, page: int) -> bool:
        del page
        self._budget.throttled(operation)
        return False
