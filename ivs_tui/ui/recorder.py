"""Has what happens kept on disk, and what happened before brought back; it waits for no disk."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from ivs_tui.engine.snapshot import Scope, Transition
from ivs_tui.engine.spells import Spell, between, gap_told
from ivs_tui.resources.jumps import account_of
from ivs_tui.ui.board import Board
from ivs_tui.ui.desk import Desk
from ivs_tui.ui.timeline import LONGEST_KEPT, MOST_EVENTS, Past, Timeline

if TYPE_CHECKING:
    from ivs_tui.engine.history import History

PATIENCE = 1.0
"""Seconds that the end of the monitor waits for a disk."""
_AFTER = 0.5
"""Seconds after the first frame: the first rows have the machine to themselves."""
_BEAT = 30.0
"""Seconds after which it is noted that somebody still watches."""
_TIDY = 3_600.0
_LONGEST_WAIT = 60.0
"""Seconds between two tries at a disk that takes nothing."""

_log = logging.getLogger(__name__)


class Recorder:
    """Keeps what happens in the scope in front."""

    def __init__(self, now: Callable[[], datetime], heard: Callable[[str], None]) -> None:
        self._now = now
        self._heard = heard
        """Told when there is something new to show, with a sentence where that is trouble."""
        self._book: Book | None = None

    def attend(self, desk: Desk) -> None:
        """From now on this scope's; what the one before still has to write, it writes."""
        if self._book is not None:
            self._book.finish()
            self._book = None
        if desk.config.history:
            self._book = Book(desk, self._now, self._heard)
            try:
                self._book.start()
            except RuntimeError as error:  # the machine has no room for a thread
                self._book = None
                self._heard(f"history is not kept: {error}")

    def keep(self, transitions: Iterable[Transition]) -> None:
        """This happened."""
        if self._book is not None:
            self._book.keep(transitions)

    def close(self) -> None:
        """Have the rest written, and wait for that, but not long."""
        if self._book is not None:
            self._book.finish()
            self._book.join(PATIENCE)


