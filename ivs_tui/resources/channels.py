"""Channels: what is configured, and which of them is live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, parts, problems, states
from ivs_tui.resources.spec import (
    Cell,
    Column,
    ColumnType,
    Goal,
    Jump,
    Kind,
    Look,
    Mark,
    Presence,
    Read,
    Row,
    Tone,
)

_UNREAD = object()


def _merge(snapshot: Snapshot, joined: Mapping[str, Snapshot]) -> list[Row]:
    known = joined.get("streams")
    if known is None or known.last_complete_at is None:
        return parts.joined_rows(snapshot, lambda _channel: _UNREAD)
    items = known.items
    live = {stream.channel_arn: stream for stream in items}
    return parts.joined_rows(snapshot, lambda channel: live.get(channel.arn))


def _state_cell(row: Row, look: Look) -> Cell:
    if row.presence is Presence.ENDED:
        return parts.ended_cell(look, "deleted")
    if row.joined is _UNREAD:
        return Cell(look.mark(Mark.UNREAD), Tone.DIM)
    if row.joined is None:
        return fmt.marked(Mark.OFF, "offline", Tone.DIM, look)
    return states.health(row.joined.health, look)


def _viewers_cell(row: Row, look: Look) -> Cell:
    return states.viewers(row.joined.viewer_count, look) if _live(row) else Cell("")


def _viewers(row: Row) -> int | None:
    # -1 is the API's "ask again", and is no number.
    count: int | None = row.joined.viewer_count if _live(row) else None
    return None if count == -1 else count


def _live(row: Row) -> bool:
    return row.joined is not None and row.joined is not _UNREAD


def _rank(row: Row) -> int:
    return states.WORST_FIRST.get(row.joined.health, 1) if _live(row) else 3


def _order(row: Row) -> Any:
    ended = row.presence is Presence.ENDED
    return (ended, _rank(row), (row.record.name or "").casefold(), row.record.arn)


def _problem(row: Row) -> str:
    return problems.of_health(row.joined.health) if _live(row) else ""


def _security(row: Row) -> str:
    said = {
        "private": row.record.authorized,
        "insecure ingest": row.record.insecure_ingest,
        "restricted": row.record.playback_restriction_policy_arn,
    }
    return " ".join(word for word, so in said.items() if so)


def _jumps(row: Row, _topic: Topic) -> Sequence[Jump]:
    channel = row.record
    return [
        *jumps.to(channel.arn),
        *jumps.of_channel(channel.arn),
        *jumps.to(
            channel.recording_configuration_arn,
            channel.playback_restriction_policy_arn,
            channel.ad_configuration_arn,
        ),
    ]


KIND = Kind(
    name="channels",
    alias="ch",
    title="Channels",
    query="channels",
    joins=("streams",),
    merge=_merge,
    order=_order,
    identity=lambda row: row.record.arn,
    problem=_problem,
    offers=lambda row: {"channelArn": row.record.arn},
    nothing="this account has no channel in this Region",
    digit="2",
    drill=lambda row, _topic: Goal("sessions", {"channelArn": row.record.arn}),
    jumps=_jumps,
    examined=lambda row, _topic: Goal("channel", {"arn": row.record.arn}),
    described=lambda row, _topic: [Read("channel", {"arn": row.record.arn})],
    columns=(
        Column(
            id="state",
            title="STATE",
            width=10,
            value=_rank,
            cell=_state_cell,
            text=lambda row: (row.joined.health or "live") if _live(row) else "offline",
        ),
        parts.text_column(
            "name", "NAME", 20, lambda row: row.record.name, tone=Tone.STRONG, grow=3, ends=True
        ),
        parts.text_column("type", "TYPE", 11, lambda row: row.record.type, shed=1),
        parts.text_column("latency", "LATENCY", 7, lambda row: row.record.latency_mode, shed=2),
        Column(
            id="viewers",
            title="VIEWERS",
            width=9,
            value=_viewers,
            cell=_viewers_cell,
            text=lambda _row: "",
            right=True,
            descending=True,
            shed=3,
            type=ColumnType.NUMBER,
        ),
        parts.arn_column(
            "recording", "RECORDING", lambda row: row.record.recording_configuration_arn, shed=4
        ),
        parts.text_column("access", "ACCESS", 18, _security, shed=5),
        parts.arn_column("id", "ID", lambda row: row.record.arn, shed=6),
        parts.text_column("preset", "PRESET", 30, lambda row: row.record.preset, shed=9),
        parts.arn_column("ads", "ADS", lambda row: row.record.ad_configuration_arn, shed=8),
        parts.tags_column(lambda row: row.record.tags, shed=7),
    ),
)
