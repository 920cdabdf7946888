"""From the bytes of an answer to records: secrets out first, then item by item."""

from __future__ import annotations

import codecs
import json
import logging
from collections.abc import Sequence
from typing import Any

import msgspec

from ivs_tui.aws.errors import ProblemKind, problem
from ivs_tui.aws.operations import Operation
from ivs_tui.aws.records.base import Record

REDACTED = "[redacted]"
MOST_BYTES = 16 * 1024 * 1024
"""Of one answer: a hundred items whose fifty tags are as long as tags can be are a tenth of it."""
MOST_VALUES = 1_000_000
"""In one answer, as its brackets and commas tell: three bytes of JSON become a hundred here."""
MOST_TOKEN = 8_192
"""Characters of a `nextToken`, which goes back with the next request; IVS's have at most 1,024."""

SecretPath = tuple[str, ...]
"""Members from the top of an answer down to a secret; "*" is every entry of a list or map."""

_log = logging.getLogger(__name__)


class Page(msgspec.Struct, frozen=True):
    """One answer: its readable items, how many were not readable, and where the next page is."""

    items: tuple[Record, ...]
    unreadable: int = 0
    next_token: str | None = None


def page(operation: Operation, body: bytes, secrets: Sequence[SecretPath]) -> Page:
    """Decode one answer; raises GatewayError where it is not the operation's answer at all."""
    answer = _object(operation, body)
    for path in secrets:
        redact(answer, path)
    held = answer if operation.bare else answer[operation.member]
    if operation.page_size is None:
        return _single(operation, held)
    if not isinstance(held, list):
        raise problem(ProblemKind.NOT_IVS, f"not an IVS answer: `{operation.member}` is no list")
    good = _records(operation, held, operation.record)
    return Page(tuple(good), len(held) - len(good), _token(answer.get("nextToken")))


def _token(found: Any) -> str | None:
    if found is None or found == "":
        return None
    if not isinstance(found, str):
        raise problem(ProblemKind.NOT_IVS, "not an IVS answer: `nextToken` is no text")
    if len(found) > MOST_TOKEN:
        raise problem(ProblemKind.NOT_IVS, "not an IVS answer: `nextToken` is too long")
    return found


def redact(node: Any, path: SecretPath) -> None:
    """Replace what lies at `path`, in place; absent members stay absent."""
    head, rest = path[0], path[1:]
    for place in _places(node, head):
        if node[place] is None:
            continue
        if rest:
            redact(node[place], rest)
        else:
            node[place] = REDACTED


def _places(node: Any, head: str) -> Sequence[Any]:
    if isinstance(node, list):
        return range(len(node)) if head == "*" else ()
    if not isinstance(node, dict):
        return ()
    if head == "*":
        return tuple(node)
    return (head,) if head in node else ()


def _object(operation: Operation, body: bytes) -> dict[str, Any]:
    if len(body) > MOST_BYTES or sum(map(body.count, b"[{,")) > MOST_VALUES:
        raise problem(ProblemKind.NOT_IVS, "not an IVS answer: too long", _PORTAL)
    try:
        answer = _json(body)
    except (ValueError, RecursionError) as error:
        raise problem(
            ProblemKind.NOT_IVS, f"not an IVS answer: {_kind_of(body)}", _PORTAL
        ) from error
    if not isinstance(answer, dict) or operation.member not in answer:
        raise problem(
            ProblemKind.NOT_IVS, f"not an IVS answer: JSON without `{operation.member}`", _PORTAL
        )
    return answer


def _json(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except msgspec.DecodeError:
        # Python's own parser lets a number or a text pass that nothing can hold: then one item is
        # unreadable, not the whole page.
        return json.loads(body)


_PORTAL = "a proxy or captive portal may answer in its place; check the network and --endpoint-url"


def _kind_of(body: bytes) -> str:
    start = body[:200].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<")):
        return "HTML"
    if not start:
        return "empty"
    return "JSON cut short or garbled" if start[:1] in b"{[" else "no JSON"


def _single(operation: Operation, held: Any) -> Page:
    lost = 0
    if isinstance(held, dict):
        for name, record in operation.parts.items():
            entries = held.get(name)
            if isinstance(entries, list):
                held[name] = _records(operation, entries, record)
                lost += len(entries) - len(held[name])
    items = _records(operation, [held], operation.record)
    return Page(tuple(items), lost + 1 - len(items))


def _records(operation: Operation, items: Sequence[Any], record: type[Record]) -> list[Record]:
    """Those that are readable."""
    good = []
    wrong: Exception | None = None
    for item in items:
        try:
            readable = msgspec.convert(item, record)
            # A time beyond the calendar, a number of more than 64 bits or half a surrogate pair
            # fits the record, yet could not be handed on.
            msgspec.msgpack.encode(readable)
        except (ValueError, OverflowError) as error:
            wrong = wrong or error
        else:
            good.append(readable)
    if wrong is not None:
        # An error names the member and the type it wanted, never the value.
        lost = len(items) - len(good)
        _log.warning("%s: %d unreadable, the first: %s", operation.name, lost, wrong)
    return good