class Book(threading.Thread):
    """The history of one scope, in a thread of its own that no exit waits for.

    What could not be written is kept, and written once the disk takes it.
    """

    def __init__(
        self, desk: Desk, now: Callable[[], datetime], heard: Callable[[str], None]
    ) -> None:
        super().__init__(name="history", daemon=True)
        self._desk = desk
        self._now = now
        self._began = now()
        self._heard = heard
        self._loop = asyncio.get_running_loop()
        self._writer = os.urandom(6).hex()
        self._told: deque[Transition] = deque(maxlen=MOST_EVENTS)
        """What the screen's thread put here; all else is this thread's own."""
        self._wake, self._end = threading.Event(), threading.Event()
        self._mine: deque[Transition] = deque(maxlen=MOST_EVENTS)
        """All of this run, for a file that has to be begun anew."""
        self._unwritten = 0
        self._noted: Spell | None = None
        self._history: History | None = None
        self._tidy_at = 0.0
        self._failures = 0
        self._trouble = ""

    # From the screen's thread

    def keep(self, transitions: Iterable[Transition]) -> None:
        """This happened."""
        self._told.extend(transitions)
        self._wake.set()

    def finish(self) -> None:
        """Write the rest, and end."""
        self._end.set()
        self._wake.set()

    # Its own

    def run(self) -> None:
        """Write whenever there is something, until the end."""
        try:
            self._end.wait(_AFTER)
            while not self._end.is_set():
                self._wake.clear()
                if self._try():
                    self._wake.wait(_BEAT)
                else:
                    self._end.wait(min(_LONGEST_WAIT, 2.0**self._failures))
            if self._told or self._unwritten or self._spell != self._noted:
                self._try()
            if self._history is not None:
                self._history.close()
        except ImportError as error:  # a Python that was built without SQLite
            self._say(f"history is not kept: {error}")
        except Exception:  # what is wrong with the history never stops the monitor
            _log.exception("the history broke")
            self._say("history is not kept: it broke, see the log")

    def _try(self) -> bool:
        from ivs_tui.engine import history_files as files  # noqa: PLC0415  # SQLite: here alone

        try:
            try:
                self._write(self._opened())
            except files.DamagedError as error:
                # Another monitor may have put it aside already, and begun a new one.
                if self._history is None or self._history.lies_there:
                    aside = files.put_aside(error.path, self._now())
                    self._tell(f"the history was damaged: it lies at {aside}, a new one is begun")
                self._forget_file()
                self._write(self._opened())
        except files.HistoryError as error:
            self._failures = min(self._failures + 1, 10)
            if not error.passing or self._failures > 2:
                self._say(f"history is not kept: {error}")
            return False
        self._failures = 0
        self._say("")
        return True

    def _opened(self) -> History:
        from ivs_tui.engine import history, history_files  # noqa: PLC0415  # in this thread alone

        if self._history is not None and not self._history.lies_there:
            self._forget_file()
        if self._history is None:
            path = history_files.history_path(self._desk.scope, self._desk.config)
            self._history = history.History.open(path)
            self._tidy_at = 0.0
        return self._history

    def _forget_file(self) -> None:
        """Another file will be begun, and all of this run goes there."""
        if self._history is not None:
            self._history.close()
        self._history, self._noted = None, None
        self._unwritten = len(self._mine)

    def _write(self, history: History) -> None:
        if self._is_wanted(self._timeline):
            self._bring_back(history)
        if self._tidy_at <= (steady := self._loop.time()):
            self._tidy_at = steady + _TIDY  # where it fails, the next try is to write
            history.prune(self._now())
        while self._told:
            self._mine.append(self._told.popleft())
            self._unwritten = min(self._unwritten + 1, MOST_EVENTS)
        if self._unwritten:
            history.append(list(self._mine)[-self._unwritten :], self._writer, self._began)
            self._unwritten = 0
        spell = self._spell
        if spell is not None and spell != self._noted:
            history.watched(f"{self._timeline.account}:{self._writer}", *spell)
            self._noted = spell

    def _bring_back(self, history: History) -> None:
        now, until = self._now(), self._desk.board.started_at
        past = past_of(history, self._desk.scope, until, self._timeline.account)
        self._on_screen(partial(self._arrive, self._desk.board, past, now))

    def _arrive(self, board: Board, past: Past, now: datetime) -> None:
        if self._is_wanted(board.timeline):
            board.timeline.precede(past, now)
            self._heard("")

    @staticmethod
    def _is_wanted(timeline: Timeline) -> bool:
        """Whether what happened before is not told yet, or was told of another account."""
        return timeline.past is None or timeline.past.account != timeline.account

    @property
    def _timeline(self) -> Timeline:
        return self._desk.board.timeline

    @property
    def _spell(self) -> Spell | None:
        return self._timeline.spell

    def _say(self, trouble: str) -> None:
        """What is wrong, once, and that it is no more."""
        if trouble != self._trouble:
            self._trouble = trouble
            self._timeline.trouble = trouble
            self._tell(trouble)

    def _tell(self, sentence: str) -> None:
        self._on_screen(partial(self._heard, sentence))

    def _on_screen(self, call: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(call)


def past_of(history: History, scope: Scope, until: datetime, account: str) -> Past:
    """What was kept of the time before `until`, with the gaps in which nobody watched.

    Several accounts may go by one profile name, one after the other: where nobody knows yet whose
    it is to be, and it is of more than one, nothing is told.
    """
    since = until - LONGEST_KEPT
    loaded, spells = history.load(since, MOST_EVENTS, until), history.spells(since, account)
    whose = {_account(one) for one in loaded} - {""}
    ours = {"", account} if account else {"", *whose}
    events = [one for one in loaded if _account(one) in ours]
    first = [*(one.at for one in events[:1]), *(one.began for one in spells)]
    if not first or (not account and len(whose) > 1):
        return Past((), None, history.unreadable, account)
    # Where there is more than can be held, it reaches no further back than what is held.
    full = len(loaded) == MOST_EVENTS
    back_to = loaded[0].at if full else max(since, min(first))
    gaps = [gap_told(scope, gap) for gap in between(spells, back_to, until)]
    told = sorted([*events, *gaps], key=lambda one: one.at)
    return Past(tuple(told), back_to, history.unreadable, account)


def _account(event: Transition) -> str:
    return account_of(event.subject, event.key, *dict(event.topic.parameters).values())
