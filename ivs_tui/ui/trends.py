"""How the viewers of each live stream, and of all together, have moved in the last minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.resources.trend import ALL, WIDTH, Trend

SPAN = timedelta(minutes=5)
SPACING = SPAN / (WIDTH - 1)
"""A bar a point: finer ones would be thinned out, and each new one is a cell in every row."""
_UNKNOWN = -1
"""What the API says where it could not count in time."""


class Trends:
    """A few minutes of viewer counts; the newest point is always the newest read's."""

    def __init__(self) -> None:
        self._trends: dict[str, Trend] = {}
        self._items: tuple[Any, ...] = ()
        self._spaced_at: datetime | None = None

    def take(self, snapshot: Snapshot) -> None:
        """The live streams were read, or some of them."""
        at = snapshot.read_at
        if at is None or snapshot.last_complete_at is None:
            return  # half a list has half the viewers
        due = self._spaced_at is None or not SPACING > at - self._spaced_at >= timedelta()
        if snapshot.items is self._items and not due and not self._is_young:
            return
        self._items = snapshot.items
        if due:
            self._miss(at)
            self._spaced_at = at
        key_of = snapshot.topic.query.key_of
        counts = {key_of(item): _count(item.viewer_count) for item in snapshot.items}
        known = [count for count in counts.values() if count is not None]
        counts[ALL] = sum(known) if known or not counts else None
        self._trends = {key: self._moved(key, count, due) for key, count in counts.items()}

    def _miss(self, at: datetime) -> None:
        """For a while nothing was read: there is a gap of that length."""
        missed = 0 if self._spaced_at is None else (at - self._spaced_at) // SPACING - 1
        if missed >= WIDTH - 1:
            self._trends = {}
        elif missed > 0:
            gap = (None,) * missed
            self._trends = {
                key: Trend(key, (*known.points, *gap)) for key, known in self._trends.items()
            }

    def snapshot(self, topic: Topic) -> Snapshot:
        """A list of them, one a stream, and one of all together."""
        return Snapshot(topic=topic, items=tuple(self._trends.values()))

    @property
    def _is_young(self) -> bool:
        """Whether there is one point alone, which tells no movement, nor that there was none."""
        return ALL not in self._trends or len(self._trends[ALL].points) < 2

    def _moved(self, key: str, count: int | None, due: bool) -> Trend:
        known = self._trends.get(key)
        before = known.points if known else ()
        # The first one stays, so that the second read tells of a movement already.
        kept = before if due or len(before) < 2 else before[:-1]
        points = (*kept, count)[-WIDTH:]
        # The same one where nothing moved: then its row is the same, too.
        return known if known and known.points == points else Trend(key, points)


def _count(viewers: int | None) -> int | None:
    return None if viewers == _UNKNOWN else viewers
