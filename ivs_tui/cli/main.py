"""The command's entry: an engine first of all where the monitor opens, then the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ivs_tui.engine.spawn import spawn

COMMANDS = ("demo", "simulate", "get", "check", "doctor", "config", "completion")
_TELL = ("-h", "--help", "--version")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status of the contract."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not _opens_monitor(words):
        from ivs_tui.cli import commands

        return commands.run(words)
    # The way to the first row leads through the engine's imports: they begin before our own.
    spawned = spawn()
    try:
        from ivs_tui.cli import commands

        return commands.run(words, spawned)
    finally:
        spawned.end()


def _opens_monitor(words: Sequence[str]) -> bool:
    """Whether it will be the monitor, as far as a glance tells; a wrong guess costs time alone."""
    if any(word in COMMANDS or word in _TELL for word in words):
        return False
    return all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
