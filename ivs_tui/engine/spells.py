"""When somebody watched, and when nobody did: of that time no list can tell what happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from ivs_tui.engine.snapshot import Scope, Topic, Transition

EVENTS = "events"
"""The one list that is read from nowhere: it is what the others showed."""
NOT_WATCHED = "not watched"
LEAST_GAP = timedelta(minutes=1)
"""What is shorter lies between two reads of a slow monitor."""


class Spell(NamedTuple):
    """A length of time, from its first read to its last."""

    began: datetime
    until: datetime


def onward(spell: Spell | None, at: datetime, interval: float) -> Spell:
    """The spell with one more read; it begins anew where that came too late or time was set back.

    `interval` is that of the reads, in seconds.
    """
    longest = max(LEAST_GAP, timedelta(seconds=4 * interval))
    if spell is None or not spell.until <= at <= spell.until + longest:
        return Spell(at, at)
    return Spell(spell.began, at)


def between(spells: Iterable[Spell], since: datetime, until: datetime) -> list[Spell]:
    """The gaps from `since` to `until` that no spell covers, oldest first."""
    gaps, seen = [], since
    for began, ended in sorted(spells):
        if min(began, until) - seen >= LEAST_GAP:
            gaps.append(Spell(seen, min(began, until)))
        seen = max(seen, ended)
    if until - seen >= LEAST_GAP:
        gaps.append(Spell(seen, until))
    return gaps


def gap_told(scope: Scope, gap: Spell) -> Transition:
    """A gap as an entry among what happened; it stands where watching went on."""
    return Transition(
        at=gap.until,
        topic=Topic(scope, EVENTS),
        key=gap.began.isoformat(),
        subject="",
        what=NOT_WATCHED,
        detail=f"since {gap.began:%Y-%m-%d %H:%M:%SZ}",
    )


def is_gap(event: Transition) -> bool:
    """Whether an entry tells that nobody watched."""
    return event.topic.name == EVENTS and event.what == NOT_WATCHED
