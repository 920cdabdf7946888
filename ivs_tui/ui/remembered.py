"""How each view was looked at, kept from one run to the next in a file that several may write."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from ivs_tui.config.folders import state_folder
from ivs_tui.resources.opening import ViewState

_VERSION = 1
_PATIENCE = 1.0
"""Seconds that the end of the monitor waits for a disk."""
_MOST_BYTES = 1_000_000


class _Kept(msgspec.Struct):
    version: int = _VERSION
    views: dict[str, ViewState] = {}


class _Version(msgspec.Struct):
    version: int = 0


class _UnfitError(Exception):
    """Nothing can be taken from the file; the text says why."""


class _NewerError(_UnfitError):
    """Another version's file, which is left alone."""


class _DamagedError(_UnfitError):
    """It is set aside."""


class Remembered:
    """By view; what changes is written by a thread of its own, however slow the disk is."""

    def __init__(self, path: Path | None = None) -> None:
        self._tell: Callable[[str], object] | None = None
        self._untold: list[str] = []
        self._path = path
        self._views: dict[str, ViewState] = {}
        self._troubles = set[type[Exception]]()
        self._lock = threading.Lock()
        self._pending: dict[str, ViewState] = {}
        self._all_forgotten = False
        self._writer: threading.Thread | None = None

    @classmethod
    def of_user(cls) -> Remembered:
        """In the state folder; in memory alone where nobody has a home."""
        try:
            return cls(state_folder() / "views.json")
        except RuntimeError:
            return cls()

    def load(self) -> None:
        """Read what was kept."""
        try:
            self._views = self._read()
        except (OSError, _UnfitError) as error:
            self._say(error)

    def tell_to(self, tell: Callable[[str], object]) -> None:
        """Have each trouble said once, by whatever thread meets it."""
        self._tell = tell
        for sentence in self._untold:
            tell(sentence)

    def of(self, view: str) -> ViewState:
        """How that view was looked at last."""
        return self._views.get(view) or ViewState()

    def keep(self, view: str, state: ViewState) -> None:
        """Remember how a view is looked at."""
        lasting = state.lasting
        if lasting != self.of(view):
            self._views[view] = lasting
            with self._lock:
                self._pending[view] = lasting
            self._write_soon()

    def forget(self) -> None:
        """Remember nothing of any view."""
        self._views = {}
        with self._lock:
            self._pending, self._all_forgotten = {}, True
        self._write_soon()

    def flush(self) -> None:
        """Wait for what is being written, but not long."""
        if (writer := self._writer) is not None:
            writer.join(_PATIENCE)

    def _write_soon(self) -> None:
        if self._path is None:
            return
        with self._lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_all, name="views", daemon=True)
                self._writer.start()

    def _write_all(self) -> None:
        while True:
            with self._lock:
                pending, fresh = self._pending, self._all_forgotten
                if not pending and not fresh:
                    self._writer = None
                    return
                self._pending, self._all_forgotten = {}, False
            try:
                self._write(pending, fresh=fresh)
            except (OSError, _NewerError) as error:
                self._say(error)
                with self._lock:
                    # The next change tries again: the disk may have room by then.
                    self._pending = pending | self._pending
                    self._all_forgotten = fresh or self._all_forgotten
                    self._writer = None
                return

    def _write(self, pending: dict[str, ViewState], *, fresh: bool) -> None:
        """Change these views in the file, and leave the others as another monitor wrote them."""
        assert self._path is not None
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self._path.with_suffix(".lock"), "w", opener=_at_once) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            kept = self._kept_by_all()
            views = ({} if fresh else kept) | pending
            shown = {view: state for view, state in views.items() if state != ViewState()}
            self._replace(msgspec.json.format(msgspec.json.encode(_Kept(views=shown))))

    def _kept_by_all(self) -> dict[str, ViewState]:
        try:
            return self._read()
        except _DamagedError as error:
            self._say(error)
            return {}

    def _replace(self, body: bytes) -> None:
        assert self._path is not None
        fresh = self._path.with_suffix(f".{os.getpid()}")
        try:
            with os.fdopen(
                os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb"
            ) as to:
                to.write(body)
                to.flush()
                os.fsync(to.fileno())
            fresh.replace(self._path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink()
            raise

    def _read(self) -> dict[str, ViewState]:
        if self._path is None:
            return {}
        try:
            with open(self._path, "rb", opener=_at_once) as file:
                body = file.read(_MOST_BYTES)
        except FileNotFoundError:
            return {}
        try:
            if msgspec.json.decode(body, type=_Version).version > _VERSION:
                raise _NewerError(f"views are not remembered: {self._path} is of a newer ivs-tui")
            return msgspec.json.decode(body, type=_Kept).views
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            aside = self._path.with_suffix(".damaged")
            with contextlib.suppress(OSError):
                self._path.replace(aside)
            sentence = f"views come up as new: what was remembered is damaged, see {aside}"
            raise _DamagedError(sentence) from error

    def _say(self, error: Exception) -> None:
        """Say it, once of its kind."""
        kind, why = type(error), str(error)
        if isinstance(error, OSError):
            kind, why = OSError, f"views are not remembered: {self._path}: {error.strerror}"
        if kind in self._troubles:
            return
        self._troubles.add(kind)
        if self._tell is None:
            self._untold.append(why)
            return
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._tell(why)


def _at_once(path: str, flags: int) -> int:
    """Open a plain file; a pipe would be waited for until somebody opens its other end."""
    file = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    if stat.S_ISREG(os.fstat(file).st_mode):
        return file
    os.close(file)
    raise OSError(errno.EINVAL, "is no plain file", path)
