"""What happened to stages and participants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from ivs_tui.engine.snapshot import Severity, Transition
from ivs_tui.engine.transitions.change import Change, Rule

_STATE: Mapping[str | None, tuple[str, Severity]] = MappingProxyType(
    {"CONNECTED": ("joined again", Severity.GOOD), "DISCONNECTED": ("left", Severity.INFO)}
)


def _stages(change: Change) -> Iterator[Transition]:
    for stage in change.appeared():
        yield change.happened(stage, stage.arn, "stage created")
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
    for stage in change.ended():
        yield change.happened(stage, stage.arn, "stage deleted")


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
        severity = Severity.ERROR if event.error_code else Severity.INFO
        yield change.happened(
            event,
            participant,
            event.name or "event without a name",
            severity,
            detail=event.error_code or "",
            at=event.event_time,
        )


RULES: Mapping[str, Rule] = MappingProxyType(
    {"stages": _stages, "participants": _participants, "participant-events": _participant_events}
)
