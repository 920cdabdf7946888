"""A process that another one started ends with it, however that ends."""

from __future__ import annotations

import os
import select
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

_LOOK = 0.1
"""Seconds after which the watch sees that the block has ended."""


@contextmanager
def ends_with_stdin() -> Iterator[None]:
    """Inside the block the process ends as soon as nobody holds the other end of its stdin.

    It is for the imports, half a second on a busy machine: who serves reads the line itself.
    """
    over = threading.Event()

    def watch() -> None:
        line = select.poll()
        line.register(0, 0)  # nothing is asked for: a hang-up is told all the same
        while not over.is_set():
            if line.poll(_LOOK * 1000) and not over.is_set():
                os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        over.set()


def leave(status: int) -> NoReturn:
    """End now: Python would take all of it apart first, for 50 ms in which somebody waits."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
