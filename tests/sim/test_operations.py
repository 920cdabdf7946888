"""Every read operation in every scenario answers what botocore's model says it does."""

from collections import Counter

import aiohttp
import pytest
from botocore.validate import ParamValidator

from ivs_tui.sim.model import complaints, operations, structure
from ivs_tui.sim.operations import OPERATIONS
from ivs_tui.sim.quotas import RATES
from ivs_tui.sim.scenarios import SCENARIOS
from tests.sim.asking import ask, pages, questions
from tests.sim.support import running

READ_ONLY_NAMES = ("BatchGet", "Get", "List")


def test_every_read_operation_is_simulated() -> None:
    reads = {name for name in operations() if name.startswith(READ_ONLY_NAMES)}
    assert set(OPERATIONS) == reads
    assert set(RATES) == reads


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_answers_fit_the_model(scenario: str) -> None:
    asked: Counter[str] = Counter()
    async with running(scenario=scenario) as simulator, aiohttp.ClientSession() as client:
        simulator.world.advance(60)
        simulator.world.pause(True)
        for name, question in questions(simulator.world):
            asked[name] += 1
            if name == "ListTagsForResource":
                path = "tags/" + question["resourceArn"].replace("/", "%2F")
                answer = await client.get(f"{simulator.url}/{path}")
            else:
                answer = await client.post(f"{simulator.url}/{name}", json=question)
            body = await answer.json()
            assert answer.status == 200, (name, question, body)
            shape = structure(operations()[name].output_shape)
            report = ParamValidator().validate(body, shape)
            assert not report.has_errors(), (name, report.generate_report())
            if scenario != "hostile":
                wrong = [w for w in complaints(shape, body) if not real_in_spite_of_the_model(w)]
                assert not wrong, (name, wrong[0])
    if scenario in {"incident"}:
        assert set(asked) == set(OPERATIONS)


def real_in_spite_of_the_model(complaint: str) -> bool:
    """Real answers have a preset of "" and, in places, an empty ARN."""
    return "preset'" in complaint


async def test_large_lists_are_paged() -> None:
    totals = {"ListChannels": 10_000, "ListStages": 500, "ListStreams": 1_000}
    async with running(scenario="large") as simulator:
        simulator.world.pause(True)
        for operation, total in totals.items():
            rows = await pages(simulator, operation, maxResults=100)
            keys = {row.get("arn") or row["channelArn"] for row in rows}
            assert len(rows) == len(keys)
            assert abs(len(rows) - total) <= total * 0.01
        stages = await pages(simulator, "ListStages", maxResults=100)
        crowd = {"stageArn": stages[0]["arn"], "sessionId": stages[0]["activeSessionId"]}
        assert len(await pages(simulator, "ListParticipants", **crowd)) == 600
        active = [one for one in simulator.world.stages.values() if one.active]
        assert sum(len(one.sessions[0].participants) for one in active) == 10_000


@pytest.mark.parametrize(
    ("operation", "default"),
    [
        ("ListPlaybackRestrictionPolicies", 1),
        ("ListChannels", 20),
        ("ListRecordingConfigurations", 2),
    ],
)
async def test_default_page_sizes(operation: str, default: int) -> None:
    async with running(scenario="calm") as simulator:
        _, body = await ask(simulator, operation)
        assert len(next(iter(body.values()))) == default
        assert ("nextToken" in body) == (default == 1)


async def test_filters() -> None:
    async with running(scenario="incident") as simulator:
        world = simulator.world
        world.pause(True)
        _, body = await ask(simulator, "ListStreams", filterBy={"health": "STARVING"})
        names = {world.channel(one["channelArn"]).api["name"] for one in body["streams"]}
        assert names == {"concert-hall-B", "press-room"}
        _, body = await ask(simulator, "ListChannels", filterByName="news-main")
        assert [one["name"] for one in body["channels"]] == ["news-main"]
        assert "srt" not in body["channels"][0]
        _, body = await ask(simulator, "ListIngestConfigurations", filterByState="INACTIVE")
        assert [one["name"] for one in body["ingestConfigurations"]] == ["spare-encoder"]
        assert "streamKey" not in body["ingestConfigurations"][0]
        stage = world.stage_by_name("newsroom")
        where = {"stageArn": stage.arn, "sessionId": stage.sessions[0].api["sessionId"]}
        _, body = await ask(simulator, "ListParticipants", **where, filterByPublished=False)
        assert body["participants"]
        assert not any(one["published"] for one in body["participants"])
        stage = world.stage_by_name("talkshow")
        where = {"stageArn": stage.arn, "sessionId": stage.sessions[0].api["sessionId"]}
        _, body = await ask(simulator, "ListParticipants", **where, filterByRecordingState="FAILED")
        assert [one["userId"] for one in body["participants"]] == ["amir"]
        other = stage.arn[:-1] + "-"
        _, body = await ask(simulator, "ListCompositions", filterByStageArn=other)
        assert body == {"compositions": []}


