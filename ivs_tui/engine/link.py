"""The screen's end of the line: starts the engine, talks to it, and starts it again if it dies."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import subprocess
import threading
import time
from collections.abc import AsyncIterator, Iterable, Mapping

import msgspec

from ivs_tui.engine import line
from ivs_tui.engine.clock import boot_time
from ivs_tui.engine.commands import AnyCommand, Known, LookAt, Pause, Report, Start, Unwatch, Watch
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
        environ: Mapping[str, str] | None = None,
        spawned: Spawned | None = None,
        known: Iterable[Snapshot] = (),
    ) -> None:
        self._start = start
        self._environ = environ
        self._watches: dict[Topic, Watch] = {}
        self._known: dict[Topic, Snapshot] = {one.topic: one for one in known}
        """What the engine last said of each topic that is watched or remembered."""
        self._paused = False
        self._look: LookAt | None = None
        self._closed = False
        self.ended_at: float | None = None
        """Since when nothing is read for it any more, in the machine's steady time."""
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
            self._start = msgspec.structs.replace(self._start, used_until=boot_time())
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
            case LookAt():
                self._look = command
            case _:
                pass
        if self._writer is not None:
            self._writer.write(line.encode_command(command))

    @property
    def region(self) -> str:
        """Where it reads."""
        return self._start.region

    @property
    def is_running(self) -> bool:
        """Whether its process has still to end."""
        return self._process.returncode is None

    def remembered(self) -> tuple[Snapshot, ...]:
        """What the API tells no more, for whoever reads the same after it."""
        return tuple(one for topic, one in self._known.items() if topic.query.remembered)

    def end(self) -> None:
        """Hang up, and see off its process in the background: nobody waits, not even at exit."""
        self._close_line()
        threading.Thread(target=self._reap, name="engine-end", daemon=True).start()

    def close(self) -> None:
        """Hang up: the engine ends by itself at the end of the line."""
        self._close_line()
        self._reap(timeout=1)

    def _close_line(self) -> None:
        self._closed = True
        self._hang_up()
        with contextlib.suppress(OSError):
            self._channel.close()
        self.ended_at = self.ended_at or boot_time()

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
        if not (isinstance(report, Snapshot) and (report.before or report.after)):
            return report
        known = self._known.get(report.topic)
        if known is None:
            return None
        return line.whole(report, known.items)

    def _remember(self, report: Report) -> None:
        if not (isinstance(report, Snapshot) and report.read_at):
            return
        if report.topic in self._watches or report.topic.query.remembered:
            self._known[report.topic] = report

    def _reap(self, timeout: float = _PATIENCE) -> int:
        try:
            return self._process.wait(timeout=timeout)
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
