"""Participants of a stage session whose attempts failed, and what they run on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ivs_tui.engine.gathering import Attempts, Failure, in_error
from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.knowledge.explain import explain_participant_event
from ivs_tui.resources import attempts, explained, parts, states
from ivs_tui.resources import format as fmt
from ivs_tui.resources.spec import Cell, Column, Goal, Kind, Line, Look, Row, Tone


def _merge(snapshot: Snapshot, _joined: Mapping[str, Snapshot]) -> list[Row]:
    asked = dict(snapshot.topic.parameters)
    return [Row(one.participant_id, one) for one in attempts.chosen(snapshot.items, asked)]


def _failure(row: Row) -> Failure:
    found = attempts.newest(row.record)
    assert found is not None  # those alone who have one are rows
    return found


def _last(row: Row) -> datetime | None:
    return _failure(row).last


def _order(row: Row) -> Any:
    return (in_error(row.record) is None, parts.newest_first(_last(row)), row.key)


def _drill(row: Row, topic: Topic) -> Goal:
    asked = {name: topic.get(name) or "" for name in ("stageArn", "sessionId")}
    return Goal("participant", asked | {"participantId": row.record.participant_id})


def _attempts(row: Row) -> int:
    return sum(one.count for one in row.record.failures)


def _codes(row: Row) -> str:
    one: Attempts = row.record
    return " ".join(dict.fromkeys(failure.code or failure.event for failure in one.failures))


def _error_cell(row: Row, look: Look) -> Cell:
    tone = Tone.BAD if in_error(row.record) else Tone.WARNING
    return fmt.text(_failure(row).code or _failure(row).event, look, tone)


def _explain(row: Row, look: Look) -> list[Line]:
    failure = _failure(row)
    told = explain_participant_event(failure.event, failure.code)
    found = explained.lines(told, failure.code or failure.event, look)
    if failure.mended:
        found.insert(0, Line("mended", (Cell("a later attempt succeeded", Tone.GOOD),)))
    return found


KIND = Kind(
    name="failing",
    alias="fg",
    by_name=False,
    title="Failing participants",
    query="session-errors",
    parent="stage-sessions",
    merge=_merge,
    order=_order,
    identity=lambda row: row.record.participant_id,
    problem=lambda row: "error" if in_error(row.record) else "",
    offers=lambda row: {"participantId": row.record.participant_id},
    nothing="no error in what was read",
    coverage=attempts.coverage,
    explain=_explain,
    drill=_drill,
    columns=(
        Column(
            id="state",
            title="STATE",
            width=14,
            value=lambda row: row.record.state,
            cell=lambda row, look: states.participant(row.record.state, look),
            text=lambda row: row.record.state or "",
        ),
        parts.text_column(
            "user", "USER", 13, lambda row: row.record.user_id, tone=Tone.STRONG, grow=2
        ),
        Column(
            id="error",
            title="ERROR",
            width=25,
            value=lambda row: _failure(row).code or _failure(row).event,
            cell=_error_cell,
            text=_codes,
        ),
        parts.count_column("events", "EVENTS", _attempts, shed=2),
        parts.time_column("last", "LAST", _last),
        parts.text_column("sdk", "SDK", 10, lambda row: row.record.sdk, shed=1, grow=1),
        parts.text_column("os", "OS", 12, lambda row: row.record.os, shed=3, grow=1),
        parts.text_column("browser", "BROWSER", 12, lambda row: row.record.browser, shed=5, grow=1),
        parts.text_column("isp", "ISP", 12, lambda row: row.record.isp, shed=4, grow=1),
        parts.text_column("id", "PARTICIPANT", 12, lambda row: row.record.participant_id, shed=6),
    ),
)
