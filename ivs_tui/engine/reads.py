"""How each query is read: most of them whole; a few with the others in mind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from datetime import timedelta
from typing import Any

from ivs_tui.aws.decode import Page
from ivs_tui.aws.records.base import Record
from ivs_tui.aws.records.sharing import LONG, share
from ivs_tui.engine.commands import Happened
from ivs_tui.engine.context import Context, Turn
from ivs_tui.engine.found import FOUND, FoundReads
from ivs_tui.engine.in_error import ERRORS, InErrorReads
from ivs_tui.engine.last_events import LAST_EVENTS, Asked, LastEvents, last_event
from ivs_tui.engine.names import FRESH_FOR, NAMES, Names, channel_arns
from ivs_tui.engine.query import Query
from ivs_tui.engine.session_errors import SESSION_ERRORS, SessionErrorsReads
from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.engine.store import laid_over
from ivs_tui.engine.transitions import transitions

LONGEST_REST = 300.0
"""Seconds that a list rests at the most, however long its read took: a machine may have slept."""
STREAMS, STARVING, SESSION = "streams", "starving", "session"
STAGES, PARTICIPANTS = "stages", "participants"
_FOR_LAST_EVENTS = 0.8
"""Of an operation's rate; the rest is what a session that is open needs."""
_BATCH = 5.0
"""Seconds of last events that are published together: each by itself would redraw the list."""
_FIRST_BATCH = 1.0
_FIRST_SPACING = 0.4
_LATER_SPACING = 2.5
"""Seconds between two parts of one list: the first time it is waited for, later it is there."""


