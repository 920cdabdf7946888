"""Ends the process when its terminal goes away, whatever else it is doing.

A bare Textual 8.2.8 app whose pty is closed reads end-of-file for ever at 128 % of a core, and with
SIGHUP ignored nothing else would tell it.
"""

from __future__ import annotations

import os
import select
import threading

_STATUS = 129
"""128 + SIGHUP, as a shell would report it."""


def watch_terminal(descriptor: int) -> None:
    """Have the process end within a second of the terminal at `descriptor` hanging up."""
    threading.Thread(target=_wait, args=(descriptor,), name="hangup", daemon=True).start()


def _wait(descriptor: int) -> None:
    poll = select.poll()
    # No events are asked for: a hang-up or an error is always told, and nothing else wakes us.
    poll.register(descriptor, 0)
    while True:
        told = poll.poll()
        if any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in told):
            # There is no screen left to restore; engine and simulator end when our sockets close.
            os._exit(_STATUS)
