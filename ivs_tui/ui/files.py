"""Files that a user asks for: always new and whole ones, for this user alone."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ivs_tui.config.folders import state_folder

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})
"""What a file system says that knows no hard links, such as a USB stick's."""

UNWRITTEN = (OSError, UnicodeError)
"""What making a file may raise: no text from anywhere is sure to be one that a disk takes."""


def why_not(error: Exception) -> str:
    """What such an error says, without a number of the system's."""
    return getattr(error, "strerror", None) or str(error)


def write_new(name: str, text: str) -> Path:
    """Write a file that was not there, in the current folder, else in the state folder.

    Where there is one of that name already, this one's gets a number. Raises OSError where neither
    folder takes it.
    """
    try:
        return _write(Path.cwd(), name, text)
    except OSError:
        try:
            folder = state_folder()
        except RuntimeError as error:  # nobody has a home
            raise OSError(0, str(error)) from error
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _write(folder, name, text)


def _write(folder: Path, name: str, text: str) -> Path:
    """Under a name of its own till it is whole: half a file would pass for a whole one."""
    file, part = tempfile.mkstemp(prefix=f".{name}.", suffix=".part", dir=folder)
    try:
        with open(file, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(file)  # some disks say only now that they are full
        return _named(Path(part), folder / name)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(part)


def _named(part: Path, wanted: Path) -> Path:
    """Give it the first name that is free; what has that name already is never written over."""
    for path in _names(wanted):
        with contextlib.suppress(FileExistsError):
            try:
                os.link(part, path)
            except OSError as error:
                if error.errno not in _NO_LINKS:
                    raise
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
                part.replace(path)
            return path
    raise FileExistsError(0, f"there are too many of {wanted.name}")


def _names(path: Path) -> Iterator[Path]:
    yield path
    for number in range(2, 1_000):
        yield path.with_stem(f"{path.stem}-{number}")
