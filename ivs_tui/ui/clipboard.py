"""Copying from a remote terminal: OSC 52, and tmux's own buffer where tmux stands between."""

from __future__ import annotations

import asyncio
import contextlib
import os

_PATIENCE = 2.0


async def to_tmux(text: str) -> None:
    """Load tmux's buffer and have tmux (3.2 and up) hand it on to the outer terminal.

    By default tmux does not pass an application's OSC 52 on.
    """
    if not os.environ.get("TMUX"):
        return
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            process = await asyncio.create_subprocess_exec(
                "tmux",
                "load-buffer",
                "-w",
                "-",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            await process.communicate(text.encode())
