"""Recording configurations: where streams are recorded to, and whether that works."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ivs_tui.aws.records.lowlatency import RecordingConfiguration
from ivs_tui.knowledge.checks import examine_recording_configuration
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, members, parts, problems, states
from ivs_tui.resources.spec import Cell, Goal, Jump, Kind, Line, Look, Presence, Row, Subject, Tone


def _order(row: Row) -> Any:
    ended = row.presence is Presence.ENDED
    return (ended, states.life_rank(row.record.state), (row.record.name or "").casefold(), row.key)


def _users(arn: str) -> Sequence[Jump]:
    return jumps.channels_with("filterByRecordingConfigurationArn", arn)


KIND = Kind(
    name="recordings",
    alias="re",
    title="Recording configurations",
    query="recordings",
    merge=parts.rows,
    order=_order,
    identity=lambda row: row.record.arn,
    problem=problems.of_state,
    nothing="this account has no recording configuration in this Region",
    drill=lambda row, _topic: Goal("recording-configuration", {"arn": row.record.arn}),
    jumps=lambda row, _topic: _users(row.record.arn),
    columns=(
        parts.life_column("state", "STATE", 15, lambda row: row.record.state, gone="deleted"),
        parts.name_column(width=20),
        parts.text_column("bucket", "BUCKET", 24, lambda row: parts.bucket(row.record), grow=2),
        *parts.identity_columns(shed=1),
    ),
)


def _facts(subject: Subject, look: Look) -> Sequence[Line]:
    one: RecordingConfiguration = subject.record
    bucket, window = parts.bucket(one), one.recording_reconnect_window_seconds
    merged = (
        "streams that reconnect are not merged" if window == 0 else f"reconnect window {window} s"
    )
    renditions, thumbnails = one.rendition_configuration, one.thumbnail_configuration
    said = [
        Cell(f"s3://{fmt.text(bucket, look).text}") if bucket else fmt.UNSAID,
        *((Cell(merged),) if window is not None else ()),
        *(_words("renditions", renditions.rendition_selection if renditions else None, look)),
        *(_words("thumbnails", thumbnails.recording_mode if thumbnails else None, look)),
    ]
    return [
        Line("state", (states.life(one.state, look), fmt.text(one.name, look, Tone.STRONG))),
        Line("to", tuple(said)),
    ]


def _words(label: str, value: str | None, look: Look) -> tuple[Cell, ...]:
    return (Cell(f"{label} {fmt.text(value, look).text.lower()}"),) if value else ()


def _leads(subject: Subject, _row: Row | None) -> Sequence[Jump]:
    return _users(subject.record.arn)


DETAIL = members.detail(
    "recording-configuration",
    "Recording configuration",
    _facts,
    jumps=_leads,
    examine=lambda subject, _now: examine_recording_configuration(subject.record),
)
