"""Everything that happened since start, in every watched resource, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ivs_tui.engine.snapshot import Severity, Snapshot, Topic, Transition
from ivs_tui.knowledge.explain import explain_participant_event, explain_stream_event
from ivs_tui.resources import format as fmt
from ivs_tui.resources import parts, problems, states
from ivs_tui.resources.spec import Cell, Column, Goal, Kind, Row, Tone

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.GOOD: 2, Severity.INFO: 3}
_WHERE = {
    "streams": "stream",
    "session": "stream",
    "sessions": "channel",
    "channels": "channel",
    "stages": "stage",
    "participants": "participant",
    "participant-events": "participant",
    "replicas": "replica",
    "compositions": "composition",
    "ingest": "ingest",
    "recordings": "recording",
    "stream-keys": "stream key",
    "key-pairs": "key pair",
    "restrictions": "restriction",
    "ads": "ads",
    "encoders": "encoder",
    "storages": "storage",
    "public-keys": "public key",
}
_DETAILS = {
    "compositions": "composition",
    "ingest": "ingest-configuration",
    "recordings": "recording-configuration",
    "key-pairs": "key-pair",
    "restrictions": "restriction-policy",
    "ads": "ad-configuration",
    "encoders": "encoder-configuration",
    "storages": "storage-configuration",
    "public-keys": "public-key",
}
"""Of what has an ARN and a screen of its own: the list that told, and the screen."""


def _merge(snapshot: Snapshot, joined: Mapping[str, Snapshot]) -> list[Row]:
    named = parts.names_by_arn(joined)
    known = joined.get("compositions")
    composed = [*known.items, *(gone.item for gone in known.gone)] if known else []
    stages = {item.arn: item.stage_arn for item in composed}

    def name(event: Transition) -> str | None:
        # A composition has no name: people know it by its stage.
        stage = stages.get(event.subject) or event.topic.get("filterByStageArn")
        about = stage if event.topic.name == "compositions" else event.subject
        return named.get(about or "") or event.name or None

    # An event keeps its number for ever: what is newest has the highest.
    return [
        Row(str(number), event, name(event))
        for number, event in enumerate(snapshot.items, snapshot.first)
    ]


def _name(row: Row) -> str:
    return row.joined or fmt.short_arn(row.record.subject)


def _meaning(row: Row) -> str:
    event: Transition = row.record
    if event.topic.name == "session":
        return explain_stream_event(None, event.what, event.detail or None).meaning
    if event.topic.name == "participant-events":
        return explain_participant_event(event.what, event.detail or None).meaning
    return event.detail


def _order(row: Row) -> Any:
    return (-row.record.at.timestamp(), -int(row.key))


def _drill(row: Row, _topic: Topic) -> Goal | None:
    event: Transition = row.record
    if detail := _DETAILS.get(event.topic.name):
        return Goal(detail, {"arn": event.subject})
    asked = dict(event.topic.parameters)
    # Of two members that identify an item the second: its stream, or the session it is shown in.
    second = event.key.partition("|")[2]
    streamed = {"streamId": second} if second not in {"", "None"} else {}
    return {
        "streams": Goal("session", {"channelArn": event.subject} | streamed),
        "session": Goal("session", asked),
        "sessions": Goal("session", asked | {"streamId": event.key}),
        "channels": Goal("sessions", {"channelArn": event.subject}),
        "stages": Goal("stage-sessions", {"stageArn": event.subject}),
        "participants": Goal("participant", asked | {"participantId": event.key}),
        "participant-events": Goal("participant", asked),
        "replicas": Goal("participants", {"stageArn": event.subject, "sessionId": second}),
        "stream-keys": Goal("stream-key", asked),
    }.get(event.topic.name)


def _time(row: Row) -> datetime:
    at: datetime = row.record.at
    return at


KIND = Kind(
    name="events",
    alias="ev",
    title="Events",
    query="events",
    knows=(*parts.NAMED, "compositions"),
    merge=_merge,
    order=_order,
    identity=lambda row: row.record.subject,
    problem=problems.of_event,
    offers=lambda row: dict(row.record.topic.parameters),
    nothing="nothing has happened since the start",
    digit="5",
    drill=_drill,
    columns=(
        parts.time_column("time", "TIME", _time, precise=True),
        Column(
            id="what",
            title="WHAT",
            width=20,
            value=lambda row: _RANK[row.record.severity],
            cell=lambda row, look: states.severity(row.record.severity, row.record.what, look),
            text=lambda row: row.record.what,
            grow=1,
        ),
        Column(
            id="where",
            title="RESOURCE",
            width=18,
            value=lambda row: _name(row).casefold(),
            cell=lambda row, look: fmt.text(_name(row), look, Tone.STRONG),
            text=lambda row: f"{_name(row)} {row.record.subject}",
            grow=1,
        ),
        Column(
            id="kind",
            title="KIND",
            width=11,
            value=lambda row: _WHERE.get(row.record.topic.name),
            cell=lambda row, _look: Cell(_WHERE.get(row.record.topic.name, "-"), Tone.DIM),
            text=lambda row: _WHERE.get(row.record.topic.name, ""),
            shed=2,
        ),
        Column(
            id="detail",
            title="DETAIL",
            width=24,
            value=lambda row: row.record.detail or None,
            cell=lambda row, look: fmt.text(_meaning(row), look),
            text=lambda row: f"{row.record.detail} {_meaning(row)}",
            grow=2,
            shed=1,
        ),
    ),
)
