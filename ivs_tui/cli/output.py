"""Answers as text: JSON as the API says it, one JSON a line, or CSV."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from ivs_tui.aws.records.base import Record
from ivs_tui.cli.kinds import Answer

ADDED = "ivsTui"
"""The member under which stands what this program adds."""
Item = dict[str, Any]

_UNUSUAL = re.compile(r"[^\n -~]")
_HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp"})


def items(answer: Answer) -> list[Item]:
    """What is printed: wire names, unset members left out, times in UTC with Z."""
    found = [to_item(record) for record in answer.items]
    for item, added in zip(found, answer.added, strict=bool(answer.added)):
        item[ADDED] = dict(added)
    return found


def to_item(record: Record) -> Item:
    """One record under its wire names."""
    item: Item = _plain(msgspec.to_builtins(record, builtin_types=(datetime,)))
    return item


def as_json(answer: Answer) -> str:
    """An array, or the one object, over several lines."""
    found = items(answer)
    body = msgspec.json.encode(found[0] if answer.single else found)
    return f"{_shown(msgspec.json.format(body, indent=2))}\n"


def as_ndjson(answer: Answer) -> str:
    """One item a line."""
    return "".join(f"{_compact(item)}\n" for item in items(answer))


def as_csv(answer: Answer, adds: Iterable[str], *, safe: bool) -> str:
    """RFC 4180: every member that the record knows, whoever has it; nested values are JSON.

    `safe` shows control characters instead of passing them on: for a terminal.
    """
    # The header does not depend on what came, so a script can rely on its columns.
    members = [field.encode_name for field in msgspec.structs.fields(answer.record)]
    paths = [*members, *(f"{ADDED}.{name}" for name in adds)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n" if safe else "\r\n")
    writer.writerow(paths)
    for item in items(answer):
        cells = [csv_cell(value_at(item, path)) for path in paths]
        writer.writerow(map(full, cells) if safe else cells)
    return text.getvalue()


def value_at(item: Mapping[str, Any], path: str) -> Any:
    """The value of a member, or of one within it after a dot; None where there is none.

    Within a list it is the list of what its entries have there.
    """
    head, _, rest = path.partition(".")
    value = item.get(head)
    if rest and isinstance(value, list):
        return [value_at(held, rest) for held in value]
    return value_at(value, rest) if rest and isinstance(value, dict) else value


def csv_cell(value: Any) -> str:
    """A text as it is, an unset member as nothing, all else as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else _compact(value)


def full(text: str, *, ascii_only: bool = False) -> str:
    """All of a text as a terminal may show it, whatever its length."""
    from ivs_tui.resources.text import visible

    # The longest that is shown for one character is `\U0001f600`.
    return visible(text, ascii_only=ascii_only, limit=10 * len(text))


def _compact(value: Any) -> str:
    return _shown(msgspec.json.encode(value))


def _shown(body: bytes) -> str:
    """JSON that says the same without a character that a terminal would obey or hide."""
    return _UNUSUAL.sub(_escape, body.decode())


def _escape(match: re.Match[str]) -> str:
    sign = match[0]
    if unicodedata.category(sign) not in _HIDDEN:
        return sign
    units = sign.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(held) for name, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(held) for held in value]
    return _time(value) if isinstance(value, datetime) else value


def _time(instant: datetime) -> str:
    try:
        instant = instant.astimezone(UTC)
    except OverflowError:  # within a day of year 1 or 9999 there is no such time in UTC
        return instant.isoformat()
    return instant.isoformat().replace("+00:00", "Z")
