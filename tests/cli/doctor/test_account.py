"""What `doctor` makes of an account: STS beside IVS, clocks that differ, networks that end."""

from __future__ import annotations

import time
from email.utils import formatdate
from typing import Any

import pytest
from aiohttp import web

from ivs_tui.aws import gateway
from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.cli.doctor import reads, report
from ivs_tui.cli.doctor.account import Account, examine
from ivs_tui.cli.doctor.checks import Check, verdict
from ivs_tui.config import Config
from ivs_tui.sim.answers import IDENTITY
from ivs_tui.sim.faults import Fault
from tests.aws.wire import serving, unused_port
from tests.sim.support import running

pytestmark = pytest.mark.usefixtures("credentials")


async def examined(url: str, **settings: Any) -> Account:
    return await examine(Config(endpoint_url=url, **settings), "us-west-2")


def check(account: Account, name: str) -> Check:
    (found,) = [one for one in account.checks if one.name == name]
    return found


def word(account: Account, name: str) -> str:
    return next(
        one.permission
        for outcomes in account.outcomes.values()
        for one in outcomes
        if one.step.operation == name
    )


@pytest.mark.parametrize(
    ("ahead", "state", "status"),
    [(0, "ok", 0), (90, "warning", 0), (-90, "warning", 0), (600, "failed", 3)],
)
async def test_clocks_that_differ(ahead: float, state: str, status: int) -> None:
    async def answer(request: web.Request) -> web.Response:
        date = formatdate(time.time() - ahead, usegmt=True)
        member = OPERATIONS[request.path[1:]].member
        return web.json_response({member: []}, headers={"Date": date})

    async with serving(answer) as url:
        account = await examined(url)
    clock = check(account, "clock")
    assert clock.state == state
    assert (f"{abs(ahead)} s" in clock.said) is bool(ahead)
    assert verdict(account.checks).status == status


async def test_sts_that_is_not_reached_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"http://127.0.0.1:{unused_port()}")
    async with running() as simulator:
        account = await examined(simulator.url)
    assert check(account, "identity").state == "warning"
    assert check(account, "credentials").state == "ok"
    assert verdict(account.checks).sentence == "ready: the main views would work; 1 warning"


async def test_who_somebody_says_they_are_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "&#x202e;&#x9b;31m[/x]&#x2028;evil"

    async def answer(_request: web.Request) -> web.Response:
        told = IDENTITY.replace("user/demo", f"user/{name}")
        return web.Response(text=told, content_type="text/xml")

    async with running() as simulator, serving(answer) as sts:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts)
        account = await examined(simulator.url)
    text = report.as_text(account.checks, report.Style())
    assert "user/<U+202E><U+009B>31m[/x]<U+2028>evil" in text
    assert not {"\u202e", "\x9b", "\u2028"} & {*text}


async def test_a_network_that_ends_half_way(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as simulator:
        monkeypatch.setattr(gateway, "TIMEOUT", 2.0)
        simulator.faults.add(Fault("BatchGetChannel", "hang"))
        simulator.faults.add(Fault("GetChannel", "reset"))
        simulator.faults.add(Fault("ListParticipants", "reset"))
        account = await examined(simulator.url)
    # Twice in a row is the end of one service; once is not.
    assert word(account, "GetStreamSession") == "allowed"
    assert word(account, "BatchGetChannel") == word(account, "GetChannel") == "not reached"
    assert word(account, "ListRecordingConfigurations") == "not tried"
    assert check(account, "ListRecordingConfigurations").said == "not tried: nothing answers"
    assert word(account, "ListParticipants") == "not reached"
    assert check(account, "ListParticipants").stops == 3
    assert word(account, "ListCompositions") == "allowed"


async def test_a_slow_network_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "_PATIENCE", 0.1)
    async with running() as simulator:
        simulator.faults.add(Fault("ListStreams", "latency", seconds=0.2))
        simulator.faults.add(Fault("ListStages", "latency", seconds=0.2))
        account = await examined(simulator.url)
    assert word(account, "ListStreams") == "allowed"
    assert check(account, "ListChannels").said == "not tried: 0.1 s were over"
    assert check(account, "ListChannels").stops == verdict(account.checks).status == 3


async def test_credentials_that_end_half_way() -> None:
    async with running() as simulator:
        simulator.faults.add(Fault("GetStreamSession", "expired"))
        account = await examined(simulator.url)
    assert check(account, "credentials").state == "failed"
    assert word(account, "GetStreamSession") == "cannot tell"
    assert word(account, "BatchGetChannel") == "not tried"
    assert verdict(account.checks).status == 3


async def test_no_more_than_the_budget_allows() -> None:
    async with running(quotas=True) as simulator:
        account = await examined(simulator.url, quota_share=0.01)
        assert max(simulator.requests.counts.values()) <= 2
    assert verdict(account.checks).status == 0
