"""What happened between two snapshots: one pure function, for marks, events and alerts alike."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivs_tui.engine.snapshot import Snapshot, Transition
from ivs_tui.engine.transitions import compositions, configurations, lowlatency, realtime
from ivs_tui.engine.transitions.change import Change, Rule


def transitions(old: Snapshot, new: Snapshot) -> tuple[Transition, ...]:
    """What happened from `old` to `new`, oldest first.

    Only complete snapshots are compared: what was so at start is not news, and half a list proves
    nothing. A disappearance counts when a second read has confirmed it.
    """
    rule = _RULES.get(new.topic.name)
    if rule is None or not (old.complete and new.complete and new.read_at):
        return ()
    if old.items is new.items and not (old.gone or new.gone):
        return ()
    change = Change(old, new, new.read_at)
    return tuple(sorted(rule(change), key=lambda happened: happened.at))


_RULES: Mapping[str, Rule] = MappingProxyType(
    {**lowlatency.RULES, **realtime.RULES, **compositions.RULES, **configurations.RULES}
)
