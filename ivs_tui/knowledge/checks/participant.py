"""A participant: failed attempts, the time of publishing, recording and replication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from ivs_tui.aws.records import realtime as rt
from ivs_tui.engine.gathering import is_failure
from ivs_tui.knowledge.checks.checklist import Checklist
from ivs_tui.knowledge.checks.duration import is_near
from ivs_tui.knowledge.checks.stage import check_protocol, counted, name_of
from ivs_tui.knowledge.checks.words import WORD_MOST, lasting, short, times
from ivs_tui.knowledge.explain import explain_participant_event, participant_event_rank
from ivs_tui.knowledge.finding import Examination
from ivs_tui.knowledge.limits import LIMITS

_ERRORS = {
    "PUBLISH_ERROR": "publish-error",
    "SUBSCRIBE_ERROR": "subscribe-error",
    "JOIN_ERROR": "join-error",
}
_RECORDING = frozenset({"STARTING", "ACTIVE", "STOPPING", "STOPPED", "FAILED", "DISABLED"})


def examine_participant(
    participant: rt.Participant, events: Sequence[rt.Event] | None, *, now: datetime
) -> Examination:
    """Examine one participant; `events` None means that nobody read them."""
    sheet = Checklist(now)
    if events is None:
        sheet.skip("publish-error", "the participant's events were not read")
    else:
        _check_errors(sheet, events)
    _check_age(sheet, participant, events)
    _check_recording(sheet, participant)
    _check_replication(sheet, participant)
    if participant.protocol not in {None, "", "UNKNOWN"}:
        check_protocol(sheet, participant.protocol, "protocol")
    return sheet.examination()


def _check_errors(sheet: Checklist, events: Sequence[rt.Event]) -> None:
    sheet.checked("publish-error")
    for name in sorted({short(one.name) for one in events if _is_unknown(one)}):
        sheet.unchecked(f"event {name or 'without a name'}", "not known to this version")
    groups: dict[tuple[str, str], list[rt.Event]] = defaultdict(list)
    for event in events:
        if is_failure(event):
            groups[event.name or "", event.error_code or ""].append(event)
    for (name, code), group in groups.items():
        told = explain_participant_event(name, code)
        known = sorted(event.event_time for event in group if event.event_time is not None)
        cause = f" Likely cause: {told.cause}" if told.cause else ""
        later = _later(sheet, events, name, known)
        sheet.found(
            _ERRORS.get(name, "failed-attempt"),
            f"{_when(sheet, known, len(group))}. {told.meaning}{cause}{later}",
            told=told,
            event=short(name) or "event without a name",
            code=short(code, WORD_MOST) or "without a code",
            times=f", {times(len(group))}" if len(group) > 1 else "",
        )


def _is_unknown(event: rt.Event) -> bool:
    return not explain_participant_event(event.name, None).known


def _when(sheet: Checklist, known: Sequence[datetime], count: int) -> str:
    if not known:
        return f"{times(count)} at an unknown time"
    if count == 1:
        return f"At {sheet.at(known[0])}"
    return f"{times(count)}, first at {sheet.at(known[0])}, last at {sheet.at(known[-1])}"


def _later(
    sheet: Checklist, events: Sequence[rt.Event], name: str, known: Sequence[datetime]
) -> str:
    """Whether publishing worked after the last error."""
    if name != "PUBLISH_ERROR" or not known:
        return ""
    later = [
        event.event_time
        for event in events
        if event.name == "PUBLISH_STARTED" and event.event_time and event.event_time > known[-1]
    ]
    return f" It worked at {sheet.at(min(later))}." if later else ""


def _check_age(
    sheet: Checklist, participant: rt.Participant, events: Sequence[rt.Event] | None
) -> None:
    if participant.state != "CONNECTED" or participant.redundant_ingest:
        return
    hours = LIMITS.stage.hours
    since = publishing_since(events or ())
    if since is not None:
        sheet.checked("publishing-near-24h")
        age = sheet.now - since
        if is_near(age, hours):
            sheet.found(
                "publishing-near-24h",
                f"PUBLISH_STARTED at {sheet.at(since)} without PUBLISH_STOPPED",
                lasting=lasting(age),
                limit=hours,
            )
        return
    joined = _last_join(events or ()) or participant.first_join_time
    if joined is None:
        sheet.skip("joined-near-24h")
        return
    sheet.checked("joined-near-24h")
    if is_near(sheet.now - joined, hours):
        sheet.found(
            "joined-near-24h",
            f"joined at {sheet.at(joined)}, state CONNECTED",
            lasting=lasting(sheet.now - joined),
            who=counted([participant]),
            limit=hours,
        )


def publishing_since(events: Sequence[rt.Event]) -> datetime | None:
    """When the publishing that still goes on began, by the events alone."""
    since = None
    for event in in_order(events):
        if event.name == "PUBLISH_STARTED":
            since = event.event_time
        elif event.name in {"PUBLISH_STOPPED", "LEFT"}:
            since = None
    return since


def _last_join(events: Sequence[rt.Event]) -> datetime | None:
    joins = [event.event_time for event in in_order(events) if event.name == "JOINED"]
    return joins[-1] if joins else None


def in_order(events: Sequence[rt.Event]) -> list[rt.Event]:
    """The events that have a time, oldest first, with what begins before what ends."""
    timed = [
        (event.event_time, participant_event_rank(event.name or ""), event)
        for event in events
        if event.event_time is not None
    ]
    return [event for *_, event in sorted(timed, key=lambda entry: entry[:2])]


def _check_recording(sheet: Checklist, participant: rt.Participant) -> None:
    state = participant.recording_state or ""
    if state not in _RECORDING:
        sheet.skip_unknown("participant-recording-failed", "state", state)
        return
    sheet.checked("participant-recording-failed")
    if state == "FAILED":
        bucket = participant.recording_s3_bucket_name
        sheet.found(
            "participant-recording-failed",
            "recordingState FAILED"
            + (f", to bucket {bucket}" if bucket else "")
            + f", of {name_of(participant)}",
            who=counted([participant]),
        )


def _check_replication(sheet: Checklist, participant: rt.Participant) -> None:
    sheet.checked("replication-stopped")
    if (
        participant.state == "CONNECTED"
        and participant.replication_state == "STOPPED"
        and participant.replication_type in {"SOURCE", "REPLICA"}
    ):
        source = participant.source_stage_arn
        sheet.found(
            "replication-stopped",
            f"replicationState STOPPED, replicationType {participant.replication_type}"
            + (f", from {source}" if source else ""),
            who=counted([participant]),
        )
