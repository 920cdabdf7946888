"""Every finding there can be, from `data/findings.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from ivs_tui.knowledge.explain import explain_stream_event
from ivs_tui.knowledge.tables import read_table


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of finding: `title` in general, `says` for one case, `on` what it is looked for.

    With an `event`, severity, remedy and source are those of that stream event.
    """

    title: str
    says: str
    on: tuple[str, ...]
    checked: str
    basis: str
    severity: str = ""
    remedy: str = ""
    source: str = ""
    event: tuple[str, str] | None = None


def _read() -> Mapping[str, Entry]:
    entries = msgspec.convert(read_table("findings"), dict[str, Entry])
    return MappingProxyType({id_: _with_event(entry) for id_, entry in entries.items()})


def _with_event(entry: Entry) -> Entry:
    if entry.event is None:
        return entry
    told = explain_stream_event(*entry.event, None)
    return msgspec.structs.replace(
        entry,
        severity=entry.severity or told.severity,
        remedy=entry.remedy or told.remedy,
        source=entry.source or told.source,
    )


CATALOGUE: Mapping[str, Entry] = _read()
"""Finding id -> what it is, on what it is looked for, what it rests on and what to do."""
