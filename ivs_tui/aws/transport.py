"""HTTP as far as it is needed: one answer to one request, and no more of it than anyone needs."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from aiobotocore.httpsession import AIOHTTPSession
from aiohttp import ClientResponse, ClientSession

from ivs_tui.aws.aio import AioConfig, AioSession
from ivs_tui.aws.decode import MOST_BYTES
from ivs_tui.aws.operations import LOWLATENCY, REALTIME
from ivs_tui.aws.session import Clients
from ivs_tui.config import Config

_ERROR_MEMBERS = ("__type", "code", "Code", "message", "Message", "exceptionMessage")


class BoundedClients(Clients):
    """Clients that follow no redirect, read no endless answer, and survive any error's body."""

    def __init__(self, config: Config, region: str) -> None:
        super().__init__(config, region)
        bound(self._session, region)

    async def _make(self, service: str) -> Any:
        client = await super()._make(service)
        if service in (LOWLATENCY, REALTIME):  # STS speaks XML
            client.meta.events.register("before-parse", _tidy_error)
        return client


def bound(session: AioSession, region: str) -> None:
    """Have every client that the session makes from now on talk through `_Http`.

    Those among them that botocore makes itself, to assume a role, know no other Region.
    """
    session.set_config_variable("region", region)
    retries: Any = {"total_max_attempts": 1, "mode": "standard"}  # who reads tries again
    session.set_default_client_config(AioConfig(http_session_cls=_Http, retries=retries))


class _Http(AIOHTTPSession):
    """aiobotocore's own, but for where it follows and how much it reads."""

    async def _get_session(self, proxy_url: str | None) -> Any:
        # aiobotocore 3.10: no public way to its aiohttp session.
        session = await super()._get_session(proxy_url)  # type: ignore[misc]  # not in its stubs
        return _Asking(session)


class _Asking:
    """An aiohttp session that follows no redirect.

    No API of AWS's redirects, and aiohttp 3.14 would hand a session token on to wherever.
    """

    def __init__(self, session: ClientSession) -> None:
        self._session = session

    async def request(self, method: str, url: Any, **more: Any) -> _Answer:
        answer = await self._session.request(method, url, **more, allow_redirects=False)
        return _Answer(answer)


class _Answer:
    """An aiohttp answer, of which one byte more than the most is read, so that it is refused."""

    def __init__(self, answer: ClientResponse) -> None:
        self.url = answer.url
        self.status = answer.status
        # aiobotocore 3.10 decodes them strictly, and leaves the connection open where it cannot.
        self.raw_headers = [(_utf8(name), _utf8(value)) for name, value in answer.raw_headers]
        self._answer = answer

    async def read(self) -> bytes:
        try:
            body = await self._answer.content.readexactly(MOST_BYTES + 1)
        except asyncio.IncompleteReadError as end:
            return end.partial
        except BaseException:
            self._answer.close()
            raise
        self._answer.close()
        return body


def _utf8(header: bytes) -> bytes:
    return header.decode("utf-8", "replace").encode()


def _tidy_error(response_dict: dict[str, Any], **_: object) -> None:
    """Leave of an error's body the texts that say what is wrong.

    botocore 1.43 answers with an AttributeError where the body is no object or a code no text.
    """
    if response_dict["status_code"] < 300:
        return
    try:
        told = msgspec.json.decode(response_dict["body"])
    except (ValueError, RecursionError):
        told = None
    members = told if isinstance(told, dict) else {}
    texts = {name: members.get(name) for name in _ERROR_MEMBERS}
    response_dict["body"] = msgspec.json.encode(
        {name: text for name, text in texts.items() if isinstance(text, str)}
    )
