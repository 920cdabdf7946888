"""What `:find` has found: in all that was read, and in the active stage sessions that it asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import singledispatch
from typing import Any, NamedTuple

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.aws.records import realtime as rt
from ivs_tui.engine.gathering import USER, Attempts, InError, Searched, SessionInError, may_be_user
from ivs_tui.engine.snapshot import Snapshot, Topic, Transition
from ivs_tui.resources import attempts, happenings, jumps, parts, states
from ivs_tui.resources import format as fmt
from ivs_tui.resources.spec import Cell, Column, Goal, Kind, Look, Parameters, Row, Tone
from ivs_tui.resources.text import visible

_RANK = {"participant": 0, "live stream": 1, "stream session": 2, "stage": 3, "channel": 4}
"""What is looked for most; all else comes behind."""
_PAST = "event"
_LAST = len(_RANK) + 1


class Thing(NamedTuple):
    """Something that was read: what it is called, and where it leads."""

    what: str
    goal: Goal
    words: Sequence[str | None]
    """What it is found by."""
    name: str | None = None
    id: str | None = None
    where: str | None = None
    """The ARN of what it belongs to."""
    state: str = ""
    wrong: bool = False


class Hit(NamedTuple):
    """A thing that holds what is looked for."""

    thing: Thing
    exact: bool
    name: str
    where: str
    at: datetime | None
    """When that was read."""


def _merge(snapshot: Snapshot, joined: Mapping[str, Snapshot]) -> list[Row]:
    sought = (snapshot.topic.get(USER) or "").casefold()
    names = parts.names_by_arn(joined)
    rows: dict[tuple[str, str], Row] = {}
    for known in (snapshot, *sorted(joined.values(), key=_reads_well)):
        for item in reversed(known.items) if known.topic.name == "events" else known.items:
            for thing in _things(item, known.topic):
                key = _key(thing.goal)
                words = [word.casefold() for word in _words(thing, names) if word]
                if key in rows or not any(sought in word for word in words):
                    continue
                hit = Hit(thing, sought in words, *_called(thing, names), known.read_at)
                rows[key] = Row(" ".join(key), item, hit)
    return list(rows.values())


_WELL = ("participants", "streams", "sessions", "stages", "channels")


def _reads_well(snapshot: Snapshot) -> tuple[int, bool]:
    """Of what several lists hold, the first one's word counts: the timeline's last."""
    name = snapshot.topic.name
    return (_WELL.index(name) if name in _WELL else len(_WELL), name == "events")


def _key(goal: Goal) -> tuple[str, str]:
    return goal.target, "\n".join(
        f"{name}={goal.parameters[name]}" for name in sorted(goal.parameters)
    )


def _words(thing: Thing, names: Mapping[str, str]) -> Iterator[str | None]:
    yield from thing.words
    if thing.what == "live stream":
        yield names.get(thing.where or "")


def _called(thing: Thing, names: Mapping[str, str]) -> tuple[str, str]:
    where = names.get(thing.where or "") or fmt.short_arn(thing.where)
    return thing.name or where or thing.id or "", where


@singledispatch
def _things(item: Any, _topic: Topic) -> Sequence[Thing]:
    """What an item of any list is, and what it holds: here what has an ARN and a screen."""
    arn: str | None = getattr(item, "arn", None)
    goal = jumps.goal_of(arn)
    if goal is None:
        return ()
    name: str | None = getattr(item, "name", None)
    tags: Mapping[str, str] = getattr(item, "tags", None) or {}
    words = (arn, name, *tags, *tags.values(), *(f"{key}={tags[key]}" for key in tags))
    where: str | None = getattr(item, "stage_arn", None)
    what = goal.target.removesuffix("-configuration").removesuffix("-policy").replace("-", " ")
    return [Thing(what, goal, words, name, fmt.short_arn(arn), where)]


_resource = _things.dispatch(object)


@_things.register(Searched)
def _(item: Searched, _topic: Topic) -> Sequence[Thing]:
    of = {"stageArn": item.stage_arn, "sessionId": item.session_id}
    return [_listed(one, of) for one in item.participants]


@_things.register(SessionInError)
def _(item: SessionInError, _topic: Topic) -> Sequence[Thing]:
    of = {"stageArn": item.stage_arn, "sessionId": item.session_id}
    return [_failed(one, of, one.code or one.event) for one in item.in_error]


@_things.register(rt.ParticipantSummary)
def _(item: rt.ParticipantSummary, topic: Topic) -> Sequence[Thing]:
    return [_listed(item, _session(topic))]


@_things.register(Attempts)
def _(item: Attempts, topic: Topic) -> Sequence[Thing]:
    failure = attempts.newest(item)
    return [_failed(item, _session(topic), failure.code or failure.event if failure else "")]


@_things.register(ll.StreamSummary)
def _(item: ll.StreamSummary, _topic: Topic) -> Sequence[Thing]:
    channel, stream = item.channel_arn, item.stream_id
    goal = Goal("session", {"channelArn": channel} | ({"streamId": stream} if stream else {}))
    health = (item.health or "").lower()
    what, wrong = "live stream", item.health == "STARVING"
    return [Thing(what, goal, (channel, stream), None, stream, channel, health, wrong=wrong)]


@_things.register(ll.StreamSessionSummary)
@_things.register(ll.StreamSession)
def _(item: ll.StreamSessionSummary | ll.StreamSession, topic: Topic) -> Sequence[Thing]:
    channel, stream = topic.get("channelArn") or "", item.stream_id or ""
    goal = Goal("session", {"channelArn": channel, "streamId": stream})
    return [Thing("stream session", goal, (stream,), None, stream, channel)]


@_things.register(rt.StageSessionSummary)
def _(item: rt.StageSessionSummary, topic: Topic) -> Sequence[Thing]:
    return [_stage_session(topic.get("stageArn"), item.session_id)]


@_things.register(rt.StageSummary)
def _(item: rt.StageSummary, topic: Topic) -> Sequence[Thing]:
    active = item.active_session_id
    return [*_resource(item, topic), *([_stage_session(item.arn, active)] if active else ())]


@_things.register(Transition)
def _(item: Transition, _topic: Topic) -> Sequence[Thing]:
    goal = happenings.drill(Row("", item), item.topic)
    if goal is None:
        return ()
    second = item.key.partition("|")[2]
    words = (item.subject, item.key, item.name, *(text for _, text in item.topic.parameters))
    stage = item.topic.get("stageArn")
    name = item.name or (item.subject if stage else None)
    told = (name, second or item.key, stage or item.subject, item.what)
    return [Thing(_PAST, goal, words, *told)]


def _session(topic: Topic) -> Parameters:
    return {name: topic.get(name) or "" for name in ("stageArn", "sessionId")}


def _participant(of: Parameters, id_: str) -> Goal:
    return Goal("participant", of | {"participantId": id_})


def _listed(one: rt.ParticipantSummary, of: Parameters) -> Thing:
    return Thing(
        "participant",
        _participant(of, one.participant_id),
        (one.user_id, one.participant_id, one.ingest_configuration_arn),
        one.user_id,
        one.participant_id,
        of["stageArn"],
        (one.state or "").lower(),
    )


def _failed(one: Attempts | InError, of: Parameters, code: str) -> Thing:
    return Thing(
        "participant",
        _participant(of, one.participant_id),
        (one.user_id, one.participant_id),
        one.user_id,
        one.participant_id,
        of["stageArn"],
        code,
        wrong=bool(code),
    )


def _stage_session(stage: str | None, session: str) -> Thing:
    goal = Goal("participants", {"stageArn": stage or "", "sessionId": session})
    return Thing("stage session", goal, (session,), None, session, stage)


def _order(row: Row) -> Any:
    hit: Hit = row.joined
    what = hit.thing.what
    rank = _LAST if what == _PAST else _RANK.get(what, len(_RANK))
    connected = hit.thing.state == "connected" or hit.thing.wrong
    return (not hit.exact, rank, not hit.thing.wrong, not connected, hit.name.casefold(), row.key)


def _coverage(snapshot: Snapshot, _joined: Mapping[str, Snapshot], _look: Look) -> Sequence[Cell]:
    sessions: Sequence[Searched] = snapshot.items
    if snapshot.read_at is None or not sessions:
        return ()
    done = sum(one.searched_at is not None for one in sessions)
    tone = Tone.DIM if snapshot.complete else Tone.INFO
    of_all = f"{done:,} of {len(sessions):,} active stage sessions"
    return (Cell(f"searched {of_all}", tone),)


def _notice(snapshot: Snapshot) -> str:
    """What was not searched: what is not found may be there."""
    sought = snapshot.topic.get(USER) or ""
    told = ["Not searched: ended sessions, lists not opened, attributes."]
    if snapshot.read_at is not None and not may_be_user(sought):
        told.append("This is no user id that sessions could be asked for.")
    else:
        told.append("Sessions are asked for whole user ids alone.")
    if unread := [one for one in snapshot.items if one.unread]:
        others = f" and {len(unread) - 1:,} more" if len(unread) > 1 else ""
        stage = fmt.short_arn(unread[0].stage_arn)
        told.insert(0, f"Not searched: the session of {stage}{others}: {unread[0].unread}.")
    if any(one.more for one in snapshot.items):
        told.append("A session has more of them than one call tells.")
    return visible(" ".join(told))


def _state_cell(row: Row, look: Look) -> Cell:
    thing: Thing = row.joined.thing
    if thing.what == "participant" and not thing.wrong and thing.state:
        return states.participant(thing.state.upper(), look)
    return fmt.text(thing.state, look, Tone.BAD if thing.wrong else Tone.NORMAL)


KIND = Kind(
    name="found",
    alias="fd",
    by_name=False,
    title="Found",
    query="found",
    parent="participants",
    takes={USER: "userId"},
    everything=True,
    joins=("stages",),
    merge=_merge,
    order=_order,
    identity=lambda row: row.joined.thing.id or row.joined.name,
    problem=lambda row: "error" if row.joined.thing.wrong else "",
    offers=lambda row: dict(row.joined.thing.goal.parameters),
    nothing="nothing that was read or searched holds it",
    coverage=_coverage,
    notice=_notice,
    drill=lambda row, _topic: row.joined.thing.goal,
    columns=(
        parts.text_column("what", "WHAT", 13, lambda row: row.joined.thing.what, tone=Tone.DIM),
        parts.text_column(
            "name", "NAME", 16, lambda row: row.joined.name, tone=Tone.STRONG, grow=2, ends=True
        ),
        parts.text_column("id", "ID", 13, lambda row: row.joined.thing.id, grow=2),
        parts.text_column("where", "WHERE", 12, lambda row: row.joined.where, grow=1),
        Column(
            id="state",
            title="STATE",
            width=14,
            value=lambda row: row.joined.thing.state or None,
            cell=_state_cell,
            text=lambda row: row.joined.thing.state,
            grow=1,
        ),
        parts.time_column("at", "AS OF", lambda row: row.joined.at, shed=1),
    ),
)
