"""Live streams: which are starving, how many watch, since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ivs_tui.engine.last_events import LAST_EVENTS
from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.resources import beside, jumps, parts, problems, states, strip, trend
from ivs_tui.resources import format as fmt
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
    others = beside.Others(joined, snapshot)
    return [*others.absent(), *parts.keyed_rows(snapshot, others.of)]


def _coverage(streams: Snapshot, joined: Mapping[str, Snapshot], look: Look) -> Sequence[Cell]:
    last = joined.get(LAST_EVENTS)
    if last is None or last.read_at is None or not streams.items:
        return ()
    most = timedelta(seconds=last.interval)
    if not last.complete:
        # How long it takes is known as soon as it is known how many are live.
        within = f", all within {_minutes(most)}" if most else ""
        return (Cell(f"events of {_rounded(len(last.items))} read{within}", Tone.DIM),)
    oldest = max((look.now - one.read_at for one in last.items), default=most)
    if oldest > most + _LENIENCE:
        return (Cell(f"events up to {_minutes(oldest)} old", Tone.WARNING),)
    return (Cell(f"events at most {_minutes(most)} old", Tone.DIM),)


def _rounded(count: int) -> str:
    """In tens where there are hundreds: each step is sent to the terminal."""
    return f"{count}" if count < 100 else f"{count - count % 10:,}+"


def _minutes(length: timedelta) -> str:
    """Rounded up: it is a bound."""
    return fmt.duration(length + timedelta(seconds=59))


_LENIENCE = timedelta(seconds=30)
"""Between the read of a stream's events and their news."""


def _problem(row: Row) -> str:
    absent = row.joined is not None and row.joined.absent
    return problems.ABSENT if absent else problems.of_stream(row)


def _health_cell(row: Row, look: Look) -> Cell:
    if row.joined.absent:
        return beside.absent_cell(row.joined.absent, look)
    if row.presence is Presence.ENDED:
        return parts.ended_cell(look)
    return states.health(row.record.health, look)


def _name_cell(row: Row, look: Look) -> Cell:
    channel = row.joined.channel
    if channel is None:
        # Not named yet: the id is what is known, dimmed until the name comes.
        return fmt.text(fmt.short_arn(row.record.channel_arn), look, Tone.DIM)
    if not channel.name:
        return fmt.text(fmt.short_arn(row.record.channel_arn), look)
    return fmt.text(channel.name, look, Tone.STRONG)


def _name(row: Row) -> str:
    return _said(row, "name") or fmt.short_arn(row.record.channel_arn)


def _said(row: Row, member: str) -> Any:
    """What the channel says of itself; None where it is not known yet."""
    return getattr(row.joined.channel, member, None)


def _restless(row: Row) -> int:
    last = row.joined.last
    return len(row.joined.came_back) + (last.starvations if last else 0)


def _event_cell(row: Row, look: Look) -> Cell:
    """How old the newest event's read is, and the event."""
    if row.joined.absent:
        return beside.due_cell(row.joined.absent, look)
    last = row.joined.last
    if last is None:
        # Of what has ended it is read no more.
        over = row.presence is Presence.ENDED
        return Cell("" if over else look.mark(Mark.UNREAD), Tone.DIM)
    told = fmt.text(last.event.name, look).text if last.event else "no event"
    return Cell(f"{fmt.age(last.read_at, look.now):>5} {told}")


def _order(row: Row) -> Any:
    record = row.record
    ended = row.presence is Presence.ENDED
    rank = -1 if row.joined.absent else states.WORST_FIRST.get(record.health, 1)
    return (ended, rank, -(record.viewer_count or 0), _name(row).casefold(), row.key)


def _offers(row: Row) -> Parameters:
    if arn := row.record.channel_arn:
        return {"channelArn": arn}
    return {"channelName": row.joined.absent.channel.name} if row.joined.absent else {}


def _missing(row: Row) -> str:
    if not row.joined.absent:
        return ""
    called = row.record.channel_arn
    return "expected, and has no stream" if called else "expected, and no channel has that name"


def _described(row: Row, _topic: Topic) -> Sequence[Read]:
    arn = row.record.channel_arn
    if row.joined.absent:
        return [Read("channel", {"arn": arn})] if arn else ()
    return [Read("stream", {"channelArn": arn})]


