"""A command in a terminal of its own: keys in, bytes with their times out, the screen they make."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import signal
import struct
import termios
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import pyte

COLUMNS, LINES = 120, 36
_ASKS_SYNC, _HAS_SYNC = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_PRIVATE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-z]")
"""Keyboard protocol sequences, which pyte 0.8 would show as text."""

Seen = Callable[[Sequence[str]], object]
"""Whether the lines of a screen show what is waited for."""


class NeverSeenError(Exception):
    """The screen did not show in time what was waited for."""

    def __init__(self, lines: Sequence[str], what: str = "what was waited for") -> None:
        super().__init__(f"the screen never showed {what}:\n" + "\n".join(lines).rstrip())


@dataclass(frozen=True)
class Chunk:
    """Bytes that the terminal got in one read, and when, in monotonic seconds."""

    at: float
    data: bytes


def size_of(chunks: Sequence[Chunk]) -> int:
    """How many bytes these are."""
    return sum(len(chunk.data) for chunk in chunks)


class Screen:
    """What a terminal shows after the bytes it was fed."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def lines(self) -> list[str]:
        """The text of the lines."""
        return list(self._screen.display)

    @property
    def marked_line(self) -> str:
        """The line whose background no other has, below the titles: the cursor's."""
        grounds = {y: self._screen.buffer[y][1].bg for y in range(1, LINES)}
        counts = Counter(grounds.values())
        return next((self.lines[y] for y, ground in grounds.items() if counts[ground] == 1), "")

    def feed(self, data: bytes) -> None:
        """Take more bytes in."""
        self._stream.feed(_PRIVATE.sub(b"", data))


class PtySession:
    """Runs a command in a pty until the block ends; a thread stamps every read as it comes."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self._chunks: list[Chunk] = []
        self._news = threading.Condition()
        self._screen = Screen()
        self._fed = 0
        self._hung_up = False
        self.started_at = time.monotonic()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            _become(command, environ)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read(self) -> None:
        # The pty of a process that ended reads as an input/output error.
        with contextlib.suppress(OSError):
            while data := os.read(self._terminal, 65536):
                at = time.monotonic()
                if _ASKS_SYNC in data:
                    self.write(_HAS_SYNC)
                with self._news:
                    self._chunks.append(Chunk(at, data))
                    self._news.notify_all()
        self._hung_up = True

    def write(self, keys: bytes) -> float:
        """Press keys; returns when, in monotonic seconds."""
        at = time.monotonic()
        os.write(self._terminal, keys)
        return at

    def mark(self) -> int:
        """A place in the output, for `since`."""
        return len(self._chunks)

    def since(self, mark: int) -> list[Chunk]:
        """What came after a mark."""
        return self._chunks[mark:]

    def wait_output(self, mark: int, timeout: float) -> bool:
        """Whether anything came after the mark in time."""
        with self._news:
            return self._news.wait_for(lambda: len(self._chunks) > mark, timeout)

    def wait_quiet(self, seconds: float) -> None:
        """Return once nothing came for that long."""
        while self.wait_output(self.mark(), seconds):
            pass

    def lines(self) -> list[str]:
        """The screen as it is now."""
        while self._fed < len(self._chunks):
            self._screen.feed(self._chunks[self._fed].data)
            self._fed += 1
        return self._screen.lines

    def marked_line(self) -> str:
        """The line under the cursor as it is now."""
        self.lines()
        return self._screen.marked_line

    def wait_lines(self, seen: Seen, timeout: float = 30.0) -> list[str]:
        """The screen as soon as it shows what is waited for; raises NeverSeenError."""
        until = time.monotonic() + timeout
        while not seen(lines := self.lines()):
            left = until - time.monotonic()
            if left <= 0 or (self._hung_up and self._fed == self.mark()):
                raise NeverSeenError(lines)
            self.wait_output(self._fed, min(left, 1.0))
        return lines

    def wait_bytes(self, *wanted: bytes, timeout: float = 30.0) -> None:
        """Wait for any of them, without making a screen: that would slow down what is timed."""
        until = time.monotonic() + timeout
        longest = max(map(len, wanted))
        mark, tail = 0, b""
        while not any(one in tail for one in wanted):
            if time.monotonic() > until or (self._hung_up and mark == self.mark()):
                raise NeverSeenError(self.lines())
            self.wait_output(mark, 1.0)
            new = self.since(mark)
            mark += len(new)
            tail = tail[-longest:] + b"".join(chunk.data for chunk in new)

    def first_seen(self, seen: Seen) -> float:
        """Seconds from the start to the bytes that first showed it; raises NeverSeenError."""
        screen = Screen()
        for chunk in self.since(0):
            screen.feed(chunk.data)
            if seen(screen.lines):
                return chunk.at - self.started_at
        raise NeverSeenError(screen.lines)

    def close(self) -> None:
        """Quit as a user does, else by force."""
        with contextlib.suppress(OSError):
            self.write(b"\x1b")
            time.sleep(0.1)
            self.write(b"q")
        for sign, patience in ((None, 3.0), (signal.SIGTERM, 2.0), (signal.SIGKILL, 5.0)):
            if sign is not None:
                os.kill(self.pid, sign)
            if self._ended(patience):
                break
        self._reader.join(1)
        os.close(self._terminal)

    def _ended(self, patience: float) -> bool:
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return True
            time.sleep(0.02)
        return False


def _become(command: Sequence[str], environ: Mapping[str, str]) -> None:
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        # What keys have it write goes where nobody keeps anything.
        os.chdir(environ["HOME"])
        os.execve(command[0], list(command), dict(environ))
    finally:
        os._exit(127)
