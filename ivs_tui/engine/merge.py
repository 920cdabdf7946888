"""Stream events merged over reads: a multiset, for they have no id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable

import msgspec

from ivs_tui.aws.records.lowlatency import StreamEvent, StreamSession
from ivs_tui.engine.clock import LONG_AGO

API_MOST = 500
"""What GetStreamSession returns at the most (IVS API reference, `truncatedEvents`)."""
MOST_KEPT = 5_000


def identity(event: StreamEvent) -> Hashable:
    """All that an event says; two that agree in it cannot be told apart."""
    return (event.event_time, event.type, event.name, event.code)


def merge_session(known: StreamSession | None, fresh: StreamSession) -> StreamSession:
    """`fresh` with the events that `known` had and the API no longer tells, newest first."""
    told = fresh.truncated_events or ()
    if known is None or known.stream_id != fresh.stream_id:
        return fresh
    older = _missing(known.truncated_events or (), told)
    if not older:
        return fresh
    # The sort is stable: events of one instant keep the API's order.
    merged = sorted([*told, *older], key=lambda event: event.event_time or LONG_AGO, reverse=True)
    return msgspec.structs.replace(fresh, truncated_events=tuple(merged[:MOST_KEPT]))


def new_events(
    old: Iterable[StreamEvent] | None, new: Iterable[StreamEvent] | None
) -> list[StreamEvent]:
    """What `new` has more of than `old`, in the order of `new`."""
    return _missing(tuple(new or ()), tuple(old or ()))


def _missing(from_: Iterable[StreamEvent], there: Iterable[StreamEvent]) -> list[StreamEvent]:
    have = Counter(identity(event) for event in there)
    absent = []
    for event in from_:
        same = identity(event)
        if have[same] > 0:
            have[same] -= 1
        else:
            absent.append(event)
    return absent
