"""Routes, errors and control endpoints."""

import aiohttp
import pytest
from botocore.loaders import Loader

from ivs_tui.sim.errors import STATUS
from tests.sim.asking import ask
from tests.sim.support import running


def test_statuses_are_the_models() -> None:
    for service in ("ivs", "ivs-realtime"):
        shapes = Loader().load_service_model(service, "service-2")["shapes"]
        for code in STATUS.keys() & shapes.keys():
            assert shapes[code]["error"]["httpStatusCode"] == STATUS[code]


@pytest.mark.parametrize("operation", ["StopStream", "DeleteChannel", "CreateStage", "PutMetadata"])
async def test_changes_are_denied(operation: str) -> None:
    async with running(scenario="empty") as simulator:
        status, body = await ask(simulator, operation, channelArn="x")
        assert status == 403
        assert f"ivs:{operation}" in body["exceptionMessage"]


async def test_odd_requests() -> None:
    async with running(scenario="empty") as simulator, aiohttp.ClientSession() as client:
        for method, path, body, status in (
            ("POST", "MakeCoffee", b"{}", 404),
            ("GET", "ListStreams", b"", 404),
            ("POST", "", b"Action=GetFederationToken", 404),
            ("POST", "ListStreams", b"{", 400),
            ("POST", "ListStreams", b"[]", 400),
            ("POST", "ListStreams", b"\xff\xfe{", 400),
            ("POST", "ListStreams", b"", 200),
            ("GET", "tags/arn:aws:ivs:us-west-2:1:channel%2Fabc", b"", 404),
            ("DELETE", "tags/arn:aws:ivs:us-west-2:1:channel%2Fabc", b"", 403),
        ):
            answer = await client.request(method, f"{simulator.url}/{path}", data=body)
            assert answer.status == status, (method, path, body, await answer.text())
            assert answer.content_type == "application/json"
            assert "x-amzn-RequestId" in answer.headers
            assert "Date" in answer.headers


async def test_the_server_listens_on_loopback_only() -> None:
    async with running(scenario="empty") as simulator:
        assert simulator.url.startswith("http://127.0.0.1:")


async def test_stopping_twice_is_fine() -> None:
    async with running(scenario="empty") as simulator:
        await simulator.stop()
