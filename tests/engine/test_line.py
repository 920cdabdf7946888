"""The line: whatever goes in at one end comes out at the other, and garbage does no harm."""

from __future__ import annotations

import asyncio
import random
import socket
import struct
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.aws.decode import page
from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.records.base import Record
from ivs_tui.config import Config
from ivs_tui.engine import line
from ivs_tui.engine.budget import OperationUsage
from ivs_tui.engine.commands import (
    AnyCommand,
    Happened,
    Known,
    LookAt,
    Pause,
    Refresh,
    Start,
    Unwatch,
    Watch,
)
from ivs_tui.engine.query import QUERIES, Query
from ivs_tui.engine.snapshot import Gone, Severity, Snapshot, Transition, Usage
from tests.aws.model import output
from tests.aws.test_decode import sample
from tests.support import CHANNEL, START, arn, stream, topic

SESSION = topic("session", channelArn=CHANNEL, streamId="st-1")

COMMANDS: list[AnyCommand] = [
    Start(Config(profile="p", interval=2.5, ascii=True), "eu-west-1"),
    Watch(SESSION, 5.0),
    Watch(topic("streams"), 0.5, front=False),
    Unwatch(SESSION),
    Refresh(SESSION),
    Pause(True),
    LookAt((arn(1), arn(2))),
    LookAt(()),
    Known(b"\x92\xa5usage\x80"),
]


def payload(frame: bytes) -> bytes:
    (length,) = struct.unpack(">I", frame[:4])
    assert length == len(frame) - 4
    return frame[4:]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: type(one).__name__)
def test_commands(command: AnyCommand) -> None:
    assert line.decode_command(payload(line.encode_command(command))) == command


def test_every_command_is_tried_here() -> None:
    kinds: Any = AnyCommand
    assert {type(one) for one in COMMANDS} == set(kinds.__args__)


@pytest.mark.parametrize(
    "report",
    [
        Usage((OperationUsage("ListStreams", 3, 23, True),)),
        Usage(),
        Happened(
            (
                Transition(
                    at=START,
                    topic=SESSION,
                    key="k",
                    subject="s",
                    what="starving",
                    detail="d",
                    severity=Severity.WARNING,
                    observed=False,
                ),
            )
        ),
    ],
    ids=lambda one: type(one).__name__,
)
def test_reports(report: Usage | Happened) -> None:
    assert line.decode_report(line.encode_report(report)) == report


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_snapshot_of_every_query(query: Query) -> None:
    operation = query.operation
    body = msgspec.json.encode(sample(output(operation)))
    items: tuple[Record, ...] = page(operation, body, ()).items
    assert items
    if query.gist:
        when = {"read_at": START} if "read_at" in query.gist.__struct_fields__ else {}
        items = (query.gist(**dict.fromkeys(query.key, "x"), **when),)
    problem = Problem(kind=ProblemKind.DENIED, sentence="s", advice="a", attempt=3, retry_in=9.5)
    sent = Snapshot(
        topic=topic(query.name, x="y"),
        items=items,
        gone=(Gone(items[0], START, True),),
        read_at=START,
        complete=True,
        reading=7,
        unreadable=2,
        truncated=True,
        trimmed=True,
        error=problem,
        error_at=START,
        last_complete_at=START,
        interval=5.5,
    )
    got = line.decode_report(line.encode_report(sent))
    assert isinstance(got, Snapshot)
    for member in Snapshot.__struct_fields__:
        if member != "gone":
            assert getattr(got, member) == getattr(sent, member), member
    assert [(type(one.item), one.item, one.since, one.confirmed) for one in got.gone] == [
        (query.record, items[0], START, True)
    ]
    assert [type(item) for item in got.items] == [query.record] * len(items)


POOL = [stream(number) for number in range(5)]
LISTS = st.lists(st.sampled_from(POOL), max_size=8).map(tuple)


