"""Two complete states of one topic, side by side, and how what differs is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from ivs_tui.engine.snapshot import Severity, Snapshot, Transition


class Change:
    """Two complete states of one topic, side by side. Items are Any: the rule knows their kind."""

    def __init__(self, old: Snapshot, new: Snapshot, read_at: datetime) -> None:
        self.old, self.new, self.read_at = old, new, read_at
        self.query = new.topic.query
        # An item that was missing once and came back was never gone.
        missed = [gone.item for gone in old.gone if not gone.confirmed]
        self.before = {self.query.key_of(item): item for item in (*missed, *old.items)}

    def appeared(self) -> list[Any]:
        """Items that the old state had not; what enters a filter is not new."""
        if self.new.topic.shifts:
            return []
        return [item for item in self.new.items if self.query.key_of(item) not in self.before]

    def stayed(self) -> list[tuple[Any, Any]]:
        """Items that both have and that are not the same, each as it was and as it is."""
        pairs = ((self.before.get(self.query.key_of(item)), item) for item in self.new.items)
        # Most items are the same in every read, and equality is cheap.
        return [(was, item) for was, item in pairs if was is not None and was != item]

    def ended(self) -> list[Any]:
        """Items whose disappearance the new state confirms, as they were last."""
        already = {self.query.key_of(gone.item) for gone in self.old.gone if gone.confirmed}
        return [
            gone.item
            for gone in self.new.gone
            if gone.confirmed and self.query.key_of(gone.item) not in already
        ]

    def happened(
        self,
        item: Any,
        subject: str,
        what: str,
        severity: Severity = Severity.INFO,
        *,
        detail: str = "",
        at: datetime | None = None,
    ) -> Transition:
        """Something that happened to `item`, when the new state was read unless the API says."""
        return Transition(
            at=at or self.read_at,
            topic=self.new.topic,
            key=self.query.key_of(item),
            subject=subject,
            what=what,
            detail=detail,
            severity=severity,
            observed=at is None,
            name=_name(item, subject),
        )


def _name(item: Any, subject: str) -> str:
    """The subject's name, where it is the item itself and has one."""
    return (getattr(item, "name", None) or "") if getattr(item, "arn", None) == subject else ""


def state_word(state: str | None) -> str:
    """A state as it stands in a sentence."""
    return (state or "state not said").lower().replace("_", " ")


Rule = Callable[[Change], Iterator[Transition]]
