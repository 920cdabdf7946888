"""One request a question: what it took, what time it was there, and who is asked who signs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from ivs_tui.aws import gateway, identity
from ivs_tui.aws.errors import GatewayError, ProblemKind
from ivs_tui.aws.identity import Identity
from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.aws.probe import Probe
from ivs_tui.aws.records.lowlatency import StreamSummary
from ivs_tui.config import Config
from ivs_tui.sim.faults import Fault
from tests.aws.wire import serving, unused_port
from tests.sim.support import running

pytestmark = pytest.mark.usefixtures("credentials")

STREAMS, STAGES = OPERATIONS["ListStreams"], OPERATIONS["ListStages"]
REGION = "us-west-2"


@asynccontextmanager
async def probing(url: str | None, **settings: Any) -> AsyncIterator[Probe]:
    made = Probe(Config(endpoint_url=url, **settings), REGION)
    try:
        yield made
    finally:
        await made.close()


async def test_one_page_and_one_request() -> None:
    asked: list[Any] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(await request.json())
        return web.json_response({"streams": [{"channelArn": "a"}], "nextToken": "more"})

    async with serving(answer) as url, probing(url) as probe:
        found = await probe.ask(STREAMS, {})
    assert [one.channel_arn for one in found.items if isinstance(one, StreamSummary)] == ["a"]
    assert asked == [{"maxResults": 100}]


async def test_what_a_way_takes() -> None:
    async with running() as simulator, probing(simulator.url) as probe:
        simulator.faults.add(Fault("ListStages", "latency", seconds=0.2))
        before = time.time()
        trips = [(await probe.ask(operation, {})).trip for operation in (STREAMS, STREAMS, STAGES)]
        # Connecting is told of the first request to each service.
        assert [trip.connecting for trip in trips] == [True, False, True]
        for trip in trips:
            assert trip.seconds is not None
            assert trip.date is not None
            assert before <= trip.sent_at <= time.time()
            assert abs(trip.date - trip.sent_at) < 2
        assert 0.2 <= (trips[2].seconds or 0) < 2


async def test_a_failure_is_an_answer_and_has_its_way_too() -> None:
    async with running() as simulator, probing(simulator.url) as probe:
        simulator.faults.add(Fault("ListStreams", "denied", 1))
        answer = await probe.ask(STREAMS, {})
        assert answer.problem is not None
        assert answer.problem.kind == "denied"
        assert answer.trip.seconds is not None
        assert answer.trip.date is not None
        simulator.faults.add(Fault("ListStreams", "reset", 1))
        answer = await probe.ask(STREAMS, {})
        assert answer.problem is not None
        assert (answer.problem.kind, answer.trip.seconds) == ("unreachable", None)
        assert (await probe.ask(STREAMS, {})).trip.connecting


async def test_a_hang_ends_at_the_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as simulator, probing(simulator.url) as probe:
        await probe.ask(STREAMS, {})
        monkeypatch.setattr(gateway, "TIMEOUT", 0.1)
        simulator.faults.add(Fault("ListStreams", "hang", 1))
        answer = await probe.ask(STREAMS, {})
        assert answer.problem is not None
        assert (answer.problem.kind, answer.trip.seconds) == ("timeout", None)


@pytest.mark.parametrize("date", ["yesterday", "", "Thu, 99 Foo 2026 00:00:00 GMT"])
async def test_a_date_that_is_none(date: str) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({"streams": []}, headers={"Date": date})

    async with serving(answer) as url, probing(url) as probe:
        found = await probe.ask(STREAMS, {})
        assert found.problem is None
        assert found.trip.date is None


async def test_the_server_s_own_date() -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({"streams": []}, headers={"Date": formatdate(86_400, usegmt=True)})

    async with serving(answer) as url, probing(url) as probe:
        assert (await probe.ask(STREAMS, {})).trip.date == 86_400


async def test_where_services_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with probing(None) as probe:
        found = await probe.endpoints()
        assert found["ivs"].url == "https://ivs.us-west-2.amazonaws.com"
        assert found["ivs-realtime"].url == "https://ivsrealtime.us-west-2.amazonaws.com"
        assert {one.proxy for one in found.values()} == {None}
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:3128")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy:3128")
    async with probing(None) as probe:
        assert (await probe.endpoints())["ivs"].proxy == "http://proxy:3128"
    async with probing("http://127.0.0.1:9") as probe:
        assert (await probe.endpoints())["ivs"].proxy is None


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://sts.us-west-2.amazonaws.com", True),
        ("https://vpce-1.ivs.eu-west-1.vpce.amazonaws.com", True),
        ("https://ivs.us-west-2.api.aws", True),
        ("http://127.0.0.1:4566", False),
        ("http://localhost:4566", False),
        ("https://amazonaws.com.example.org", False),
        ("https://notamazonaws.com", False),
    ],
)
def test_endpoints_of_aws(url: str, own: bool) -> None:
    assert identity.is_aws(url) is own


async def test_who_signs_is_asked_where_aws_s_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as simulator:
        for name in ("AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"):
            monkeypatch.setenv(name, simulator.url)
            async with probing(simulator.url) as probe:
                who = await probe.identity()
            assert who == Identity("123456789012", "arn:aws:iam::123456789012:user/demo")
            monkeypatch.delenv(name)


async def test_who_points_at_this_machine_sends_nothing_to_aws(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    async def heard(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readline()).decode())
        writer.close()

    async with running() as simulator, await asyncio.start_server(heard, "127.0.0.1", 0) as proxy:
        port = proxy.sockets[0].getsockname()[1]
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        async with probing(simulator.url) as probe:
            assert await probe.identity() is None
        assert asked == []
        # Where both are AWS's, the question goes out: to where the proxy hears it.
        async with probing(None) as probe:
            with pytest.raises(GatewayError):
                await probe.identity()
        assert [line.split()[:2] for line in asked] == [
            ["CONNECT", "sts.us-west-2.amazonaws.com:443"]
        ]


DENIED = """<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>
<Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"""


@pytest.mark.parametrize(
    ("status", "body", "kind", "sentence"),
    [
        (403, DENIED.format(code="AccessDenied"), "denied", "STS answers AccessDenied"),
        (403, DENIED.format(code="InvalidClientTokenId"), "credentials", "credentials refused"),
        (403, DENIED.format(code="ExpiredToken"), "credentials", "credentials expired"),
        (500, DENIED.format(code="InternalFailure"), "server", "STS: error 500"),
        (200, "<html><p>Sign in</html>", "not-ivs", "not an AWS answer"),
        (200, "<a></a>", "not-ivs", "not an STS answer"),
        (400, "<a><Errors>x</Errors></a>", "not-ivs", "not an STS answer"),
        (500, "<a><Error>x</Error></a>", "not-ivs", "not an STS answer"),
        (403, "<a><Error><Code><b/></Code></Error></a>", "not-ivs", "not an STS answer"),
        (400, "<a><Error/><ResponseMetadata>x</ResponseMetadata></a>", "not-ivs", "not an STS"),
        (400, "<a>" * 100_000, "not-ivs", "not an AWS answer"),
    ],
    ids=range(11),
)
async def test_what_sts_may_say(
    monkeypatch: pytest.MonkeyPatch, status: int, body: str, kind: str, sentence: str
) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=body, status=status, content_type="text/xml")

    async with serving(answer) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", url)
        async with probing(url) as probe:
            with pytest.raises(GatewayError) as caught:
                await probe.identity()
    assert caught.value.problem.kind == kind
    assert sentence in caught.value.problem.sentence
    assert "IVS" not in caught.value.problem.sentence


async def test_sts_that_nobody_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"http://127.0.0.1:{unused_port()}")
    async with probing("http://127.0.0.1:9") as probe:
        with pytest.raises(GatewayError) as caught:
            await probe.identity()
    assert caught.value.problem.sentence == "STS: unreachable"


async def test_a_credential_process_runs_once(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    said = '{"Version": 1, "AccessKeyId": "AKIAQWERTYUIOPASDFGH", "SecretAccessKey": "s"}'
    script = tmp_path / "process"
    script.write_text(f"#!/bin/sh\necho run >> {tmp_path}/runs\necho '{said}'\n")
    script.chmod(0o700)
    (home / "aws-config").write_text(f"[default]\ncredential_process = {script}\n")
    async with running() as simulator:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", simulator.url)
        async with probing(simulator.url) as probe:
            held = await probe.credentials()
            assert (held.method, held.key_end) == ("custom-process", "DFGH")
            await probe.identity()
            await probe.ask(STREAMS, {})
            await probe.ask(STAGES, {})
    assert (tmp_path / "runs").read_text() == "run\n"


async def test_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    async with probing("http://127.0.0.1:9") as probe:
        with pytest.raises(GatewayError) as caught:
            await probe.credentials()
        assert caught.value.problem.kind is ProblemKind.CREDENTIALS
        assert caught.value.problem.sentence == "no credentials"


def test_a_profile_that_makes_no_session() -> None:
    with pytest.raises(GatewayError) as caught:
        Probe(Config(profile="nobody"), REGION)
    assert "nobody" in caught.value.problem.sentence
