"""What each kind looks like: columns, facts, where Enter leads. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivs_tui.resources import (
    channels,
    events,
    participant,
    participants,
    session,
    sessions,
    stage_sessions,
    stages,
    streams,
)
from ivs_tui.resources.spec import Detail, Kind

_IN_ORDER = (streams, channels, sessions, stages, stage_sessions, participants, events)

KINDS: Mapping[str, Kind] = MappingProxyType({room.KIND.name: room.KIND for room in _IN_ORDER})
"""Every list, by name, in the order in which it is offered."""

DETAILS: Mapping[str, Detail] = MappingProxyType(
    {room.DETAIL.name: room.DETAIL for room in (session, participant)}
)
"""Every resource that has a screen of its own."""
