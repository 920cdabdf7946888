"""What the screens know: the newest snapshot of each topic, the timeline, the budget's use."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ivs_tui.engine.snapshot import Scope, Snapshot, Topic, Transition, Usage
from ivs_tui.resources import format as fmt

EVENTS = "events"
"""The one list that is read from nowhere: it is what the others showed."""
ALWAYS = {"streams": 3.0, "stages": 6.0}
"""Lists that are read whatever is in front, and every how many intervals: what happens to them is
news everywhere."""
MOST_EVENTS = 5_000
MOST_SNAPSHOTS = 64


class Board:
    """Holds what the engine reported; screens read it and keep nothing of their own."""

    def __init__(self, scope: Scope, started_at: datetime) -> None:
        self.scope = scope
        self.usage = Usage()
        self.paused = False
        self.started_at = started_at
        self.names: dict[str, str] = {}
        """Names that any list gave, by ARN."""
        self._snapshots: dict[Topic, Snapshot] = {}
        self._timeline: deque[Transition] = deque(maxlen=MOST_EVENTS)
        self._happened = 0

    def topic(self, name: str, parameters: Mapping[str, str] | None = None) -> Topic:
        """A topic of this scope."""
        return Topic(self.scope, name, tuple(sorted((parameters or {}).items())))

    def get(self, topic: Topic) -> Snapshot:
        """The newest snapshot; one that never came is empty and not complete."""
        if topic.name == EVENTS:
            return self._timeline_snapshot()
        return self._snapshots.get(topic) or Snapshot(topic=topic)

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
        if _is_named(snapshot.topic):
            self.names |= {item.arn: item.name for item in snapshot.items if item.name}
        # What is remembered is wanted when the API has long forgotten it.
        idle = [topic for topic in self._snapshots if not topic.query.remembered]
        for topic in idle[: max(0, len(idle) - MOST_SNAPSHOTS)]:
            del self._snapshots[topic]

    def happened(self, transitions: Iterable[Transition]) -> Topic:
        """Add to the timeline; returns the topic that shows it."""
        for transition in transitions:
            self._timeline.append(transition)
            self._happened += 1
        return self.topic(EVENTS)

    def _timeline_snapshot(self) -> Snapshot:
        """Everything that happened, oldest first; read when anything was last read to its end."""
        reads = [one.last_complete_at for one in self._snapshots.values() if one.last_complete_at]
        read_at = max(reads, default=None)
        return Snapshot(
            topic=self.topic(EVENTS),
            items=tuple(self._timeline),
            complete=read_at is not None,
            read_at=read_at,
            last_complete_at=read_at,
            trimmed=self._happened > MOST_EVENTS,
            # The number of the first one held, so that a row keeps its key when old ones go.
            first=self._happened - len(self._timeline),
        )

    def joined(self, names: Iterable[str]) -> dict[str, Snapshot]:
        """Lists of the whole scope, by query name."""
        return {name: self.get(self.topic(name)) for name in names}

    def name_of(self, arn: str) -> str:
        """A resource's name, else the id that people say aloud."""
        return self.names.get(arn) or fmt.short_arn(arn)


def _is_named(topic: Topic) -> bool:
    """Whether its items have an ARN and a name."""
    query = topic.query
    return query.key == ("arn",) and "name" in query.operation.record.__struct_fields__
