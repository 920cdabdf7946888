"""A gateway that asks once, and tells how long the answer took and what time it is there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextvars import ContextVar
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec
from aiobotocore.session import AioSession
from botocore.utils import get_environ_proxies

from ivs_tui.aws import failures, identity
from ivs_tui.aws.errors import GatewayError, Problem
from ivs_tui.aws.gateway import Gateway
from ivs_tui.aws.identity import Held, Identity
from ivs_tui.aws.operations import LOWLATENCY, OPERATIONS, REALTIME, Operation
from ivs_tui.aws.records.base import Record
from ivs_tui.aws.session import TIMEOUT, Clients, make_session
from ivs_tui.aws.transport import BoundedClients, bound
from ivs_tui.config import Config


class Trip(msgspec.Struct):
    """One request on its way: wall times in seconds since 1970, here and as the server says."""

    connecting: bool = False
    """Whether no connection stood before, so that making one is in `seconds`."""
    sent_at: float = 0.0
    seconds: float | None = None
    """From sending to the end of the answer; None while there is none."""
    date: float | None = None
    """The answer's `Date`, which is cut to whole seconds."""


class Answer(msgspec.Struct, frozen=True):
    """What one request brought: the first page's items, or what went wrong."""

    trip: Trip
    items: tuple[Record, ...] = ()
    unreadable: int = 0
    problem: Problem | None = None


class Endpoint(msgspec.Struct, frozen=True):
    """Where a service is asked, and through which proxy."""

    url: str
    proxy: str | None = None


class Probe(Gateway):
    """Sends one request for each question, never a second page.

    Raises GatewayError where the profile makes no session.
    """

    def __init__(self, config: Config, region: str) -> None:
        super().__init__(config, region)
        # One session for all: a credential process may cost the user a touch on a key.
        try:
            self._session = make_session(config)
        except failures.HANDLED as error:
            raise failures.explain(error, OPERATIONS["ListStreams"], self._profile) from error
        bound(self._session, region)
        self._ivs = self._clients = _Measured(config, region, self._session)
        # `--endpoint-url` is IVS's alone, as it is one service's alone in AWS CLI.
        elsewhere = msgspec.structs.replace(config, endpoint_url=None)
        self._sts = _Measured(elsewhere, region, self._session)
        self._connected: set[str] = set()

    async def ask(self, operation: Operation, parameters: Mapping[str, Any]) -> Answer:
        """One request; a failure is an answer too."""
        request = dict(parameters)
        if operation.page_size is not None and "arns" not in request:
            request["maxResults"] = operation.page_size
        trip = Trip(connecting=operation.service not in self._connected)
        token = _under_way.set(trip)
        try:
            page, _ = await self._read(operation, request)
        except GatewayError as error:
            return Answer(trip, problem=error.problem)
        finally:
            _under_way.reset(token)
            if trip.seconds is None:
                self._connected.discard(operation.service)
            else:
                self._connected.add(operation.service)
        return Answer(trip, page.items, page.unreadable)

    async def credentials(self) -> Held:
        """What the chain finds; raises GatewayError."""
        return await identity.held_credentials(self._session, self._profile)

    async def endpoints(self) -> Mapping[str, Endpoint]:
        """Where each service is asked; raises GatewayError."""
        return {one: await self._endpoint(self._ivs, one) for one in (LOWLATENCY, REALTIME)}

    async def identity(self) -> Identity | None:
        """Who signs; None where that is not to be asked. Raises GatewayError.

        Where IVS is not asked at AWS, neither is STS, unless AWS's own settings send it elsewhere
        too: credentials of a simulator are none of AWS's, and real ones have no business leaving
        the machine when the user pointed at a port of it.
        """
        asked = await self.endpoints()
        sts = await self._endpoint(self._sts, identity.STS)
        if identity.is_aws(sts.url) and not all(identity.is_aws(one.url) for one in asked.values()):
            return None
        return await identity.caller(self._sts, self._profile)

    async def close(self) -> None:
        """Let every connection go."""
        await super().close()
        await self._ivs.retire()
        await self._sts.retire()

    async def _endpoint(self, clients: Clients, service: str) -> Endpoint:
        try:
            async with asyncio.timeout(TIMEOUT), clients.use(service) as client:
                url: str = client.meta.endpoint_url
                proxies: Mapping[str, str] | None = client.meta.config.proxies
        except failures.HANDLED as error:
            raise failures.explain(error, OPERATIONS["ListStreams"], self._profile) from error
        if proxies is None:
            proxies = get_environ_proxies(url)
        return Endpoint(url, proxies.get(url.partition(":")[0]))


class _Measured(BoundedClients):
    """Clients of a given session that note when a request leaves and when its answer is there."""

    def __init__(self, config: Config, region: str, session: AioSession) -> None:
        super().__init__(config, region)
        self._session = session

    async def _make(self, service: str) -> Any:
        client = await super()._make(service)
        client.meta.events.register("before-send", _note_sent)
        client.meta.events.register("before-parse", _note_received)
        return client


_under_way: ContextVar[Trip | None] = ContextVar("_under_way", default=None)


def _note_sent(**_: object) -> None:
    if trip := _under_way.get():
        trip.sent_at = time.time()


def _note_received(response_dict: dict[str, Any], **_: object) -> None:
    if trip := _under_way.get():
        trip.seconds = max(0.0, time.time() - trip.sent_at)
        try:
            trip.date = parsedate_to_datetime(response_dict["headers"]["date"]).timestamp()
        except (KeyError, ValueError, TypeError, OverflowError):
            trip.date = None
