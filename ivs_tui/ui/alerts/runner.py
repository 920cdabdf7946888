"""Runs the commands of alerts beside the monitor: a few at a time, none for long."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections import deque
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from ivs_tui.resources.text import visible

MOST_AT_ONCE = 4
MOST_WAITING = 32
PATIENCE = 10.0
"""Seconds for a command to end."""
_LAST_CHANCE = 1.0
"""Seconds between being asked to end and being ended."""
_log = logging.getLogger(__name__)

Command = tuple[str, ...]


class Runner:
    """Gives each event to its command on stdin; what is wrong with one is said once."""

    def __init__(
        self,
        start: Callable[[Coroutine[Any, Any, None]], object],
        say: Callable[[str], None],
        patience: float = PATIENCE,
    ) -> None:
        self._start = start
        self._say = say
        self._patience = patience
        self._waiting: deque[tuple[Command, bytes]] = deque()
        self._running = 0
        self._said: set[tuple[Command, str]] = set()

    def hand(self, command: Command, event: bytes) -> None:
        """Have it run as soon as there is room; of a shell's ways only the `~` at its start is."""
        command = (os.path.expanduser(command[0]), *command[1:])
        if len(self._waiting) >= MOST_WAITING:
            self._tell(command, "is handed no more events: too many wait for it")
            return
        self._waiting.append((command, event))
        if self._running < MOST_AT_ONCE:
            self._running += 1
            self._start(self._work())

    async def _work(self) -> None:
        try:
            while self._waiting:
                command, event = self._waiting.popleft()
                if wrong := await self._run(command, event):
                    self._tell(command, wrong)
                else:
                    # It works: the next trouble is news again.
                    self._said = {one for one in self._said if one[0] != command}
        finally:
            self._running -= 1

    async def _run(self, command: Command, event: bytes) -> str:
        """Run it to its end; says what was wrong, else nothing."""
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                cwd=_home(),
                # A group of its own can be ended as a whole, and has no terminal to write to.
                start_new_session=True,
            )
        except OSError as error:
            return f"cannot be run: {(error.strerror or str(error)).lower()}"
        except ValueError as error:  # a NUL in an argument
            return f"cannot be run: {error}"
        try:
            async with asyncio.timeout(self._patience):
                await process.communicate(event)
        except TimeoutError:
            await _end(process, min(_LAST_CHANCE, self._patience))
            return f"did not end in {self._patience:g} s, and was ended"
        finally:
            if process.returncode is None:
                # The monitor ends, and leaves nothing behind.
                _signal(process, signal.SIGKILL)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_LAST_CHANCE):
                        await process.wait()
        if status := process.returncode:
            return f"was ended by signal {-status}" if status < 0 else f"failed: status {status}"
        return ""

    def _tell(self, command: Command, wrong: str) -> None:
        if (command, wrong) not in self._said:
            self._said.add((command, wrong))
            said = f"alert command {visible(command[0], limit=60)} {wrong}"
            _log.warning("%s", said)
            self._say(said)


async def _end(process: asyncio.subprocess.Process, patience: float) -> None:
    _signal(process, signal.SIGTERM)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience):
            await process.wait()
    # What it left behind in its group goes too.
    _signal(process, signal.SIGKILL)
    await process.wait()


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _home() -> str:
    """The user's home, where there is one."""
    with contextlib.suppress(RuntimeError):
        home = Path.home()
        if home.is_dir():
            return str(home)
    return "/"
