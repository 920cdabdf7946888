"""Peers at the other end of the wire that answer with whatever bytes they like."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from random import Random
from typing import Any

from hypothesis import strategies as st

from ivs_tui.aws import decode
from ivs_tui.aws.errors import GatewayError, Problem
from ivs_tui.aws.gateway import Gateway
from ivs_tui.aws.operations import OPERATIONS, Operation
from ivs_tui.config import Config
from tests.aws.model import operation_model, output
from tests.aws.mutation import JUNK, valid, written
from tests.aws.wire import Free
from tests.support import CHANNEL

SECRET = "the-very-secret"

Talk = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
"""How a peer answers a request, whose head and body it is given."""


@asynccontextmanager
async def peer(talk: Talk) -> AsyncIterator[str]:
    """A server that answers with whatever bytes it likes, and hangs up; yields its URL."""

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            await talk(head + await reader.readexactly(int(length or b"0")), writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the other side had enough
        finally:
            writer.close()

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def http(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """An answer as it goes over the wire."""
    size = len(body) if length is None else length
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {size}", "Connection: close", *headers)
    return "\r\n".join((*lines, "", "")).encode("utf-8", "surrogateescape") + body


def says(*answers: bytes) -> Talk:
    """One answer after the other, the last for ever."""
    left = list(answers)

    async def talk(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(left.pop(0) if len(left) > 1 else left[0])

    return talk


def fits(found: Problem) -> None:
    """One line of plain text that holds no secret."""
    for text in (found.sentence, found.advice):
        assert text.isprintable()
        assert len(text) < 600
        assert SECRET not in text
        assert "AKIAEXAMPLE" not in text
    assert found.sentence


class Peer:
    """A gateway, and the peer at its other end, which says what it is told to."""

    def __init__(self, runner: asyncio.Runner, gateway: Gateway, answers: list[bytes]) -> None:
        self._runner = runner
        self._gateway = gateway
        self._answers = answers

    def asked(self, operation: Operation, answer: bytes) -> list[decode.Page] | Problem:
        """What the gateway makes of it."""
        self._answers[:] = [answer]
        return self._runner.run(self._read(operation))

    async def _read(self, operation: Operation) -> list[decode.Page] | Problem:
        model = operation_model(operation).input_shape
        needed: dict[str, Any] = dict.fromkeys(model.required_members, CHANNEL) if model else {}
        if "arns" in needed:
            needed["arns"] = [CHANNEL]
        try:
            async with asyncio.timeout(20):
                pages = self._gateway.pages(operation, needed, Free())
                return [page async for page in pages]
        except GatewayError as error:
            return error.problem


@contextmanager
def one_peer() -> Iterator[Peer]:
    """A peer that lives through many examples."""
    answers: list[bytes] = []

    async def talk(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(answers[0])

    with asyncio.Runner() as runner:
        server = peer(talk)
        url = runner.run(server.__aenter__())
        gateway = Gateway(Config(endpoint_url=url), "us-west-2")
        try:
            yield Peer(runner, gateway, answers)
        finally:
            runner.run(gateway.close())
            runner.run(server.__aexit__(None, None, None))


STATUSES = (
    *("200 OK",) * 12,
    *("201 Created", "204 No Content", "206 Partial Content", "299", "300 Many", "302 Found"),
    *("304 Not Modified", "307 Temporary", "400 Bad", "403 Forbidden", "404 No", "407 Proxy"),
    *("418 Teapot", "429 Slow", "500 Oops", "503 Busy", "599 \x1b[2J", "600 New", "999 Odd"),
)
HEADERS = (
    "Content-Type: text/html; charset=utf-7",
    "Content-Type: application/json; charset=\xff",
    "Content-Type: application/x-amz-json-1.1; charset=x-no-such",
    "Content-Encoding: gzip",
    "Content-Encoding: br, zstd, nonsense",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip, chunked",
    "Location: http://127.0.0.1:1/elsewhere",
    "x-amzn-ErrorType: AccessDeniedException:http://internal.amazon.com/",
    "x-amzn-ErrorType: \x1b]0;title\x07\u202e" + "x" * 500,
    "x-amzn-ErrorType: ValidationException",
    "x-amzn-query-error: a",
    "x-amzn-RequestId: \x7f",
    "Retry-After: 9999999999999999999999",
    "x-amz-retry-after: -1",
    "Date: Mon, 01 Jan 0001 00:00:00 +9999",
    "Date: yesterday",
    "Set-Cookie: " + "c" * 4_000,
    "X-Flood: " + "f" * 20_000,
    *(("\r\n".join(f"X-{n}: y" for n in range(300))),),
    "No colon at all",
    ": no name",
    "X-Bytes: \udcff\udcfe",
    "Content-Length: 3",
)
ERRORS = st.builds(
    lambda members, body: body if members is None else written(members),
    st.none()
    | st.dictionaries(
        st.sampled_from(["__type", "code", "Code", "message", "Message", "exceptionMessage", "x"]),
        JUNK,
        max_size=5,
    )
    | JUNK,
    st.sampled_from([b"", b"<html>", b"\xff\xfe", b"[" * 100_000, b'"', b"{"]),
)


ON_THE_WIRE = st.tuples(
    st.sampled_from(list(OPERATIONS.values())),
    st.integers(0, 10**6),
    st.none() | ERRORS,
    st.sampled_from(STATUSES),
    st.lists(st.sampled_from(HEADERS), max_size=2),
    st.sampled_from([*[None] * 12, 0, 5, 10**6, 10**30, -1]),
)


def judge_on_the_wire(
    other: Peer,
    operation: Operation,
    seed: int,
    said: bytes | None,
    status: str,
    headers: list[str],
    length: int | None,
) -> str:
    """Pages, or one error that fits; returns which."""
    body = written(valid(output(operation), Random(seed))) if said is None else said
    found = other.asked(operation, http(body, *headers, status=status, length=length))
    if isinstance(found, Problem):
        fits(found)
        return found.kind
    assert status.startswith("2")
    return "pages"
