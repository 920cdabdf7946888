"""Bytes on stdout, as a command that may stand in a pipe writes them."""

from __future__ import annotations

import sys

from ivs_tui.cli.failure import FAULT, Failure


def write(text: str, what: str) -> None:
    """Print `text` as it is; raises Failure where `what` cannot be written."""
    if sys.stdout is None:  # closed by whoever started this
        return
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Failure(FAULT, f"{what} cannot be written: {error.strerror}") from error
