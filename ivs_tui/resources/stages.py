"""Stages: which of them have people on them now, and how many of those are in error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ivs_tui.engine.gathering import SessionInError
from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, parts, problems
from ivs_tui.resources.spec import (
    Cell,
    Column,
    ColumnType,
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


def _merge(snapshot: Snapshot, joined: Mapping[str, Snapshot]) -> list[Row]:
    known = parts.items_of(joined, "errors")
    of = {(one.stage_arn, one.session_id): one for one in known}
    return parts.joined_rows(snapshot, lambda stage: of.get((stage.arn, stage.active_session_id)))


def _in_error(row: Row) -> int | None:
    known: SessionInError | None = row.joined
    return len(known.in_error) + known.more_in_error if known and known.listed else None


def _problem(row: Row) -> str:
    return problems.ERROR if _in_error(row) and row.presence is not Presence.ENDED else ""


def _error_cell(row: Row, look: Look) -> Cell:
    """How many are in error, and of how many that is known."""
    known: SessionInError | None = row.joined
    if not row.record.active_session_id or row.presence is Presence.ENDED:
        return Cell("")
    if known is None or not known.listed:
        said = known and known.unread
        return (
            Cell("not readable", Tone.WARNING) if said else Cell(look.mark(Mark.UNREAD), Tone.DIM)
        )
    wrong = _in_error(row) or 0
    part = "" if known.read == known.participants else f" ({known.read:,}/{known.participants:,})"
    return Cell(f"{wrong:,}{part}", Tone.BAD if wrong else Tone.DIM)


def _state(row: Row, look: Look) -> Cell:
    if row.presence is Presence.ENDED:
        return parts.ended_cell(look, "deleted")
    if row.record.active_session_id:
        return fmt.marked(Mark.GOOD, "active", Tone.GOOD, look)
    return fmt.marked(Mark.OFF, "inactive", Tone.DIM, look)


def _order(row: Row) -> Any:
    ended = row.presence is Presence.ENDED
    name = (row.record.name or "").casefold()
    active = bool(row.record.active_session_id)
    return (ended, not active, -(_in_error(row) or 0), name, row.record.arn)


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
    knows=("errors",),
    merge=_merge,
    order=_order,
    identity=lambda row: row.record.arn,
    problem=_problem,
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
            "name", "NAME", 24, lambda row: row.record.name, tone=Tone.STRONG, grow=3, ends=True
        ),
        parts.text_column(
            "session", "ACTIVE SESSION", 16, lambda row: row.record.active_session_id
        ),
        Column(
            id="errors",
            title="IN ERROR",
            width=13,
            value=_in_error,
            cell=_error_cell,
            text=lambda row: str(_in_error(row) or ""),
            descending=True,
            shed=1,
            type=ColumnType.NUMBER,
        ),
        *parts.identity_columns(shed=2),
    ),
)
