"""How each query is read: most of them whole; a few with the others in mind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from ivs_tui.aws.gateway import Pace, Reader
from ivs_tui.aws.records.base import Record
from ivs_tui.engine.clock import Clock
from ivs_tui.engine.commands import Happened, Report
from ivs_tui.engine.names import NAMES, Names, channel_arns
from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.engine.store import Store
from ivs_tui.engine.transitions import transitions

LONGEST_REST = 300.0
"""Seconds that a list rests at the most, however long its read took: a machine may have slept."""
_FIRST_SPACING = 0.4
_LATER_SPACING = 2.5
"""Seconds between two parts of one list: the first time it is waited for, later it is there."""


class Turn(NamedTuple):
    """One read of a topic: every how many seconds it is read, and its manners towards the API."""

    topic: Topic
    interval: float
    pace: Pace
    working: Callable[[], float]
    """Steady seconds without those of a pause."""


class Desk(NamedTuple):
    """What reads share: where answers come from, where they are kept, and who hears of them."""

    reader: Reader
    store: Store
    clock: Clock
    publish: Callable[[Report], None]
    say_usage: Callable[[], None]
    wake: Callable[[str], None]
    """Have the topics of a query read now."""


class Reads:
    """Reads a topic once, keeps what came, and publishes it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._names = Names(desk.clock)
        self._special: Mapping[str, Callable[[Turn], Awaitable[None]]] = {NAMES: self._read_names}

    async def read(self, turn: Turn) -> None:
        """Read it to its end; raises GatewayError."""
        await self._special.get(turn.topic.name, self._read_whole)(turn)

    def look(self, arns: tuple[str, ...]) -> None:
        """These channels are in sight: they go first."""
        if self._names.look(arns):
            self._desk.wake(NAMES)

    async def _read_whole(self, turn: Turn) -> None:
        topic, (_, store, clock, publish, *_) = turn.topic, self._desk
        found: list[Record] = []
        unreadable = 0
        started = published = turn.working()
        first = not store.get(topic).last_complete_at
        async for page in self._pages(turn, dict(topic.parameters)):
            found += page.items
            unreadable += page.unreadable
            now = turn.working()
            waited_for = first and published == started
            if page.next_token and (waited_for or now - published > _spacing(found, first=first)):
                published = now
                publish(store.put_part(topic, found, clock.now()))
        took = min(turn.working() - started, LONGEST_REST)
        self._complete(topic, found, unreadable, turn.interval + took)

    def _pages(self, turn: Turn, parameters: Mapping[str, Any]) -> Any:
        operation = turn.topic.query.operation
        return self._desk.reader.pages(operation, parameters, turn.pace)

    def _complete(
        self, topic: Topic, found: list[Record], unreadable: int, interval: float
    ) -> None:
        store = self._desk.store
        before = store.last_complete(topic)
        snapshot = store.put(topic, found, self._desk.clock.now(), unreadable, interval)
        self._tell(before, snapshot)
        if topic.name == "streams":
            self._follow_streams(snapshot)

    def _tell(self, before: Snapshot, snapshot: Snapshot) -> None:
        self._desk.publish(snapshot)
        if happened := transitions(before, snapshot):
            self._desk.publish(Happened(happened))

    def _follow_streams(self, streams: Snapshot) -> None:
        if self._names.want(channel_arns(streams.items)):
            self._desk.wake(NAMES)

    async def _read_names(self, turn: Turn) -> None:
        _, store, clock, publish, say_usage, _ = self._desk
        while batch := self._names.batch():
            found = [
                item async for page in self._pages(turn, {"arns": batch}) for item in page.items
            ]
            # Whatever came, the batch was asked for: else an empty answer would be asked for ever.
            self._names.told(batch, channel_arns(found))
            done = not self._names.batch()
            publish(store.put_names(turn.topic, found, clock.now(), done=done))
            say_usage()


def _spacing(found: list[Record], *, first: bool) -> float:
    """Seconds between two parts of one list: the longer it is, the more each part costs."""
    return max(_FIRST_SPACING if first else _LATER_SPACING, len(found) / 2_000)
