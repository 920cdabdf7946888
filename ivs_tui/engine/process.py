"""The engine as a process of its own: commands and reports on the socket that is its stdin.

It imports botocore while the other core paints the first frame, and its work never delays a key.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Hashable
from typing import Any

import msgspec

from ivs_tui.aws.gateway import Gateway
from ivs_tui.engine import line
from ivs_tui.engine.budget import Budget
from ivs_tui.engine.clock import SystemClock
from ivs_tui.engine.commands import (
    AnyCommand,
    Known,
    LookAt,
    Pause,
    Refresh,
    Report,
    Start,
    Unwatch,
    Watch,
)
from ivs_tui.engine.log import log_to_file
from ivs_tui.engine.poller import Poller
from ivs_tui.engine.snapshot import Snapshot, Topic, Usage


def main() -> int:
    """Serve the screen at the other end of the line until it goes away."""
    # The terminal's signals are the screen's business; the end of the line is ours.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with _line() as channel, contextlib.suppress(ConnectionError):
        asyncio.run(_serve(channel))
    return 0


def _line() -> socket.socket:
    """The line, taken off stdin: a credential process would inherit it and read it empty."""
    channel = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return channel


async def _serve(channel: socket.socket) -> None:
    reader, writer = await asyncio.open_connection(sock=channel)
    with contextlib.closing(writer):
        payload = await line.read_payload(reader)
        start = line.decode_command(payload) if payload else None
        if isinstance(start, Start):
            # That the log cannot be written, the screen has already said.
            with contextlib.suppress(OSError):
                log_to_file(start.config)
            await _poll(start, reader, Outbox(writer))


async def _poll(start: Start, reader: asyncio.StreamReader, outbox: Outbox) -> None:
    clock = SystemClock()
    gateway = Gateway(start.config, start.region)
    budget = Budget(clock, start.config.quota_share, start.used_until)
    poller = Poller(gateway, budget, clock, outbox.put)
    try:
        async with asyncio.TaskGroup() as tasks:
            workers = (tasks.create_task(poller.run()), tasks.create_task(outbox.run()))
            while (payload := await line.read_payload(reader)) is not None:
                command = line.decode_command(payload)
                if isinstance(command, Watch | Unwatch):
                    # What the other end holds of it now is not what it held.
                    outbox.forget(command.topic)
                obey(poller, command)
            for worker in workers:
                worker.cancel()
    finally:
        await gateway.close()


def obey(poller: Poller, command: AnyCommand) -> None:
    """Hand one command to the poller."""
    match command:
        case Watch(topic, interval, front):
            poller.watch(topic, interval, front=front)
        case Unwatch(topic):
            poller.unwatch(topic)
        case Refresh(topic):
            poller.refresh(topic)
        case Pause(paused):
            poller.pause(paused=paused)
        case LookAt(arns):
            poller.look(arns)
        case Known(report):
            _recall(poller, report)
        case Start():
            pass  # said once, at the beginning


def _recall(poller: Poller, report: bytes) -> None:
    # A program that was renewed meanwhile may not understand its elder: then it reads anew.
    with contextlib.suppress(msgspec.DecodeError):
        known = line.decode_report(report)
        if isinstance(known, Snapshot):
            poller.recall(known)


MOST_WAITING = 10_000
"""Reports for a screen that has stopped (ctrl+z): beyond this the oldest are let go."""


class Outbox:
    """Reports on their way: of each topic only the newest snapshot waits.

    Items that went to the other end already do not go again, but for those between the first and
    the last that are others: most reads of a long list say what the one before said, or a page
    more, and the other end would decode, hold and compare all of it anew.
    """

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._waiting: dict[Hashable, Report] = {}
        self._told: dict[Topic, tuple[Any, ...]] = {}
        self._bell = asyncio.Event()

    def put(self, report: Report) -> None:
        """Have `report` sent; it takes the place of an older one about the same."""
        self._waiting[_about(report)] = report
        if len(self._waiting) > MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        self._bell.set()

    def forget(self, topic: Topic) -> None:
        """Send all of its items next time."""
        self._told.pop(topic, None)

    def _lean(self, report: Report) -> Report:
        if not isinstance(report, Snapshot):
            return report
        told = self._told.get(report.topic, ())
        self._told[report.topic] = report.items
        return line.lean(report, told)

    async def run(self) -> None:
        """Send for ever; a slow screen gets the newest state, never a backlog."""
        while True:
            await self._bell.wait()
            self._bell.clear()
            while self._waiting:
                report = self._lean(self._waiting.pop(next(iter(self._waiting))))
                await line.write_payload(self._writer, line.encode_report(report))


def _about(report: Report) -> Hashable:
    if isinstance(report, Snapshot):
        return report.topic
    # Everything that happened has to be told, each by itself.
    return Usage if isinstance(report, Usage) else id(report)


if __name__ == "__main__":
    sys.exit(main())
