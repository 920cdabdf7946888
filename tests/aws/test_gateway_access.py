"""The gateway's ways in: credentials, proxies, endpoints, and sessions made anew."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest
from aiohttp import web

from ivs_tui.aws.errors import GatewayError
from ivs_tui.aws.gateway import Gateway
from ivs_tui.config import Config
from ivs_tui.sim.faults import Fault
from tests.aws.wire import (
    gate,
    problem,
    read,
    serving,
    unused_port,
)
from tests.sim.support import running

pytestmark = pytest.mark.usefixtures("credentials")


async def test_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    async with running() as simulator, gate(simulator.url) as gateway:
        assert (await problem(gateway)).sentence == "no credentials"
        assert simulator.requests.counts.total() == 0
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
        assert await read(gateway, "ListStreams")


async def test_a_profile_that_is_not_there() -> None:
    async with gate("http://127.0.0.1:1", profile="nobody") as gateway:
        found = await problem(gateway)
        assert found.kind == "refused"
        assert "nobody" in found.sentence


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
async def test_a_proxy_is_not_for_loopback(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, f"http://127.0.0.1:{unused_port()}")
    async with running() as simulator, gate(simulator.url) as gateway:
        assert await read(gateway, "ListStreams")
        assert await read(gateway, "ListStages")


async def test_a_proxy_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_port()}")
    async with gate("http://ivs.invalid") as gateway:
        found = await problem(gateway)
        assert found.kind == "unreachable"
        assert "proxy" in found.sentence


async def test_endpoints_of_each_service(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as one, running() as other:
        monkeypatch.setenv("AWS_ENDPOINT_URL_IVS", one.url)
        monkeypatch.setenv("AWS_ENDPOINT_URL_IVS_REALTIME", other.url)
        gateway = Gateway(Config(), "us-west-2")
        assert await read(gateway, "ListStreams")
        assert await read(gateway, "ListStages")
        await gateway.close()
        assert (one.requests.counts, other.requests.counts) == (
            {"ListStreams": 1},
            {"ListStages": 1},
        )


class Account:
    """Answers only who signs with the key of the day."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "aws-credentials"
        self.key = ""
        self.slow = False
        self.seen: list[str] = []

    def renew(self, key: str, *, announce: bool = True) -> None:
        self.key = key
        if announce:
            self._file.write_text(
                f"[default]\naws_access_key_id = {key}\naws_secret_access_key = s\n"
            )

    async def answer(self, request: web.Request) -> web.StreamResponse:
        used = request.headers["Authorization"].partition("Credential=")[2].partition("/")[0]
        self.seen.append(used)
        if self.slow:
            await asyncio.sleep(len(self.seen) % 5 * 0.01)
        if used == self.key:
            return web.json_response({"streams": [{"channelArn": "a"}]})
        body = json.dumps({"exceptionMessage": "expired"})
        error = {"x-amzn-ErrorType": "ExpiredTokenException"}
        return web.Response(text=body, status=403, headers=error)


@pytest.fixture
async def account(home: Path, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    return Account(home)


async def test_renewed_credentials_are_found(account: Account) -> None:
    account.renew("AKIAONE")
    async with serving(account.answer) as url, gate(url) as gateway:
        assert await read(gateway, "ListStreams")
        account.renew("AKIATWO", announce=False)
        assert (await problem(gateway)).kind == "credentials"
        assert (await problem(gateway)).kind == "credentials"
        account.renew("AKIATWO")
        assert await read(gateway, "ListStreams")
        assert account.seen == ["AKIAONE", "AKIAONE", "AKIAONE", "AKIATWO"]


async def test_many_calls_while_credentials_are_renewed(account: Account) -> None:
    account.renew("AKIAONE")
    account.slow = True
    async with serving(account.answer) as url, gate(url) as gateway:
        failed = Counter[int]()
        read_well = Counter[int]()

        async def reading(number: int) -> None:
            while account.key == "AKIAONE" or failed[number] == 0 or not read_well[number]:
                try:
                    assert await read(gateway, "ListStreams")
                    read_well[number] += account.key == "AKIATWO"
                except GatewayError:
                    failed[number] += 1
                if len(failed) == 20:
                    account.renew("AKIATWO")

        async with asyncio.TaskGroup() as tasks:
            for number in range(20):
                tasks.create_task(reading(number))
            async with asyncio.timeout(20):
                while len(account.seen) < 40:  # noqa: ASYNC110  # the server tells no Event
                    await asyncio.sleep(0.01)
            account.renew("AKIATWO", announce=False)
        assert len(failed) == len(read_well) == 20


async def test_a_session_that_another_call_renewed_stays(account: Account) -> None:
    account.renew("AKIAONE")
    async with serving(account.answer) as url, gate(url) as gateway:
        await read(gateway, "ListStreams")
        account.renew("AKIATWO")
        found = await asyncio.gather(*(problem(gateway) for _ in range(5)))
        assert {one.kind for one in found} == {"credentials"}
        await read(gateway, "ListStreams")
        made = gateway._clients
        await asyncio.gather(*(read(gateway, "ListStreams") for _ in range(5)))
        assert gateway._clients is made


async def test_closed_and_used_again() -> None:
    async with running() as simulator, gate(simulator.url) as gateway:
        await gateway.close()
        assert await read(gateway, "ListStreams")
        await gateway.close()
        await gateway.close()
        assert await read(gateway, "ListStreams")


async def test_a_call_that_is_given_up_leaves_nothing_behind() -> None:
    async with running() as simulator, gate(simulator.url) as gateway:
        simulator.faults.add(Fault("ListStreams", "hang", 1))
        reading = asyncio.get_running_loop().create_task(read(gateway, "ListStreams"))
        async with asyncio.timeout(20):
            while not simulator.requests.counts:  # noqa: ASYNC110  # the server tells no Event
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        reading.cancel()
        await asyncio.wait((reading,))
        assert reading.cancelled()
        assert await read(gateway, "ListStreams")
