"""A terminal on a slow line: it takes so many bytes a second, and answers as a real one does."""

from __future__ import annotations

import os
import select
import time

from tests.terminal.support import KEYS, Terminal, environment

BAUD_9600 = 960.0
"""Bytes a second."""
FAST = 1e9


class SlowTerminal(Terminal):
    """Reads no faster than its line; says where its cursor is when asked, unless it is `mute`."""

    def __init__(self, *arguments: str, rate: float, mute: bool = False) -> None:
        super().__init__(*arguments, environ=environment(**KEYS))
        self.rate = rate
        self._credit, self._at = 0.0, time.monotonic()
        if not mute:
            vars(self.screen)["write_process_input"] = self.press

    def _read(self, timeout: float) -> bool:
        if not select.select([self._master], [], [], timeout)[0]:
            return False
        now = time.monotonic()
        # A line that was idle brings no more at once for that.
        self._credit = min(self._credit + (now - self._at) * self.rate, max(1.0, self.rate / 20))
        self._at = now
        data = os.read(self._master, min(65536, int(self._credit))) if self._credit >= 1 else b""
        self._credit -= len(data)
        self._take(data)
        if not data:
            time.sleep(1 / self.rate)
        return True

    def read_for(self, seconds: float) -> None:
        """Take what comes in that time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._read(0.01)
