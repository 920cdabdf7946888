"""A detail whose table is every member of the answer: configurations have no events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.knowledge.finding import Examination
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, parts
from ivs_tui.resources.spec import (
    Cell,
    Column,
    Detail,
    Goal,
    Jump,
    Line,
    Look,
    Read,
    Row,
    Subject,
    Tone,
)

MOST = 2_000
"""Entries of one answer that are shown; the API's own limits are far below."""


class Member(NamedTuple):
    """One member of an answer: its place in it, and its value as text."""

    path: str
    value: str


def leaves(value: Any, path: str = "") -> Iterator[Member]:
    """Every member within, one a line: `destinations[0].state`; what is empty is said as such."""
    if isinstance(value, dict) and value:
        for name, held in value.items():
            yield from leaves(held, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple) and value:
        for at, held in enumerate(value):
            yield from leaves(held, f"{path}[{at}]")
    elif isinstance(value, str) and value:
        yield Member(path, value)
    else:
        yield Member(path, msgspec.json.encode(value).decode())


def rows(subject: Subject) -> list[Row]:
    """The members of the record in the API's order, under their wire names."""
    found = list(islice(leaves(msgspec.to_builtins(subject.record)), MOST))
    # A tag may be called like the path of a member, so the path alone is no key.
    keys = parts.told_apart(member.path for member in found)
    return [
        Row(key, member, number)
        for number, (key, member) in enumerate(zip(keys, found, strict=True))
    ]


def _explain(row: Row, look: Look) -> Sequence[Line]:
    # In full: the columns cut them.
    return [
        Line("member", (fmt.text(row.record.path, look, Tone.DIM),)),
        Line("value", (fmt.text(row.record.value, look),)),
    ]


def _drill(row: Row, topic: Topic) -> Goal | None:
    goal = jumps.goal_of(row.record.value)
    # Its own ARN leads nowhere else.
    return None if goal and goal.parameters == dict(topic.parameters) else goal


def _no_notice(_subject: Subject, _snapshot: Snapshot) -> str:
    return ""


def _value(row: Row, look: Look) -> Cell:
    """A value; of an ARN its end, for all of an account begin alike."""
    kind = jumps.resource_type(row.record.value)
    if not kind:
        return fmt.text(row.record.value, look)
    dots = "..." if look.ascii_only else "…"
    return fmt.text(f"{dots}{row.record.value.split(':', 5)[5]}", look)


COLUMNS = (
    Column(
        id="member",
        title="MEMBER",
        width=34,
        value=lambda row: row.record.path.casefold(),
        cell=lambda row, look: fmt.text(row.record.path, look, Tone.DIM),
        text=lambda row: row.record.path,
        grow=1,
    ),
    Column(
        id="value",
        title="VALUE",
        width=30,
        value=lambda row: row.record.value.casefold(),
        cell=_value,
        text=lambda row: row.record.value,
        grow=2,
    ),
)


def key_facts(subject: Subject, look: Look) -> Sequence[Line]:
    """What a person knows a public key by."""
    return [
        Line("name", (fmt.text(subject.record.name, look, Tone.STRONG),)),
        Line("fingerprint", (fmt.text(subject.record.fingerprint, look),)),
    ]


def detail(
    name: str,
    title: str,
    facts: Callable[[Subject, Look], Sequence[Line]],
    *,
    reads: Callable[[Topic, Any], Sequence[Read]] = lambda _topic, _record: (),
    joins: tuple[str, ...] = (),
    jumps: Callable[[Subject, Row | None], Sequence[Jump]] = lambda _subject, _row: (),
    examine: Callable[[Subject, datetime], Examination] | None = None,
    compared: Callable[[Topic], Goal] | None = None,
) -> Detail:
    """A detail of the resource that the query of the same name reads."""
    return Detail(
        name=name,
        title=title,
        query=name,
        facts=facts,
        rows=rows,
        columns=COLUMNS,
        order=lambda row: row.joined,
        explain=_explain,
        notice=_no_notice,
        identity=lambda topic: topic.get("arn") or "",
        noun="members",
        told=4,
        reads=reads,
        joins=joins,
        drill=_drill,
        jumps=jumps,
        examine=examine,
        compared=compared,
    )
