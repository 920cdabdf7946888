"""Raw requests to a simulator, and what to ask so that every operation answers."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import aiohttp

from ivs_tui.sim.server import Simulator
from ivs_tui.sim.world import Item, World


async def ask(simulator: Simulator, operation: str, **asked: Any) -> tuple[int, Item]:
    """The status and the JSON of an answer."""
    async with aiohttp.ClientSession() as client:
        if operation == "ListTagsForResource":
            path = asked["resourceArn"].replace("/", "%2F")
            answer = await client.get(f"{simulator.url}/tags/{path}")
        else:
            answer = await client.post(f"{simulator.url}/{operation}", json=asked)
        return answer.status, await answer.json()


async def pages(simulator: Simulator, operation: str, **asked: Any) -> list[Item]:
    """All pages of a list."""
    found: list[Item] = []
    while True:
        status, body = await ask(simulator, operation, **asked)
        assert status == 200, body
        token = body.pop("nextToken", None)
        (rows,) = body.values()
        found += rows
        if token is None:
            return found
        asked["nextToken"] = token


GETS = {
    "GetAdConfiguration": "ad-configuration",
    "GetComposition": "composition",
    "GetEncoderConfiguration": "encoder-configuration",
    "GetIngestConfiguration": "ingest-configuration",
    "GetPlaybackKeyPair": "playback-key",
    "GetPlaybackRestrictionPolicy": "playback-restriction-policy",
    "GetPublicKey": "public-key",
    "GetRecordingConfiguration": "recording-configuration",
    "GetStorageConfiguration": "storage-configuration",
    "GetStreamKey": "stream-key",
}
LISTS = (
    "ListAdConfigurations",
    "ListChannels",
    "ListCompositions",
    "ListEncoderConfigurations",
    "ListIngestConfigurations",
    "ListPlaybackKeyPairs",
    "ListPlaybackRestrictionPolicies",
    "ListPublicKeys",
    "ListRecordingConfigurations",
    "ListStages",
    "ListStorageConfigurations",
    "ListStreams",
)


def questions(world: World, some: int = 30) -> Iterator[tuple[str, Item]]:
    """Every read operation with inputs for at most `some` resources of each kind."""
    for name in LISTS:
        yield name, {}
    for name, kind in GETS.items():
        for arn in islice(world.of(kind), some):
            yield name, {"arn": arn}
            yield "ListTagsForResource", {"resourceArn": arn}
    arns = list(islice(world.channels, 50))
    if arns:
        yield "BatchGetChannel", {"arns": arns}
        yield "BatchGetStreamKey", {"arns": list(islice(world.of("stream-key"), 50))}
    for arn in arns[:some]:
        yield from about_channel(world, arn)
    for arn in islice(world.stages, some):
        yield from about_stage(world, arn)


def about_channel(world: World, arn: str) -> Iterator[tuple[str, Item]]:
    yield "GetChannel", {"arn": arn}
    yield "ListTagsForResource", {"resourceArn": arn}
    yield "ListStreamKeys", {"channelArn": arn}
    yield "ListStreamSessions", {"channelArn": arn}
    if arn in world.live:
        yield "GetStream", {"channelArn": arn}
    for session in world.channels[arn].sessions[:2]:
        yield "GetStreamSession", {"channelArn": arn, "streamId": session.api["streamId"]}


def about_stage(world: World, arn: str) -> Iterator[tuple[str, Item]]:
    yield "GetStage", {"arn": arn}
    yield "ListStageSessions", {"stageArn": arn}
    for session in world.stages[arn].sessions[:1]:
        where = {"stageArn": arn, "sessionId": session.api["sessionId"]}
        yield "GetStageSession", where
        yield "ListParticipants", where
        for one in islice(session.participants, 5):
            yield "GetParticipant", {**where, "participantId": one}
            yield "ListParticipantEvents", {**where, "participantId": one}
            yield "ListParticipantReplicas", {"sourceStageArn": arn, "participantId": one}
