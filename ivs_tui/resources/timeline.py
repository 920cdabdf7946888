"""What happened to one resource: what was seen, and what the API still tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from msgspec import structs

from ivs_tui.engine.episodes import STARVING, told_once
from ivs_tui.engine.last_events import LAST_EVENTS, LastEvent
from ivs_tui.engine.snapshot import Scope, Severity, Snapshot, Topic, Transition
from ivs_tui.engine.transitions import transitions
from ivs_tui.knowledge.explain import explain_participant_event, explain_stream_event
from ivs_tui.resources import format as fmt
from ivs_tui.resources import happenings, parts
from ivs_tui.resources.beside import FLAPS
from ivs_tui.resources.happenings import Told
from ivs_tui.resources.jumps import resource_type
from ivs_tui.resources.spec import Cell, Kind, Look, Mark, Parameters, Read, Row, Tone

HOUR = timedelta(hours=1)
_NAME = "channelName"
"""Of a channel that is not there: what is told of it bears its name alone."""
_WHOSE = ("arn", "channelArn", "stageArn", _NAME, "sessionId", "participantId")
"""What a resource is known by, the most particular last."""
_RECENT = timedelta(hours=24)
"""Of sessions that ended longer ago, `sessions` tells."""
_SESSIONS = {"channelArn": "sessions", "stageArn": "stage-sessions"}
"""The list of what comes and goes on a resource, by the parameter that names it."""
_SEVERITY = {
    "good": Severity.GOOD,
    "warning": Severity.WARNING,
    "error": Severity.ERROR,
    "critical": Severity.ERROR,
}
_STARTED, _ENDED = "session started", "session ended"
_EDGES = {
    "went live": _STARTED,
    "ended": _ENDED,
    "stage session began": _STARTED,
    "stage session ended": _ENDED,
}
"""What the reads show of that which the lists of sessions tell exactly."""


def resource(identity: str, offered: Parameters) -> Parameters:
    """Whose timeline it is: of a stream or a session its channel's or stage's; empty for none.

    `identity` is the ARN, or the id, of what is in front, and `offered` what it is read with.
    """
    kind = resource_type(identity)
    named = {"channel": "channelArn", "stage": "stageArn"}.get(kind, "arn")
    if kind:
        return {named: identity}
    session = {name: offered[name] for name in ("stageArn", "sessionId") if name in offered}
    if identity and len(session) == 2 and identity != session["sessionId"]:
        return session | {"participantId": identity}
    return next(({name: offered[name]} for name in (*_SESSIONS, _NAME) if name in offered), {})


def subject(about: Mapping[str, str]) -> str:
    """The ARN or id of the resource itself; empty where there is none."""
    return next((about[name] for name in reversed(_WHOSE) if name in about), "")


def concerns(event: Transition, about: Mapping[str, str]) -> bool:
    """Whether an event is of this resource, or of what belongs to it."""
    named = {event.subject, event.key, event.name, *dict(event.topic.parameters).values()}
    return named.issuperset(about.values())


def _reads(topic: Topic) -> Sequence[Read]:
    about = dict(topic.parameters)
    if "participantId" in about:
        return [Read("participant-events", about)]
    found = [
        Read(query, {name: about[name]}, 2.0) for name, query in _SESSIONS.items() if name in about
    ]
    if "channelArn" in about:
        # Its events cost a request of their own: they are told where they are known.
        found.append(Read("session", about, 0.0))
    return found


def _merge(snapshot: Snapshot, joined: Mapping[str, Snapshot]) -> list[Row]:
    about, name = dict(snapshot.topic.parameters), happenings.naming(joined)
    seen = {
        id(event): number < 0
        for number, event in enumerate(snapshot.items, snapshot.first)
        if concerns(event, about) or not event.subject
    }
    events = [event for event in snapshot.items if id(event) in seen]
    told = list(_also_seen(_told_by_api(joined, about.get("channelArn")), events))
    told += _composition(joined.get("compositions"), about.get("arn"), events)
    kept = told_once([*_once(events, told), *told])
    found = happenings.episodes_by_event(kept)
    edges = {(one.key, one.what.partition(",")[0]) for one in told}
    listed = [event for event in kept if not _is_told(event, edges)]
    keys = parts.told_apart(
        f"{one.at}|{one.topic.name}|{one.key}|{one.what}|{one.detail}" for one in listed
    )
    known = (Told(name(one), found.get(id(one)), seen.get(id(one), False)) for one in listed)
    return list(map(Row, keys, listed, known))


def _also_seen(told: Iterable[Transition], events: Iterable[Transition]) -> Iterator[Transition]:
    """With what only the reads showed of a session's end."""
    seen = {_session(one): one for one in events if one.what == "ended" and one.detail}
    for one in told:
        end = seen.get(one.key) if one.what.startswith(_ENDED) else None
        yield one if end is None else structs.replace(one, detail=f"{one.detail}, {end.detail}")


