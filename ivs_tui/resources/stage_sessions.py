"""Sessions of a stage: from the first participant who joins until the stage is empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ivs_tui.engine.snapshot import Topic
from ivs_tui.resources import jumps, parts, states
from ivs_tui.resources.spec import Column, Goal, Kind, Read, Row, Tone


def _order(row: Row) -> Any:
    ended = row.record.end_time is not None
    return (ended, parts.newest_first(row.record.start_time), row.key)


def _drill(row: Row, topic: Topic) -> Goal | None:
    stage = topic.get("stageArn")
    found = stage and {"stageArn": stage, "sessionId": row.record.session_id}
    return Goal("participants", found) if found else None


def _examined(row: Row, topic: Topic) -> Goal | None:
    stage = topic.get("stageArn")
    # What is checked is the session that is open now.
    return Goal("stage", {"arn": stage}) if stage and row.record.end_time is None else None


def _described(row: Row, topic: Topic) -> Sequence[Read]:
    return [Read("stage-session", {**dict(topic.parameters), "sessionId": row.record.session_id})]


KIND = Kind(
    name="stage-sessions",
    alias="sgs",
    title="Stage sessions",
    query="stage-sessions",
    parent="stages",
    merge=parts.rows,
    order=_order,
    identity=lambda row: row.record.session_id,
    offers=lambda row: {"sessionId": row.record.session_id},
    nothing="this stage has no session that the API still lists",
    drill=_drill,
    jumps=lambda _row, topic: jumps.to(topic.get("stageArn")),
    examined=_examined,
    described=_described,
    columns=(
        Column(
            id="state",
            title="STATE",
            width=8,
            value=lambda row: int(row.record.end_time is not None),
            cell=lambda row, look: states.activity(active=row.record.end_time is None, look=look),
            text=lambda row: "active" if row.record.end_time is None else "ended",
        ),
        parts.text_column(
            "session", "SESSION", 16, lambda row: row.record.session_id, tone=Tone.STRONG, grow=1
        ),
        parts.time_column("start", "START", lambda row: row.record.start_time),
        parts.time_column("end", "END", lambda row: row.record.end_time),
        parts.lasted_column(),
    ),
)
