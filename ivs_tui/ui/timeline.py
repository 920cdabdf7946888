"""Everything that happened, oldest first, within bounds: what history told, and what came since."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from ivs_tui.engine.snapshot import Snapshot, Topic, Transition
from ivs_tui.engine.spells import Spell, gap_told, onward

MOST_EVENTS = 5_000
LONGEST_KEPT = timedelta(days=7)
"""A wall stays on for days: who comes back to it after a weekend or a short leave reads what
happened. What is older is of streams and stages that are long gone."""


class Past(NamedTuple):
    """What earlier runs and other monitors kept of the time before this run, oldest first."""

    events: tuple[Transition, ...]
    back_to: datetime | None
    """How far it reaches; None where nothing was kept."""
    unreadable: int = 0
    account: str = ""
    """Whose it is; empty where that was not known yet."""


class Timeline:
    """What happened as far back as is known; a wall clock that jumps makes nothing old."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self.past: Past | None = None
        """What history told, once it was read."""
        self.account = ""
        """Whose resources these are, as soon as a list has any."""
        self.trouble = ""
        """Why nothing is kept on disk just now."""
        self.spell: Spell | None = None
        """Since when this run has watched without a gap, and until when."""
        self._steady = steady
        self._held: deque[tuple[float, Transition]] = deque()
        """With the steady time at which each was told."""
        self._first = 0
        """The number of the first one held: a row keeps its key when others come or go before it;
        what history told has numbers below 0."""
        self._trimmed = False

    def add(self, transitions: Iterable[Transition]) -> None:
        """These happened now."""
        now = self._steady()
        self._held.extend((now, transition) for transition in transitions)
        self._forget()

    def precede(self, past: Past, now: datetime) -> None:
        """This is what happened before, in place of what was told of that."""
        self.past = past
        while self._held and self._first < 0:
            self._held.popleft()
            self._first += 1
        room = MOST_EVENTS - len(self._held)
        known = {(one.at, one.key, one.what, one.detail) for _, one in self._held}
        events = [
            one for one in past.events if (one.at, one.key, one.what, one.detail) not in known
        ]
        self._trimmed = self._trimmed or len(events) > room
        steady = self._steady()
        for event in reversed(events[max(0, len(events) - room) :]):
            age = max(0.0, (now - event.at).total_seconds())
            self._held.appendleft((steady - age, event))
            self._first -= 1
        self._forget()

    def watched(self, snapshot: Snapshot) -> None:
        """A list that is always read was read; where that took too long, nobody watched."""
        at = snapshot.last_complete_at
        if at is None:
            return
        before, self.spell = self.spell, onward(self.spell, at, snapshot.interval)
        if before is not None and before.until < self.spell.began:
            self.add([gap_told(snapshot.topic.scope, Spell(before.until, at))])

    @property
    def back_to(self) -> datetime | None:
        """How far it reaches beyond the start of this run, or up to where it was cut off."""
        if self._trimmed:
            return self._held[0][1].at if self._held else None
        return self.past.back_to if self.past else None

    def snapshot(self, topic: Topic, read_at: datetime | None) -> Snapshot:
        """All of it, as a list that was read at `read_at`."""
        self._forget()
        return Snapshot(
            topic=topic,
            items=tuple(transition for _, transition in self._held),
            complete=read_at is not None,
            read_at=read_at,
            last_complete_at=read_at,
            trimmed=self._trimmed,
            unreadable=self.past.unreadable if self.past else 0,
            first=self._first,
        )

    def _forget(self) -> None:
        """Let go of what is beyond the bounds, the oldest first."""
        since = self._steady() - LONGEST_KEPT.total_seconds()
        while self._held and (len(self._held) > MOST_EVENTS or self._held[0][0] < since):
            self._held.popleft()
            self._first += 1
            self._trimmed = True
