"""The engine's own end: it ends with its screen, and its outbox loses nothing that matters."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import IO

import msgspec
import pytest

from ivs_tui.config import Config
from ivs_tui.engine import line
from ivs_tui.engine import process as module
from ivs_tui.engine.budget import Budget
from ivs_tui.engine.commands import Happened, LookAt, Pause, Report, Start, Watch
from ivs_tui.engine.poller import Poller
from ivs_tui.engine.process import Outbox, obey
from ivs_tui.engine.snapshot import Snapshot, Transition, Usage
from tests.engine.polling import Script
from tests.engine.processes import LONGEST, alive, until
from tests.engine.test_line import COMMANDS
from tests.sim.support import running
from tests.support import SCOPE, START, ManualClock, arn, stream, topic

STREAMS = topic("streams")


@contextmanager
def engine() -> Iterator[tuple[socket.socket, subprocess.Popen[bytes]]]:
    """An engine process and the other end of its line."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "ivs_tui.engine.process"]
    with ours, subprocess.Popen(command, stdin=theirs.fileno(), stderr=subprocess.PIPE) as process:
        theirs.close()
        try:
            yield ours, process
        finally:
            process.kill()


def test_a_line_that_ends_at_once() -> None:
    with engine() as (ours, process):
        ours.close()
        assert process.wait(LONGEST) == 0
        assert process.stderr
        assert process.stderr.read() == b""


def test_a_line_that_begins_with_something_else() -> None:
    with engine() as (ours, process):
        ours.sendall(line.encode_command(Pause(True)))
        assert process.wait(LONGEST) == 0


def test_garbage_instead_of_a_command() -> None:
    with engine() as (ours, process):
        ours.sendall(b"\0\0\0\3abc")
        assert process.wait(LONGEST) != 0


PARENT = """
import sys, time
from ivs_tui.config import Config
from ivs_tui.engine.commands import Start, Watch
from ivs_tui.engine import line
from ivs_tui.engine.link import EngineLink
from ivs_tui.engine.snapshot import Scope, Topic
link = EngineLink(Start(Config(endpoint_url=sys.argv[1]), "us-west-2"))
link._channel.sendall(line.encode_command(link._start))
link._channel.sendall(line.encode_command(Watch(Topic(Scope("p", "r"), "streams"), 1.0)))
print(link._process.pid, flush=True)
time.sleep(60)
"""


@contextmanager
def screen(url: str) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """A process that holds a line to an engine, and prints the engine's id."""
    command = [sys.executable, "-c", PARENT, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        try:
            yield process, process.stdout
        finally:
            process.kill()


@pytest.mark.usefixtures("credentials")
async def test_the_engine_ends_when_its_screen_is_killed() -> None:
    async with running() as simulator:
        with screen(simulator.url) as (parent, stdout):
            pid = int(await asyncio.to_thread(stdout.readline))
            await until(lambda: "ListStreams" in simulator.requests.counts)
            assert alive(pid)
            parent.send_signal(signal.SIGKILL)
            await until(lambda: not alive(pid), seconds=2)


def happened(what: str) -> Happened:
    told = Transition(at=START, topic=STREAMS, key="k", subject="s", what=what)
    return Happened((told,))


def snapshot(number: int, name: str = "streams") -> Snapshot:
    return Snapshot(topic=topic(name), items=(stream(number),) if name == "streams" else ())


@asynccontextmanager
async def outbox() -> AsyncIterator[tuple[Outbox, asyncio.StreamReader]]:
    """An outbox on a real socket, and its reader."""
    ours, theirs = socket.socketpair()
    reader, back = await asyncio.open_connection(sock=ours)
    _, writer = await asyncio.open_connection(sock=theirs)
    box = Outbox(writer)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(box.run())
        yield box, reader
        task.cancel()
    for one in (writer, back):
        one.close()
        await one.wait_closed()


async def received(reader: asyncio.StreamReader, count: int) -> list[Report]:
    async with asyncio.timeout(LONGEST):
        found = [await line.read_payload(reader) for _ in range(count)]
    return [line.decode_report(one) for one in found if one is not None]


async def test_only_the_newest_snapshot_of_a_topic_waits() -> None:
    async with outbox() as (box, reader):
        for number in range(100):
            box.put(snapshot(number))
            box.put(snapshot(number, "stages"))
            box.put(Usage())
        found = await received(reader, 3)
        assert isinstance(found[0], Snapshot)
        assert found[0].items == (stream(99),)
        assert isinstance(found[1], Snapshot)
        assert found[1].topic.name == "stages"
        assert found[2] == Usage()


async def test_items_that_are_there_already_do_not_go_again() -> None:
    async with outbox() as (box, reader):
        first = snapshot(1)
        same = msgspec.structs.replace(first, read_at=START)
        other = snapshot(2)
        for report in (first, same, other, other, snapshot(2, "stages")):
            box.put(report)
            await asyncio.sleep(0)
        found = [one for one in await received(reader, 5) if isinstance(one, Snapshot)]
        assert [len(one.items) for one in found] == [1, 0, 1, 0, 0]
        assert [one.before for one in found] == [0, 1, 0, 1, 0]
        assert found[1].read_at == START
        box.forget(STREAMS)
        box.put(other)
        (again,) = await received(reader, 1)
        assert isinstance(again, Snapshot)
        assert (again.items, again.before) == (other.items, 0)


async def test_whatever_happened_is_told_in_order() -> None:
    async with outbox() as (box, reader):
        told = [happened(str(number)) for number in range(500)]
        for number, one in enumerate(told):
            box.put(one)
            box.put(snapshot(number))
            if number % 50 == 0:
                await asyncio.sleep(0)
        box.put(happened("the end"))
        found: list[Report] = []
        while not found or found[-1] != happened("the end"):
            found += [one for one in await received(reader, 1) if isinstance(one, Happened)]
        assert found[:-1] == told


async def test_a_screen_that_stops_costs_no_memory_and_misses_no_newest_state(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 100)
    async with outbox() as (box, reader):
        large = Snapshot(topic=STREAMS, items=tuple(stream(n) for n in range(20_000)))
        box.put(large)
        await asyncio.sleep(0.01)
        for number in range(1_000):
            box.put(happened(str(number)))
            box.put(snapshot(number))
        assert len(box._waiting) <= 100
        found = await received(reader, 101)
        news = [each.what for one in found if isinstance(one, Happened) for each in one.transitions]
        assert news == [str(number) for number in range(901, 1_000)]
        states = [one for one in found if isinstance(one, Snapshot)]
        assert states[-1].items == (stream(999),)


async def test_a_screen_that_goes_ends_the_outbox() -> None:
    ours, theirs = socket.socketpair()
    ours.close()
    _, writer = await asyncio.open_connection(sock=theirs)
    box = Outbox(writer)
    task = asyncio.get_running_loop().create_task(box.run())
    async with asyncio.timeout(LONGEST):
        while not task.done():
            box.put(snapshot(1))
            await asyncio.sleep(0)
    assert isinstance(task.exception(), ConnectionError)
    writer.close()


def test_every_command_is_obeyed() -> None:
    clock = ManualClock()
    reports: list[Report] = []
    poller = Poller(Script(clock), Budget(clock, 0.4), clock, reports.append)
    for command in COMMANDS:
        obey(poller, command)
    obey(poller, Watch(STREAMS, 5.0))
    obey(poller, Start(Config(), "us-west-2"))
    assert reports == []
    assert SCOPE.region in str(poller._watches)
    obey(poller, LookAt((arn(1),)))
    assert poller._reads._names.batch() == [arn(1)]
