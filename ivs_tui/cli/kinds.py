"""What `get` can print: how each kind is asked for, what is added, and its table's columns."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from ivs_tui.aws.errors import GatewayError
from ivs_tui.aws.operations import MAX_BATCH
from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.aws.records import realtime as rt
from ivs_tui.aws.records.base import Record
from ivs_tui.cli.parents import channel_arn, stage_arn, stage_session
from ivs_tui.engine.oneshot import OneShot, Whole
from ivs_tui.knowledge.explain import (
    Explanation,
    explain_participant_event,
    explain_stream_event,
    participant_event_rank,
)

Asked = Mapping[str, str]
"""What the command line gives: `id`, `channel`, `stage`, `session`, `participant`."""
_EARLY = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """Records to print; `added` holds what stands under `ivsTui`, item by item."""

    record: type[Record]
    items: Sequence[Record]
    unreadable: int = 0
    added: Sequence[Mapping[str, str | None]] = ()
    single: bool = False
    note: str = ""
    """What has to be said of it beside it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One word after `get`; `columns` are members, those of `ivsTui` with its name before them."""

    name: str
    says: str
    read: Callable[[OneShot, Asked], Awaitable[Answer]]
    columns: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()


async def _streams(source: OneShot, _asked: Asked) -> Answer:
    streams = await source.read("streams")
    arns = list(dict.fromkeys(stream.channel_arn for stream in streams.items))
    names: dict[str, str | None] = {}
    note = ""
    try:
        for start in range(0, len(arns), MAX_BATCH):
            batch = await source.read("names", {"arns": arns[start : start + MAX_BATCH]})
            names |= {channel.arn: channel.name for channel in batch.items}
    except GatewayError as error:
        # The streams were read: an answer without names is worth more than none.
        note = f"streams without names: {error.problem.sentence}"
    added = [{"channelName": names.get(stream.channel_arn)} for stream in streams.items]
    return Answer(ll.StreamSummary, streams.items, streams.unreadable, added, note=note)


async def _channels(source: OneShot, asked: Asked) -> Answer:
    if "id" not in asked:
        return _array(ll.ChannelSummary, await source.read("channels"))
    arn = await channel_arn(source, asked["id"])
    return _object(ll.Channel, await source.read("channel", {"arn": arn}))


async def _sessions(source: OneShot, asked: Asked) -> Answer:
    arn = await channel_arn(source, asked["channel"])
    found = await source.read("sessions", {"channelArn": arn})
    return _array(ll.StreamSessionSummary, found, _newest_first(found.items, "start_time"))


async def _session(source: OneShot, asked: Asked) -> Answer:
    return _object(ll.StreamSession, await _stream_session(source, asked))


async def _stream_events(source: OneShot, asked: Asked) -> Answer:
    found = await _stream_session(source, asked)
    events = _newest_first(found.one().truncated_events or (), "event_time")
    told = [explain_stream_event(event.type, event.name, event.code) for event in events]
    return _explained(ll.StreamEvent, found, events, told)


async def _stages(source: OneShot, asked: Asked) -> Answer:
    if "id" not in asked:
        return _array(rt.StageSummary, await source.read("stages"))
    arn = await stage_arn(source, asked["id"])
    return _object(rt.Stage, await source.read("stage", {"arn": arn}))


async def _stage_sessions(source: OneShot, asked: Asked) -> Answer:
    arn = await stage_arn(source, asked["stage"])
    found = await source.read("stage-sessions", {"stageArn": arn})
    return _array(rt.StageSessionSummary, found, _newest_first(found.items, "start_time"))


async def _participants(source: OneShot, asked: Asked) -> Answer:
    where = await stage_session(source, asked["stage"], asked.get("session"))
    return _array(rt.ParticipantSummary, await source.read("participants", where))


async def _participant(source: OneShot, asked: Asked) -> Answer:
    return _object(rt.Participant, await _of_participant(source, "participant", asked))


async def _participant_events(source: OneShot, asked: Asked) -> Answer:
    found = await _of_participant(source, "participant-events", asked)
    # AWS documents no order, and many events share a second.
    events = sorted(
        found.items,
        key=lambda event: (event.event_time or _EARLY, participant_event_rank(event.name or "")),
    )
    told = [explain_participant_event(event.name, event.error_code) for event in events]
    return _explained(rt.Event, found, events, told)


async def _stream_session(source: OneShot, asked: Asked) -> Whole:
    arn = await channel_arn(source, asked["channel"])
    stream = {"streamId": asked["session"]} if "session" in asked else {}
    return await source.read("session", {"channelArn": arn} | stream)


async def _of_participant(source: OneShot, query: str, asked: Asked) -> Whole:
    where = await stage_session(source, asked["stage"], asked.get("session"))
    return await source.read(query, where | {"participantId": asked["participant"]})


def _newest_first(items: Iterable[Any], member: str) -> list[Any]:
    return sorted(items, key=lambda item: getattr(item, member) or _EARLY, reverse=True)


def _array(record: type[Record], found: Whole, items: Sequence[Record] | None = None) -> Answer:
    return Answer(record, found.items if items is None else items, found.unreadable)


def _object(record: type[Record], found: Whole) -> Answer:
    return Answer(record, (found.one(),), found.unreadable, single=True)


def _explained(
    record: type[Record], found: Whole, events: Sequence[Record], told: Iterable[Explanation]
) -> Answer:
    added = [
        {"meaning": one.meaning, "remedy": one.remedy, "severity": one.severity} for one in told
    ]
    return Answer(record, events, found.unreadable, added)


_MEANING = ("meaning", "remedy", "severity")
_ALL = (
    Kind(
        "streams",
        "live streams",
        _streams,
        columns=(
            *("health", "ivsTui.channelName", "viewerCount", "startTime", "state"),
            *("streamId", "channelArn"),
        ),
        adds=("channelName",),
    ),
    Kind(
        "channels",
        "channels, or with ID all of one",
        _channels,
        columns=("name", "type", "latencyMode", "authorized", "insecureIngest", "arn"),
        takes=("id",),
    ),
    Kind(
        "sessions",
        "stream sessions of a channel, newest first",
        _sessions,
        columns=("startTime", "endTime", "hasErrorEvent", "streamId"),
        needs=("channel",),
    ),
    Kind(
        "session",
        "a stream session, by default the most recent",
        _session,
        needs=("channel",),
        takes=("session",),
    ),
    Kind(
        "stream-events",
        "events of a stream session, newest first, explained",
        _stream_events,
        columns=("eventTime", "ivsTui.severity", "name", "code", "ivsTui.meaning", "ivsTui.remedy"),
        needs=("channel",),
        takes=("session",),
        adds=_MEANING,
    ),
    Kind(
        "stages",
        "stages, or with ID all of one",
        _stages,
        columns=("name", "activeSessionId", "arn"),
        takes=("id",),
    ),
    Kind(
        "stage-sessions",
        "sessions of a stage, newest first",
        _stage_sessions,
        columns=("startTime", "endTime", "sessionId"),
        needs=("stage",),
    ),
    Kind(
        "participants",
        "participants of a stage session, by default of the active one",
        _participants,
        columns=(
            *("state", "userId", "participantId", "published", "firstJoinTime"),
            *("recordingState", "replicationType", "replicationState"),
        ),
        needs=("stage",),
        takes=("session",),
    ),
    Kind(
        "participant",
        "one participant",
        _participant,
        needs=("stage", "participant"),
        takes=("session",),
    ),
    Kind(
        "participant-events",
        "events of a participant, oldest first, explained",
        _participant_events,
        columns=(
            *("eventTime", "ivsTui.severity", "name", "errorCode", "remoteParticipantId"),
            *("ivsTui.meaning", "ivsTui.remedy"),
        ),
        needs=("stage", "participant"),
        takes=("session",),
        adds=_MEANING,
    ),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
"""Every kind by name, in the order in which they are listed."""
