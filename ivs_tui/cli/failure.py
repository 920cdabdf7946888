"""A command that cannot do what was asked: a status and one sentence."""

from __future__ import annotations

import contextlib
import os
import traceback
from pathlib import Path

from ivs_tui.engine.log import trouble

OK, FAULT, USAGE, UNREACHED = 0, 1, 2, 3
"""How a command ends: done; a fault of this program; asked wrongly; not allowed or not reached."""


class Failure(Exception):  # noqa: N818  # it is how a command ends, not an error in the program
    """Ends a command with `status` and one line on stderr."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def fault(crash: BaseException, log_file: str | None, *, logged: bool = False) -> Failure:
    """What to say where the fault is this program's own: where its log is."""
    said = f"a fault of ivs-tui: {type(crash).__name__}"
    if log_file and logged and not trouble():
        return Failure(FAULT, f"{said}; see {log_file}")
    for path in (log_file, None):
        with contextlib.suppress(OSError):
            return Failure(FAULT, f"{said}; see {_report(crash, path)}")
    # No disk takes a report: where it broke is all that fits in a line.
    last = traceback.extract_tb(crash.__traceback__)[-1:]
    where = "".join(f" in {Path(frame.filename).name}, line {frame.lineno}" for frame in last)
    return Failure(FAULT, f"{said}{where}; its report could not be written")


def _report(crash: BaseException, path: str | None) -> str:
    if path is None:
        import tempfile

        handle, path = tempfile.mkstemp(prefix="ivs-tui-crash-", suffix=".log")
        os.close(handle)
    with open(path, "a", encoding="utf-8", errors="backslashreplace") as file:
        file.writelines(traceback.format_exception(crash))
    return path