@pytest.mark.parametrize(
    ("operation", "asked", "status", "code"),
    [
        ("ListChannels", {"filterByName": "a", "filterByAdConfigurationArn": ""}, 409, "Conflict"),
        ("ListParticipants", {"filterByState": "CONNECTED", "filterByUserId": "a"}, 400, "Only"),
        ("ListStreams", {"maxResults": 0}, 400, "greater than or equal to 1"),
        ("ListStreams", {"maxResults": 101}, 400, "less than or equal to 100"),
        ("ListStreams", {"maxResults": "5"}, 400, "must be a integer"),
        ("ListStreams", {"maxResults": True}, 400, "must be a integer"),
        ("ListStreams", {"nextToken": "abc"}, 400, "nextToken"),
        ("ListStreams", {"nextToken": "no token!"}, 400, "regular expression"),
        ("ListStreams", {"filterBy": {"health": "FINE"}}, 400, "enum value set"),
        ("ListStreamSessions", {}, 400, "must not be null"),
        ("GetChannel", {"arn": "arn:aws:s3:::bucket"}, 400, "regular expression"),
        ("BatchGetChannel", {"arns": ["x"] * 51}, 400, "less than or equal to 50"),
        ("BatchGetChannel", {"arns": []}, 400, "greater than or equal to 1"),
    ],
)
async def test_invalid_inputs(
    operation: str, asked: dict[str, object], status: int, code: str
) -> None:
    async with running(scenario="calm") as simulator:
        if operation == "ListParticipants":
            stage = simulator.world.stage_by_name("newsroom")
            asked = asked | {"stageArn": stage.arn, "sessionId": stage.api["activeSessionId"]}
        got, body = await ask(simulator, operation, **asked)
        assert got == status
        if status == 400:
            assert code in body["exceptionMessage"]


async def test_a_token_serves_only_its_own_operation() -> None:
    async with running(scenario="calm") as simulator:
        _, body = await ask(simulator, "ListChannels", maxResults=2)
        status, _ = await ask(simulator, "ListStreams", nextToken=body["nextToken"])
        assert status == 400


async def test_a_batch_names_what_it_did_not_find() -> None:
    async with running(scenario="calm") as simulator:
        known = next(iter(simulator.world.channels))
        _, body = await ask(simulator, "BatchGetChannel", arns=[known, known[:-2], known])
        assert [one["arn"] for one in body["channels"]] == [known]
        assert [one["code"] for one in body["errors"]] == ["ResourceNotFoundException"]
        assert "SECRET" in body["channels"][0]["srt"]["passphrase"]


async def test_the_newest_session_is_the_default() -> None:
    async with running(scenario="incident") as simulator:
        channel = simulator.world.by_name("news-main")
        _, body = await ask(simulator, "GetStreamSession", channelArn=channel.arn)
        session = body["streamSession"]
        assert channel.stream is not None
        assert session["streamId"] == channel.stream["streamId"]
        assert "endTime" not in session
        times = [event["eventTime"] for event in session["truncatedEvents"]]
        assert times == sorted(times, reverse=True)


async def test_offline_channels_do_not_broadcast() -> None:
    async with running(scenario="incident") as simulator:
        never = simulator.world.by_name("archive-test").arn
        status, _ = await ask(simulator, "GetStream", channelArn=never)
        assert status == 404
        status, _ = await ask(simulator, "GetStreamSession", channelArn=never)
        assert status == 404
        _, body = await ask(simulator, "ListStreamSessions", channelArn=never)
        assert body == {"streamSessions": []}
