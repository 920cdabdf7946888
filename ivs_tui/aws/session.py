"""Sessions and clients: credentials chain, endpoints, time-outs; no retries of botocore's own."""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from botocore import __version__ as botocore_version
from botocore.utils import JSONFileCache, get_environ_proxies

from ivs_tui.aws.aio import AioConfig, AioSession, get_session
from ivs_tui.aws.models import lean_loader
from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.aws.role_cache import RoleCache
from ivs_tui.config import Config

TIMEOUT = 10.0
"""Seconds before an answer that does not come is given up."""
RAW_BODY = "ivsTuiBody"
"""Where the untouched answer of a successful call lies in what botocore returns."""

_USER_AGENT = f"ivs-tui Botocore/{botocore_version}"
_CLI_CACHE = Path("~/.aws/cli/cache")


class MfaNeededError(Exception):
    """The profile asks for an MFA code and there is no prompt to ask at."""


def _no_prompt(_text: str) -> str:
    raise MfaNeededError


def make_session(config: Config, prompter: Callable[[str], str] = _no_prompt) -> AioSession:
    """A session with the user's profile; role credentials are cached where AWS CLI caches them."""
    session = get_session()
    if config.profile:
        # Only an explicit profile beats AWS_ACCESS_KEY_ID, as in AWS CLI.
        session.set_config_variable("profile", config.profile)
    session.lazy_register_component(
        "data_loader", lambda: lean_loader(session.get_config_variable("data_path"))
    )
    resolver = session.get_component("credential_provider")
    provider = resolver.get_provider("assume-role")
    # What was asked for at the prompt has to reach the engine's process: there, the disk must do.
    cache = RoleCache if prompter is _no_prompt else JSONFileCache
    provider.cache = cache(str(_CLI_CACHE.expanduser()))
    provider._prompter = prompter  # botocore 1.43: no public way to replace the prompt
    return session


async def ask_mfa(config: Config, region: str) -> None:
    """Have the role's credentials in the cache, asking for the code if they are not there."""
    session = make_session(config, lambda text: getpass.getpass(text, stream=sys.stderr))
    # The client that botocore makes to assume the role knows no other Region.
    session.set_config_variable("region", region)
    credentials = await session.get_credentials()
    if credentials is not None:
        await credentials.get_frozen_credentials()


class Clients:
    """One client a service, made on first use and closed together."""

    def __init__(self, config: Config, region: str) -> None:
        self._config = config
        self._region = region
        self._session = make_session(config)
        self._open: dict[str, Any] = {}
        self._stack = contextlib.AsyncExitStack()
        self._making = asyncio.Lock()
        self._users = 0
        self._retired = False

    @contextlib.asynccontextmanager
    async def use(self, service: str) -> AsyncIterator[Any]:
        """Lend the client of `service`; it hands each good answer over undecoded."""
        self._users += 1
        try:
            async with self._making:
                if service not in self._open:
                    self._open[service] = await self._make(service)
            yield self._open[service]
        finally:
            self._users -= 1
            if self._retired and not self._users:
                await self._stack.aclose()

    async def retire(self) -> None:
        """Close every connection, as soon as nobody uses one."""
        self._retired = True
        if not self._users:
            await self._stack.aclose()

    async def _make(self, service: str) -> Any:
        context = self._context(service)
        client = await context.__aenter__()
        url = client.meta.endpoint_url
        if _is_loopback(url) and get_environ_proxies(url):
            await client.close()
            # An empty mapping turns the environment's proxies off for this client.
            context = self._context(service, proxies={})
            client = await context.__aenter__()
        self._stack.push_async_exit(context)
        prefix = client.meta.service_model.service_id.hyphenize()
        for operation in OPERATIONS.values():
            if operation.service == service:
                event = f"before-parse.{prefix}.{operation.name}"
                client.meta.events.register_first(event, _keep_body)
        return client

    def _context(self, service: str, proxies: dict[str, str] | None = None) -> Any:
        create: Any = self._session.create_client  # its overloads know literals alone
        return create(
            service,
            region_name=self._region,
            endpoint_url=self._config.endpoint_url,
            config=AioConfig(
                connect_timeout=TIMEOUT,
                read_timeout=TIMEOUT,
                retries={"total_max_attempts": 1, "mode": "standard"},
                proxies=proxies,
                # botocore's own, of a dozen parts, is made anew for each request: 0.1 ms of 0.7.
                user_agent=_USER_AGENT,
            ),
        )


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def _keep_body(
    response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: object
) -> None:
    """Take a good answer's bytes away from botocore's parser.

    botocore 1.43 makes an HTML page or cut JSON under status 200 an empty success, and one bad
    timestamp a ValueError for the whole page. Errors (status 300 and up) stay with botocore.
    """
    if response_dict["status_code"] < 300:
        customized_response_dict[RAW_BODY] = response_dict["body"]
        response_dict["body"] = b"{}"
