"""The screen's end of the line: starts the engine, talks to it, and starts it again if it dies."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import subprocess
import time
from collections.abc import AsyncIterator

import msgspec

from ivs_tui.engine import line
from ivs_tui.engine.commands import AnyCommand, Known, Look, Pause, Report, Start, Unwatch, Watch
from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.engine.spawn import Spawned, spawn

_AGAIN_AFTER = 1.0
"""Seconds before an engine that died is started again; doubled each time it dies young."""
_LONGEST_WAIT = 30.0
_YOUNG = 10.0
_PATIENCE = 2.0
"""Seconds for an engine that hung up to end."""

_log = logging.getLogger(__name__)


class EngineLost(msgspec.Struct, frozen=True):
    """The engine's process ended by itself; another is started."""


class EngineLink:
    """One engine process, and what it was asked to do."""

    def __init__(
        self,
        start: Start,
        environ: dict[str, str] | None = None,
        spawned: Spawned | None = None,
    ) -> None:
        self._start = start
        self._environ = environ
        self._watches: dict[Topic, Watch] = {}
        self._known: dict[Topic, Snapshot] = {}
        """What the engine last said of each topic that is watched or remembered."""
        self._paused = False
        self._look: Look | None = None
        self._closed = False
        self._writer: asyncio.StreamWriter | None = None
        self._process, self._channel = spawned or spawn(environ)

    def begin(self, *watches: Watch) -> None:
        """Have the engine start reading before anybody listens; `reports` tells it once more."""
        commands: tuple[AnyCommand, ...] = (self._start, *watches)
        said = b"".join(line.encode_command(command) for command in commands)
        # Little enough for an empty line; an engine that is gone already is found by `reports`.
        with contextlib.suppress(OSError):
            self._channel.send(said)

    async def reports(self) -> AsyncIterator[Report | EngineLost]:
        """Everything the engine says, over its deaths."""
        try:
            async for report in self._reports():
                yield report
        finally:
            # Here, where the loop still runs: `close` comes after its end.
            self._hang_up()

    async def _reports(self) -> AsyncIterator[Report | EngineLost]:
        wait = _AGAIN_AFTER
        while self._open():
            began = time.monotonic()
            reader, self._writer = await asyncio.open_connection(sock=self._channel)
            self._resume(self._writer)
            async for report in _heard(reader):
                whole = self._whole(report)
                if whole is not None:
                    self._remember(whole)
                    yield whole
            self._hang_up()
            if not self._open():
                return
            _log.error("the engine ended with status %s", await asyncio.to_thread(self._reap))
            yield EngineLost()
            wait = _AGAIN_AFTER if time.monotonic() - began > _YOUNG else wait
            await asyncio.sleep(wait)
            wait = min(_LONGEST_WAIT, wait * 2)
            self._begin_again()

    def send(self, command: AnyCommand) -> None:
        """Ask for something; what is watched outlives the engine's process."""
        match command:
            case Watch(topic):
                self._watches[topic] = command
            case Unwatch(topic):
                self._watches.pop(topic, None)
                if not topic.query.remembered:
                    self._known.pop(topic, None)
            case Pause(paused):
                self._paused = paused
            case Look():
                self._look = command
            case _:
                pass
        if self._writer is not None:
            self._writer.write(line.encode_command(command))

    def close(self) -> None:
        """Hang up: the engine ends by itself at the end of the line."""
        self._closed = True
        self._hang_up()
        with contextlib.suppress(OSError):
            self._channel.close()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _hang_up(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _open(self) -> bool:
        return not self._closed

    def _begin_again(self) -> None:
        if not self._closed:
            self._process, self._channel = spawn(self._environ)

    def _resume(self, writer: asyncio.StreamWriter) -> None:
        writer.write(line.encode_command(self._start))
        if self._paused:
            writer.write(line.encode_command(Pause(True)))
        # An engine that died takes nothing along: rows stay, and what vanished from the API.
        for snapshot in self._known.values():
            writer.write(line.encode_command(Known(line.encode_report(snapshot))))
        for command in (self._look, *self._watches.values()):
            if command is not None:
                writer.write(line.encode_command(command))

    def _whole(self, report: Report) -> Report | None:
        """With the items that it says are here; None where nobody wants them any more."""
        if not (isinstance(report, Snapshot) and report.same_items):
            return report
        known = self._known.get(report.topic)
        if known is None:
            return None
        return msgspec.structs.replace(report, items=known.items, same_items=False)

    def _remember(self, report: Report) -> None:
        if not (isinstance(report, Snapshot) and report.read_at):
            return
        if report.topic in self._watches or report.topic.query.remembered:
            self._known[report.topic] = report

    def _reap(self) -> int:
        try:
            return self._process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


async def _heard(reader: asyncio.StreamReader) -> AsyncIterator[Report]:
    while (payload := await line.read_payload(reader)) is not None:
        try:
            report = line.decode_report(payload)
        except msgspec.DecodeError as error:
            _log.error("a report of the engine is unreadable: %s", error)
            continue
        del payload  # megabytes, while the next one is waited for
        yield report
