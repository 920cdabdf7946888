"""A gateway on the wire, and servers that a test makes."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from ivs_tui.aws.errors import GatewayError, Problem
from ivs_tui.aws.gateway import Gateway
from ivs_tui.aws.operations import OPERATIONS, Operation
from ivs_tui.aws.records.base import Record
from ivs_tui.config import Config

STREAMS = OPERATIONS["ListStreams"]
CHANNELS = OPERATIONS["ListChannels"]


class Free:
    """Lets every request go; tries a throttled page again `again` times."""

    def __init__(self, again: int = 0) -> None:
        self.admitted: list[str] = []
        self.throttles: list[int] = []
        self._again = again

    async def admit(self, operation: Operation) -> None:
        self.admitted.append(operation.id)

    def throttled(self, operation: Operation, page: int) -> bool:
        self.throttles.append(page)
        return len(self.throttles) <= self._again


@asynccontextmanager
async def gate(url: str, **settings: Any) -> AsyncIterator[Gateway]:
    made = Gateway(Config(endpoint_url=url, **settings), "us-west-2")
    try:
        yield made
    finally:
        await made.close()


async def read(
    gateway: Gateway, name: str, pace: Free | None = None, **parameters: Any
) -> list[Record]:
    pages = gateway.pages(OPERATIONS[name], parameters, pace or Free())
    return [item async for page in pages for item in page.items]


async def problem(gateway: Gateway, name: str = "ListStreams", **parameters: Any) -> Problem:
    with pytest.raises(GatewayError) as caught:
        await read(gateway, name, **parameters)
    return caught.value.problem


Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[str]:
    """A server of the test's own; yields its URL."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
