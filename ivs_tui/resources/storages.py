"""Storage configurations: buckets that compositions and participants are recorded to."""

from __future__ import annotations

from collections.abc import Sequence

from ivs_tui.aws.records.realtime import StorageConfigurationSummary
from ivs_tui.resources import format as fmt
from ivs_tui.resources import members, parts
from ivs_tui.resources.spec import Goal, Kind, Line, Look, Subject, Tone


def _bucket(record: StorageConfigurationSummary) -> str | None:
    return record.s3.bucket_name if record.s3 else None


KIND = Kind(
    name="storages",
    alias="so",
    title="Storage configurations",
    query="storages",
    merge=parts.rows,
    order=parts.by_name,
    identity=lambda row: row.record.arn,
    nothing="this account has no storage configuration in this Region",
    drill=lambda row, _topic: Goal("storage-configuration", {"arn": row.record.arn}),
    columns=(
        parts.name_column(),
        parts.text_column("bucket", "BUCKET", 24, lambda row: _bucket(row.record), grow=2),
        *parts.identity_columns(shed=1),
    ),
)


def _facts(subject: Subject, look: Look) -> Sequence[Line]:
    return [
        Line("name", (fmt.text(subject.record.name, look, Tone.STRONG),)),
        Line("bucket", (fmt.text(_bucket(subject.record), look),)),
    ]


DETAIL = members.detail("storage-configuration", "Storage configuration", _facts)
