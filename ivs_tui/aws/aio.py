"""aiobotocore, imported without the certificates that nobody asks for.

Whoever needs one of these names takes it from here, so that aiohttp is imported here first.
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator


@contextlib.contextmanager
def _no_authorities() -> Iterator[None]:
    """Let no TLS context that is made meanwhile load the machine's certificate authorities.

    aiohttp 3.14 makes two default contexts as it is imported: 32 ms and 2 MB. Nobody uses them, for
    aiobotocore hands over a context for each client, with the authorities that AWS's settings name.
    If somebody did, the one that verifies would trust no server.
    """
    usual = ssl.SSLContext.set_default_verify_paths
    ssl.SSLContext.set_default_verify_paths = _load_none  # type: ignore[method-assign]  # meanwhile
    try:
        yield
    finally:
        ssl.SSLContext.set_default_verify_paths = usual  # type: ignore[method-assign]  # as before


def _load_none(self: ssl.SSLContext) -> None:
    """In place of `set_default_verify_paths`."""


with _no_authorities():
    from aiobotocore.config import AioConfig
    from aiobotocore.session import AioSession, get_session

__all__ = ["AioConfig", "AioSession", "get_session"]
