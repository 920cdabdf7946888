"""An engine's process and the line to it.

It imports next to nothing: starting the engine is the first thing that the monitor does.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from typing import NamedTuple

# Neither `-c` nor `-m` may find modules in the folder that the user stands in; and `-m` would
# import runpy for 1 ms. A traceback in the log needs no columns, which take 0.4 MB.
_PROGRAM = """\
from ivs_tui.lifeline import ends_with_stdin, leave
with ends_with_stdin():
    from ivs_tui.engine.process import main
leave(main())
"""
_COMMAND = ("-P", "-X", "no_debug_ranges", "-c", _PROGRAM)

_MALLOC = {"MALLOC_TRIM_THRESHOLD_": "131072"}
"""glibc gives freed memory back, as it does until the first list of megabytes: 4 MB less."""


class Spawned(NamedTuple):
    """A process that waits for its first command."""

    process: subprocess.Popen[bytes]
    channel: socket.socket

    def end(self) -> None:
        """Have it gone, where nobody has ended it yet."""
        self.channel.close()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def spawn(environ: Mapping[str, str] | None = None) -> Spawned:
    """Start one; `environ` is its environment instead of this process's."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, *_COMMAND],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            # A traceback belongs in the log, never on the screen that Textual holds.
            stderr=subprocess.DEVNULL,
            env=_MALLOC | dict(os.environ if environ is None else environ),
            start_new_session=True,
        )
    ours.setblocking(False)
    return Spawned(process, ours)
