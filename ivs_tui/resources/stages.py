"""Stages: which of them have people on them now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ivs_tui.engine.snapshot import Topic
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, parts
from ivs_tui.resources.spec import (
    Cell,
    Column,
    Goal,
    Jump,
    Kind,
    Look,
    Mark,
    Parameters,
    Presence,
    Read,
    Row,
    Tone,
)


def _state(row: Row, look: Look) -> Cell:
    if row.presence is Presence.ENDED:
        return fmt.marked(Mark.OFF, "deleted", Tone.DIM, look)
    if row.record.active_session_id:
        return fmt.marked(Mark.GOOD, "active", Tone.GOOD, look)
    return fmt.marked(Mark.OFF, "inactive", Tone.DIM, look)


def _order(row: Row) -> Any:
    ended = row.presence is Presence.ENDED
    name = (row.record.name or "").casefold()
    return (ended, not row.record.active_session_id, name, row.record.arn)


def _offers(row: Row) -> Parameters:
    session = row.record.active_session_id
    return {"stageArn": row.record.arn} | ({"sessionId": session} if session else {})


def _jumps(row: Row, _topic: Topic) -> Sequence[Jump]:
    stage = row.record
    return [*jumps.to(stage.arn), *jumps.of_stage(stage.arn, stage.active_session_id)]


KIND = Kind(
    name="stages",
    alias="sg",
    title="Stages",
    query="stages",
    merge=parts.rows,
    order=_order,
    identity=lambda row: row.record.arn,
    offers=_offers,
    nothing="this account has no stage in this Region",
    digit="3",
    drill=lambda row, _topic: Goal("stage-sessions", {"stageArn": row.record.arn}),
    jumps=_jumps,
    examined=lambda row, _topic: Goal("stage", {"arn": row.record.arn}),
    described=lambda row, _topic: [Read("stage", {"arn": row.record.arn})],
    columns=(
        Column(
            id="state",
            title="STATE",
            width=10,
            value=lambda row: int(not row.record.active_session_id),
            cell=_state,
            text=lambda row: "active" if row.record.active_session_id else "inactive",
        ),
        parts.text_column(
            "name", "NAME", 24, lambda row: row.record.name, tone=Tone.STRONG, grow=3
        ),
        parts.text_column(
            "session", "ACTIVE SESSION", 16, lambda row: row.record.active_session_id
        ),
        *parts.identity_columns(shed=1),
    ),
)
