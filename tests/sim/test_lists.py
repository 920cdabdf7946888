"""What lists leave out, what filters leave over, and the tags of every kind."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from botocore.model import ListShape, MapShape, Shape, StructureShape

from ivs_tui.sim.model import operations, structure
from ivs_tui.sim.operations import OPERATIONS
from ivs_tui.sim.server import Simulator
from tests.sim.asking import LISTS, ask, pages, questions
from tests.sim.support import running


def foreign(shape: Shape, value: Any, path: str) -> Iterator[str]:
    """Members that the shape does not have."""
    if isinstance(shape, ListShape):
        for one in value:
            yield from foreign(shape.member, one, path)
    elif isinstance(shape, StructureShape):
        yield from (f"{path}.{name}" for name in value.keys() - shape.members.keys())
        for name in value.keys() & shape.members.keys():
            yield from foreign(shape.members[name], value[name], f"{path}.{name}")
    else:
        assert isinstance(shape, MapShape) == isinstance(value, dict), path


@pytest.mark.parametrize("scenario", ["incident", "hostile"])
async def test_nothing_is_served_that_the_shape_does_not_have(scenario: str) -> None:
    asked: Counter[str] = Counter()
    async with running(scenario=scenario) as simulator:
        simulator.world.pause(True)
        for name, question in questions(simulator.world, 8):
            asked[name] += 1
            _, body = await ask(simulator, name, **question)
            found = list(foreign(structure(operations()[name].output_shape), body, name))
            assert found == []
    assert asked.keys() >= {name for name in OPERATIONS if name.startswith("List")}


@pytest.mark.parametrize(
    ("operation", "whole"),
    [
        ("ListAdConfigurations", set()),
        ("ListChannels", {"srt", "ingestEndpoint", "playbackUrl", "containerFormat"}),
        ("ListCompositions", {"layout"}),
        ("ListEncoderConfigurations", {"video"}),
        (
            "ListIngestConfigurations",
            {"streamKey", "redundantIngestCredentials", "attributes", "tags"},
        ),
        ("ListPlaybackKeyPairs", {"fingerprint"}),
        ("ListPublicKeys", {"publicKeyMaterial", "fingerprint"}),
        ("ListRecordingConfigurations", {"thumbnailConfiguration", "renditionConfiguration"}),
        ("ListStages", {"endpoints", "autoParticipantRecordingConfiguration"}),
    ],
)
async def test_a_summary_is_no_whole(operation: str, whole: set[str]) -> None:
    async with running(scenario="incident") as simulator:
        rows = await pages(simulator, operation, maxResults=100)
    assert rows
    assert [row.keys() & whole for row in rows] == [set()] * len(rows)
    assert "SECRET" not in str(rows)


async def test_a_composition_in_a_list_has_no_configuration() -> None:
    async with running(scenario="incident") as simulator:
        rows = await pages(simulator, "ListCompositions")
    members = {name for row in rows for one in row["destinations"] for name in one}
    assert members == {"id", "state", "startTime", "endTime"}


async def test_every_stream_key_is_listed_without_its_value() -> None:
    async with running(scenario="incident") as simulator:
        for arn in simulator.world.channels:
            (key,) = await pages(simulator, "ListStreamKeys", channelArn=arn)
            assert key.keys() == {"arn", "channelArn", "tags"}


async def test_every_kind_has_tags() -> None:
    async with running(scenario="incident") as simulator:
        world = simulator.world
        kinds = {kind: next(iter(things.items())) for kind, things in world.others.items()}
        for arn, one in [
            *kinds.values(),
            *((one.arn, one.api) for one in islice(world.channels.values(), 3)),
            *((one.arn, one.api) for one in world.stages.values()),
        ]:
            status, body = await ask(simulator, "ListTagsForResource", resourceArn=arn)
            assert (status, body) == (200, {"tags": one["tags"]})
    assert len(kinds) == 10


async def names(simulator: Simulator, operation: str, **asked: str) -> list[str]:
    return [row["name"] for row in await pages(simulator, operation, **asked)]


async def test_the_filters_of_channels() -> None:
    async with running(scenario="incident") as simulator:
        world = simulator.world

        def arn(kind: str, name: str) -> str:
            return next(arn for arn, one in world.of(kind).items() if one["name"] == name)

        for asked, found in (
            ({"filterByName": "radio-studio"}, ["radio-studio"]),
            (
                {"filterByRecordingConfigurationArn": arn("recording-configuration", "old-bucket")},
                ["talkshow-air"],
            ),
            (
                {
                    "filterByPlaybackRestrictionPolicyArn": arn(
                        "playback-restriction-policy", "europe"
                    )
                },
                ["city-council"],
            ),
            (
                {"filterByAdConfigurationArn": arn("ad-configuration", "midroll")},
                ["gaming-finals"],
            ),
        ):
            assert await names(simulator, "ListChannels", **asked) == found
        unsold = await names(simulator, "ListChannels", filterByAdConfigurationArn="")
        assert len(unsold) == 23
    shape = structure(operations()["ListChannels"].input_shape)
    assert len([name for name in shape.members if name.startswith("filter")]) == 4


async def test_the_filters_of_ingest_configurations() -> None:
    async with running(scenario="incident") as simulator:
        arn = simulator.world.stage_by_name("newsroom").arn
        by = "ListIngestConfigurations"
        assert await names(simulator, by, filterByStageArn=arn) == ["outside-van"]
        assert await names(simulator, by, filterByState="ACTIVE") == ["obs-remote", "outside-van"]
        assert await names(simulator, by, filterByState="INACTIVE") == ["spare-encoder"]
        status, _ = await ask(simulator, by, filterByState="ACTIVE", filterByStageArn=arn)
        assert status == 400


async def test_the_filters_of_compositions() -> None:
    async with running(scenario="incident") as simulator:
        world = simulator.world
        everything = await pages(simulator, "ListCompositions")
        used, unused, *_ = world.of("encoder-configuration")

        async def found(**asked: str) -> int:
            return len(await pages(simulator, "ListCompositions", **asked))

        stage = world.stage_by_name("podcast").arn
        assert await found(filterByEncoderConfigurationArn=used) == len(everything) == 5
        assert await found(filterByEncoderConfigurationArn=unused) == 0
        assert await found(filterByStageArn=stage) == 1
        assert await found(filterByStageArn=stage, filterByEncoderConfigurationArn=unused) == 0


async def test_a_stopped_composition_is_not_found_after_five_minutes() -> None:
    async with running(scenario="incident") as simulator:
        world = simulator.world
        world.pause(True)
        arn = next(arn for arn, one in world.of("composition").items() if one["state"] == "STOPPED")
        status, body = await ask(simulator, "GetComposition", arn=arn)
        assert (status, body["composition"]["state"]) == (200, "STOPPED")
        world.advance(181)
        status, _ = await ask(simulator, "GetComposition", arn=arn)
        assert status == 404
        rows = await pages(simulator, "ListCompositions")
        assert arn not in {row["arn"] for row in rows}


async def test_a_deleted_channel_leaves_its_stream_and_its_sessions() -> None:
    async with running(scenario="hostile") as simulator:
        (arn,) = simulator.world.deleted
        streams = await pages(simulator, "ListStreams")
        assert arn in {row["channelArn"] for row in streams}
        status, _ = await ask(simulator, "GetChannel", arn=arn)
        assert status == 404
        _, body = await ask(simulator, "BatchGetChannel", arns=[arn])
        assert [one["code"] for one in body["errors"]] == ["ResourceNotFoundException"]
        (session,) = await pages(simulator, "ListStreamSessions", channelArn=arn)
        status, body = await ask(simulator, "GetStreamSession", channelArn=arn)
        assert (status, body["streamSession"]["streamId"]) == (200, session["streamId"])
        assert "endTime" not in session


async def test_hostile_values_and_gaps() -> None:
    async with running(scenario="hostile") as simulator:
        found = {name: await pages(simulator, name, maxResults=100) for name in LISTS}
    text = str(list(found.values()))
    for unknown in ("ARCHIVED", "PAUSED", "HIBERNATING", "PIGEON", "DELUXE", "WOBBLY"):
        assert unknown in text
    for elsewhere in ("arn:aws-cn:ivs:cn-north-1", "arn:aws:ivs:eu-west-1"):
        assert elsewhere in text
    for name in set(LISTS) - {"ListStreams", "ListStages"}:
        gone = [row for row in found[name] if "name" not in row and "tags" not in row]
        assert gone, name


async def test_large_is_at_its_quotas() -> None:
    quotas = {
        "ListAdConfigurations": 20,
        "ListCompositions": 20,
        "ListEncoderConfigurations": 20,
        "ListIngestConfigurations": 100,
        "ListPlaybackKeyPairs": 3,
        "ListPlaybackRestrictionPolicies": 3,
        "ListPublicKeys": 3,
        "ListRecordingConfigurations": 20,
        "ListStorageConfigurations": 5,
    }
    async with running(scenario="large") as simulator:
        found = {operation: len(await pages(simulator, operation)) for operation in quotas}
    assert found == quotas