class Reads:
    """Reads a topic once, keeps what came, and publishes it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._names = Names(context.clock)
        self._last_events = LastEvents(context.clock)
        self._followed: tuple[tuple[Any, ...], bool] = ((), False)
        """The streams whose names and events are read, and whether those are all."""
        self._in_error = InErrorReads(context)
        self._underway: dict[Topic, _Found] = {}
        """What the reads that have not come to their end have found so far."""
        self._special: Mapping[str, Callable[[Turn], Awaitable[None]]] = {
            NAMES: self._read_names,
            STARVING: self._read_starving,
            LAST_EVENTS: self._read_last_events,
            SESSION_ERRORS: SessionErrorsReads(context, self._in_error.told).read,
            ERRORS: self._in_error.read,
            FOUND: FoundReads(context).read,
        }

    async def read(self, turn: Turn) -> None:
        """Read it to its end; raises GatewayError."""
        await self._special.get(turn.topic.name, self._read_whole)(turn)

    def look(self, arns: tuple[str, ...]) -> None:
        """These channels are in sight: they go first."""
        self._last_events.look(arns)
        if self._names.look(arns):
            self._context.wake(NAMES)

    async def _read_whole(self, turn: Turn) -> None:
        found = self._underway[turn.topic] = _Found(turn.topic.query)
        try:
            await self._read_pages(turn, found)
        finally:
            self._underway.pop(turn.topic, None)

    async def _read_pages(self, turn: Turn, found: _Found) -> None:
        topic, store, clock = turn.topic, self._context.store, self._context.clock
        unreadable = 0
        started = published = turn.working()
        known = store.get(topic)
        first = not known.last_complete_at
        alike = store.alike(topic)
        async for page in self._pages(turn, topic.parameters):
            if len(found.items) >= LONG:
                # At once: what many pages have twice would leave holes where it was.
                share(page.items)
            found.items += alike(page.items)
            unreadable += page.unreadable
            now = turn.working()
            told = alike.news or known.error is not None
            due = told and now - published > _spacing(found.items, first=first)
            if page.next_token and (due or (first and published == started)):
                published = now
                self._context.publish(store.put_part(topic, found.items, clock.now()))
        took = min(turn.working() - started, LONGEST_REST)
        self._complete(topic, found.whole(), unreadable, turn.interval + took)

    def _pages(self, turn: Turn, parameters: Sequence[tuple[str, Any]]) -> Any:
        query = turn.topic.query
        asked = dict(parameters)
        if query.filter_by:
            name, value = query.filter_by
            asked["filterBy"] = {name: value}
        return self._context.reader.pages(query.operation, asked, turn.pace)

    def _complete(
        self, topic: Topic, found: list[Record], unreadable: int, interval: float
    ) -> None:
        store, now = self._context.store, self._context.clock.now()
        before = store.last_complete(topic)
        snapshot = store.put(topic, found, now, unreadable, interval)
        self._tell(snapshot, before, snapshot)
        if topic.name == STREAMS:
            self._follow_streams(snapshot)
        elif topic.name == SESSION and snapshot.items:
            # What was read for the screen need not be read for the list.
            asked = Asked(topic.get("channelArn") or "", snapshot.items[0].stream_id)
            self._last_events.told(last_event(asked, snapshot.items[0], now))
        elif topic.name == PARTICIPANTS:
            self._in_error.listed(topic, snapshot.items)
        elif topic.name == STAGES and snapshot.items is not before.items:
            self._context.wake(ERRORS)

    def _tell(self, shown: Snapshot, before: Snapshot, after: Snapshot) -> None:
        self._context.publish(shown)
        if happened := transitions(before, after):
            self._context.publish(Happened(happened))

    def _follow_streams(self, streams: Snapshot) -> None:
        followed = (streams.items, streams.last_complete_at is not None)
        if followed[0] is self._followed[0] and followed[1] == self._followed[1]:
            return
        self._followed = followed
        listed = (*streams.items, *(gone.item for gone in streams.gone))
        if self._names.want(channel_arns(listed)) or not listed:
            self._context.wake(NAMES)
        if self._last_events.want(streams.items, whole=followed[1]):
            self._context.wake(LAST_EVENTS)

    @property
    def _nothing_is_live(self) -> bool:
        """Whether the streams were read to their end, and there is none."""
        return self._followed == ((), True)

    async def _read_starving(self, turn: Turn) -> None:
        """One call, however many starve: those beyond its page come with the whole list."""
        store, now = self._context.store, self._context.clock.now
        async with aclosing(self._pages(turn, turn.topic.parameters)) as pages:
            page = await anext(pages, Page(()))
        known = store.get(turn.topic)
        snapshot = store.put(turn.topic, page.items, now(), page.unreadable, turn.interval)
        if known.error is not None or known.read_at is None:
            # The rows tell of the others.
            self._context.publish(snapshot)
        self._lay(Topic(turn.topic.scope, STREAMS), page.items)

    def _lay(self, topic: Topic, fresh: Sequence[Any]) -> None:
        """Items of a list that were read apart from it, and may be newer than all that is known."""
        store, query = self._context.store, topic.query
        if topic in self._underway:
            self._underway[topic].lay(fresh)
        known, channels = store.get(topic), {item.channel_arn for item in fresh}
        listed = (item for item in known.items if item.channel_arn in channels)
        health = {query.key_of(item): item.health for item in listed}
        news = [item for item in fresh if health.get(query.key_of(item), "") != item.health]
        if news and known.read_at is not None:
            before = store.last_complete(topic)
            shown, after = store.lay(topic, news, self._context.clock.now())
            self._tell(shown, before, after)
            self._follow_streams(shown)

    async def _read_names(self, turn: Turn) -> None:
        operation = turn.topic.query.operation
        if self._nothing_is_live and not self._names.batch():
            # Then no name is missing.
            self._context.tell_some(turn.topic, (), done=True, keep=self._names.wanted)
        while batch := self._names.batch():
            found = await self._context.whole(operation, {"arns": batch}, turn.pace)
            # Whatever came, the batch was asked for: else an empty answer would be asked for ever.
            self._names.told(batch, channel_arns(found))
            done = not self._names.batch()
            wanted = self._names.wanted
            self._context.tell_some(turn.topic, found, done=done, keep=wanted, interval=FRESH_FOR)

    async def _read_last_events(self, turn: Turn) -> None:
        """One stream after the other, as long as any is due; published now and then."""
        published = turn.working()
        while asked := self._last_events.next():
            session = await self._session(turn, asked)
            self._last_events.told(last_event(asked, session, self._context.clock.now()))
            waited_for = not self._context.store.get(turn.topic).items
            if turn.working() - published >= (_FIRST_BATCH if waited_for else _BATCH):
                published = turn.working()
                self._publish_last_events(turn.topic)
        self._publish_last_events(turn.topic)

    async def _session(self, turn: Turn, asked: Asked) -> Any:
        stream = {"streamId": asked.stream_id} if asked.stream_id else {}
        about, operation = {"channelArn": asked.channel_arn} | stream, turn.topic.query.operation
        return next(iter(await self._context.if_known(operation, about, turn.pace)), None)

    def _publish_last_events(self, topic: Topic) -> None:
        events = self._last_events
        oldest = events.oldest(self._context.rate(topic.query.operation) * _FOR_LAST_EVENTS)
        fresh, read_at = events.take(), self._context.store.get(topic).read_at
        again = read_at is None
        if read_at is not None and self._nothing_is_live:
            # That there is no event was known anew with the list of streams.
            again = self._context.clock.now() - read_at >= timedelta(seconds=oldest)
        if fresh or again:
            self._context.tell_some(
                topic, fresh, done=events.all_read, keep=events.wanted, interval=oldest
            )


class _Found:
    """What a read has found so far, and what was read beside it meanwhile."""

    def __init__(self, query: Query) -> None:
        self.items: list[Record] = []
        self._beside: dict[str, Record] = {}
        self._query = query

    def lay(self, fresh: Sequence[Record]) -> None:
        """These are newer than what was found; what is found from now on is newer than these."""
        self.items, others = laid_over(self._query, self.items, fresh)
        self._beside |= {self._query.key_of(item): item for item in others}

    def whole(self) -> list[Record]:
        """All that there is, in the API's order; last what only the others had."""
        if not self._beside:
            return self.items
        found = {self._query.key_of(item) for item in self.items}
        return [*self.items, *(item for key, item in self._beside.items() if key not in found)]


def _spacing(found: list[Record], *, first: bool) -> float:
    """Seconds between two parts of one list: the longer it is, the more each part costs."""
    return max(_FIRST_SPACING if first else _LATER_SPACING, len(found) / 2_000)
