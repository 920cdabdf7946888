"""Ad configurations: where advertisements come from, and what plays after the end."""

from __future__ import annotations

from collections.abc import Sequence

from ivs_tui.aws.records.lowlatency import AdConfigurationSummary
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, members, parts
from ivs_tui.resources.spec import Cell, Goal, Jump, Kind, Line, Look, Row, Subject, Tone


def _sources(record: AdConfigurationSummary) -> str:
    found = record.media_tailor_playback_configurations or ()
    return " ".join(fmt.short_arn(one.playback_configuration_arn) for one in found)


def _post_roll(record: AdConfigurationSummary) -> str | None:
    roll = record.post_roll_configuration
    if roll is None or roll.enabled is None:
        return None
    return f"{roll.duration_seconds} s" if roll.enabled else "off"


def _users(arn: str) -> Sequence[Jump]:
    return jumps.channels_with("filterByAdConfigurationArn", arn)


KIND = Kind(
    name="ads",
    alias="ad",
    title="Ad configurations",
    query="ads",
    merge=parts.rows,
    order=parts.by_name,
    identity=lambda row: row.record.arn,
    nothing="this account has no ad configuration in this Region",
    drill=lambda row, _topic: Goal("ad-configuration", {"arn": row.record.arn}),
    jumps=lambda row, _topic: _users(row.record.arn),
    columns=(
        parts.name_column(),
        parts.text_column("source", "MEDIATAILOR", 20, lambda row: _sources(row.record), grow=1),
        parts.text_column("after", "POST-ROLL", 9, lambda row: _post_roll(row.record)),
        *parts.identity_columns(shed=1),
    ),
)


def _facts(subject: Subject, look: Look) -> Sequence[Line]:
    return [
        Line("name", (fmt.text(subject.record.name, look, Tone.STRONG),)),
        Line("ads from", (fmt.text(_sources(subject.record), look),)),
        Line("post-roll", (Cell(_post_roll(subject.record) or "the API does not say"),)),
    ]


def _leads(subject: Subject, _row: Row | None) -> Sequence[Jump]:
    return _users(subject.record.arn)


DETAIL = members.detail("ad-configuration", "Ad configuration", _facts, jumps=_leads)
