"""Whatever a peer does on the wire: pages, or one error in words, in bounded time and memory."""

from __future__ import annotations

import asyncio
import gzip
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from ivs_tui.aws import gateway as module
from tests.aws.peers import (
    ON_THE_WIRE,
    SECRET,
    Talk,
    fits,
    http,
    judge_on_the_wire,
    one_peer,
    peer,
    says,
)
from tests.aws.wire import STREAMS, Free, gate, problem

pytestmark = pytest.mark.usefixtures("credentials")

MEGABYTE = 1024 * 1024
EMPTY = b'{"streams": []}'


def test_any_answer_on_the_wire() -> None:
    tally = Counter[str]()
    with one_peer() as other:

        @settings(max_examples=250, derandomize=True)
        @given(ON_THE_WIRE)
        def law(answer: Any) -> None:
            tally[judge_on_the_wire(other, *answer)] += 1

        law()
    # The examples reach what may come of an answer.
    assert {"pages", "not-ivs", "unreachable", "refused", "server"} <= tally.keys(), tally


SORTS = (
    (http(b"", status="204 No Content"), "not-ivs", "not an IVS answer: empty"),
    (http(gzip.compress(EMPTY), "Content-Encoding: gzip"), "not-ivs", "no JSON"),
    (http(b"\xef\xbb\xbf<html>"), "not-ivs", "not an IVS answer: HTML"),
    (http(b"[]", status="400 Bad"), "not-ivs", "not an IVS answer: HTTP 400"),
    (http(b'{"code": 5, "message": []}', status="403 No"), "not-ivs", "HTTP 403"),
    (http(b'{"__type": {}}', status="500 Oops"), "server", "IVS error 500"),
    (http(b"[" * 100_000, status="500 Oops"), "server", "IVS error 500"),
    (http(b'{"message": 7}', "x-amzn-ErrorType: AccessDenied", status="403 No"), "denied", ""),
    (
        http(b'{"message": "a\\u001b[2J\\u202eb"}', "x-amzn-ErrorType: Odd", status="400 Bad"),
        "refused",
        "Odd: a<U+001B>[2J<U+202E>b",
    ),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\r\n", "unreachable", ""),
    (b"HTTP/1.1 100 Continue\r\n\r\n" * 5_000, "unreachable", ""),
)


@pytest.mark.parametrize(("answer", "kind", "sentence"), SORTS, ids=range(len(SORTS)))
async def test_answers_of_every_sort(answer: bytes, kind: str, sentence: str) -> None:
    async with peer(says(answer)) as url, gate(url) as gateway:
        found = await problem(gateway)
        assert (found.kind, sentence in found.sentence) == (kind, True), found
        fits(found)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temp", "308 Perm"])
async def test_a_redirect_is_not_followed(status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", SECRET)
    told: list[bytes] = []

    async def elsewhere(request: bytes, writer: asyncio.StreamWriter) -> None:
        told.append(request)
        writer.write(http(EMPTY))

    async with peer(elsewhere) as other:
        answer = http(b"", f"Location: {other}/streams", status=status)
        async with peer(says(answer)) as url, gate(url) as gateway:
            found = await problem(gateway)
    assert (found.kind, found.sentence) == ("not-ivs", f"not an IVS answer: HTTP {status[:3]}")
    assert told == []


async def test_an_answer_without_end_is_cut_off() -> None:
    sent = 0

    async def pour(_: bytes, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            writer.write(b" " * MEGABYTE)
            await writer.drain()
            sent += 1

    async with peer(pour) as url, gate(url) as gateway:
        found = await problem(gateway)
    assert found.sentence == "not an IVS answer: too long"
    assert sent < 64


async def test_drop_after_drop_ends_at_the_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async def drip(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with peer(says(http(EMPTY))) as url, gate(url) as gateway:
        await gateway.pages(STREAMS, {}, Free()).__anext__()  # the client is made
        async with peer(drip) as slow, gate(slow) as other:
            monkeypatch.setattr(module, "TIMEOUT", 0.6)
            assert (await problem(other)).kind == "timeout"


# Pages: a loop that ends


def paging(tokens: Iterable[str], body: Callable[[str], bytes], asked: list[bytes]) -> Talk:
    following = iter(tokens)

    async def talk(request: bytes, writer: asyncio.StreamWriter) -> None:
        asked.append(request)
        writer.write(http(body(next(following))))

    return talk


@pytest.mark.parametrize(("before", "period"), [(0, 1), (3, 1), (0, 7), (5, 11)])
async def test_pages_that_go_round_end_with_the_first_that_came_before(
    before: int, period: int
) -> None:
    def tokens() -> Iterator[str]:
        yield from (f"t{n}" for n in range(before))
        while True:
            yield from (f"c{n}" for n in range(period))

    asked: list[bytes] = []
    body = '{{"streams": [{{"channelArn": "a"}}], "nextToken": "{}"}}'
    async with (
        peer(paging(tokens(), lambda token: body.format(token).encode(), asked)) as url,
        gate(url) as gateway,
    ):
        assert "never end" in (await problem(gateway)).sentence
    assert len(asked) == before + period + 1


@pytest.mark.parametrize(
    ("bound", "most", "page"),
    [("MOST_ITEMS", 1_000, '{"channelArn": "a"}'), ("MOST_BYTES", 100_000, '"' + "x" * 100 + '"')],
    ids=["items", "bytes"],
)
async def test_pages_without_end_are_bounded_in_what_they_hold(
    bound: str, most: int, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, bound, most)
    whole = ",".join([page] * 100)
    asked: list[bytes] = []
    body = '{{"streams": [{}], "nextToken": "{}"}}'
    tokens = (f"t{n}" for n in range(1_000))
    async with (
        peer(paging(tokens, lambda token: body.format(whole, token).encode(), asked)) as url,
        gate(url) as gateway,
    ):
        assert (await problem(gateway)).sentence == "not an IVS answer: the pages hold too much"
    assert len(asked) == (11 if bound == "MOST_ITEMS" else 10)


# On the way to credentials

ROLE = """
[default]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = keys
[profile keys]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = the-very-secret
"""


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (http(b"<html><p>Sign in</p></html>"), "not-ivs"),
        (http(b"<html>"), "not-ivs"),
        (http(b"<a><Errors>x</Errors></a>", status="400 Bad"), "not-ivs"),
        (http(b"<a><Error>x</Error></a>", status="500 Oops"), "not-ivs"),
        (http(b"<a><Error><Code><b/></Code></Error></a>", status="403 No"), "not-ivs"),
        (http(b"<a>" * 100_000), "not-ivs"),
        (http(b"", "Location: https://127.0.0.1:1/", status="302 Found"), "not-ivs"),
        (b"", "unreachable"),
    ],
    ids=range(8),
)
async def test_who_answers_in_place_of_sts_is_no_fault_of_ours(
    answer: bytes, kind: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    (home / "aws-config").write_text(ROLE)
    async with peer(says(answer)) as sts, peer(says(http(EMPTY))) as url, gate(url) as gateway:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts)
        found = await problem(gateway)
        assert found.kind == kind, found
        fits(found)
