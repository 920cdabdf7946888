"""Playback key pairs: the public halves of the keys that sign playback tokens."""

from __future__ import annotations

from ivs_tui.resources import members, parts
from ivs_tui.resources.spec import Goal, Kind

KIND = Kind(
    name="key-pairs",
    alias="kp",
    title="Playback key pairs",
    query="key-pairs",
    merge=parts.rows,
    order=parts.by_name,
    identity=lambda row: row.record.arn,
    nothing="no playback key pair: nobody can sign tokens for private channels",
    drill=lambda row, _topic: Goal("key-pair", {"arn": row.record.arn}),
    columns=(
        parts.name_column(),
        *parts.identity_columns(shed=1),
    ),
)

DETAIL = members.detail("key-pair", "Playback key pair", members.key_facts)
