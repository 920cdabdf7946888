"""What happened between two snapshots: one pure function, for marks, events and alerts alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

import msgspec

from ivs_tui.engine import merge
from ivs_tui.engine.snapshot import Severity, Snapshot, Transition

_ERRORS = frozenset({"Stream Failure", "Recording Start Failure", "Recording End Failure"})
_WARNINGS = frozenset({"Starvation Start", "Stream Takeover Failure"})
_HEALTH: Mapping[str | None, tuple[str, Severity]] = MappingProxyType(
    {"STARVING": ("starving", Severity.WARNING), "HEALTHY": ("recovered", Severity.GOOD)}
)
_STATE: Mapping[str | None, tuple[str, Severity]] = MappingProxyType(
    {"CONNECTED": ("joined again", Severity.GOOD), "DISCONNECTED": ("left", Severity.INFO)}
)


def transitions(old: Snapshot, new: Snapshot) -> tuple[Transition, ...]:
    """What happened from `old` to `new`, oldest first.

    Only complete snapshots are compared: what was so at start is not news, and half a list proves
    nothing. A disappearance counts when a second read has confirmed it.
    """
    rule = _RULES.get(new.topic.name)
    if rule is None or not (old.complete and new.complete and new.read_at):
        return ()
    change = _Change(old, new, new.read_at)
    return tuple(sorted(rule(change), key=lambda happened: happened.at))


class _Change:
    """Two complete states of one topic, side by side. Items are Any: the rule knows their kind."""

    def __init__(self, old: Snapshot, new: Snapshot, read_at: datetime) -> None:
        self.old, self.new, self.read_at = old, new, read_at
        self.query = new.topic.query
        # An item that was missing once and came back was never gone.
        missed = [gone.item for gone in old.gone if not gone.confirmed]
        self.before = {self.query.key_of(item): item for item in (*missed, *old.items)}

    def appeared(self) -> list[Any]:
        return [item for item in self.new.items if self.query.key_of(item) not in self.before]

    def stayed(self) -> list[tuple[Any, Any]]:
        pairs = ((self.before.get(self.query.key_of(item)), item) for item in self.new.items)
        # Most items are the same in every read, and equality is cheap.
        return [(was, item) for was, item in pairs if was is not None and was != item]

    def ended(self) -> list[Any]:
        already = {self.query.key_of(gone.item) for gone in self.old.gone if gone.confirmed}
        return [
            gone.item
            for gone in self.new.gone
            if gone.confirmed and self.query.key_of(gone.item) not in already
        ]

    def happened(
        self,
        item: Any,
        subject: str,
        what: str,
        severity: Severity = Severity.INFO,
        *,
        detail: str = "",
        at: datetime | None = None,
    ) -> Transition:
        return Transition(
            at=at or self.read_at,
            topic=self.new.topic,
            key=self.query.key_of(item),
            subject=subject,
            what=what,
            detail=detail,
            severity=severity,
            observed=at is None,
        )


def _streams(change: _Change) -> Iterator[Transition]:
    for stream in change.appeared():
        yield change.happened(stream, stream.channel_arn, "went live", Severity.GOOD)
        if stream.health == "STARVING":
            yield change.happened(stream, stream.channel_arn, "starving", Severity.WARNING)
    for was, stream in change.stayed():
        if was.health != stream.health:
            other = (f"health {stream.health or 'not said'}", Severity.INFO)
            what, severity = _HEALTH.get(stream.health, other)
            detail = f"was {was.health or 'not said'}"
            yield change.happened(stream, stream.channel_arn, what, severity, detail=detail)
    for stream in change.ended():
        starved = stream.health == "STARVING"
        severity, detail = (Severity.WARNING, "while starving") if starved else (Severity.INFO, "")
        yield change.happened(stream, stream.channel_arn, "ended", severity, detail=detail)


def _channels(change: _Change) -> Iterator[Transition]:
    for channel in change.appeared():
        yield change.happened(channel, channel.arn, "channel created")
    for channel in change.ended():
        yield change.happened(channel, channel.arn, "channel deleted")


def _sessions(change: _Change) -> Iterator[Transition]:
    channel = change.new.topic.get("channelArn") or ""
    failed = [session for session in change.appeared() if session.has_error_event]
    failed += [
        session
        for was, session in change.stayed()
        if session.has_error_event and not was.has_error_event
    ]
    for session in failed:
        yield change.happened(
            session, channel, "session has an error event", Severity.ERROR, detail=session.stream_id
        )


def _session(change: _Change) -> Iterator[Transition]:
    channel = change.new.topic.get("channelArn") or ""
    for was, session in change.stayed():
        for event in merge.new_events(was.truncated_events, session.truncated_events):
            yield change.happened(
                session,
                channel,
                event.name or "event without a name",
                _event_severity(event.type, event.name, event.code),
                detail=event.code or "",
                at=event.event_time,
            )


def _event_severity(type_: str | None, name: str | None, code: str | None) -> Severity:
    if name in _ERRORS or type_ == "IVS Limit Breach":
        return Severity.ERROR
    if code or name in _WARNINGS:
        return Severity.WARNING
    return Severity.GOOD if name == "Starvation End" else Severity.INFO


def _stages(change: _Change) -> Iterator[Transition]:
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


def _participants(change: _Change) -> Iterator[Transition]:
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


def _participant_events(change: _Change) -> Iterator[Transition]:
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


_Rule = Callable[[_Change], Iterator[Transition]]
_RULES: Mapping[str, _Rule] = MappingProxyType(
    {
        "streams": _streams,
        "channels": _channels,
        "sessions": _sessions,
        "session": _session,
        "stages": _stages,
        "participants": _participants,
        "participant-events": _participant_events,
    }
)
