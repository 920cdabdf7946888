"""What happened, kept on disk: one SQLite file a scope, which several monitors write at a time.

Nothing else imports this module or `history_files` but where a disk may be waited for: a thread of
its own, or a command that ends at once.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import msgspec

from ivs_tui.engine.history_files import HistoryError, make_room, telling
from ivs_tui.engine.snapshot import Transition
from ivs_tui.engine.spells import Spell

LONGEST_KEPT = timedelta(days=30)
MOST_EVENTS = 200_000
MOST_BYTES = 50_000_000
SAME_WITHIN = timedelta(minutes=1)
"""Two monitors that read at their own pace see one happening no further apart than this."""
PATIENCE = 0.25
"""Seconds for another monitor that writes at this moment."""
_AT_ONCE = 5_000

_EPOCH, _EVER = datetime(1970, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_APPLICATION, _VERSION = 0x69767375, 1
_SCHEMA = f"""
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
    told_by TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS events_at ON events (at);
CREATE INDEX IF NOT EXISTS events_key ON events (key, at);
CREATE TABLE IF NOT EXISTS spells (
    writer TEXT, began INTEGER, until INTEGER NOT NULL, PRIMARY KEY (writer, began)
);
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
COMMIT;
"""


class History:
    """An open file; for the thread that opened it. Each method raises HistoryError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unreadable = 0
        """Entries that the last `load` could not read."""
        with telling(path):
            make_room(path)
            self._found = os.stat(path)
            self._database = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._database.close()
                raise

    @classmethod
    def open(cls, path: Path) -> History:
        """Open it, made anew where there is none."""
        return cls(path)

    def close(self) -> None:
        """Let the file go."""
        with contextlib.suppress(sqlite3.Error):
            self._database.close()

    @property
    def lies_there(self) -> bool:
        """Whether what is open is still what lies at the path."""
        with contextlib.suppress(OSError):
            return os.path.samestat(os.stat(self.path), self._found)
        return False

    def append(
        self, transitions: Iterable[Transition], writer: str, since: datetime = _EPOCH
    ) -> None:
        """Keep what `writer` saw happen; what another one saw as well stands once.

        What was told before `since`, when it began to watch, it has not seen happen.
        """
        with self._writing() as execute:
            for event in transitions:
                _keep(execute, event, writer, since)

    def load(
        self, since: datetime, most: int = MOST_EVENTS, until: datetime = _EVER
    ) -> list[Transition]:
        """The newest `most` of what happened from `since` on, before `until`, oldest first."""
        found, self.unreadable = [], 0
        with telling(self.path):
            rows = self._database.execute(
                "SELECT body FROM events WHERE at >= ? AND at < ?"
                " ORDER BY at DESC, id DESC LIMIT ?",
                (_stamp(since), _stamp(until), most),
            )
            for (body,) in rows:
                event = _decoded(body)
                if event is None:
                    self.unreadable += 1
                else:
                    found.append(event)
        return found[::-1]

    def watched(self, writer: str, began: datetime, until: datetime) -> None:
        """`writer` has watched since `began`, and did so last at `until`."""
        with self._writing() as execute:
            execute(
                "INSERT INTO spells VALUES (?, ?, ?)"
                " ON CONFLICT (writer, began) DO UPDATE SET until = max(until, excluded.until)",
                (writer, _stamp(began), _stamp(until)),
            )

    def spells(self, since: datetime, account: str = "") -> list[Spell]:
        """When somebody watched, as far as that reaches past `since`.

        A writer may be `account:name`: of these, only those of that account.
        """
        with telling(self.path):
            rows = self._database.execute(
                # What is no time, in a damaged row, is between no two.
                "SELECT began, until FROM spells WHERE until BETWEEN ? AND ?"
                " AND began BETWEEN 0 AND until"
                " AND (writer GLOB ? OR writer NOT GLOB '?*:*') ORDER BY began",
                (_stamp(since), _stamp(_EVER), f"{account}:*" if account else "*"),
            )
            return [Spell(_time(began), _time(until)) for began, until in rows]

    def note(self, name: str, text: bytes) -> None:
        """Keep a text under a name, in place of the one before."""
        with self._writing() as execute:
            execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, text))

    def noted(self, name: str) -> bytes:
        """What was kept under a name; empty where nothing was."""
        with telling(self.path):
            found = self._database.execute("SELECT text FROM notes WHERE name = ?", (name,))
            (text,) = found.fetchone() or (b"",)
            return text if isinstance(text, bytes) else b""

    def prune(
        self, now: datetime, most_events: int = MOST_EVENTS, most_bytes: int = MOST_BYTES
    ) -> None:
        """Let go of what is beyond the bounds, the oldest first."""
        with self._writing() as execute:
            (newest,) = execute(
                "SELECT max(at) FROM (SELECT at FROM events UNION ALL SELECT until FROM spells)"
                " WHERE at <= ?",
                (_stamp(now),),
            ).fetchone()
            # A clock that runs years ahead for a moment makes nothing old.
            eldest = (newest or 0) - LONGEST_KEPT // timedelta(microseconds=1)
            execute("DELETE FROM events WHERE at < ?", (eldest,))
            execute("DELETE FROM spells WHERE until < ?", (eldest,))
            (count,) = execute("SELECT count(*) FROM events").fetchone()
            beyond, size = max(0, count - most_events), self._size()
        if size > most_bytes:
            beyond = max(beyond, int(count * (1 - 0.9 * most_bytes / size)))
        # Little by little: others wait for each step, and what it writes lies on the disk twice.
        for done in range(0, max(1, beyond), _AT_ONCE):
            with self._writing() as execute:
                execute(
                    "DELETE FROM events WHERE id IN (SELECT id FROM events ORDER BY at LIMIT ?)",
                    (min(_AT_ONCE, beyond - done),),
                )
            with telling(self.path):
                # A script: `execute` would let go of the first page alone.
                self._database.executescript("PRAGMA incremental_vacuum")

    def _size(self) -> int:
        (pages,) = self._database.execute("PRAGMA page_count").fetchone()
        (free,) = self._database.execute("PRAGMA freelist_count").fetchone()
        (size,) = self._database.execute("PRAGMA page_size").fetchone()
        return int((pages - free) * size)

    def _prepare(self) -> None:
        """Look whose file it is, and lay out an empty one."""
        database = self._database
        database.text_factory = bytes  # what is no text is for the decoder to refuse
        (application,) = database.execute("PRAGMA application_id").fetchone()
        (version,) = database.execute("PRAGMA user_version").fetchone()
        (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and application != _APPLICATION:
            raise HistoryError("another program's database, left as it is", self.path)
        if version > _VERSION:
            raise HistoryError("of a newer version of ivs-tui, left as it is", self.path)
        if not tables:
            database.executescript(_SCHEMA)
        for pragma in ("synchronous = NORMAL", "journal_size_limit = 1000000", "cache_size = -500"):
            database.execute(f"PRAGMA {pragma}")
        # Files of before have none.
        database.execute("CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, text BLOB)")
        database.execute("SELECT id, at, key, body, told_by FROM events LIMIT 1").fetchall()
        database.execute("SELECT writer, began, until FROM spells LIMIT 1").fetchall()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[_Execute]:
        """One transaction: all of it is kept, or nothing."""
        with telling(self.path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database.execute
                self._database.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):  # the disk may have ended it already
                    self._database.execute("ROLLBACK")
                raise


class _Execute(Protocol):
    def __call__(self, sql: str, parameters: tuple[object, ...] = ..., /) -> sqlite3.Cursor: ...


def _keep(execute: _Execute, event: Transition, writer: str, since: datetime) -> None:
    try:
        body = msgspec.json.encode(event).decode()
        event.key.encode()
    except UnicodeEncodeError:
        return  # half a surrogate pair: no text, and no disk takes it
    at = _stamp(event.at)
    slack = SAME_WITHIN // timedelta(microseconds=1) if event.observed else 0
    earliest = min(at, max(at - slack, _stamp(since)))
    near = execute(
        "SELECT id, body, told_by FROM events WHERE key = ? AND at BETWEEN ? AND ?"
        " ORDER BY abs(at - ?)",
        (event.key, earliest, at + slack, at),
    ).fetchall()
    known = [(number, _decoded(other), told_by) for number, other, told_by in near]
    for number, other, told_by in known:
        # Each of another's entries is mine at most once: what happened twice stands twice.
        if other is None or writer.encode() in told_by.split() or not _same(event, other):
            continue
        if not any(_between(event, one, other) for _, one, _ in known):
            told = f"{told_by.decode()} {writer}"
            execute("UPDATE events SET told_by = ? WHERE id = ?", (told, number))
            return
    execute(
        "INSERT INTO events (at, key, body, told_by) VALUES (?, ?, ?, ?)",
        (at, event.key, body, writer),
    )


def _same(one: Transition, other: Transition) -> bool:
    """Whether two tell of one happening, whenever they were told."""
    return msgspec.structs.replace(other, at=one.at, name=one.name) == one


def _between(one: Transition, among: Transition | None, other: Transition) -> bool:
    """Whether something else happened to the same thing between two: then they are two."""
    first, last = sorted((one.at, other.at))
    return among is not None and among.what != one.what and first < among.at < last


_decoder = msgspec.json.Decoder(Transition)


def _decoded(body: object) -> Transition | None:
    """An entry; members that a later version added are passed over."""
    try:
        event = _decoder.decode(body)  # type: ignore[arg-type]  # what a damaged column holds
        return event if event.at.tzinfo else None
    except (msgspec.DecodeError, TypeError, UnicodeDecodeError):
        return None


def _stamp(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)


def _time(stamp: int) -> datetime:
    return _EPOCH + timedelta(microseconds=stamp)
