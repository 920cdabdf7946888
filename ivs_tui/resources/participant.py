"""A participant: who it is, what it runs on, and every event with its error explained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from ivs_tui.aws.records.realtime import Event, ExchangedParticipantToken, Participant
from ivs_tui.engine.clock import LONG_AGO
from ivs_tui.engine.gathering import is_failure, publishes
from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.knowledge.checks import examine_participant
from ivs_tui.knowledge.explain import explain_participant_event, participant_event_rank
from ivs_tui.knowledge.finding import Examination
from ivs_tui.resources import explained, jumps, parts, states
from ivs_tui.resources import format as fmt
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


def _facts(subject: Subject, look: Look) -> Sequence[Line]:
    person: Participant = subject.record
    return [
        Line(
            "who",
            (
                states.participant(person.state, look),
                fmt.text(person.user_id, look, Tone.STRONG),
                fmt.text(person.participant_id, look, Tone.DIM),
                Cell(f"first joined {fmt.near_time(person.first_join_time, look.now)}"),
            ),
        ),
        Line("published", (_published(subject),)),
        Line("client", tuple(_client(person, look))),
        Line("recording", tuple(_recording(person, look))),
        *_replication(person, look),
        *_attributes(person, look),
    ]


def _published(subject: Subject) -> Cell:
    person: Participant = subject.record
    events = parts.items_of(subject.joined, "participant-events")
    if person.state == "CONNECTED" and publishes(events):
        return Cell("now, by its events", Tone.GOOD)
    if person.published is None:
        return Cell("the API does not say", Tone.DIM)
    if person.published:
        return Cell("at some time in this session; the flag does not say whether it does now")
    return Cell("never in this session")


def _client(person: Participant, look: Look) -> Iterable[Cell]:
    said = {
        "browser": _joined(person.browser_name, person.browser_version),
        "OS": _joined(person.os_name, person.os_version),
        "SDK": person.sdk_version,
        "ISP": person.isp_name,
        "protocol": person.protocol,
    }
    known = [
        Cell(f"{label} {fmt.text(value, look).text}") for label, value in said.items() if value
    ]
    return known or [Cell("the API does not say", Tone.DIM)]


def _joined(*words: str | None) -> str:
    return " ".join(word for word in words if word)


def _recording(person: Participant, look: Look) -> Iterable[Cell]:
    yield states.life(person.recording_state, look)
    if person.recording_s3_bucket_name:
        where = f"s3://{person.recording_s3_bucket_name}/{person.recording_s3_prefix or ''}"
        yield fmt.text(where, look)


def _replication(person: Participant, look: Look) -> Iterable[Line]:
    if person.replication_type not in {None, "NONE"}:
        said = [fmt.text(person.replication_type, look), fmt.text(person.replication_state, look)]
        if person.source_stage_arn:
            source = _joined("from", person.source_stage_arn, person.source_session_id)
            said.append(fmt.text(source, look, Tone.DIM))
        yield Line("replication", tuple(said))
    if person.ingest_configuration_arn:
        redundant = (Cell("redundant"),) if person.redundant_ingest else ()
        arn = fmt.text(person.ingest_configuration_arn, look)
        yield Line("ingest", (arn, *redundant))


def _attributes(person: Participant, look: Look) -> Iterable[Line]:
    if person.attributes:
        pairs = sorted(person.attributes.items())
        said = tuple(fmt.text(f"{name}={value}", look) for name, value in pairs)
        yield Line("attributes", said)


def _place(event: Event) -> tuple[datetime, int]:
    return (event.event_time or LONG_AGO, participant_event_rank(event.name or ""))


def _events(subject: Subject) -> list[Row]:
    """Oldest first, in a stable order within one second: AWS documents none."""
    events = sorted(parts.items_of(subject.joined, "participant-events"), key=_place)
    keys = parts.told_apart(
        f"{one.event_time}|{one.name}|{one.error_code}|{one.remote_participant_id}"
        for one in events
    )
    return list(map(Row, keys, events))


def _explain(row: Row, look: Look) -> Sequence[Line]:
    event: Event = row.record
    told = explain_participant_event(event.name, event.error_code)
    return [*explained.lines(told, event.error_code, look), *_tokens(event, look)]


def _tokens(event: Event, look: Look) -> Iterable[Line]:
    for label, token in (("from token", event.previous_token), ("to token", event.new_token)):
        if token is not None:
            yield Line(label, tuple(_token(token, look)))


def _token(token: ExchangedParticipantToken, look: Look) -> Iterable[Cell]:
    yield fmt.text(" ".join(token.capabilities or ()), look)
    if token.user_id:
        yield Cell(f"user {fmt.text(token.user_id, look).text}")
    if token.expiration_time:
        yield Cell(f"expires {fmt.near_time(token.expiration_time, look.now)}")


def _notice(_subject: Subject, snapshot: Snapshot) -> str:
    return "" if snapshot.items else "the API tells of no event"


def _event_cell(row: Row, look: Look) -> Cell:
    event: Event = row.record
    told = explain_participant_event(event.name, event.error_code)
    return states.severity(told.severity, event.name or "-", look)


def _newest_error(rows: Sequence[Row]) -> str:
    """Why somebody looks at it; the oldest event, at the top, is that it joined."""
    failed = [row for row in rows if is_failure(row.record)]
    return max(failed, key=lambda row: _place(row.record)).key if failed else ""


def _about(row: Row) -> str | None:
    event: Event = row.record
    if event.remote_participant_id:
        return event.remote_participant_id
    return fmt.short_arn(event.destination_stage_arn) or None


def _leads(subject: Subject, row: Row | None) -> Sequence[Jump]:
    topic = subject.topic
    return [
        *(_remote(row, topic) if row else ()),
        *jumps.of_participant(subject.record, topic),
        *jumps.to_session("participants", topic.get("stageArn"), topic.get("sessionId")),
    ]


def _remote(row: Row, topic: Topic) -> Sequence[Jump]:
    """Whom the event under the cursor is about, or where it was shown."""
    event: Event = row.record
    here = (topic.get("stageArn"), topic.get("sessionId"))
    there = (event.destination_stage_arn, event.destination_session_id)
    return [
        *jumps.to_participant("the event's remote participant", *here, event.remote_participant_id),
        *jumps.to_session("participants where it is shown", *there),
    ]


def _drill(row: Row, topic: Topic) -> Goal | None:
    jump = next(iter(_remote(row, topic)), None)
    return jump.goal if jump else None


def _examine(subject: Subject, now: datetime) -> Examination:
    return examine_participant(subject.record, subject.read("participant-events"), now=now)


DETAIL = Detail(
    name="participant",
    title="Participant",
    query="participant",
    facts=_facts,
    rows=_events,
    source="participant-events",
    first=_newest_error,
    order=lambda row: (*_place(row.record), row.key),
    explain=_explain,
    notice=_notice,
    identity=lambda topic: topic.get("participantId") or "",
    reads=lambda topic, _record: [Read("participant-events", dict(topic.parameters))],
    drill=_drill,
    jumps=_leads,
    examine=_examine,
    columns=(
        parts.time_column("time", "TIME", lambda row: row.record.event_time, precise=True),
        Column(
            id="event",
            title="EVENT",
            width=22,
            value=lambda row: row.record.name,
            cell=_event_cell,
            text=lambda row: row.record.name or "",
        ),
        parts.text_column(
            "code", "ERROR CODE", 26, lambda row: row.record.error_code, tone=Tone.BAD
        ),
        parts.text_column("about", "ABOUT", 14, _about, grow=1, shed=1),
        parts.flag_column("replica", "REPLICA", 7, lambda row: row.record.replica, shed=2),
    ),
)
