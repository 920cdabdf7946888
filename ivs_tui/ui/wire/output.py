"""A terminal that takes bytes when it can: nothing here waits for it, unless told how long."""

from __future__ import annotations

import asyncio
import os
import select
import termios
import time
from collections.abc import Callable
from contextlib import suppress


class Output:
    """What is still to be written to a terminal, in order."""

    def __init__(
        self, descriptor: int, loop: asyncio.AbstractEventLoop, taken: Callable[[], None]
    ) -> None:
        """`taken` is called each time that all of it was taken, after it was not at once."""
        self._descriptor, self._is_own = _own(descriptor)
        self._loop = loop
        self._taken = taken
        self._left = b""
        self._waits = False

    @property
    def is_empty(self) -> bool:
        """Whether the terminal, or the kernel for it, has taken all there was."""
        return not self._left

    def put(self, data: bytes) -> None:
        """Write it, or what the terminal takes at once and the rest when it takes more."""
        self._left += data
        if not self._waits:
            self._push()
            if self._left:
                self._waits = True
                self._loop.add_writer(self._descriptor, self._resume)

    def _push(self) -> None:
        try:
            while self._left:
                self._left = self._left[os.write(self._descriptor, self._left) :]
        except BlockingIOError:
            pass
        except OSError:
            # The terminal went away; `hangup` ends the process.
            self._left = b""

    def _resume(self) -> None:
        self._push()
        if not self._left:
            self._stop_waiting()
            self._taken()

    def _stop_waiting(self) -> None:
        if self._waits:
            self._waits = False
            self._loop.remove_writer(self._descriptor)

    def wait_empty(self, seconds: float) -> bool:
        """Whether all of it was taken within so many seconds; the loop stands still meanwhile."""
        until = time.monotonic() + seconds
        poll = select.poll()
        poll.register(self._descriptor, select.POLLOUT)
        self._push()
        while self._left and (wait := until - time.monotonic()) > 0:
            poll.poll(1000 * wait)
            self._push()
        return not self._left

    def drop(self) -> None:
        """Give up what the terminal has not taken, and what the kernel still holds for it."""
        self._left = b""
        with suppress(termios.error):
            termios.tcflush(self._descriptor, termios.TCOFLUSH)

    def close(self) -> None:
        """Write no more."""
        self._stop_waiting()
        if self._is_own:
            os.close(self._descriptor)


def _own(descriptor: int) -> tuple[int, bool]:
    """The same terminal, opened anew: whoever shares the other one must not find it non-blocking.

    Where it cannot be opened (after `su`, it belongs to another user), writes wait for it.
    """
    for name in (_name(descriptor), "/dev/tty"):
        with suppress(OSError):
            return os.open(name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK), True
    return descriptor, False


def _name(descriptor: int) -> str:
    try:
        return os.ttyname(descriptor)
    except OSError:
        return "/dev/tty"
