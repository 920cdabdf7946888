"""Participants of a stage session: who is there, who ever published, who is recorded."""

from __future__ import annotations

from typing import Any

from ivs_tui.engine.snapshot import Topic
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, parts, problems, states
from ivs_tui.resources.spec import Cell, Column, Goal, Kind, Look, Presence, Row, Tone

_RANK = {"CONNECTED": 1, "DISCONNECTED": 2}


def _state(row: Row, look: Look) -> Cell:
    if row.presence is Presence.ENDED:
        return parts.ended_cell(look)
    return states.participant(row.record.state, look)


def _published(row: Row, _look: Look) -> Cell:
    # The flag is never taken back, so it must not read as "is publishing now".
    if row.record.published is None:
        return fmt.UNSAID
    return Cell("ever", Tone.INFO) if row.record.published else Cell("never", Tone.DIM)


def _replication(row: Row) -> str | None:
    kind = row.record.replication_type
    if kind in {None, "NONE"}:
        return None
    state = row.record.replication_state
    return f"{kind.lower()} {state.lower()}" if state else kind.lower()


def _order(row: Row) -> Any:
    record = row.record
    return (
        row.presence is Presence.ENDED,
        record.recording_state != "FAILED",
        _RANK.get(record.state, 0),
        not record.published,
        parts.newest_first(record.first_join_time),
        row.key,
    )


def _drill(row: Row, topic: Topic) -> Goal | None:
    # A participant is asked for with the stage and session that its list was asked for with.
    return Goal(
        "participant", {**dict(topic.parameters), "participantId": row.record.participant_id}
    )


KIND = Kind(
    name="participants",
    alias="pa",
    title="Participants",
    query="participants",
    parent="stage-sessions",
    merge=parts.rows,
    order=_order,
    identity=lambda row: row.record.participant_id,
    problem=problems.of_participant,
    offers=lambda row: {"participantId": row.record.participant_id},
    nothing="nobody has joined this session",
    drill=_drill,
    jumps=lambda row, topic: jumps.of_participant(row.record, topic),
    columns=(
        Column(
            id="state",
            title="STATE",
            width=14,
            value=lambda row: _RANK.get(row.record.state, 0),
            cell=_state,
            text=lambda row: row.record.state or "",
        ),
        parts.text_column(
            "user", "USER", 15, lambda row: row.record.user_id, tone=Tone.STRONG, grow=2
        ),
        parts.text_column("id", "PARTICIPANT", 12, lambda row: row.record.participant_id, grow=1),
        Column(
            id="published",
            title="PUBLISHED",
            width=9,
            value=lambda row: row.record.published and 1,
            cell=_published,
            text=lambda row: {True: "ever", False: "never", None: ""}[row.record.published],
            descending=True,
        ),
        parts.time_column("joined", "JOINED", lambda row: row.record.first_join_time, shed=1),
        Column(
            id="recording",
            title="RECORDING",
            width=10,
            value=lambda row: row.record.recording_state,
            cell=lambda row, look: states.life(row.record.recording_state, look),
            text=lambda row: row.record.recording_state or "",
            shed=2,
        ),
        parts.text_column("replica", "REPLICATION", 14, _replication, shed=3),
        parts.arn_column(
            "ingest", "INGEST", lambda row: row.record.ingest_configuration_arn, shed=4
        ),
        parts.flag_column(
            "redundant", "REDUNDANT", 9, lambda row: row.record.redundant_ingest, shed=5
        ),
        parts.arn_column("source", "SOURCE STAGE", lambda row: row.record.source_stage_arn, shed=6),
    ),
)
