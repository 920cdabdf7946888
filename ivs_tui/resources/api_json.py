"""Records as the API says them, JSON under wire names; and CSV."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from ivs_tui.resources.text import in_full

ADDED = "ivsTui"
"""The member under which stands what this program adds."""
Item = dict[str, Any]

_UNUSUAL = re.compile(r"[^\n -~]")
_HIDDEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes a text for a formula by."""
_PEM = "-----BEGIN "
"""The beginning of a public key, which is no formula and is a key as long as it has its lines."""


def plain(value: Any) -> Any:
    """What JSON can say of it: unset members left out, times in UTC with Z."""
    return _plain(msgspec.to_builtins(value, builtin_types=(datetime,), enc_hook=str))


def lines(value: Any) -> str:
    """JSON over several lines."""
    return f"{_shown(msgspec.json.format(msgspec.json.encode(value), indent=2))}\n"


def compact(value: Any) -> str:
    """JSON on one line."""
    return _shown(msgspec.json.encode(value))


def text_of(value: Any) -> str:
    """A text as it is, an unset member as nothing, all else as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else compact(value)


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """RFC 4180, for a terminal and a spreadsheet too: neither finds anything to obey."""
    text = io.StringIO()
    csv.writer(text).writerows(map(_csv_cell, row) for row in rows)
    return text.getvalue()


def _csv_cell(value: Any) -> str:
    if not isinstance(value, str):
        return text_of(value)
    if value.startswith(_PEM):
        return "\n".join(in_full(line) for line in value.split("\n"))
    text = in_full(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


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
