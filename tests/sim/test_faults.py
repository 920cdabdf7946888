"""How faults are written, and what a client meets."""

import asyncio
import json

import aiohttp
import pytest

from ivs_tui.sim.faults import FAULT_KINDS, Fault, Faults, parse_fault
from ivs_tui.sim.server import Simulator
from tests.sim.asking import ask
from tests.sim.support import running


def test_parsing() -> None:
    assert parse_fault("ListStreams=throttle") == Fault("ListStreams", "throttle")
    assert parse_fault("*=5xx:3") == Fault("*", "5xx", 3)
    assert parse_fault("GetStage=latency@0.5:2") == Fault("GetStage", "latency", 2, 0.5)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("ListStreams", "write OPERATION=KIND"),
        ("ListStreams=bored", "choose from latency throttle"),
        ("ListDreams=throttle", "'ListDreams' is no operation"),
        ("StopStream=throttle", "'StopStream' is no operation"),
        ("ListStreams=throttle:0", "at least 1"),
        ("ListStreams=throttle:x", "write OPERATION=KIND"),
    ],
)
def test_bad_faults_are_explained(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse_fault(text)


def test_own_faults_come_before_those_of_all() -> None:
    faults = Faults(["*=denied", "ListStages=throttle:1", "*=latency:1"])
    delay, failure = faults.take("ListStages")
    assert (delay and delay.kind, failure and failure.kind) == ("latency", "throttle")
    delay, failure = faults.take("ListStages")
    assert (delay, failure and failure.kind) == (None, "denied")
    faults.clear("*")
    assert faults.take("ListStages") == (None, None)


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("throttle", 429, "ThrottlingException"),
        ("5xx", 500, "InternalServerException"),
        ("denied", 403, "AccessDeniedException"),
        ("expired", 403, "ExpiredTokenException"),
    ],
)
async def test_refusals(kind: str, status: int, code: str) -> None:
    async with (
        running(scenario="calm", faults=[f"ListStages={kind}:1"]) as simulator,
        aiohttp.ClientSession() as client,
    ):
        answer = await client.post(f"{simulator.url}/ListStages", json={})
        assert answer.status == status
        assert answer.headers["x-amzn-ErrorType"] == code
        assert answer.headers["x-amzn-RequestId"]
        said = (await answer.json())["exceptionMessage"]
        if kind == "denied":
            assert "is not authorized to perform: ivs:ListStages" in said
        assert (await client.post(f"{simulator.url}/ListStages", json={})).status == 200


async def fetch(simulator: Simulator) -> tuple[aiohttp.ClientResponse, bytes]:
    async with aiohttp.ClientSession() as client:
        answer = await client.post(f"{simulator.url}/ListStreams", json={})
        return answer, await answer.read()


async def test_broken_answers() -> None:
    async with running(scenario="calm") as simulator:
        simulator.faults.add(Fault("*", "html", 1))
        answer, body = await fetch(simulator)
        assert answer.status == 200
        assert answer.content_type == "text/html"
        assert b"<html>" in body

        simulator.faults.add(Fault("*", "truncated", 1))
        answer, body = await fetch(simulator)
        assert answer.status == 200
        assert answer.content_length == len(body)
        with pytest.raises(json.JSONDecodeError):
            json.loads(body)

        simulator.faults.add(Fault("*", "baditem", 1))
        answer, body = await fetch(simulator)
        times = [one["startTime"] for one in json.loads(body)["streams"]]
        assert [type(one) for one in times] == [int] + [str] * (len(times) - 1)


async def test_a_bad_item_needs_no_timestamp() -> None:
    async with running(scenario="calm", faults=["*=baditem"]) as simulator:
        _, body = await ask(simulator, "ListChannels")
        assert isinstance(body["channels"][0]["arn"], int)
        arn = next(iter(simulator.world.channels))
        _, body = await ask(simulator, "GetChannel", arn=arn)
        assert isinstance(body["channel"]["arn"], int)


async def test_reset() -> None:
    async with running(scenario="calm", faults=["*=reset"]) as simulator:
        with pytest.raises((aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)):
            await fetch(simulator)


async def test_hanging_ends_with_the_client() -> None:
    async with running(scenario="calm", faults=["*=hang:1"]) as simulator:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await fetch(simulator)
        assert (await fetch(simulator))[0].status == 200


async def test_latency() -> None:
    async with running(scenario="calm", faults=["*=latency@0.2:1"]) as simulator:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await fetch(simulator)


def test_every_kind_has_a_test_here() -> None:
    tested = {"throttle", "5xx", "denied", "expired", "html", "truncated", "baditem"}
    assert tested | {"reset", "hang", "latency"} == set(FAULT_KINDS)
