"""What the screens know: the newest snapshot of each topic, the timeline, the budget's use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec import structs

from ivs_tui.engine.clock import boot_time
from ivs_tui.engine.snapshot import Scope, Snapshot, Topic, Transition, Usage
from ivs_tui.resources import format as fmt
from ivs_tui.resources.jumps import account_of
from ivs_tui.ui.freshness import Freshness
from ivs_tui.ui.standing import Standing
from ivs_tui.ui.timeline import Timeline
from ivs_tui.ui.trends import Trends

EVENTS, TRENDS, STANDING, EXPECTED = "events", "trends", "standing", "expected"
"""Lists that are read from nowhere: they are what the others showed."""
OF_TIMELINE = (EVENTS, "timeline")
"""Those that are made from what happened: all of it, and that of one resource."""
ALWAYS = {
    "streams": 3.0,
    "starving": 1.0,
    "stages": 6.0,
    "compositions": 6.0,
    "errors": 2.0,
}
"""Lists that are read whatever is in front, and every how many intervals: what happens to them is
news everywhere."""
WATCHED = ("streams", "starving")
"""Of those: as long as they are read, somebody watches."""
MOST_SNAPSHOTS = 64
MOST_NAMES = 50_000
"""Names by ARN: five times the channels of the largest account, and some 10 MB."""


class Board:
    """Holds what the engine reported; screens read it and keep nothing of their own."""

    def __init__(
        self, scope: Scope, started_at: datetime, steady: Callable[[], float] = boot_time
    ) -> None:
        self.scope = scope
        self.usage = Usage()
        self.paused = False
        self.started_at = started_at
        self.names: dict[str, str] = {}
        """Names that any list gave, by ARN."""
        self._snapshots: dict[Topic, Snapshot] = {}
        self.timeline = Timeline(steady)
        self.fresh = Freshness(steady)
        self.trends = Trends()
        self.standing = Standing()
        self.expected = Snapshot(topic=self.topic(EXPECTED), last_complete_at=started_at)
        """Channels that should be live and are not, as of the newest whole lists."""

    def resume(self) -> None:
        """Read again after a while, by another engine."""
        self.usage = Usage()
        self.paused = False

    def topic(self, name: str, parameters: Mapping[str, str] | None = None) -> Topic:
        """A topic of this scope."""
        return Topic(self.scope, name, tuple(sorted((parameters or {}).items())))

    def get(self, topic: Topic) -> Snapshot:
        """The newest snapshot; one that never came is empty and not complete."""
        if topic.name in OF_TIMELINE:
            return self._timeline_snapshot(topic)
        if topic.name == TRENDS:
            return self.trends.snapshot(topic)
        if topic.name == STANDING:
            # While polling is paused nothing is seen to last any longer.
            until = self.get(self.topic("streams")).read_at if self.paused else None
            return structs.replace(self.standing.snapshot(topic), read_at=until)
        if topic.name == EXPECTED:
            return self.expected
        return self._snapshots.get(topic) or Snapshot(topic=topic)

    def everything(self) -> dict[str, Snapshot]:
        """All that is known; what is of the whole scope by its query's name."""
        names = (f"{topic.name} {topic.parameters or ''}".strip() for topic in self._snapshots)
        held = dict(zip(names, self._snapshots.values(), strict=True))
        return held | self.joined((EVENTS,))

    def listed(self, query: str, key: str) -> Any:
        """An item that any list of a query has or had, by its key; None where none did."""
        for snapshot in self._snapshots.values():
            if snapshot.topic.name == query:
                for item in (*snapshot.items, *(gone.item for gone in snapshot.gone)):
                    if snapshot.topic.query.key_of(item) == key:
                        return item
        return None

    def put(self, snapshot: Snapshot) -> None:
        """Take a snapshot in; the oldest of too many goes."""
        self._snapshots.pop(snapshot.topic, None)
        self._snapshots[snapshot.topic] = snapshot
        self.standing.take(snapshot)
        if not snapshot.topic.parameters and snapshot.items:
            about = account_of(snapshot.topic.query.key_of(snapshot.items[0]))
            self.timeline.account = about or self.timeline.account
        if snapshot.topic.name in WATCHED:
            self.timeline.watched(snapshot)
        if snapshot.topic.name == "streams":
            self.trends.take(snapshot)
        if _is_named(snapshot.topic):
            self.names |= _names(snapshot)
        # What is remembered is wanted when the API has long forgotten it: no other takes its place.
        for remembered in (False, True):
            held = [topic for topic in self._snapshots if topic.query.remembered is remembered]
            for topic in held[: max(0, len(held) - MOST_SNAPSHOTS)]:
                del self._snapshots[topic]
        if len(self.names) > MOST_NAMES:
            self._forget_names()

    def named(self, transitions: Iterable[Transition]) -> tuple[Transition, ...]:
        """With what things are called now: once they are deleted, nobody else can tell."""
        return tuple(
            structs.replace(one, name=self.names[one.subject])
            if not one.name and one.subject in self.names
            else one
            for one in transitions
        )

    def happened(self, transitions: Iterable[Transition]) -> Topic:
        """Add to the timeline; returns the topic that shows it."""
        told = tuple(transitions)
        self.timeline.add(told)
        self.fresh.add(told)
        return self.topic(EVENTS)

    def _forget_names(self) -> None:
        """Keep those of the lists at hand: years of channels that came and went add up."""
        self.names = {}
        for snapshot in self._snapshots.values():
            if _is_named(snapshot.topic):
                self.names |= _names(snapshot)

    def held(self, query: str, parameters: Mapping[str, str]) -> Snapshot:
        """All that a query told that was asked for with these parameters, among others."""
        found = [
            snapshot
            for topic, snapshot in self._snapshots.items()
            if topic.name == query and parameters.items() <= dict(topic.parameters).items()
        ]
        if len(found) < 2:
            return found[0] if found else Snapshot(topic=self.topic(query, parameters))
        items = {one.topic.query.key_of(item): item for one in found for item in one.items}
        return structs.replace(found[-1], items=tuple(items.values()))

    def _timeline_snapshot(self, topic: Topic) -> Snapshot:
        """Everything that happened, oldest first; read when anything was last read to its end."""
        reads = [one.last_complete_at for one in self._snapshots.values() if one.last_complete_at]
        return self.timeline.snapshot(topic, max(reads, default=None))

    def joined(self, names: Iterable[str]) -> dict[str, Snapshot]:
        """Lists of the whole scope, by query name."""
        return {name: self.get(self.topic(name)) for name in names}

    def name_of(self, arn: str) -> str:
        """A resource's name, else the id that people say aloud."""
        return self.names.get(arn) or fmt.short_arn(arn)


def _names(snapshot: Snapshot) -> dict[str, str]:
    return {item.arn: item.name for item in snapshot.items if item.name}


def _is_named(topic: Topic) -> bool:
    """Whether its items have an ARN and a name."""
    query = topic.query
    return query.key == ("arn",) and "name" in query.record.__struct_fields__
