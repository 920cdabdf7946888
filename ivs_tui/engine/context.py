"""What everything that reads shares: where answers come from, and who hears of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from ivs_tui.aws.errors import GatewayError, ProblemKind
from ivs_tui.aws.gateway import Pace, Reader
from ivs_tui.aws.operations import Operation
from ivs_tui.aws.records.base import Record
from ivs_tui.engine.clock import Clock
from ivs_tui.engine.commands import Report
from ivs_tui.engine.snapshot import Topic
from ivs_tui.engine.store import Store


class Turn(NamedTuple):
    """One read of a topic: every how many seconds it is read, and its manners towards the API."""

    topic: Topic
    interval: float
    pace: Pace
    working: Callable[[], float]
    """Steady seconds without those of a pause."""
    anew: bool = False
    """The user asked: what was read lately counts no more."""


class Context(NamedTuple):
    """What reads share: where answers come from, where they are kept, and who hears of them."""

    reader: Reader
    store: Store
    clock: Clock
    publish: Callable[[Report], None]
    say_usage: Callable[[], None]
    wake: Callable[[str], None]
    """Have the topics of a query read now."""
    rate: Callable[[Operation], float]
    """Requests a second that an operation may make in the long run."""

    async def whole(self, operation: Operation, asked: Mapping[str, Any], pace: Pace) -> list[Any]:
        """All that an operation answers; raises GatewayError."""
        pages = self.reader.pages(operation, asked, pace)
        return [item async for page in pages for item in page.items]

    async def if_known(
        self, operation: Operation, asked: Mapping[str, Any], pace: Pace
    ) -> list[Any]:
        """The same; nothing where IVS knows no more of what is asked for."""
        try:
            return await self.whole(operation, asked, pace)
        except GatewayError as error:
            if error.problem.kind is not ProblemKind.NOT_FOUND:
                raise
            return []

    def tell_some(
        self,
        topic: Topic,
        fresh: Iterable[Record],
        *,
        done: bool,
        keep: Callable[[Any], bool],
        interval: float = 0.0,
    ) -> None:
        """Some items of a topic were read, each by itself: see `Store.put_some`."""
        store, now = self.store, self.clock.now()
        self.publish(store.put_some(topic, fresh, now, done=done, keep=keep, interval=interval))
        self.say_usage()
