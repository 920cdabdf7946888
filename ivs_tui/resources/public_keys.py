"""Public keys: what the tokens of stages are checked with."""

from __future__ import annotations

from ivs_tui.resources import members, parts
from ivs_tui.resources.spec import Goal, Kind

KIND = Kind(
    name="public-keys",
    alias="pk",
    title="Public keys",
    query="public-keys",
    merge=parts.rows,
    order=parts.by_name,
    identity=lambda row: row.record.arn,
    nothing="no public key: stage tokens come from the API alone",
    drill=lambda row, _topic: Goal("public-key", {"arn": row.record.arn}),
    columns=(
        parts.name_column(),
        *parts.identity_columns(shed=1),
    ),
)

DETAIL = members.detail("public-key", "Public key", members.key_facts)
