"""Live streams: which are starving, how many watch, since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, parts, states
from ivs_tui.resources.spec import (
    Cell,
    Column,
    Goal,
    Jump,
    Kind,
    Look,
    Presence,
    Read,
    Row,
    Tone,
)


def _merge(snapshot: Snapshot, joined: Mapping[str, Snapshot]) -> list[Row]:
    named: dict[str, Any] = {}
    if "names" in joined:
        items = joined["names"].items
        named = {channel.arn: channel for channel in items}
    return parts.joined_rows(snapshot, lambda stream: named.get(stream.channel_arn))


def _health_cell(row: Row, look: Look) -> Cell:
    if row.presence is Presence.ENDED:
        return parts.ended_cell(look)
    return states.health(row.record.health, look)


def _name_cell(row: Row, look: Look) -> Cell:
    if row.joined is None:
        # Not named yet: the id is what is known, dimmed until the name comes.
        return fmt.text(fmt.short_arn(row.record.channel_arn), look, Tone.DIM)
    if not row.joined.name:
        return fmt.text(fmt.short_arn(row.record.channel_arn), look)
    return fmt.text(row.joined.name, look, Tone.STRONG)


def _name(row: Row) -> str:
    return (row.joined.name if row.joined else "") or fmt.short_arn(row.record.channel_arn)


def _order(row: Row) -> Any:
    record = row.record
    ended = row.presence is Presence.ENDED
    rank = states.WORST_FIRST.get(record.health, 1)
    return (ended, rank, -(record.viewer_count or 0), _name(row).casefold(), row.key)


def _drill(row: Row, _topic: Topic) -> Goal:
    stream = {"streamId": row.record.stream_id} if row.record.stream_id else {}
    return Goal("session", {"channelArn": row.record.channel_arn} | stream)


def _jumps(row: Row, _topic: Topic) -> Sequence[Jump]:
    channel = row.record.channel_arn
    return [*jumps.to(channel), *jumps.of_channel(channel)]


KIND = Kind(
    name="streams",
    alias="st",
    title="Live streams",
    query="streams",
    joins=("names",),
    merge=_merge,
    order=_order,
    identity=lambda row: row.record.channel_arn,
    offers=lambda row: {"channelArn": row.record.channel_arn},
    nothing="no channel is live",
    digit="1",
    drill=_drill,
    jumps=_jumps,
    described=lambda row, _topic: [Read("stream", {"channelArn": row.record.channel_arn})],
    columns=(
        Column(
            id="health",
            title="HEALTH",
            width=10,
            value=lambda row: states.WORST_FIRST.get(row.record.health, 1),
            cell=_health_cell,
            text=lambda row: row.record.health or "",
        ),
        Column(
            id="channel",
            title="CHANNEL",
            width=20,
            value=lambda row: _name(row).casefold(),
            cell=_name_cell,
            text=lambda row: f"{_name(row)} {row.record.channel_arn}",
            grow=3,
        ),
        Column(
            id="viewers",
            title="VIEWERS",
            width=9,
            value=lambda row: None if row.record.viewer_count == -1 else row.record.viewer_count,
            cell=lambda row, look: states.viewers(row.record.viewer_count, look),
            text=lambda row: str(row.record.viewer_count or ""),
            right=True,
            descending=True,
        ),
        parts.age_column(lambda row: row.record.start_time, title="UP", shed=1),
        parts.text_column("type", "TYPE", 11, lambda row: row.joined and row.joined.type, shed=2),
        parts.text_column(
            "latency", "LATENCY", 7, lambda row: row.joined and row.joined.latency_mode, shed=3
        ),
        parts.time_column("since", "SINCE", lambda row: row.record.start_time, shed=5),
        parts.text_column("state", "STATE", 7, lambda row: row.record.state, tone=Tone.DIM, shed=7),
        parts.text_column(
            "stream", "STREAM", 26, lambda row: row.record.stream_id, tone=Tone.DIM, shed=6
        ),
        parts.tags_column(lambda row: row.joined and row.joined.tags, shed=4),
    ),
)
