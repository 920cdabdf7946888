"""The HTTP server: botocore's routes, and the way of a request through faults and quotas."""

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from botocore.model import OperationModel

from ivs_tui.sim import answers, control
from ivs_tui.sim.errors import AwsError, denied, invalid
from ivs_tui.sim.faults import Faults
from ivs_tui.sim.model import complaints, operations, project, structure
from ivs_tui.sim.operations import OPERATIONS
from ivs_tui.sim.quotas import Quotas
from ivs_tui.sim.requestlog import Arrival, RequestLog
from ivs_tui.sim.scenarios import Size, build
from ivs_tui.sim.world import Item

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
HOST = "127.0.0.1"


class Simulator:
    """A fake account behind an HTTP port on loopback."""

    def __init__(
        self,
        *,
        scenario: str = "incident",
        seed: int = 0,
        speed: float = 1.0,
        quotas: bool = False,
        faults: Sequence[str] = (),
        port: int = 0,
        size: Size | None = None,
    ) -> None:
        self.scenario = scenario
        self.faults = Faults(faults)
        self.requests = RequestLog()
        self.quotas = Quotas() if quotas else None
        self.world = build(scenario, seed=seed, speed=speed, size=size)
        self.url = ""
        self._port = port
        self._runner: web.AppRunner | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def start(self) -> None:
        """Listen; OSError if the port is taken."""
        self._runner = web.AppRunner(
            self._app(),
            access_log=None,
            # Without it, a request that hangs on purpose would outlive its client.
            handler_cancellation=True,
            shutdown_timeout=0.1,
        )
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, HOST, self._port).start()
        except OSError:
            await self.stop()
            raise
        self.url = f"http://{HOST}:{self._runner.addresses[0][1]}"
        self._keep_up()

    def _keep_up(self) -> None:
        """Follow the clock though nobody asks: the first who does shall not wait for it all."""
        self.world.catch_up()
        self._timer = asyncio.get_running_loop().call_later(5, self._keep_up)

    async def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=2**20)
        control.add_routes(app, self)
        for model in operations().values():
            route: dict[str, Any] = model.http
            path = route["requestUri"].replace("{resourceArn}", "{resourceArn:.+}")
            app.router.add_route(route["method"], path, self._handler(model))
        app.router.add_post("/", _sts)
        app.router.add_route("*", "/{path:.*}", _unknown)
        return app

    def _handler(self, model: OperationModel) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            arrival = self.requests.add(model.name, request.headers.get("User-Agent", ""))
            try:
                return await self._answer(model, request, arrival)
            except AwsError as error:
                arrival.refused = error.status
                return answers.refusal(error)

        return handle

    async def _answer(
        self, model: OperationModel, request: web.Request, arrival: Arrival
    ) -> web.StreamResponse:
        arrival.asked = asked = await _input(model, request)
        delay, failure = self.faults.take(model.name)
        if delay:
            await asyncio.sleep(delay.seconds)
        kind = failure.kind if failure else ""
        if kind == "hang":
            await asyncio.Event().wait()
        if kind == "reset":
            return _reset(request)
        if kind == "html":
            return answers.portal()
        if error := answers.failure(kind, model.name):
            raise error
        if self.quotas and not self.quotas.allow(model.name):
            raise answers.throttled()
        body = self._run(model, asked)
        if kind == "truncated":
            return answers.truncated(body)
        return answers.success(
            answers.spoilt(structure(model.output_shape), body) if kind == "baditem" else body
        )

    def _run(self, model: OperationModel, asked: Item) -> Item:
        if model.name not in OPERATIONS:
            raise denied(model.name)
        if wrong := next(complaints(structure(model.input_shape), asked), None):
            raise invalid(wrong)
        self.world.catch_up()
        body = OPERATIONS[model.name](self.world, model.name, asked)
        whole = model.name.startswith("Get")
        return body if whole else project(structure(model.output_shape), body)


async def _input(model: OperationModel, request: web.Request) -> Item:
    if request.match_info:
        return dict(request.match_info)
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise AwsError("SerializationException", "Could not parse the request body") from None
    if not isinstance(body, dict):
        raise AwsError("SerializationException", "The request body is no JSON object")
    return body


def _reset(request: web.Request) -> web.StreamResponse:
    transport = request.transport
    if transport is not None:
        # Lingering for 0 seconds makes the kernel send RST instead of FIN.
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()


async def _sts(request: web.Request) -> web.StreamResponse:
    form = await request.post()
    if form.get("Action") == "GetCallerIdentity":
        return answers.identity()
    if form.get("Action") == "AssumeRole":
        return answers.role(str(form.get("RoleArn", "")), str(form.get("TokenCode", "")))
    return await _unknown(request)


async def _unknown(request: web.Request) -> web.StreamResponse:
    return answers.refusal(AwsError("UnknownOperationException", f"No operation {request.path}"))