@given(st.lists(LISTS, min_size=1))
def test_a_lean_snapshot_is_whole_at_the_other_end(lists: list[tuple[Any, ...]]) -> None:
    told: tuple[Any, ...] = ()
    known = told
    for items in lists:
        sent = line.lean(Snapshot(topic=topic("streams"), items=items), told)
        told = items
        known = line.whole(sent, known).items
        assert known == items


def test_what_the_other_end_has_is_left_out() -> None:
    old, new = tuple(POOL), stream("new")
    cases = {
        old: ((), 5, 0),
        (*old, new): ((new,), 5, 0),
        (*old[:2], new, *old[3:]): ((new,), 2, 2),
        old[1:]: ((), 0, 4),
        (): ((), 0, 0),
    }
    for items, expected in cases.items():
        sent = line.lean(Snapshot(topic=topic("streams"), items=items), old)
        assert (sent.items, sent.before, sent.after) == expected
    same = line.lean(Snapshot(topic=topic("streams"), items=old), old)
    assert line.whole(same, old).items is old


def test_a_snapshot_of_nothing() -> None:
    got = line.decode_report(line.encode_report(Snapshot(topic=SESSION)))
    assert isinstance(got, Snapshot)
    assert (got.topic, got.items, got.gone, got.read_at) == (SESSION, (), (), None)


@pytest.mark.parametrize(
    "when", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
)
def test_the_ends_of_the_calendar(when: datetime) -> None:
    sent = Snapshot(topic=topic("streams"), items=(stream(1, start_time=when),))
    got = line.decode_report(line.encode_report(sent))
    assert isinstance(got, Snapshot)
    assert got.items == sent.items


@given(st.binary(max_size=60))
def test_garbage_is_told_as_such(garbage: bytes) -> None:
    for decode in (line.decode_report, line.decode_command):
        with pytest.raises(msgspec.DecodeError):
            decode(garbage)


@pytest.mark.parametrize("name", ["weather", "snapshot weather", "", "snapshot", "Usage"])
def test_a_report_of_no_kind(name: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        line.decode_report(msgspec.msgpack.encode((name, {})))


def test_a_snapshot_with_items_of_another_query() -> None:
    sent = msgspec.msgpack.encode(
        ("snapshot stages", Snapshot(topic=topic("streams"), items=(stream(1),)))
    )
    with pytest.raises(msgspec.DecodeError):
        line.decode_report(sent)


async def reading(*chunks: bytes) -> list[bytearray]:
    reader = asyncio.StreamReader()
    for chunk in chunks:
        reader.feed_data(chunk)
    reader.feed_eof()
    found = []
    while (one := await line.read_payload(reader)) is not None:
        found.append(one)
    return found


@given(st.lists(st.sampled_from(COMMANDS), max_size=5), st.integers(1, 50))
def test_frames_however_they_are_cut(commands: list[AnyCommand], size: int) -> None:
    stream = b"".join(line.encode_command(command) for command in commands)
    chunks = [stream[at : at + size] for at in range(0, len(stream), size)]
    found = asyncio.run(reading(*chunks))
    assert [line.decode_command(one) for one in found] == commands


async def test_a_frame_of_megabytes_fills_no_buffer() -> None:
    ours, theirs = socket.socketpair()
    reader, back = await asyncio.open_connection(sock=ours)
    _, writer = await asyncio.open_connection(sock=theirs)
    sent = random.Random(1).randbytes(3_000_000)
    waiting = 0

    async def read() -> bytearray | None:
        nonlocal waiting
        await asyncio.sleep(0)
        waiting = writer.transport.get_write_buffer_size()
        return await line.read_payload(reader)

    _, got = await asyncio.gather(line.write_payload(writer, sent), read())
    assert bytes(got or b"") == sent
    assert waiting < 300_000
    for one in (writer, back):
        one.close()
        await one.wait_closed()


@pytest.mark.parametrize("rest", [b"", b"\0", b"\0\0\0\5abc", b"\xff\xff\xff\xffabc"])
async def test_the_end_of_the_line(rest: bytes) -> None:
    whole = line.encode_command(Pause(True))
    assert await reading(whole, rest) == [whole[4:]]
