"""Since when what is wrong with a resource has been wrong, as the reads showed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.engine.spells import Spell, onward
from ivs_tui.resources import KINDS
from ivs_tui.resources.problems import Held
from ivs_tui.resources.spec import Row

FOLLOWED = ("streams", "compositions")
"""Lists that are always read: of others it is not known how long they went unread."""


class Standing:
    """What is wrong now in the lists that are always read, and since when."""

    def __init__(self) -> None:
        self._held: dict[str, dict[str, Held]] = {}
        self._last: dict[str, tuple[Any, ...]] = {}
        self._whole: set[str] = set()
        """Lists that were read to their end: what is wrong from now on has just begun."""
        self._spells: dict[str, Spell] = {}
        """Since when each list has been read without a gap."""

    def of(self, query: str, key: str) -> Held | None:
        """What is wrong with one item."""
        return self._held.get(query, {}).get(key)

    def all(self, query: str) -> Mapping[str, Held]:
        """What is wrong in a list, by key."""
        return MappingProxyType(self._held.get(query, {}))

    def snapshot(self, topic: Topic) -> Snapshot:
        """A list of all that is wrong."""
        items = tuple(held for known in self._held.values() for held in known.values())
        return Snapshot(topic=topic, items=items)

    def take(self, snapshot: Snapshot) -> None:
        """A list was read, or a part of it."""
        name, at = snapshot.topic.name, snapshot.read_at
        if name not in FOLLOWED or snapshot.topic.parameters or at is None:
            return
        before = self._spells.get(name)
        self._spells[name] = spell = onward(before, at, snapshot.interval)
        if before is not None and before.began != spell.began:
            # It may have been well meanwhile, which nobody saw.
            self._whole.discard(name)
            self._held.pop(name)
            self._last.pop(name)
        if snapshot.items is not self._last.get(name):
            self._last[name] = snapshot.items
            self._held[name] = self._look(snapshot, at)
        if snapshot.last_complete_at is not None:
            self._whole.add(name)

    def _look(self, snapshot: Snapshot, at: datetime) -> dict[str, Held]:
        name, key_of = snapshot.topic.name, snapshot.topic.query.key_of
        problem, before, first = KINDS[name].problem, self.all(name), name not in self._whole
        now: dict[str, Held] = {}
        for item in snapshot.items:
            if word := problem(Row("", item)):
                key = key_of(item)
                known = before.get(key)
                same = known is not None and known.word == word
                begun = Held(word, at, first and known is None, name, key)
                now[key] = known if known and same else begun
        return now