def _once(events: Iterable[Transition], told: Sequence[Transition]) -> list[Transition]:
    """Without those that the API still tells of."""
    known = {(one.at, one.what, one.detail, one.subject) for one in told}
    return [one for one in events if (one.at, one.what, one.detail, one.subject) not in known]


def _is_told(event: Transition, edges: set[tuple[str, str]]) -> bool:
    """Whether it is the beginning or end of a session, whose exact time is there already."""
    edge = _EDGES.get(event.what, "")
    return (_session(event), edge) in edges


def _session(event: Transition) -> str:
    return event.key.partition("|")[2] if event.topic.name == "streams" else event.detail


def _told_by_api(joined: Mapping[str, Snapshot], channel: str | None) -> Iterator[Transition]:
    for name in _SESSIONS.values():
        if name in joined:
            yield from _edges(joined[name])
    session = joined.get("session")
    last = _last(joined, channel)
    told_of = {one.stream_id for one in session.items} if session is not None else set()
    if last is not None and last.event and last.stream_id not in told_of:
        about = _asked(joined[LAST_EVENTS].topic.scope, last.channel_arn, last.stream_id)
        told = explain_stream_event(last.event.type, last.event.name, last.event.code)
        key = last.stream_id or ""
        yield from _event(about, last.event, last.event.code, told.severity, key)
    if session is not None:
        for one in session.items:
            about = _asked(session.topic.scope, channel or "", one.stream_id)
            for event in one.truncated_events or ():
                told = explain_stream_event(event.type, event.name, event.code)
                yield from _event(about, event, event.code, told.severity, one.stream_id)
    if events := joined.get("participant-events"):
        for event in events.items:
            told = explain_participant_event(event.name, event.error_code)
            whose = events.topic.get("participantId") or ""
            yield from _event(events.topic, event, event.error_code, told.severity, whose)


def _asked(scope: Scope, channel: str, stream: str | None) -> Topic:
    """The one stream session that an event is of: several may be known."""
    return Topic(scope, "session", (("channelArn", channel), ("streamId", stream or "")))


def _composition(
    listed: Snapshot | None, arn: str | None, seen: Sequence[Transition]
) -> Iterator[Transition]:
    """The times of a composition that its list tells, unless a read showed more of them."""
    items = tuple(one for one in listed.items if one.arn == arn) if listed and arn else ()
    if listed is None or not items:
        return
    nothing = Snapshot(topic=listed.topic, complete=True)
    for one in transitions(nothing, structs.replace(listed, items=items, complete=True)):
        known = ((it.at, it.what) for it in seen if it.detail.startswith(one.detail))
        if not one.observed and (one.at, one.what) not in known:
            yield one


def _last(joined: Mapping[str, Snapshot], channel: str | None) -> LastEvent | None:
    """The newest event of a channel's stream, which is read of every live one."""
    known = parts.items_of(joined, LAST_EVENTS) if channel else ()
    return next((one for one in known if one.channel_arn == channel), None)


def _event(
    topic: Topic, event: Any, code: str | None, severity: str, key: str
) -> Iterator[Transition]:
    if event.event_time is not None:
        yield Transition(
            at=event.event_time,
            topic=topic,
            key=key,
            subject=topic.get("channelArn") or key,
            what=event.name or "event without a name",
            detail=code or "",
            severity=_SEVERITY.get(severity, Severity.INFO),
            observed=False,
        )


def _edges(sessions: Snapshot) -> Iterator[Transition]:
    """The beginnings and ends of the sessions of the last hours."""
    if sessions.read_at is None:
        return
    since = sessions.read_at - _RECENT
    in_order = sorted(
        (one for one in sessions.items if one.start_time), key=lambda one: one.start_time
    )
    before = None
    for one in in_order:
        back = one.start_time - before if before else None
        before = one.end_time
        if one.end_time is None or one.end_time >= since:
            yield _edge(sessions.topic, one, _STARTED, _back(back))
        if one.end_time is not None and one.end_time >= since:
            failed = getattr(one, "has_error_event", None)
            what = f"{_ENDED}, with an error event" if failed else _ENDED
            lasted = fmt.seconds(one.end_time - one.start_time)
            yield _edge(sessions.topic, one, what, f"lasted {lasted}")


