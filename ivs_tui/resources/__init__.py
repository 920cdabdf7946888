"""What each kind looks like: columns, facts, where Enter leads. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivs_tui.resources import (
    ads,
    channel,
    channels,
    compare,
    compositions,
    encoders,
    errors,
    events,
    failing,
    found,
    ingest,
    key_pairs,
    participant,
    participants,
    public_keys,
    recordings,
    replicas,
    restrictions,
    session,
    sessions,
    sources,
    stage,
    stage_sessions,
    stages,
    storages,
    stream_keys,
    streams,
    timeline,
)
from ivs_tui.resources.spec import Detail, Kind

_IN_ORDER = (
    *(streams, channels, sessions, stages, stage_sessions, participants, events),
    *(compositions, ingest, recordings, stream_keys, key_pairs, restrictions, ads),
    *(encoders, storages, public_keys, replicas, errors, failing, found),
)
_DETAILED = (
    *(channel, session, compare, stage, participant),
    *(compositions, ingest, recordings, stream_keys, key_pairs, restrictions, ads),
    *(encoders, storages, public_keys),
)

KINDS: Mapping[str, Kind] = MappingProxyType({room.KIND.name: room.KIND for room in _IN_ORDER})
"""Every list, by name, in the order in which it is offered."""

VIEWS: Mapping[str, Kind] = MappingProxyType(
    {kind.name: kind for kind in KINDS.values() if kind.by_name}
)
"""Those that can be asked for."""

ASIDE: Mapping[str, Kind] = MappingProxyType(
    {room.KIND.name: room.KIND for room in (timeline, sources)}
)
"""Lists that are of whatever is in front, and no views of their own."""
LISTS: Mapping[str, Kind] = MappingProxyType({**KINDS, **ASIDE})

DETAILS: Mapping[str, Detail] = MappingProxyType(
    {room.DETAIL.name: room.DETAIL for room in _DETAILED}
)
"""Every resource that has a screen of its own."""

ABOVE: Mapping[str, str] = MappingProxyType(
    {room.DETAIL.name: room.KIND.name for room in _DETAILED if hasattr(room, "KIND")}
    | {"channel": "channels", "session": "streams", "compare": "streams", "stage": "stages"}
    | {"participant": "participants"}
)
"""The list that leads to a detail, by the detail's name."""