def _drill(row: Row, _topic: Topic) -> Goal | None:
    if row.joined.absent:
        arn = row.record.channel_arn
        return Goal("sessions", {"channelArn": arn}) if arn else None
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
    joins=("names", "starving", LAST_EVENTS),
    knows=beside.KNOWN,
    counted=strip.COUNTED,
    strip=strip.home,
    merge=_merge,
    coverage=_coverage,
    order=_order,
    identity=lambda row: row.record.channel_arn,
    problem=_problem,
    offers=_offers,
    nothing="no channel is live",
    digit="1",
    drill=_drill,
    jumps=_jumps,
    described=_described,
    missing=_missing,
    columns=(
        Column(
            id="health",
            title="HEALTH",
            width=10,
            value=lambda row: (
                -1 if row.joined.absent else states.WORST_FIRST.get(row.record.health, 1)
            ),
            cell=_health_cell,
            text=lambda row: problems.ABSENT if row.joined.absent else row.record.health or "",
        ),
        Column(
            id="for",
            title="FOR",
            width=6,
            value=beside.since,
            cell=beside.for_cell,
            text=lambda _row: "",
            right=True,
            type=ColumnType.DURATION,
            measured=beside.lasting,
            at_least=beside.is_at_least,
        ),
        Column(
            id="channel",
            title="CHANNEL",
            width=15,
            value=lambda row: _name(row).casefold(),
            cell=_name_cell,
            text=lambda row: f"{_name(row)} {row.record.channel_arn}",
            grow=3,
            ample=(24, 5),
            ends=True,
        ),
        Column(
            id="viewers",
            title="VIEWERS",
            width=8,
            value=lambda row: None if row.record.viewer_count == -1 else row.record.viewer_count,
            cell=lambda row, look: states.viewers(row.record.viewer_count, look),
            text=lambda row: str(row.record.viewer_count or ""),
            right=True,
            descending=True,
            type=ColumnType.NUMBER,
        ),
        Column(
            id="change",
            title="CHANGE",
            width=6,
            value=lambda row: row.joined.trend.change if row.joined.trend else None,
            cell=beside.change_cell,
            text=lambda _row: "",
            right=True,
            type=ColumnType.NUMBER,
        ),
        Column(
            id="trend",
            title="TREND",
            width=trend.WIDTH,
            value=lambda row: row.joined.trend.change if row.joined.trend else None,
            cell=beside.trend_cell,
            text=lambda _row: "",
            right=True,
            shed=4,
        ),
        replace(
            parts.age_column(lambda row: row.record.start_time, title="UP", shed=1),
            cell=beside.up_cell,
        ),
        Column(
            id="recording",
            title="REC",
            width=6,
            value=lambda row: beside.recording(row) or None,
            cell=beside.recording_cell,
            text=beside.recording,
            shed=3,
        ),
        Column(
            id="hour",
            title="1H",
            width=5,
            value=_restless,
            cell=beside.hour_cell,
            text=lambda _row: "",
            descending=True,
            shed=2,
            type=ColumnType.NUMBER,
        ),
        Column(
            id="event",
            title="AS OF LAST EVENT",
            width=28,
            value=lambda row: (
                row.joined.last and row.joined.last.event and row.joined.last.event.event_time
            ),
            cell=_event_cell,
            text=lambda row: (
                (row.joined.last and row.joined.last.event and row.joined.last.event.name) or ""
            ),
            descending=True,
            grow=1,
            shed=5,
        ),
        parts.text_column("type", "TYPE", 11, lambda row: _said(row, "type"), shed=7),
        parts.text_column("latency", "LATENCY", 7, lambda row: _said(row, "latency_mode"), shed=6),
        parts.time_column("since", "SINCE", lambda row: row.record.start_time, shed=9),
        parts.text_column(
            "state", "STATE", 7, lambda row: row.record.state, tone=Tone.DIM, shed=11
        ),
        parts.text_column(
            "stream", "STREAM", 26, lambda row: row.record.stream_id, tone=Tone.DIM, shed=10
        ),
        parts.tags_column(lambda row: _said(row, "tags"), shed=8),
    ),
)
