"""A command that cannot do what was asked: a status and one sentence."""

from __future__ import annotations

import os
import tempfile
import traceback


class Failure(Exception):  # noqa: N818  # it is how a command ends, not an error in the program
    """Ends a command with `status` and one line on stderr."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def fault(crash: BaseException, log_file: str | None, *, logged: bool = False) -> Failure:
    """What to say where the fault is this program's own: where its log is."""
    where = log_file if log_file and logged else _report(crash, log_file)
    return Failure(1, f"a fault of ivs-tui: {type(crash).__name__}; see {where}")


def _report(crash: BaseException, log_file: str | None) -> str:
    path = log_file
    if path is None:
        handle, path = tempfile.mkstemp(prefix="ivs-tui-crash-", suffix=".log")
        os.close(handle)
    with open(path, "a", encoding="utf-8") as file:
        file.writelines(traceback.format_exception(crash))
    return path
