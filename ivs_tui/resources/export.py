"""Rows in front as a file: the API's own members as JSON, what the columns say as CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import Any

import msgspec

from ivs_tui.resources import filters
from ivs_tui.resources.api_json import ADDED, Item, compact, csv_text, lines, plain
from ivs_tui.resources.format import UNSAID
from ivs_tui.resources.spec import Column, ColumnType, Look, Mark, Row
from ivs_tui.resources.text import in_full

_MARKS = frozenset(mark.text(ascii_only=False) for mark in Mark)
_DOTS = "…"
_Said = str | int | float | None


def as_csv(columns: Sequence[Column], rows: Sequence[Row], now: datetime) -> str:
    """The columns by their ids, and what they say of each row; what is not known is empty."""
    fields = _fields(columns)
    told = ([say(row, Look(now)) for say in fields.values()] for row in rows)
    return csv_text([fields, *told])


def as_json(columns: Sequence[Column], rows: Sequence[Row], now: datetime) -> str:
    """An array of records, each with what the columns add."""
    fields = _fields(columns)
    return lines([_item(fields, row, Look(now)) for row in rows])


def as_ndjson(columns: Sequence[Column], rows: Sequence[Row], now: datetime) -> str:
    """The same, one a line."""
    fields = _fields(columns)
    return "".join(f"{compact(_item(fields, row, Look(now)))}\n" for row in rows)


Form = Callable[[Sequence[Column], Sequence[Row], datetime], str]
FORMS: Mapping[str, Form] = MappingProxyType(
    {"csv": as_csv, "json": as_json, "ndjson": as_ndjson},
)
"""By the ending of the file's name."""


def file_name(view: str, form: str, now: datetime) -> str:
    """What the file is called; no two within a second but of one view."""
    return f"ivs-tui-{view}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.{form}"


_Fields = dict[str, Callable[[Row, Look], _Said | bool]]


def _fields(columns: Sequence[Column]) -> _Fields:
    """What the columns come to by name: what lasts in seconds, and whether it may be longer."""
    fields: _Fields = {}
    for column in columns:
        if column.type is ColumnType.DURATION or (
            column.type is ColumnType.TIME and not column.dated
        ):
            fields[f"{column.id}Seconds"] = partial(_seconds, column)
        else:
            fields[column.id] = partial(_said, column)
        if column.at_least is not None:
            fields[f"{column.id}AtLeast"] = partial(_at_least, column)
    return fields


def _item(fields: _Fields, row: Row, look: Look) -> Item:
    record = row.record
    told = plain(record if isinstance(record, msgspec.Struct) else _members(record))
    added = {name: say(row, look) for name, say in fields.items()}
    return {**told, ADDED: {"presence": row.presence.value, **added}}


def _members(record: Any) -> Any:
    """Of what is no answer of the API, such as one member of one, its parts by name."""
    return record._asdict() if hasattr(record, "_asdict") else {"value": str(record)}


def _seconds(column: Column, row: Row, look: Look) -> int | None:
    measured = filters.measure(column, row, look)
    return None if measured is None else int(measured)


def _at_least(column: Column, row: Row, look: Look) -> bool | None:
    if column.at_least is None or filters.measure(column, row, look) is None:
        return None
    return column.at_least(row)


def _said(column: Column, row: Row, look: Look) -> _Said:
    """What a cell says, for a machine: numbers and instants as such, a text without its mark."""
    if column.type is not ColumnType.TEXT:
        value = (column.measured or column.value)(row)
        if isinstance(value, datetime):
            return str(plain(value))
        return value if isinstance(value, int | float) else None
    shown = column.cell(row, look).text.strip()
    if shown in {"", UNSAID.text, *_MARKS}:
        return None
    if shown[0] in _MARKS and shown[1:2] == " ":
        return shown[1:].strip()
    return _uncut(shown, column.text(row) if column.text else "")


def _uncut(shown: str, told: str) -> str:
    """In full what a cell cuts, or shows the end of; alone what it shows at its end."""
    full = in_full(told)
    cut = shown[-1] == _DOTS and full.startswith(shown[:-1])
    is_end = shown[0] == _DOTS and full.endswith(shown[1:])
    return full if cut or is_end or (full and shown.endswith(full)) else shown
