"""Stream keys of a channel, without their values: those are read by nobody here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ivs_tui.engine.snapshot import Topic
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, members, parts
from ivs_tui.resources.spec import Cell, Goal, Kind, Line, Look, Read, Row, Subject, Tone


def _described(row: Row, _topic: Topic) -> Sequence[Read]:
    return [Read("tags", {"resourceArn": row.record.arn})]


KIND = Kind(
    name="stream-keys",
    alias="sk",
    title="Stream keys",
    query="stream-keys",
    parent="channels",
    merge=parts.rows,
    order=lambda row: row.key,
    identity=lambda row: row.record.arn,
    nothing="this channel has no stream key: nobody can stream to it",
    # A channel has one key, which GetStreamKey would tell with its value.
    drill=lambda _row, topic: Goal("stream-key", dict(topic.parameters)),
    jumps=lambda row, topic: jumps.to(row.record.channel_arn or topic.get("channelArn")),
    described=_described,
    columns=(
        parts.text_column(
            "id", "KEY", 14, lambda row: fmt.short_arn(row.record.arn), tone=Tone.STRONG, grow=1
        ),
        parts.arn_column("channel", "CHANNEL", lambda row: row.record.channel_arn, shed=0),
        parts.tags_column(lambda row: row.record.tags, shed=1),
    ),
)


def _reads(_topic: Topic, key: Any) -> Sequence[Read]:
    return [Read("tags", {"resourceArn": key.arn}, 12.0)] if key else ()


def _facts(subject: Subject, look: Look) -> Sequence[Line]:
    channel = subject.name_of(subject.record.channel_arn)
    return [
        Line("key", (fmt.text(fmt.short_arn(subject.record.arn), look, Tone.STRONG),)),
        Line("of channel", (fmt.text(channel, look),)),
        Line("tags", (_tags(subject, look),)),
        Line("value", (Cell("never read: a stream key is a secret", Tone.DIM),)),
    ]


def _tags(subject: Subject, look: Look) -> Cell:
    found = subject.read("tags")
    return fmt.tags(found[0].tags if found else subject.record.tags, look)


DETAIL = replace(
    members.detail(
        "stream-key",
        "Stream key",
        _facts,
        reads=_reads,
        jumps=lambda subject, _row: jumps.to(subject.record.channel_arn),
    ),
    query="stream-keys",
    identity=lambda topic: topic.get("channelArn") or "",
)
