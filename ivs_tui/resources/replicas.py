"""Replicas: the other stages on which a publisher is shown."""

from __future__ import annotations

from collections.abc import Sequence

from ivs_tui.engine.snapshot import Topic
from ivs_tui.resources import jumps, parts, states
from ivs_tui.resources.spec import Goal, Jump, Kind, Row


def _drill(row: Row, _topic: Topic) -> Goal:
    stage, session = row.record.destination_stage_arn, row.record.destination_session_id
    return Goal("participants", {"stageArn": stage, "sessionId": session})


def _jumps(row: Row, _topic: Topic) -> Sequence[Jump]:
    one = row.record
    source = (one.source_stage_arn, one.source_session_id, one.participant_id)
    return [
        *jumps.to_participant("the publisher", *source),
        *jumps.to_session(
            "participants where it is shown", one.destination_stage_arn, one.destination_session_id
        ),
        *jumps.to(one.destination_stage_arn),
    ]


KIND = Kind(
    name="replicas",
    alias="rl",
    title="Replicas",
    query="replicas",
    parent="participants",
    takes={"sourceStageArn": "stageArn"},
    joins=("stages",),
    merge=parts.named_rows,
    order=lambda row: (states.life_rank(row.record.replication_state), row.key),
    identity=lambda row: row.record.destination_session_id,
    nothing="this participant is shown on no other stage",
    drill=_drill,
    jumps=_jumps,
    columns=(
        parts.life_column(
            "state", "STATE", 12, lambda row: row.record.replication_state, gone="ended"
        ),
        parts.named_column(
            "stage", "SHOWN ON", 18, lambda row: row.record.destination_stage_arn, shed=0, grow=2
        ),
        parts.text_column("session", "SESSION", 16, lambda row: row.record.destination_session_id),
        parts.text_column(
            "participant", "PARTICIPANT", 14, lambda row: row.record.participant_id, shed=1
        ),
        parts.named_column(
            "source", "FROM", 14, lambda row: row.record.source_stage_arn, shed=2, grow=1
        ),
        parts.text_column(
            "source-session", "FROM SESSION", 16, lambda row: row.record.source_session_id, shed=3
        ),
    ),
)
