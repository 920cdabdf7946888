"""The installed `ivs-tui` in a real pseudo-terminal, read back through a terminal emulator."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyte
from wcwidth import wcswidth

from tests.sim.support import Control

PATIENCE = 20.0
"""Seconds for something to show; the machine may be busy with other tests."""
_AFTERMATH = 2.0
_BETWEEN_FRAMES = 0.015
PROGRAM = str(Path(sys.executable).with_name("ivs-tui"))
MOUSE_MODES = (1000, 1003, 1006)
_KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pgup": "\x1b[5~",
    "pgdn": "\x1b[6~",
} | {f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "cdpuz"}
_START = 'trap "$HUP" HUP; exec "$@" <"$TTY" >"$TTY" 2>&1 $ELSEWHERE'
"""A session leader that opens a terminal gets it as its controlling one."""
_ELSEWHERE = {"": "", "stdin": "</dev/null", "stdout": ">/dev/null", "stderr": "2>/dev/null"}
_KEYBOARD_RESET = b"\x1b[<u"
"""pyte would print its last letter."""

_TITLE = re.compile(r" \S+ [a-z]{2}-[a-z]+-\d  (.*?)( +(throttled )?(\w+ )?\d+/\d+( per 10s)?)?$")
_STEP = re.compile(r" [›>] ")
_KEPT = re.compile(r"PATH|HOME|TMPDIR|(XDG|AWS)_.*")
_READ = re.compile(r"  read (\d\d-\d\d )?\d\d:\d\d(:\d\d)?Z")

Condition = str | Callable[[], Any]


def environment(**changes: str | None) -> dict[str, str]:
    """Nothing of the machine's own; None leaves a variable out."""
    own = {name: value for name, value in os.environ.items() if _KEPT.fullmatch(name)}
    told = own | {"LANG": "C.UTF-8", "TERM": "xterm-256color"} | changes
    return {name: value for name, value in told.items() if value is not None}


KEYS: dict[str, str | None] = {
    "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "example",
}
"""Static credentials that no account has."""


class _Screen(pyte.Screen):
    """A screen that remembers what was written past its right edge."""

    def __init__(self, columns: int, lines: int) -> None:
        self.overflow: list[str] = []
        super().__init__(columns, lines)

    def draw(self, data: str) -> None:
        if self.cursor.x + wcswidth(data) > self.columns:
            self.overflow.append(f"{self.cursor.y},{self.cursor.x}: {data}")
        super().draw(data)


