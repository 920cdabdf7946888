"""The files of histories: whose lies where, and what is said of one that fails."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from ivs_tui.aws.profile import ProfileError, endpoints
from ivs_tui.config import Config
from ivs_tui.config.folders import state_folder
from ivs_tui.config.options import bare
from ivs_tui.engine.snapshot import Scope

_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_ANOTHERS = ("no such table", "no such column")
"""Begins what SQLite says of tables that somebody has changed."""
_WORDS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_BUSY: "another program holds it",
    sqlite3.SQLITE_LOCKED: "another program holds it",
    sqlite3.SQLITE_READONLY: "it may not be written",
    sqlite3.SQLITE_PERM: "it may not be opened",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_IOERR: "the disk does not read or write it",
}
_SIDES = ("", "-wal", "-shm")
"""The file, and those that SQLite lays beside it."""


class HistoryError(Exception):
    """Nothing can be kept or read just now; the text says why."""

    def __init__(self, why: str, path: Path = Path(), *, passing: bool = False) -> None:
        super().__init__(f"{path}: {why}" if path.name else why)
        self.path = path
        self.passing = passing
        """Whether it is over in a moment, most times."""


class DamagedError(HistoryError):
    """The file can never be read again."""


def history_path(
    scope: Scope, config: Config | None = None, environ: Mapping[str, str] = os.environ
) -> Path:
    """Where a scope's history lies: no two scopes share one, nor do AWS and a simulator.

    Raises HistoryError where nobody has a home, or AWS's settings cannot be read.
    """
    try:
        folder = state_folder(environ) / "history"
        where = _endpoints(scope.profile, config, environ)
    except (RuntimeError, ProfileError, ValueError) as error:  # the last of a URL that is none
        raise HistoryError(str(error)) from error
    parts = [scope.profile, scope.region, *where]
    name = "--".join(_safe(part) for part in parts)
    if len(name) > _LONGEST_NAME:
        import hashlib  # noqa: PLC0415  # it brings OpenSSL, for the few whose names are so long

        # No name that is short enough has this sign.
        name = f"{name[:100]}~{hashlib.sha256(name.encode()).hexdigest()}"
    return folder / f"{name}.sqlite3"


_LONGEST_NAME = 180
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_.")


def _endpoints(profile: str, config: Config | None, environ: Mapping[str, str]) -> list[str]:
    if config is not None and config.endpoint_url:
        return [bare(config.endpoint_url)]
    urls = [bare(url) if url else "" for url in endpoints(profile, environ)]
    if len({*urls}) == 1:
        return [url for url in urls[:1] if url]
    return [url or "aws" for url in urls]


def _safe(text: str) -> str:
    """The text in signs that every file system takes and tells apart; no two texts are alike."""
    signs = []
    for place, sign in enumerate(text):
        beside = text[place - 1 : place] + text[place + 1 : place + 2]
        if sign in _PLAIN or (sign == "-" and len(beside) == 2 and "-" not in beside):
            signs.append(sign)
        elif sign.isascii() and sign.isupper():
            signs.append(f"+{sign.lower()}")  # not every file system tells P from p
        else:
            signs += [f"%{byte:02x}" for byte in sign.encode(errors="surrogatepass")]
    return "".join(signs)


def put_aside(path: Path, now: datetime) -> Path:
    """Move a file away that can never be read again; it is not deleted. Raises HistoryError."""
    stem = f"{path.name}.broken-{now:%Y%m%dT%H%M%SZ}"
    names = [stem, *(f"{stem}-{number}" for number in range(2, 100))]
    aside = next(one for name in names if not (one := path.with_name(name)).exists())
    with telling(path):
        for side in _SIDES:
            with contextlib.suppress(FileNotFoundError):
                os.rename(f"{path}{side}", f"{aside}{side}")
    return aside


def make_room(path: Path) -> None:
    """Make the file and its folder, for this user alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite would wait for a FIFO for ever.
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "not a file that can be a history")
        os.fchmod(file, 0o600)
    finally:
        os.close(file)


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextlib.contextmanager
def telling(path: Path) -> Iterator[None]:
    """Have every failure of disk and database said in a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        if _code(error) in _BROKEN or str(error).startswith(_ANOTHERS):
            raise DamagedError(str(error), path) from error
        passing = _code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        why = _WORDS.get(_code(error)) or str(error)
        raise HistoryError(why, path, passing=passing) from error
    except OSError as error:
        raise HistoryError(error.strerror or str(error), path) from error
