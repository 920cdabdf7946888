"""What happened to stages, participants and their replicas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from ivs_tui.engine.gathering import is_failure
from ivs_tui.engine.snapshot import Severity, Transition
from ivs_tui.engine.transitions.change import Change, Rule
from ivs_tui.engine.transitions.configurations import came_and_went

_STATE: Mapping[str | None, tuple[str, Severity]] = MappingProxyType(
    {"CONNECTED": ("joined again", Severity.GOOD), "DISCONNECTED": ("left", Severity.INFO)}
)


def _stages(change: Change) -> Iterator[Transition]:
    yield from came_and_went(change, "stage")
    for was, stage in change.stayed():
        if was.active_session_id == stage.active_session_id:
            continue
        if stage.active_session_id:
            detail = stage.active_session_id
            yield change.happened(
                stage, stage.arn, "stage session began", Severity.GOOD, detail=detail
            )
        else:
            yield change.happened(
                stage, stage.arn, "stage session ended", detail=was.active_session_id
            )


def _participants(change: Change) -> Iterator[Transition]:
    for person in change.appeared():
        yield change.happened(person, person.participant_id, "joined", Severity.GOOD)
    for was, person in change.stayed():
        if was.state != person.state:
            other = (f"state {person.state or 'not said'}", Severity.INFO)
            what, severity = _STATE.get(person.state, other)
            yield change.happened(person, person.participant_id, what, severity)
        if was.recording_state != person.recording_state == "FAILED":
            yield change.happened(person, person.participant_id, "recording failed", Severity.ERROR)
    for person in change.ended():
        yield change.happened(person, person.participant_id, "no longer listed")


def _participant_events(change: Change) -> Iterator[Transition]:
    participant = change.new.topic.get("participantId") or ""
    known = {msgspec.json.encode(event) for event in change.old.items}
    events: list[Any] = [e for e in change.new.items if msgspec.json.encode(e) not in known]
    for event in events:
        severity = Severity.ERROR if is_failure(event) else Severity.INFO
        yield change.happened(
            event,
            participant,
            event.name or "event without a name",
            severity,
            detail=event.error_code or "",
            at=event.event_time,
        )


def _replicas(change: Change) -> Iterator[Transition]:
    # It is known by the stage on which the publisher is shown.
    publisher = f"of participant {change.new.topic.get('participantId') or 'not said'}"
    began = [one for one in change.appeared() if one.replication_state != "STOPPED"]
    over = [one for one in change.ended() if one.replication_state != "STOPPED"]
    for was, one in change.stayed():
        if was.replication_state != one.replication_state:
            (over if one.replication_state == "STOPPED" else began).append(one)
    for one in began:
        where = one.destination_stage_arn
        yield change.happened(one, where, "replication began", Severity.GOOD, detail=publisher)
    for one in over:
        where = one.destination_stage_arn
        yield change.happened(one, where, "replication ended", detail=publisher)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "stages": _stages,
        "participants": _participants,
        "participant-events": _participant_events,
        "replicas": _replicas,
    }
)
