"""Playback key pairs: the public halves of the keys that sign playback tokens."""

from __future__ import annotations

from collections.abc import Sequence

from ivs_tui.resources import format as fmt
from ivs_tui.resources import members, parts
from ivs_tui.resources.spec import Goal, Kind, Line, Look, Subject, Tone

KIND = Kind(
    name="key-pairs",
    alias="kp",
    title="Playback key pairs",
    query="key-pairs",
    merge=parts.rows,
    order=parts.by_name,
    identity=lambda row: row.record.arn,
    nothing="no playback key pair: private channels cannot be watched",
    drill=lambda row, _topic: Goal("key-pair", {"arn": row.record.arn}),
    columns=(
        parts.name_column(),
        parts.arn_column("id", "ID", lambda row: row.record.arn, shed=1),
        parts.tags_column(lambda row: row.record.tags, shed=2),
    ),
)


def _facts(subject: Subject, look: Look) -> Sequence[Line]:
    return [
        Line("name", (fmt.text(subject.record.name, look, Tone.STRONG),)),
        Line("fingerprint", (fmt.text(subject.record.fingerprint, look),)),
    ]


DETAIL = members.detail("key-pair", "Playback key pair", _facts)
