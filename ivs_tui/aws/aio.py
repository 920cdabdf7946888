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

    aiohttp 3.14 makes its default context as it is imported: 16 ms and 1 MB. Nobody uses that one,
    for aiobotocore hands over a context for each client, with the authorities that AWS's settings
    name. If somebody did, it would trust no server.
    """
    load = ssl.SSLContext.load_default_certs
    ssl.SSLContext.load_default_certs = _load_none  # type: ignore[method-assign]  # for a while
    try:
        yield
    finally:
        ssl.SSLContext.load_default_certs = load  # type: ignore[method-assign]  # as it was


def _load_none(self: ssl.SSLContext, purpose: ssl.Purpose = ssl.Purpose.SERVER_AUTH) -> None:
    """In place of `load_default_certs`."""


with _no_authorities():
    from aiobotocore.config import AioConfig
    from aiobotocore.session import AioSession, get_session

__all__ = ["AioConfig", "AioSession", "get_session"]
