"""Encoder configurations: what compositions are encoded to."""

from __future__ import annotations

from collections.abc import Sequence

from ivs_tui.aws.records.realtime import EncoderConfiguration
from ivs_tui.resources import format as fmt
from ivs_tui.resources import members, parts
from ivs_tui.resources.spec import Cell, Goal, Jump, Kind, Line, Look, Row, Subject, Tone


def _users(arn: str) -> Sequence[Jump]:
    asked = {"filterByEncoderConfigurationArn": arn}
    return [Jump("u", "compositions that use it", Goal("compositions", asked))]


KIND = Kind(
    name="encoders",
    alias="en",
    title="Encoder configurations",
    query="encoders",
    merge=parts.rows,
    order=parts.by_name,
    identity=lambda row: row.record.arn,
    nothing="no encoder configuration: compositions use IVS's own, 1280x720 at 30 fps",
    drill=lambda row, _topic: Goal("encoder-configuration", {"arn": row.record.arn}),
    jumps=lambda row, _topic: _users(row.record.arn),
    columns=(
        parts.name_column(),
        *parts.identity_columns(shed=1),
    ),
)


def _facts(subject: Subject, look: Look) -> Sequence[Line]:
    one: EncoderConfiguration = subject.record
    video = one.video
    if video is None:
        told = [Cell("the API does not say", Tone.DIM)]
    else:
        rate = "-" if video.framerate is None else f"{video.framerate:g}"
        told = [
            Cell(f"{video.width or '?'}x{video.height or '?'}", Tone.STRONG),
            Cell(f"{rate} fps"),
            Cell(fmt.bitrate(video.bitrate), Tone.STRONG),
        ]
    return [
        Line("name", (fmt.text(one.name, look, Tone.STRONG),)),
        Line("video", tuple(told)),
    ]


def _leads(subject: Subject, _row: Row | None) -> Sequence[Jump]:
    return _users(subject.record.arn)


DETAIL = members.detail("encoder-configuration", "Encoder configuration", _facts, jumps=_leads)
