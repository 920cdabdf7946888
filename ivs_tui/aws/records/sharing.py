"""Values that the records of a list have in common, held once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from msgspec.structs import force_setattr

from ivs_tui.aws.records.base import Record

_SAMPLE = 100
LONG = 1_000
"""A list that is worth 2 µs an item to be held in half of the memory."""

_MOST_KEPT = 512
_kept: dict[tuple[type[Record], str], dict[Hashable, Any]] = {}
"""By type and member, the values that records have in common."""


def share(items: Sequence[Record]) -> None:
    """Let equal texts and tags be one object, where they repeat: 3.5 of 6.5 MB of 10,000 channels.

    Records of one type, and frozen, so that nobody can tell. A list may come in parts: what those
    before had in common is still known.
    """
    for name in _repeating(items[:_SAMPLE]):
        kept = _kept.setdefault((type(items[0]), name), {})
        if len(kept) > _MOST_KEPT:
            kept.clear()
        for item in items:
            value = getattr(item, name)
            if _is_plain(value):
                force_setattr(item, name, kept.setdefault(_identity(value), value))


def _repeating(sample: Sequence[Record]) -> Iterator[str]:
    for name in sample[0].__struct_fields__ if sample else ():
        values = [getattr(item, name) for item in sample]
        plain = [_identity(value) for value in values if _is_plain(value)]
        if plain and 2 * len(set(plain)) <= len(plain):
            yield name


def _is_plain(value: object) -> bool:
    # What a record holds as a dict is tags or attributes: texts by name.
    return isinstance(value, (str, dict))


def _identity(value: Any) -> Hashable:
    return tuple(value.items()) if isinstance(value, dict) else value
