"""What `get` can print: how each kind is asked for, what is added, and its table's columns."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ivs_tui.aws.errors import GatewayError
from ivs_tui.aws.operations import MAX_BATCH
from ivs_tui.aws.records.base import Record
from ivs_tui.aws.records.lowlatency import StreamEvent
from ivs_tui.cli import parents
from ivs_tui.cli.parents import Asked, Parameters, Resource
from ivs_tui.engine.clock import LONG_AGO
from ivs_tui.engine.oneshot import OneShot, Whole
from ivs_tui.engine.query import QUERIES
from ivs_tui.knowledge.explain import (
    Explanation,
    explain_participant_event,
    explain_stream_event,
    participant_event_rank,
)

Where = Callable[[OneShot, Asked], Awaitable[Parameters]]
"""Finds the parents, and says how what belongs to them is asked for."""


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


Read = Callable[[OneShot, Asked], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One word after `get`; `columns` are members, those of `ivsTui` with its name before them."""

    name: str
    says: str
    read: Read
    columns: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()


def _array(query: str, where: Where, newest: str = "") -> Read:
    """All that the query gives, in the API's order, or by that time with the newest first."""

    async def read(source: OneShot, asked: Asked) -> Answer:
        found = await source.read(query, await where(source, asked))
        items = _newest_first(found.items, newest) if newest else found.items
        return Answer(_record(query), items, found.unreadable)

    return read


def _object(query: str, where: Where) -> Read:
    """The one thing that the query gives."""

    async def read(source: OneShot, asked: Asked) -> Answer:
        found = await source.read(query, await where(source, asked))
        return Answer(_record(query), (found.one(),), found.unreadable, single=True)

    return read


def _all_or_one(resource: Resource, *columns: str) -> Kind:
    """The kind of what has an ARN: the summaries of all, or with ID everything of one."""

    async def all_of_them(_source: OneShot, _asked: Asked) -> Parameters:
        return {}

    async def by_arn(source: OneShot, asked: Asked) -> Parameters:
        return {"arn": await parents.arn_of(source, resource, asked["id"])}

    every, one = _array(resource.every, all_of_them), _object(resource.one, by_arn)

    async def read(source: OneShot, asked: Asked) -> Answer:
        return await (one if "id" in asked else every)(source, asked)

    says = f"{resource.plural}, or with ID all of one"
    return Kind(resource.every, says, read, columns, takes=("id",))


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
    return Answer(_record("streams"), streams.items, streams.unreadable, added, note=note)


async def _stream_events(source: OneShot, asked: Asked) -> Answer:
    found = await source.read("session", await parents.of_stream_session(source, asked))
    events = _newest_first(found.one().truncated_events or (), "event_time")
    told = [explain_stream_event(event.type, event.name, event.code) for event in events]
    return _explained(StreamEvent, found, events, told)


async def _participant_events(source: OneShot, asked: Asked) -> Answer:
    found = await source.read("participant-events", await parents.of_participant(source, asked))
    # AWS documents no order, and many events share a second.
    events = sorted(
        found.items,
        key=lambda event: (event.event_time or LONG_AGO, participant_event_rank(event.name or "")),
    )
    told = [explain_participant_event(event.name, event.error_code) for event in events]
    return _explained(_record("participant-events"), found, events, told)


def _record(query: str) -> type[Record]:
    return QUERIES[query].record


def _newest_first(items: Iterable[Any], member: str) -> list[Any]:
    return sorted(items, key=lambda item: getattr(item, member) or LONG_AGO, reverse=True)


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
    _all_or_one(
        parents.CHANNELS,
        *("name", "type", "latencyMode", "authorized", "insecureIngest", "arn"),
    ),
    Kind(
        "sessions",
        "stream sessions of a channel, newest first",
        _array("sessions", parents.of_channel, newest="start_time"),
        columns=("startTime", "endTime", "hasErrorEvent", "streamId"),
        needs=("channel",),
    ),
    Kind(
        "session",
        "a stream session, by default the most recent",
        _object("session", parents.of_stream_session),
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
    _all_or_one(parents.STAGES, "name", "activeSessionId", "arn"),
    Kind(
        "stage-sessions",
        "sessions of a stage, newest first",
        _array("stage-sessions", parents.of_stage, newest="start_time"),
        columns=("startTime", "endTime", "sessionId"),
        needs=("stage",),
    ),
    Kind(
        "participants",
        "participants of a stage session, by default of the active one",
        _array("participants", parents.of_stage_session),
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
        _object("participant", parents.of_participant),
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
    Kind(
        "stream-keys",
        "stream keys of a channel, without their values",
        _array("stream-keys", parents.of_channel),
        columns=("tags", "arn"),
        needs=("channel",),
    ),
    Kind(
        "replicas",
        "where a participant of a stage is shown too",
        _array("replicas", parents.of_source),
        columns=(
            *("replicationState", "destinationStageArn", "destinationSessionId"),
            "sourceSessionId",
        ),
        needs=("stage", "participant"),
    ),
    _all_or_one(
        Resource("compositions", "composition", "compositions"),
        *("state", "stageArn", "startTime", "destinations.state", "arn"),
    ),
    _all_or_one(
        Resource("ingest", "ingest-configuration", "ingest configurations"),
        *("state", "name", "ingestProtocol", "stageArn", "userId", "redundantIngest", "arn"),
    ),
    _all_or_one(
        Resource("recordings", "recording-configuration", "recording configurations"),
        *("state", "name", "destinationConfiguration.s3.bucketName", "arn"),
    ),
    _all_or_one(Resource("key-pairs", "key-pair", "key pairs"), "name", "arn"),
    _all_or_one(
        Resource("restrictions", "restriction-policy", "restriction policies"),
        *("name", "allowedCountries", "allowedOrigins", "enableStrictOriginEnforcement", "arn"),
    ),
    _all_or_one(
        Resource("ads", "ad-configuration", "ad configurations"),
        *("name", "postRollConfiguration"),
        *("mediaTailorPlaybackConfigurations.playbackConfigurationArn", "arn"),
    ),
    _all_or_one(
        Resource("encoders", "encoder-configuration", "encoder configurations"), "name", "arn"
    ),
    _all_or_one(
        Resource("storages", "storage-configuration", "storage configurations"),
        *("name", "s3.bucketName", "arn"),
    ),
    _all_or_one(Resource("public-keys", "public-key", "public keys"), "name", "arn"),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
"""Every kind by name, in the order in which they are listed."""
