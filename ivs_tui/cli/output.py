"""Answers as text: JSON as the API says it, one JSON a line, or CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ivs_tui.cli.kinds import Answer
from ivs_tui.resources import api_json
from ivs_tui.resources.api_json import ADDED, Item, compact, csv_text, plain


def items(answer: Answer) -> list[Item]:
    """What is printed: wire names, unset members left out, times in UTC with Z."""
    found = [plain(record) for record in answer.items]
    for item, added in zip(found, answer.added, strict=bool(answer.added)):
        item[ADDED] = dict(added)
    return found


def as_json(answer: Answer) -> str:
    """An array, or the one object, over several lines."""
    found = items(answer)
    return api_json.lines(found[0] if answer.single else found)


def as_ndjson(answer: Answer) -> str:
    """One item a line."""
    return "".join(f"{compact(item)}\n" for item in items(answer))


def as_csv(answer: Answer, adds: Iterable[str]) -> str:
    """Every member that the record knows, whoever has it; nested values are JSON."""
    # The header does not depend on what came, so a script can rely on its columns.
    members = [field.encode_name for field in msgspec.structs.fields(answer.record)]
    paths = [*members, *(f"{ADDED}.{name}" for name in adds)]
    rows = ([value_at(item, path) for path in paths] for item in items(answer))
    return csv_text([paths, *rows])


def value_at(item: Mapping[str, Any], path: str) -> Any:
    """The value of a member, or of one within it after a dot; None where there is none.

    Within a list it is the list of what its entries have there.
    """
    head, _, rest = path.partition(".")
    value = item.get(head)
    if rest and isinstance(value, list):
        return [value_at(held, rest) for held in value]
    return value_at(value, rest) if rest and isinstance(value, dict) else value
