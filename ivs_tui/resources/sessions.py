"""Stream sessions of a channel, newest first, kept by AWS for 60 days."""

from __future__ import annotations

from typing import Any

from ivs_tui.engine.snapshot import Topic
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, parts, problems
from ivs_tui.resources.spec import Cell, Column, Goal, Kind, Look, Mark, Row, Tone


def _state(row: Row, look: Look) -> Cell:
    if row.record.end_time is None:
        return fmt.marked(Mark.GOOD, "live", Tone.GOOD, look)
    return fmt.marked(Mark.OFF, "ended", Tone.DIM, look)


def _errors(row: Row, look: Look) -> Cell:
    if row.record.has_error_event is None:
        return fmt.UNSAID
    if row.record.has_error_event:
        return fmt.marked(Mark.FAILED, "error", Tone.BAD, look)
    return Cell("none", Tone.DIM)


def _order(row: Row) -> Any:
    return (parts.newest_first(row.record.start_time), row.key)


def _drill(row: Row, topic: Topic) -> Goal | None:
    channel = topic.get("channelArn")
    found = channel and {"channelArn": channel, "streamId": row.record.stream_id}
    return Goal("session", found) if found else None


KIND = Kind(
    name="sessions",
    alias="ss",
    title="Stream sessions",
    query="sessions",
    parent="channels",
    merge=parts.rows,
    order=_order,
    identity=lambda row: row.record.stream_id,
    problem=problems.of_session,
    nothing="no stream session in the last 60 days",
    drill=_drill,
    jumps=lambda _row, topic: jumps.to(topic.get("channelArn")),
    columns=(
        Column(
            id="state",
            title="STATE",
            width=7,
            value=lambda row: int(row.record.end_time is not None),
            cell=_state,
            text=lambda row: "live" if row.record.end_time is None else "ended",
        ),
        parts.time_column("start", "START", lambda row: row.record.start_time),
        parts.time_column("end", "END", lambda row: row.record.end_time, shed=1),
        parts.lasted_column(),
        Column(
            id="errors",
            title="ERRORS",
            width=7,
            value=lambda row: row.record.has_error_event and 1,
            cell=_errors,
            text=lambda row: "error event" if row.record.has_error_event else "",
            descending=True,
        ),
        parts.text_column("stream", "STREAM", 26, lambda row: row.record.stream_id, grow=1, shed=2),
    ),
)
