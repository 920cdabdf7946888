"""Files that a user asks for: always new ones, for this user alone."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from ivs_tui.config.folders import state_folder


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
    for path in _names(folder / name):
        with contextlib.suppress(FileExistsError):
            file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
            try:
                with open(file, "w", encoding="utf-8", errors="backslashreplace") as stream:
                    stream.write(text)
            except OSError:
                # Half a file would pass for a whole one.
                with contextlib.suppress(OSError):
                    path.unlink()
                raise
            return path
    raise FileExistsError(0, f"there are too many of {name}")


def _names(path: Path) -> Iterator[Path]:
    yield path
    for number in range(2, 1_000):
        yield path.with_stem(f"{path.stem}-{number}")
