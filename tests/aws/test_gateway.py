"""The gateway on the wire: against the simulator, and against servers that misbehave."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web

from ivs_tui.aws import gateway as module
from ivs_tui.aws.errors import GatewayError
from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.aws.records.lowlatency import Channel, StreamSession
from ivs_tui.sim.faults import Fault
from tests.aws.wire import (
    CHANNELS,
    STREAMS,
    Free,
    gate,
    problem,
    read,
    serving,
    unused_port,
)
from tests.sim.support import running

pytestmark = pytest.mark.usefixtures("credentials")


async def test_every_operation_in_an_incident() -> None:
    async with running(scenario="incident") as simulator, gate(simulator.url) as gateway:
        pace = Free()

        async def all_of(name: str, **parameters: Any) -> list[Any]:
            found = await read(gateway, name, pace, **parameters)
            assert found, name
            return found

        await all_of("ListStreams")
        channels = await all_of("ListChannels")
        world = simulator.world
        assert {one.arn for one in channels} == world.channels.keys()
        busy = next(arn for arn, one in world.channels.items() if one.sessions)
        await all_of("ListStreamSessions", channelArn=busy)
        await all_of("GetStreamSession", channelArn=busy)
        await all_of("GetChannel", arn=busy)
        named = await all_of("BatchGetChannel", arns=list(world.channels)[:50])
        assert all(isinstance(one, Channel) for one in named)
        stages = await all_of("ListStages")
        stage = next(one for one in stages if one.active_session_id)
        await all_of("GetStage", arn=stage.arn)
        await all_of("ListStageSessions", stageArn=stage.arn)
        session = {"stageArn": stage.arn, "sessionId": stage.active_session_id}
        people = await all_of("ListParticipants", **session)
        person = {**session, "participantId": people[0].participant_id}
        await all_of("GetParticipant", **person)
        await all_of("ListParticipantEvents", **person)
        await all_of("GetStageSession", **session)
        live = await all_of("ListStreams")
        await all_of("GetStream", channelArn=live[0].channel_arn)
        await all_of("ListStreamKeys", channelArn=busy)
        await all_of("ivs.ListTagsForResource", resourceArn=busy)
        await all_of("ivs-realtime.ListTagsForResource", resourceArn=stage.arn)
        (replica,) = [one for one in simulator.world.stages.values() if one.replicas]
        source = {"sourceStageArn": replica.arn}
        await all_of(
            "ListParticipantReplicas", **source, participantId=replica.replicas[0]["participantId"]
        )
        for name in OPERATIONS:
            what = name.removeprefix("Get")
            if what != name and name not in pace.admitted:
                listed = f"List{what.removesuffix('y')}ies" if what[-1:] == "y" else f"List{what}s"
                plural = listed if listed in OPERATIONS else f"List{what}s"
                await all_of(name, arn=(await all_of(plural))[0].arn)
        assert set(pace.admitted) == OPERATIONS.keys()
        assert simulator.requests.counts.total() == len(pace.admitted)


async def test_every_page_is_asked_for_once() -> None:
    async with running(scenario="large") as simulator, gate(simulator.url) as gateway:
        pace = Free()
        found = await read(gateway, "ListStreams", pace)
        simulator.world.catch_up()
        pages = -(-len(found) // 100)
        assert len(found) > 500
        assert len(pace.admitted) == simulator.requests.counts["ListStreams"]
        assert len(pace.admitted) in {pages, pages + 1}


async def test_events_of_a_session_have_no_secret_and_no_gap() -> None:
    async with running(scenario="incident") as simulator, gate(simulator.url) as gateway:
        simulator.world.pause(True)
        for channel in simulator.world.channels.values():
            if channel.sessions:
                (item,) = await read(gateway, "GetStreamSession", channelArn=channel.arn)
                assert isinstance(item, StreamSession)
                assert len(item.truncated_events or ()) == len(channel.sessions[0].events)


@pytest.mark.parametrize(
    ("fault", "kind", "sentence"),
    [
        ("throttle", "throttled", "throttled: ListStreams"),
        ("5xx", "server", "IVS error 500 InternalServerException"),
        ("denied", "denied", "denied: ivs:ListStreams"),
        ("expired", "credentials", "credentials expired: run aws sso login --profile default"),
        ("reset", "unreachable", "unreachable"),
        ("truncated", "not-ivs", "not an IVS answer: JSON cut short or garbled"),
        ("html", "not-ivs", "not an IVS answer: HTML"),
    ],
)
async def test_each_fault_and_what_comes_after(fault: str, kind: str, sentence: str) -> None:
    async with running() as simulator, gate(simulator.url) as gateway:
        simulator.faults.add(Fault("ListStreams", fault, 2))
        for _ in range(2):
            found = await problem(gateway)
            assert (found.kind, found.sentence) == (kind, sentence)
        # botocore tried nothing again: one request for each read.
        assert simulator.requests.counts["ListStreams"] == 2
        assert await read(gateway, "ListStreams")
        assert simulator.requests.counts["ListStreams"] == 3


async def test_a_bad_item_costs_one_item() -> None:
    async with running() as simulator, gate(simulator.url) as gateway:
        whole = await read(gateway, "ListChannels")
        simulator.faults.add(Fault("ListChannels", "baditem", 1))
        pages = [page async for page in gateway.pages(CHANNELS, {}, Free())]
        assert [page.unreadable for page in pages] == [1]
        assert [*pages[0].items] == whole[1:]


async def test_a_hang_ends_at_the_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as simulator, gate(simulator.url) as gateway:
        await read(gateway, "ListStreams")
        monkeypatch.setattr(module, "TIMEOUT", 0.7)
        simulator.faults.add(Fault("ListStreams", "hang", 1))
        assert (await problem(gateway)).kind == "timeout"
        monkeypatch.undo()
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
        assert await read(gateway, "ListStreams")
        assert simulator.requests.counts["ListStreams"] == 3


async def test_a_throttled_page_is_tried_again_if_the_pace_says_so() -> None:
    async with running(scenario="large") as simulator, gate(simulator.url) as gateway:
        pages = gateway.pages(STREAMS, {}, pace := Free(again=2))
        first = await anext(pages)
        simulator.faults.add(Fault("ListStreams", "throttle", 2))
        second = await anext(pages)
        assert not {*first.items} & {*second.items}
        assert pace.throttles == [1, 1]
        assert len(pace.admitted) == 4
        simulator.faults.add(Fault("ListStreams", "throttle", 1))
        with pytest.raises(GatewayError, match="throttled"):
            await anext(pages)


async def test_pages_that_go_round_end() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        following = {None: "a", "a": "b", "b": "a"}[asked.get("nextToken")]
        return web.json_response({"streams": [], "nextToken": following})

    async with serving(answer) as url, gate(url) as gateway:
        found = await problem(gateway)
        assert (found.kind, found.sentence) == ("not-ivs", "not an IVS answer: the pages never end")


async def test_pages_without_end_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PAGES", 5)

    async def answer(request: web.Request) -> web.StreamResponse:
        number = int((await request.json()).get("nextToken", 0))
        return web.json_response({"streams": [], "nextToken": str(number + 1)})

    async with serving(answer) as url, gate(url) as gateway:
        assert (await problem(gateway)).sentence.endswith("the pages never end")


@pytest.mark.parametrize(
    ("status", "kind", "sentence"),
    [
        (200, "not-ivs", "HTML"),
        (403, "not-ivs", "HTTP 403"),
        (407, "not-ivs", "HTTP 407"),
        (502, "server", "IVS error 502"),
    ],
)
async def test_a_page_of_html(status: int, kind: str, sentence: str) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(text="<html>hello</html>", content_type="text/html", status=status)

    async with serving(answer) as url, gate(url) as gateway:
        found = await problem(gateway)
        assert found.kind == kind
        assert sentence in found.sentence
        assert "html>" not in found.sentence


async def test_nobody_listens() -> None:
    async with gate(f"http://127.0.0.1:{unused_port()}") as gateway:
        found = await problem(gateway)
        assert (found.kind, found.sentence) == ("unreachable", "unreachable")


@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", b"no\r\n"]
)
async def test_an_answer_that_breaks_off(start: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(start)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, gate(f"http://127.0.0.1:{port}") as gateway:
        assert (await problem(gateway)).kind == "unreachable"