class Terminal:
    """A program in a terminal of its own; a context manager that leaves no process behind."""

    def __init__(
        self,
        *arguments: str,
        size: tuple[int, int] = (80, 24),
        ignore_hangup: bool = False,
        elsewhere: str = "",
        environ: dict[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.raw = b""
        self.screen = _Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._master, self._slave = pty.openpty()
        self._set_size(*size)
        self.attributes = termios.tcgetattr(self._slave)
        wiring = {"TTY": os.ttyname(self._slave), "HUP": "" if ignore_hangup else "-"}
        start = _START.replace("$ELSEWHERE", _ELSEWHERE[elsewhere])
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", start, "sh", PROGRAM, *arguments],
            env=(environment() if environ is None else environ) | wiring,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        self.close_pty()

    # What it shows

    @property
    def lines(self) -> list[str]:
        """The lines of the screen, without the blanks at their ends."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def words(self) -> str:
        """The text with single blanks: what runs over two lines is one."""
        return " ".join(self.text.split())

    def line(self, number: int) -> str:
        return self.lines[number]

    def line_with(self, word: str) -> str:
        """The first line that holds the word, else nothing."""
        return next((line for line in self.lines if word in line), "")

    def row(self, name: str) -> str:
        """The first row that holds the name, with single blanks."""
        return " ".join(next((line for line in self.rows if name in line), "").split())

    @property
    def path(self) -> list[str]:
        """The steps that the title line tells, the last one in front."""
        found = _TITLE.match(self.line(0))
        return _STEP.split(found[1].strip()) if found else []

    @property
    def is_read(self) -> bool:
        """Whether something of the list or detail in front was read."""
        return bool(_READ.search(self.line(1)))

    def opened(self, step: str) -> bool:
        """Whether a list or detail of that name is in front, and read."""
        return self.is_read and self.path[-1:] != [] and self.path[-1].split()[0] == step

    @property
    def header(self) -> int:
        """The line of the titles of a list in front, below which its rows are; else -1."""
        return next((n for n, line in enumerate(self.lines) if _is_header(line)), -1)

    @property
    def rows(self) -> list[str]:
        """The rows of the list in sight."""
        return [line for line in self.lines[self.header + 1 : -1] if line]

    @property
    def at_home(self) -> bool:
        """Whether the streams are in front, all of them, with nothing above."""
        whole = not any(word in self.line(1) for word in (" match", "problems only"))
        alone = self.line(-1).endswith(" quit") and "esc back" not in self.text
        return self.path == ["streams"] and whole and alone and self.header > 0

    def backgrounds(self, number: int) -> Counter[str]:
        """How many cells of a line have which background; reversed ones count as `reverse`."""
        cells = [self.screen.buffer[number][x] for x in range(self.screen.columns)]
        return Counter("reverse" if cell.reverse else cell.bg for cell in cells)

    @property
    def cursor_line(self) -> str:
        """The row that the list highlights."""
        head = self.header
        if head < 0:
            return ""
        rows = range(head + 1, self.screen.lines - 1)
        found = {number: self.backgrounds(number).most_common(1)[0][0] for number in rows}
        usual = Counter(found.values()).most_common(1)[0][0]
        return next((self.lines[n] for n, color in found.items() if color != usual), "")

    # Waiting

    def wait_for(self, condition: Condition, timeout: float = PATIENCE) -> None:
        """Read on until a text is on the screen or a condition holds."""
        deadline, over = time.monotonic() + timeout, False
        while not self._holds(condition):
            left = deadline - time.monotonic()
            assert left > 0, f"never came: {condition}\n{self.text}"
            if not self._read(min(left, 0.05)) and self.ended and not over:
                # It draws no more; what ends with it may still be awaited.
                over, deadline = True, min(deadline, time.monotonic() + _AFTERMATH)

    def _holds(self, condition: Condition) -> bool:
        # Only between frames: a frame comes in pieces.
        self.settle(_BETWEEN_FRAMES, 1)
        return condition in self.text if isinstance(condition, str) else bool(condition())

    def wait_gone(self, text: str, timeout: float = PATIENCE) -> None:
        self.wait_for(lambda: text not in self.text, timeout)

    def settle(self, quiet: float = 0.15, timeout: float = 3.0) -> None:
        """Read on until nothing came for a moment, for at most `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline and self._read(quiet):
            pass

    def exit_status(self, timeout: float = PATIENCE) -> int:
        """The status that it ends with; all it wrote is on the screen then."""
        self.wait_for(lambda: self._process.poll() is not None, timeout)
        while self._read(0):
            pass
        return self._process.returncode

    def _read(self, timeout: float) -> bool:
        if self._master < 0:
            time.sleep(min(timeout, 0.02))
            return False
        if not select.select([self._master], [], [], timeout)[0]:
            return False
        with contextlib.suppress(OSError):
            data = os.read(self._master, 65536)
            self._take(data)
            return bool(data)
        return False

    def _take(self, data: bytes) -> None:
        self.raw += data
        self._stream.feed(data.replace(_KEYBOARD_RESET, b""))

    # Using it

    def press(self, *keys: str) -> None:
        """Type keys by their names, or text. After `esc` wait for what it does: a key that follows
        at once is taken as alt+key."""
        assert "esc" not in keys[:-1], "esc and the next key would be one"
        for key in keys:
            os.write(self._master, _KEYS.get(key, key).encode())

    def go_home(self) -> None:
        """Esc, until the streams are in front, and their first row is under the cursor."""
        for _ in range(12):
            assert not self.ended, self.text
            self.settle()  # a key at once after esc would be one with alt
            if self.at_home:
                break
            self.press("esc")
        assert self.at_home, self.text
        self.press("g")
        self.wait_for(lambda: self.line(1).startswith(" 1/"))

    def resize(self, columns: int, lines: int) -> None:
        self._set_size(columns, lines)
        self.screen.resize(lines, columns)

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def close_pty(self) -> None:
        """Take the terminal away, as a lost connection does."""
        for descriptor in (self._slave, self._master):
            if descriptor >= 0:
                os.close(descriptor)
        self._slave = self._master = -1

    # Its processes

    @property
    def pid(self) -> int:
        return self._process.pid

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def kill(self, pid: int) -> None:
        """Kill one of its own processes."""
        assert pid in self.children()
        os.kill(pid, signal.SIGKILL)

    def reap(self) -> None:
        """Take note of its end, for a moment."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.02)

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def child(self, word: str) -> int:
        """The process below it whose command line holds the word; 0 where there is none."""
        return next((pid for pid in self.children() if word in _command(pid)), 0)

    def children(self) -> list[int]:
        found = [self.pid]
        parents = {int(entry.name): _parent(int(entry.name)) for entry in _processes()}
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found[1:]

    # The terminal's state

    def mode(self, number: int) -> bool:
        """Whether a private mode is on: what was written last counts."""
        on, off = (self.raw.rfind(f"\x1b[?{number}{end}".encode()) for end in "hl")
        return on > off

    @property
    def restored(self) -> bool:
        """Whether the terminal is as it was: its own screen, cursor, pen, mouse and attributes."""
        modes = [self.mode(number) for number in (1049, 1004, 2004, *MOUSE_MODES)]
        pen = self.screen.cursor.attrs == self.screen.default_char
        shown = pen and self.mode(25) and self.mode(7)
        return shown and not any(modes) and self.restored_attributes

    @property
    def restored_attributes(self) -> bool:
        return self.current_attributes == self.attributes

    @property
    def current_attributes(self) -> list[Any]:
        return termios.tcgetattr(self._slave)


def monitor(
    control: Control,
    *arguments: str,
    size: tuple[int, int] = (80, 24),
    folder: Path | None = None,
    **changes: str | None,
) -> Terminal:
    """The monitor of a simulator's account, reading every second."""
    options = ("--endpoint-url", control.url, "--region", "eu-west-1", "--interval", "1")
    environ = environment(**KEYS | changes)
    return Terminal(*options, *arguments, size=size, environ=environ, folder=folder)


def alive(pid: int) -> bool:
    """Whether a process still does anything; a zombie does not."""
    return _stat(pid)[:1] not in ([], ["Z"], ["X"])


def state(pid: int) -> str:
    """R running, S sleeping, T stopped, Z ended; nothing where it is gone."""
    return next(iter(_stat(pid)), "")


def cpu_seconds(pid: int) -> float:
    """What a process used so far."""
    told = _stat(pid)
    return sum(map(int, told[11:13])) / os.sysconf("SC_CLK_TCK") if told else 0.0


def _is_header(line: str) -> bool:
    titles = [title.rstrip("▼▲v^") for title in line.split()]
    named = [title for title in titles if not title.isdecimal() and not title.startswith("+")]
    return len(named) > 2 and all(map(str.isupper, named))


def _processes() -> list[Path]:
    return [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _parent(pid: int) -> int:
    return int((_stat(pid) or ["", "0"])[1])


def _stat(pid: int) -> list[str]:
    """From the state on: a command may hold blanks and brackets."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return []


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""
