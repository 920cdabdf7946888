"""Playback restriction policies: from which countries and sites a channel may be watched."""

from __future__ import annotations

from collections.abc import Sequence

from ivs_tui.aws.records.lowlatency import PlaybackRestrictionPolicy
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, members, parts
from ivs_tui.resources.spec import Cell, Column, Goal, Jump, Kind, Line, Look, Row, Subject, Tone

ANY = Cell("any", Tone.DIM)


def _joined(values: tuple[str, ...] | None, look: Look) -> Cell:
    """Empty allows all, which must not read as none; absent is that the API does not say."""
    if values is None:
        return fmt.UNSAID
    return fmt.text(" ".join(values), look) if values else ANY


def _column(id_: str, title: str, width: int) -> Column:
    member = f"allowed_{id_}"

    def read(row: Row) -> str:
        return " ".join(getattr(row.record, member) or ())

    return Column(
        id=id_,
        title=title,
        width=width,
        value=lambda row: read(row).casefold() or None,
        cell=lambda row, look: _joined(getattr(row.record, member), look),
        text=read,
        grow=1,
    )


def _users(arn: str) -> Sequence[Jump]:
    return jumps.channels_with("filterByPlaybackRestrictionPolicyArn", arn)


KIND = Kind(
    name="restrictions",
    alias="rp",
    title="Playback restriction policies",
    query="restrictions",
    merge=parts.rows,
    order=parts.by_name,
    identity=lambda row: row.record.arn,
    nothing="this account has no playback restriction policy in this Region",
    drill=lambda row, _topic: Goal("restriction-policy", {"arn": row.record.arn}),
    jumps=lambda row, _topic: _users(row.record.arn),
    columns=(
        parts.name_column(width=18),
        _column("countries", "COUNTRIES", 18),
        _column("origins", "ORIGINS", 24),
        parts.flag_column(
            "strict", "STRICT", 6, lambda row: row.record.enable_strict_origin_enforcement, shed=1
        ),
        *parts.identity_columns(shed=2),
    ),
)


def _facts(subject: Subject, look: Look) -> Sequence[Line]:
    policy: PlaybackRestrictionPolicy = subject.record
    strict = {
        True: "enforced: a request without an origin is refused",
        False: "a request without an origin may pass",
        None: "the API does not say",
    }
    return [
        Line("name", (fmt.text(policy.name, look, Tone.STRONG),)),
        Line("countries", (_joined(policy.allowed_countries, look),)),
        Line("origins", (_joined(policy.allowed_origins, look),)),
        Line("strict", (Cell(strict[policy.enable_strict_origin_enforcement]),)),
    ]


def _leads(subject: Subject, _row: Row | None) -> Sequence[Jump]:
    return _users(subject.record.arn)


DETAIL = members.detail("restriction-policy", "Playback restriction policy", _facts, jumps=_leads)
