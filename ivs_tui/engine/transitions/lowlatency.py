"""What happened to streams and stream sessions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ivs_tui.engine import merge
from ivs_tui.engine.snapshot import Severity, Transition
from ivs_tui.engine.transitions.change import Change, Rule

_ERRORS = frozenset({"Stream Failure", "Recording Start Failure", "Recording End Failure"})
_WARNINGS = frozenset({"Starvation Start", "Stream Takeover Failure"})
_HEALTH: Mapping[str | None, tuple[str, Severity]] = MappingProxyType(
    {"STARVING": ("starving", Severity.WARNING), "HEALTHY": ("recovered", Severity.GOOD)}
)


def _streams(change: Change) -> Iterator[Transition]:
    for stream in change.appeared():
        yield change.happened(stream, stream.channel_arn, "went live", Severity.GOOD)
        if stream.health == "STARVING":
            yield change.happened(stream, stream.channel_arn, "starving", Severity.WARNING)
    for was, stream in change.stayed():
        if was.health != stream.health:
            other = (f"health {stream.health or 'not said'}", Severity.INFO)
            what, severity = _HEALTH.get(stream.health, other)
            usual = {was.health, stream.health} == _HEALTH.keys()
            detail = "" if usual else f"was {was.health or 'not said'}"
            yield change.happened(stream, stream.channel_arn, what, severity, detail=detail)
    for stream in change.ended():
        starved = stream.health == "STARVING"
        severity, detail = (Severity.WARNING, "while starving") if starved else (Severity.INFO, "")
        yield change.happened(stream, stream.channel_arn, "ended", severity, detail=detail)


def _sessions(change: Change) -> Iterator[Transition]:
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


def _session(change: Change) -> Iterator[Transition]:
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


RULES: Mapping[str, Rule] = MappingProxyType(
    {"streams": _streams, "sessions": _sessions, "session": _session}
)
