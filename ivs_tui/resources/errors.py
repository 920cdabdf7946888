"""Errors of a stage session: by code, then by what those run on who have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from ivs_tui.engine.clock import LONG_AGO
from ivs_tui.engine.gathering import Attempts, Failure
from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.knowledge.explain import explain_participant_event
from ivs_tui.resources import attempts, explained, parts
from ivs_tui.resources import format as fmt
from ivs_tui.resources.spec import Cell, Column, Goal, Kind, Line, Look, Row, Tone


class Group(msgspec.Struct, frozen=True):
    """Failed attempts that have something in common: their code, or what they come from."""

    by: str
    """What: one of `attempts.BY`."""
    value: str
    failures: tuple[Failure, ...] = ()
    participants: tuple[Attempts, ...] = ()

    @property
    def events(self) -> int:
        """How many attempts."""
        return sum(one.count for one in self.failures)

    @property
    def lasting(self) -> int:
        """Failures that no later attempt has mended."""
        return sum(not one.mended for one in self.failures)

    @property
    def last(self) -> datetime | None:
        """The newest of them."""
        return max((one.last for one in self.failures if one.last), default=None)

    @property
    def worst(self) -> Failure:
        """That of which there are most."""
        return max(self.failures, key=lambda one: (one.count, one.last or LONG_AGO))


def _merge(snapshot: Snapshot, _joined: Mapping[str, Snapshot]) -> list[Row]:
    found: dict[tuple[str, str], tuple[list[Failure], dict[str, Attempts]]] = {}
    for one in snapshot.items:
        for by in attempts.BY:
            for value, failures in attempts.groups(one, by):
                held, people = found.setdefault((by, value), ([], {}))
                held += failures
                people[one.participant_id] = one
    return [
        Row(f"{by} {value}", Group(by, value, tuple(held), tuple(people.values())))
        for (by, value), (held, people) in found.items()
    ]


def _order(row: Row) -> Any:
    group: Group = row.record
    place = attempts.BY.index(group.by)
    return (place, not group.lasting, -len(group.participants), -group.events, row.key)


def _drill(row: Row, topic: Topic) -> Goal:
    group: Group = row.record
    asked = {name: topic.get(name) or "" for name in ("stageArn", "sessionId")}
    return Goal("failing", asked | {group.by: group.value})


def _explain(row: Row, look: Look) -> Sequence[Line]:
    group: Group = row.record
    worst = group.worst
    told = explain_participant_event(worst.event, worst.code)
    code = worst.code or worst.event
    if group.by == "error":
        return explained.lines(told, code, look)
    codes = (fmt.text(one, look) for one in _codes(group))
    return [
        Line(group.by, (fmt.text(group.value, look, Tone.STRONG), *codes)),
        *explained.lines(told, code, look),
    ]


def _codes(group: Group) -> list[str]:
    return sorted({one.code or one.event for one in group.failures})


def _meaning(row: Row) -> str:
    """Of a code; of what they run on, which codes there are."""
    group: Group = row.record
    if group.by != "error":
        return ", ".join(_codes(group))
    return explain_participant_event(group.worst.event, group.worst.code).meaning


def _value_cell(row: Row, look: Look) -> Cell:
    group: Group = row.record
    if group.by != "error":
        return fmt.text(group.value, look, Tone.STRONG)
    return fmt.text(group.value, look, Tone.BAD if group.lasting else Tone.WARNING)


KIND = Kind(
    name="errors",
    alias="er",
    title="Errors of a stage session",
    query="session-errors",
    parent="stage-sessions",
    merge=_merge,
    order=_order,
    identity=lambda row: row.record.value,
    problem=lambda row: "error" if row.record.lasting else "",
    nothing="no error in what was read",
    coverage=attempts.coverage,
    explain=_explain,
    drill=_drill,
    columns=(
        parts.text_column("by", "BY", 7, lambda row: row.record.by, tone=Tone.DIM),
        Column(
            id="group",
            title="ERROR OR CLIENT",
            width=26,
            value=lambda row: row.record.value.casefold(),
            cell=_value_cell,
            text=lambda row: row.record.value,
            grow=1,
        ),
        parts.count_column(
            "participants", "PARTICIPANTS", lambda row: len(row.record.participants)
        ),
        parts.count_column("events", "EVENTS", lambda row: row.record.events),
        parts.time_column("last", "LAST", lambda row: row.record.last),
        parts.count_column("open", "OPEN", lambda row: row.record.lasting, shed=1),
        Column(
            id="meaning",
            title="MEANING",
            width=24,
            value=_meaning,
            cell=lambda row, look: fmt.text(_meaning(row), look),
            text=_meaning,
            grow=3,
            shed=2,
        ),
    ),
)
