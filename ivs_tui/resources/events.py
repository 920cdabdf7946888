"""Everything that happened, in every watched resource and as far back as is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivs_tui.engine.episodes import told_once
from ivs_tui.engine.snapshot import Snapshot
from ivs_tui.resources import happenings, parts
from ivs_tui.resources.happenings import Told
from ivs_tui.resources.spec import Kind, Parameters, Row


def _merge(snapshot: Snapshot, joined: Mapping[str, Snapshot]) -> list[Row]:
    kept = told_once(snapshot.items)
    name, found = happenings.naming(joined), happenings.episodes_by_event(kept)
    shown = set(map(id, kept))
    # An event keeps its number for ever: what is newest has the highest, and what was before this
    # run is below 0.
    return [
        Row(str(number), event, Told(name(event), found.get(id(event)), number < 0))
        for number, event in enumerate(snapshot.items, snapshot.first)
        if id(event) in shown
    ]


_WHOSE = {"streams": "channelArn", "channels": "channelArn", "stages": "stageArn"}
"""The parameter that is what an event is about, by the list that showed it."""


def _offers(row: Row) -> Parameters:
    event = row.record
    name = _WHOSE.get(event.topic.name)
    return dict(event.topic.parameters) | ({name: event.subject} if name else {})


def _order(row: Row) -> Any:
    return (-row.record.at.timestamp(), -int(row.key))


KIND = Kind(
    name="events",
    alias="ev",
    title="Events",
    query="events",
    joins=("names",),
    knows=(*parts.NAMED, "compositions"),
    merge=_merge,
    order=_order,
    identity=lambda row: row.record.subject,
    problem=happenings.problem,
    offers=_offers,
    nothing="nothing has happened since the start",
    digit="5",
    drill=happenings.drill,
    columns=tuple(happenings.columns(where=True)),
)
