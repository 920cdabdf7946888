"""The one way to IVS: a token for each page, pages by hand, secrets out, one kind of error."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, Protocol

from botocore import xform_name

from ivs_tui.aws import decode, failures
from ivs_tui.aws.decode import Page, SecretPath
from ivs_tui.aws.errors import GatewayError, ProblemKind, problem
from ivs_tui.aws.operations import Operation
from ivs_tui.aws.profile import profile_name
from ivs_tui.aws.secrets import secret_paths
from ivs_tui.aws.session import RAW_BODY, TIMEOUT, Clients
from ivs_tui.aws.transport import BoundedClients
from ivs_tui.config import Config

MAX_PAGES = 2_000
"""Where a paging loop ends: 200,000 items, twenty times the largest account there is."""
MOST_ITEMS = MAX_PAGES * 100
MOST_BYTES = 64 * 1024 * 1024
"""Of all pages of a read: 6 kB for each of 10,000 channels, which have one or two."""

Parameters = Mapping[str, Any]


class Pace(Protocol):
    """One read's manners towards the API."""

    async def admit(self, operation: Operation) -> None:
        """Wait until the budget lets one request of the operation go."""
        ...

    def throttled(self, operation: Operation, page: int) -> bool:
        """Hear that page number `page` (from 0) was throttled; says whether to try it again."""
        ...


class Reader(Protocol):
    """What the engine asks of a gateway."""

    def pages(
        self, operation: Operation, parameters: Parameters, pace: Pace
    ) -> AsyncIterator[Page]:
        """Every page of an answer, in order; raises GatewayError."""
        ...

    async def close(self) -> None:
        """Let every connection go."""
        ...


class Gateway:
    """Reads IVS in one Region with one profile; makes sessions anew after a credentials error."""

    def __init__(self, config: Config, region: str) -> None:
        self._config = config
        self._region = region
        self._profile = profile_name(config)
        self._clients: Clients | None = None
        self._secrets: dict[str, tuple[SecretPath, ...]] = {}

    async def pages(
        self, operation: Operation, parameters: Parameters, pace: Pace
    ) -> AsyncIterator[Page]:
        """Read page by page; a token that comes back, or too much in all, ends it as an error."""
        request = dict(parameters)
        # BatchGetChannel knows no maxResults: its page is the batch that was asked for.
        if operation.page_size is not None and "arns" not in request:
            request["maxResults"] = operation.page_size
        seen: set[str] = set()
        items = size = 0
        while True:
            page, length = await self._paced(operation, request, pace, len(seen))
            items += len(page.items)
            size += length
            if items > MOST_ITEMS or size > MOST_BYTES:
                raise problem(ProblemKind.NOT_IVS, "not an IVS answer: the pages hold too much")
            yield page
            if page.next_token is None:
                return
            if page.next_token in seen or len(seen) >= MAX_PAGES:
                raise problem(ProblemKind.NOT_IVS, "not an IVS answer: the pages never end")
            seen.add(page.next_token)
            request["nextToken"] = page.next_token

    async def close(self) -> None:
        """Close every connection that no call is using; the others close when their call ends."""
        clients, self._clients = self._clients, None
        if clients is not None:
            await clients.retire()

    async def _paced(
        self, operation: Operation, request: Parameters, pace: Pace, number: int
    ) -> tuple[Page, int]:
        while True:
            await pace.admit(operation)
            try:
                return await self._read(operation, request)
            except GatewayError as error:
                throttled = error.problem.kind is ProblemKind.THROTTLED
                if not (throttled and pace.throttled(operation, number)):
                    raise

    async def _read(self, operation: Operation, request: Parameters) -> tuple[Page, int]:
        """One page, and how many bytes it came in."""
        clients = self._clients
        try:
            async with asyncio.timeout(TIMEOUT):
                if clients is None:
                    clients = self._clients = BoundedClients(self._config, self._region)
                body = await self._call(clients, operation, request)
        except failures.HANDLED as error:
            wrong = failures.explain(error, operation, self._profile)
            # Renewed credentials are found only by a session that has not cached the old ones. One
            # that another call has made meanwhile stays.
            if wrong.problem.kind is ProblemKind.CREDENTIALS and self._clients is clients:
                await self.close()
            raise wrong from error
        except failures.STRANGE as error:
            raise failures.not_aws() from error
        return decode.page(operation, body, self._secrets[operation.id]), len(body)

    async def _call(self, clients: Clients, operation: Operation, request: Parameters) -> bytes:
        async with clients.use(operation.service) as client:
            if operation.id not in self._secrets:
                model = client.meta.service_model.operation_model(operation.name)
                self._secrets[operation.id] = secret_paths(model)
            answer = await getattr(client, xform_name(operation.name))(**request)
        body: bytes = answer[RAW_BODY]
        return body
