"""Where this program's own words go: a file if the user named one, else nowhere."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import logging
import os
import stat
import time
from itertools import pairwise

from ivs_tui.config import Config

MOST_BYTES = 5_000_000
"""Where the file is put aside and a new one begun."""
KEPT = 3
"""Files put aside: `FILE.1` is the newest."""

_FORMAT = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_NO_ROOM = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT})
"""Refusals of the disk, which may pass; anything else is a path that can never be a log."""


def log_to_file(config: Config) -> None:
    """Append warnings and errors to `--log-file`; raises OSError where that can be no log.

    Both processes append to the one file. Libraries log at WARNING and above only: botocore's DEBUG
    would hold answers with their secrets.
    """
    root = logging.getLogger()
    if config.log_file is None:
        root.addHandler(logging.NullHandler())
        return
    handler = LogFile(config.log_file)
    formatter = logging.Formatter(_FORMAT, _TIME)
    formatter.converter = time.gmtime  # as on the screen
    handler.setFormatter(formatter)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("ivs_tui").setLevel(logging.INFO)
    # So that a full disk is found now, not with the first trouble.
    logging.getLogger(__name__).info("started")


def trouble() -> str:
    """Why the log could not be written when it was last tried; nothing where it could."""
    handlers = logging.getLogger().handlers
    return next((one.trouble for one in handlers if isinstance(one, LogFile)), "")


class LogFile(logging.Handler):
    """A file that several processes append to, and whichever finds it full puts aside.

    A disk that takes nothing stops nothing: `trouble` says why, and each line tries anew.
    """

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = os.path.abspath(path)
        self.trouble = ""
        self._file = -1
        self._lost = 0
        try:
            self._open()
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            self.trouble = error.strerror or str(error)

    def emit(self, record: logging.LogRecord) -> None:
        """Append one entry; the standard library's way with failures would draw on the screen."""
        try:
            lost = f"({self._lost} entries before this one are lost: {self.trouble})\n"
            text = (lost if self._lost else "") + self._worded(record) + "\n"
            self._append(text.encode(errors="backslashreplace"))
        except OSError as error:
            self.trouble = error.strerror or str(error)
            self._lost += 1
        else:
            self.trouble, self._lost = "", 0

    def close(self) -> None:
        """Let the file go."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        super().close()

    def _worded(self, record: logging.LogRecord) -> str:
        try:
            return self.format(record)
        except (TypeError, ValueError, LookupError):
            # A library's words that do not fit its values.
            return f"{record.levelname} {record.name}: {record.msg!r}"

    def _append(self, entry: bytes) -> None:
        if not self._is_there():
            self._open()
        about = os.fstat(self._file)
        if stat.S_ISREG(about.st_mode) and 0 < about.st_size > MOST_BYTES - len(entry):
            self._put_aside()
        if os.write(self._file, entry) < len(entry):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _open(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        # O_APPEND: what two processes write never overwrites; and no FIFO holds us up.
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_NOCTTY
        self._file = os.open(self.path, flags, 0o666)

    def _is_there(self) -> bool:
        """Whether what is open is still what lies at the path."""
        if self._file < 0:
            return False
        with contextlib.suppress(OSError):
            return os.path.samestat(os.stat(self.path), os.fstat(self._file))
        return False

    def _put_aside(self) -> None:
        """Begin a new file, unless another process is doing so: then this entry goes to the old."""
        with contextlib.suppress(BlockingIOError):
            # Never waited for: who holds it may have been stopped by ctrl+z.
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Another may have been quicker; the lock goes with the file that is closed.
            if self._is_there():
                self._rename()
            self._open()

    def _rename(self) -> None:
        names = [self.path, *(f"{self.path}.{number}" for number in range(1, KEPT + 1))]
        try:
            for newer, older in reversed(list(pairwise(names))):
                with contextlib.suppress(FileNotFoundError):
                    os.replace(newer, older)
        except OSError:
            # In a folder that takes no new name what was said before goes: the bound holds.
            os.ftruncate(self._file, 0)