def _back(after: timedelta | None) -> str:
    return f"{fmt.seconds(after)} after the one before" if after is not None else ""


def _edge(topic: Topic, one: Any, what: str, detail: str) -> Transition:
    began = what == _STARTED
    severity = Severity.GOOD if began else Severity.INFO
    return Transition(
        at=one.start_time if began else one.end_time,
        topic=topic,
        key=one.stream_id if hasattr(one, "stream_id") else one.session_id,
        subject=topic.get("channelArn") or topic.get("stageArn") or "",
        what=what,
        detail=detail,
        severity=Severity.ERROR if "error" in what else severity,
        observed=False,
    )


def _answer(joined: Mapping[str, Snapshot], rows: Sequence[Row], look: Look) -> Sequence[Cell]:
    """Whether it restarted in the last hour, whether it flaps, how often it starved."""
    sessions = next((joined[name] for name in _SESSIONS.values() if name in joined), None)
    if sessions is None:
        return ()
    if sessions.last_complete_at is None:
        return (Cell(f"{look.mark(Mark.UNREAD)} sessions not read yet", Tone.DIM),)
    told = _restarts(sessions.items, look)
    return (told, *_starved(joined, sessions.topic.get("channelArn"), rows, look))


def _restarts(sessions: Sequence[Any], look: Look) -> Cell:
    now, timed = look.now, [one for one in sessions if one.start_time]
    started = [one.start_time for one in timed if now - one.start_time <= HOUR]
    live = max((one.start_time for one in timed if one.end_time is None), default=None)
    ends = [one.end_time for one in timed if one.end_time]
    age = f"live for {fmt.age(live, now)}" if live else "not live"
    if len(started) >= FLAPS:
        told = f"{len(started)} sessions started in the last hour: flapping, {age}"
        return fmt.marked(Mark.FAILED, told, Tone.BAD, look)
    again = [one for one in started if any(timedelta(0) <= one - end <= HOUR for end in ends)]
    if again:
        often = "1 restart" if len(again) == 1 else f"{len(again)} restarts"
        return fmt.marked(Mark.STARVING, f"{often} in the last hour, {age}", Tone.WARNING, look)
    if live:
        return fmt.marked(Mark.GOOD, f"no restart in the last hour, {age}", Tone.GOOD, look)
    if ends:
        told = f"not live: the last session ended {fmt.age(max(ends), now)} ago"
        return fmt.marked(Mark.OFF, told, Tone.DIM, look)
    return fmt.marked(Mark.OFF, "no session is known", Tone.DIM, look)


def _starved(
    joined: Mapping[str, Snapshot], channel: str | None, rows: Sequence[Row], look: Look
) -> Sequence[Cell]:
    last = _last(joined, channel)
    found = {id(told.began): told for row in rows if (told := row.joined.episode)}
    lasting = [
        one
        for one in found.values()
        if one.state == STARVING and look.now - one.began.at <= HOUR and not one.is_blip
    ]
    # What the session's events count was read before this run saw any of it.
    count = max(len(lasting), last.starvations if last else 0)
    if not count:
        return ()
    often = "once" if count == 1 else f"{count} times"
    flaps = ": flapping" if count >= FLAPS else ""
    return (Cell(f", starved {often} in it{flaps}", Tone.WARNING),)


def _order(row: Row) -> Any:
    return (-row.record.at.timestamp(), row.key)


KIND = Kind(
    name="timeline",
    alias="",
    title="Timeline",
    query="timeline",
    joins=(LAST_EVENTS,),
    knows=(*parts.NAMED, "compositions"),
    reads=_reads,
    merge=_merge,
    answer=_answer,
    whose=_WHOSE,
    order=_order,
    identity=lambda row: row.record.subject,
    problem=happenings.problem,
    offers=lambda row: dict(row.record.topic.parameters),
    nothing="nothing has happened to it, as far back as is known",
    drill=happenings.drill,
    columns=tuple(happenings.columns(where=False)),
)
