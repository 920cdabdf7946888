"""The newest snapshot of every topic, and how a read becomes one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Container, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from ivs_tui.aws.errors import Problem
from ivs_tui.aws.records.base import Record
from ivs_tui.aws.records.lowlatency import StreamSession
from ivs_tui.aws.records.sharing import LONG, share
from ivs_tui.engine import merge
from ivs_tui.engine.query import Query
from ivs_tui.engine.snapshot import Gone, Snapshot, Topic

GONE_FOR = timedelta(seconds=60)
"""How long something that ended stays in its list."""
MOST_REMEMBERED = 2_000
"""Of a list whose vanished items are remembered; an account has 20 compositions at a time."""
MOST_TOPICS = 64
"""Snapshots of topics that nobody watches any more are let go, the oldest first."""

replace = msgspec.structs.replace


class Alike:
    """Known items in the place of those that say the same: so no list is held twice."""

    def __init__(self, query: Query, known: Iterable[Record]) -> None:
        self._query = query
        self._known = {query.key_of(item): item for item in known} if query.key else {}
        self.news = False
        """Whether any item said something else than before."""

    def __call__(self, items: Iterable[Record]) -> list[Record]:
        """These, or those that are known."""
        key_of, known, kept = self._query.key_of, self._known, []
        for item in items:
            was = known.get(key_of(item))
            if was is None or was != item:
                self.news = True
                kept.append(item)
            else:
                kept.append(was)
        return kept


class Store:
    """Snapshots by topic; each `put` makes a new one and leaves the old as it was."""

    def __init__(self, watched: Container[Topic] = ()) -> None:
        self._watched = watched
        self._snapshots: OrderedDict[Topic, Snapshot] = OrderedDict()
        self._completes: dict[Topic, Snapshot] = {}

    def get(self, topic: Topic) -> Snapshot:
        """The newest snapshot; one that was never read is empty and not complete."""
        return self._snapshots.get(topic) or Snapshot(topic=topic)

    def last_complete(self, topic: Topic) -> Snapshot:
        """The newest snapshot that one whole read made: what `transitions` compares with."""
        return self._completes.get(topic) or Snapshot(topic=topic)

    def recall(self, known: Snapshot) -> None:
        """Take up what another store knew of a topic, as if it had been read here."""
        self._keep(replace(known, reading=None))
        if known.complete:
            self._completes[known.topic] = replace(known, error=None, error_at=None)

    def alike(self, topic: Topic) -> Alike:
        """What puts the items that are known in the place of those that say the same."""
        return Alike(topic.query, self.get(topic).items)

    def put_part(self, topic: Topic, fresh: Sequence[Record], now: datetime) -> Snapshot:
        """A read is under way: lay what it has so far over what was known."""
        known = self.get(topic)
        items = _same(known.items, _overlay(topic.query, known.items, fresh))
        gone = _still_gone(topic.query, known.gone, fresh)
        return self._keep(
            replace(known, items=items, gone=gone, read_at=now, complete=False, reading=len(fresh))
        )

    def put(
        self, topic: Topic, fresh: Sequence[Record], now: datetime, unreadable: int, interval: float
    ) -> Snapshot:
        """A read came to its end: what it had is what there is."""
        known = self.get(topic)
        if not fresh and unreadable and topic.query.operation.page_size is None:
            # The one item came and cannot be read: that is no reason to forget it.
            return self._keep(replace(known, read_at=now, unreadable=unreadable, reading=None))
        items, trimmed = known.items, known.trimmed
        if tuple(fresh) != items:
            items, trimmed = _with_history(known, _unique(topic.query, fresh))
        gone = known.gone
        if gone or items is not known.items:
            gone = _gone(known, items, now, unreadable)
            if len(items) > LONG:
                share(items)
        return self._keep(
            replace(
                known,
                items=items,
                gone=gone,
                read_at=now,
                complete=True,
                reading=None,
                unreadable=unreadable,
                truncated=any(_at_limit(item) for item in fresh),
                trimmed=trimmed,
                error=None,
                error_at=None,
                last_complete_at=now,
                interval=interval,
            )
        )

    def put_error(self, topic: Topic, error: Problem, now: datetime) -> Snapshot:
        """A read failed: the old items stay, with the reason why they are old."""
        return self._keep(replace(self.get(topic), error=error, error_at=now, reading=None))

    def put_some(
        self,
        topic: Topic,
        fresh: Iterable[Record],
        now: datetime,
        *,
        done: bool,
        keep: Callable[[Any], bool],
        interval: float = 0.0,
    ) -> Snapshot:
        """Some items were read, each by itself: they join those that are known and still wanted."""
        known = self.get(topic)
        items = _overlay(topic.query, known.items, tuple(fresh))
        return self._keep(
            replace(
                known,
                items=_same(known.items, tuple(item for item in items if keep(item))),
                read_at=now,
                complete=done,
                error=None,
                error_at=None,
                interval=interval,
            )
        )

    def lay(
        self, topic: Topic, fresh: Sequence[Record], now: datetime
    ) -> tuple[Snapshot, Snapshot]:
        """Some of a list's items were read apart from it: lay them over the newest state.

        Returns that, and the last complete state with them, which counts as read `now`.
        """
        complete = self.last_complete(topic)
        if complete.complete:
            complete = self._completes[topic] = _laid(complete, fresh)
        shown = self._snapshots[topic] = _laid(self.get(topic), fresh)
        return shown, replace(complete, read_at=now)

    def _keep(self, snapshot: Snapshot) -> Snapshot:
        self._snapshots[snapshot.topic] = snapshot
        self._snapshots.move_to_end(snapshot.topic)
        if snapshot.complete and snapshot.error is None:
            self._completes[snapshot.topic] = snapshot
        if len(self._snapshots) > MOST_TOPICS:
            self._forget()
        return snapshot

    def _forget(self) -> None:
        # A watched topic stays: without its last state nothing could ever be news of it. What is
        # remembered takes no other's place.
        idle = [topic for topic in self._snapshots if topic not in self._watched]
        others = [topic for topic in idle if not topic.query.remembered]
        # A whole list that is remembered is one of few, its filtered ones are as many as stages.
        filtered = [topic for topic in idle if topic.query.remembered and topic.parameters]
        for topic in (*others[:-MOST_TOPICS], *filtered[: -4 * MOST_TOPICS]):
            del self._snapshots[topic]
            self._completes.pop(topic, None)


def _unique(query: Query, items: Sequence[Record]) -> tuple[Record, ...]:
    """A list that moves while it is paged may name an item twice: the later answer counts."""
    if not query.key:
        return tuple(items)
    return tuple({query.key_of(item): item for item in items}.values())


def _overlay(query: Query, known: Sequence[Record], fresh: Sequence[Record]) -> tuple[Record, ...]:
    if not query.key:
        return tuple(fresh) if len(fresh) >= len(known) else tuple(known)
    return _unique(query, [*known, *fresh])


def _with_history(known: Snapshot, items: tuple[Record, ...]) -> tuple[tuple[Record, ...], bool]:
    if len(items) != 1 or not isinstance(items[0], StreamSession):
        return items, False
    before = known.items[0] if known.items else None
    if not isinstance(before, StreamSession) or before.stream_id != items[0].stream_id:
        return items, False
    merged = merge.merge_session(before, items[0])
    full = len(merged.truncated_events or ()) >= merge.MOST_KEPT
    return (merged,), known.trimmed or full


def _laid(known: Snapshot, fresh: Sequence[Record]) -> Snapshot:
    query = known.topic.query
    items, others = laid_over(query, known.items, fresh)
    laid = _same(known.items, (*items, *others))
    return replace(known, items=laid, gone=_still_gone(query, known.gone, fresh))


def laid_over(
    query: Query, items: Iterable[Record], fresh: Sequence[Record]
) -> tuple[list[Record], list[Record]]:
    """The items, those that are newer in their places; and those that have no place among them."""
    newer = {query.key_of(item): item for item in fresh}
    # To ask for one member is cheaper than for a key, and few items have a newer one.
    member = query.key[0]
    values = {getattr(item, member) for item in fresh}
    placed: set[str] = set()
    laid = []
    for item in items:
        key = query.key_of(item) if getattr(item, member) in values else ""
        if key in newer:
            placed.add(key)
        laid.append(newer.get(key, item))
    return laid, [item for key, item in newer.items() if key not in placed]


def _same(known: tuple[Record, ...], items: tuple[Record, ...]) -> tuple[Record, ...]:
    """The known items where nothing has changed: most reads say what the one before said.

    Who compares two states, or sends one, sees that at once.
    """
    return known if items == known else items


def _at_limit(item: Record) -> bool:
    return isinstance(item, StreamSession) and len(item.truncated_events or ()) >= merge.API_MOST


def _expired(gone: Gone, now: datetime) -> bool:
    # A clock that was set back must not keep it for as long as that.
    return gone.confirmed and abs(now - gone.since) >= GONE_FOR


def _still_gone(query: Query, gone: Sequence[Gone], items: Sequence[Record]) -> tuple[Gone, ...]:
    """Who of those is not among the items."""
    if not gone:
        return ()
    present = {query.key_of(item) for item in items}
    return tuple(one for one in gone if query.key_of(one.item) not in present)


def _gone(
    known: Snapshot, items: Sequence[Record], now: datetime, unreadable: int
) -> tuple[Gone, ...]:
    """Who is missing now (unconfirmed the first time), without those who came back or expired.

    With more unreadable items than before, a missing one may be among those: that is no end, as
    long as any is unreadable. Nor has what left a filter gone.
    """
    query = known.topic.query
    if not query.key or known.last_complete_at is None or known.topic.shifts:
        return ()
    missing = [
        replace(gone, confirmed=gone.confirmed or not (gone.doubtful and unreadable))
        for gone in _still_gone(query, known.gone, items)
        # One that is not confirmed stays for the read that does, be it minutes later.
        if query.remembered or not _expired(gone, now)
    ]
    doubtful = unreadable > known.unreadable
    accounted = {query.key_of(item) for item in items}
    accounted |= {query.key_of(gone.item) for gone in known.gone}
    missing += [
        Gone(item, now, confirmed=False, doubtful=doubtful)
        for item in known.items
        if query.key_of(item) not in accounted
    ]
    return tuple(missing[-MOST_REMEMBERED:] if query.remembered else missing)
