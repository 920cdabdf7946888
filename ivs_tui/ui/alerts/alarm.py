"""Looks at all that is told for what the user wants to be told of, and tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

import msgspec

from ivs_tui.config import Expected
from ivs_tui.engine.snapshot import Scope, Snapshot, Transition
from ivs_tui.engine.spells import Spell, onward
from ivs_tui.resources import KINDS, beside, naming, problems, telling
from ivs_tui.resources.alerts import (
    ENDED,
    FIRING,
    HAPPENED,
    LISTS,
    MISSED,
    ONCE,
    Alert,
    Alerts,
    Notice,
    Trouble,
    Watches,
    is_event,
)
from ivs_tui.resources.expected import Expectation, absent
from ivs_tui.resources.jumps import resource_type
from ivs_tui.resources.problems import Held
from ivs_tui.resources.spec import Cell, Kind, Row, Tone
from ivs_tui.ui import notifications
from ivs_tui.ui.alerts.runner import Runner
from ivs_tui.ui.board import EVENTS, EXPECTED, STANDING, Board
from ivs_tui.ui.standing import FOLLOWED
from ivs_tui.ui.watching import Want, joined

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp

_NAME_WITHIN = timedelta(seconds=10)
"""What has no name yet is told once it has one, or after so long."""
_SLOWLY = 60.0
"""Intervals between two reads of the list of all channels: they seldom come and go."""
_SHOWN_FOR = 10.0
_LINES = 5
"""Sentences that are shown at once; the bar counts, and `a` lists all."""


class Alarm:
    """The rules of the settings, what the user watches for, and the channels they expect."""

    def __init__(self, monitor: MonitorApp) -> None:
        self._monitor = monitor
        self._runner = Runner(
            lambda work: monitor.run_worker(work, group="alerts", exit_on_error=False), monitor.warn
        )
        kinds, rules = [KINDS[name] for name in FOLLOWED], monitor.config.alert
        self._alerts_of: dict[Scope, tuple[Alerts, Watches]] = defaultdict(
            lambda: (Alerts(rules, kinds, KINDS[EVENTS]), Watches())
        )
        """What stands and is watched for in a scope waits there for the way back."""
        self._all_expected, wrong = _expectations(monitor.config.expect)
        lasting = [LISTS[rule.on] for rule in rules if not is_event(rule)]
        self._lists = tuple(dict.fromkeys(name for names in lasting for name in names))
        """What is read for the rules, as if it were in front."""
        filtered = any(rule.filter and not is_event(rule) for rule in rules)
        absent_ones = any(rule.on == problems.ABSENT for rule in rules)
        beside_them = [*["names"] * filtered, *["channels"] * absent_ones]
        self._rests_on = [*(names[0] for names in lasting), *beside_them]
        """Lists without which a rule tells nothing."""
        self._begin(monitor.board)
        doubts = [doubt for _, doubt in self.alerts.doubts]
        for sentence in (*self.alerts.troubles, *doubts, *wrong):
            monitor.call_later(monitor.warn, sentence)

    def _begin(self, board: Board) -> None:
        """What stands in another scope is of no concern in this one."""
        self._board = board
        self.alerts, self.watches = self._alerts_of[board.scope]
        self._seen: dict[tuple[str, str, str], datetime] = {}
        self._spells: dict[str, Spell] = {}
        """Since when each list has been read without a gap."""
        self._expected = [one for one in self._all_expected if one.holds_in(board.scope)]
        if self._expected and not board.expected.complete:
            board.expected = Snapshot(topic=board.topic(EXPECTED))  # it is not known yet

    def _follow(self) -> Board:
        """The board in front; where it is another one, all begins anew."""
        if self._monitor.board is not self._board:
            if watched := len(self.watches):
                there = f"{self._board.scope.profile} {self._board.scope.region}"
                told = f"{watched} watched for in {there}: not read until you are back"
                self._monitor.call_later(self._monitor.warn, told)
            self._begin(self._monitor.board)
        return self._board

    def wants(self) -> list[Want]:
        """What has to be read for it beside what is in front."""
        board = self._follow()
        wanted = [Want(topic) for topic in self.watches.lists]
        if self._expected:
            wanted.append(Want(board.topic("channels"), _SLOWLY))
        named = ("names",) if self._lists or self._expected else ()
        return [*wanted, *joined(board, (*self._lists, *named))]

    def _blind(self) -> str:
        """Which list cannot be read, for which nothing can be told."""
        board = self._board
        topics = [*map(board.topic, self._rests_on), *self.watches.lists]
        wrong = ((one.name, board.get(one).error) for one in topics)
        return next((f"{name} {error.kind.value}" for name, error in wrong if error), "")

    # What is told

    def news(self, snapshot: Snapshot) -> None:
        """A list was read, or a part of it: look at what it changes."""
        self._follow()
        name = snapshot.topic.name
        if snapshot.topic.parameters or name not in {*FOLLOWED, "names", "channels"}:
            return
        if self._expected and name in {"streams", "channels"}:
            before = self._board.expected
            self._look_for_absent()
            if name == "channels" and before.items is not self._board.expected.items:
                # The list of streams is not drawn for the sake of the channels.
                self._monitor.route.steps[-1].update()
        if self._lists:
            told = [name] if name in FOLLOWED else FOLLOWED
            self._tell([notice for query in told for notice in self._look(query)])

    def happened(self, transitions: Sequence[Transition]) -> None:
        """Things happened: look whether anybody wants to be told."""
        board = self._follow()
        if not len(self.watches) and not any(map(is_event, self._monitor.config.alert)):
            return
        kind, look = KINDS[EVENTS], self._monitor.look()
        events = Snapshot(topic=board.topic(EVENTS), items=tuple(transitions))
        rows = kind.merge(events, board.joined(kind.knows))
        watched = self.watches.happened(rows, look)
        self._tell([*self.alerts.happened(rows, look), *watched])
        if watched:
            self._monitor.watch_front()

    def _look_for_absent(self) -> None:
        board = self._board
        streams, channels = (board.get(board.topic(name)) for name in ("streams", "channels"))
        before = {one.key: one for one in board.expected.items}
        seen_at = board.expected.last_complete_at if board.expected.complete else None
        found = absent(self._expected, channels, streams, before, seen_at)
        if found is None:
            error, error_at = channels.error, channels.error_at
            board.expected = msgspec.structs.replace(board.expected, error=error, error_at=error_at)
            return
        board.expected = Snapshot(
            topic=board.topic(EXPECTED),
            items=board.expected.items if found == board.expected.items else found,
            complete=True,
            last_complete_at=streams.last_complete_at,
        )

    def _look(self, query: str) -> list[Notice]:
        """What the rules have to tell of one list."""
        board, kind = self._board, KINDS[query]
        snapshot = board.get(board.topic(query))
        if snapshot.read_at is None:
            return []
        if at := snapshot.last_complete_at:
            self._spells[query] = onward(self._spells.get(query), at, snapshot.interval)
        key_of = snapshot.topic.query.key_of
        standing = board.get(board.topic(STANDING)).items
        held = {one.key: one for one in (*standing, *_held_absent(board)) if one.query == query}
        part = tuple(item for item in snapshot.items if key_of(item) in held)
        rows = kind.merge(
            msgspec.structs.replace(snapshot, items=part, gone=()),
            board.joined((*kind.joins, *kind.knows)),
        )
        found = [self._trouble(kind, row, held[row.key], snapshot) for row in rows]
        now = {(query, one.row.key, one.word) for one in found}
        self._seen = {key: at for key, at in self._seen.items() if key[0] != query or key in now}
        named = [one for one in found if one.name or one.as_of - one.since >= _NAME_WITHIN]
        fate = _Fate(snapshot, board)
        return self.alerts.look(query, named, fate.of, self._monitor.look())

    def _trouble(self, kind: Kind, row: Row, held: Held, snapshot: Snapshot) -> Trouble:
        held, seen = self._seen_first(held, snapshot)
        begun = beside.begun(held, getattr(row.joined, "last", None))
        if kind.query == "compositions" and held.word == problems.ERROR:
            begun = problems.failed_at(row) or begun
        since = seen if begun == held.since else begun
        at_least = held.at_least and begun == held.since
        # A part of a list says nothing of the others.
        as_of = max(snapshot.last_complete_at or seen, seen)
        subject = kind.identity(row) or row.key
        name = naming.called(kind, row, self._board.names)
        detail = ""
        if not kind.identity(row):
            name, detail = subject, "no channel of that name"
        return Trouble(held.word, row, subject, name, since, at_least, as_of, detail)

    def _seen_first(self, held: Held, snapshot: Snapshot) -> tuple[Held, datetime]:
        """Since when reads without a gap have shown it, and when the first of them came."""
        now, spell = self._monitor.look().now, self._spells.get(held.query)
        if spell is not None and not spell.began <= held.since <= now:
            # It may have been well in the gap, or the clock was set: only what is seen counts.
            held = held._replace(since=spell.began, at_least=True)
        # First seen between two reads of its list: that is later than the list was read.
        new = held.since == snapshot.read_at and not held.at_least
        key = (held.query, held.key, held.word)
        seen = self._seen.get(key)
        if seen is None or not held.since <= seen <= now:
            seen = self._seen[key] = now if new else held.since
        return held, seen

    # How it is told

    def _tell(self, notices: Sequence[Notice]) -> None:
        if not notices:
            return
        monitor, look = self._monitor, self._monitor.look()
        loud = [one for one in notices if one.state in {FIRING, HAPPENED}]
        calm = [one for one in notices if one.state not in {FIRING, HAPPENED}]
        for title, these in (("alert", loud), ("over", calm)):
            if these:
                # Two rules may tell the same.
                said = list(dict.fromkeys(telling.sentence(one, look) for one in these))
                self._monitor.notify(
                    "\n".join(said[:_LINES]),
                    title=title if len(said) <= _LINES else f"{title}: {len(said):,}",
                    severity=_severity(these),
                    timeout=_SHOWN_FOR,
                    markup=False,
                )
        if loud:
            said = list(dict.fromkeys(telling.sentence(one, look) for one in loud))
            self._call("; ".join(said), bell=any(one.rule.bell for one in loud))
        for notice in notices:
            if notice.rule.command:
                event = telling.as_json(notice, monitor.board.scope, look)
                self._runner.hand(notice.rule.command, event)
        monitor.show_frame()

    def _call(self, text: str, *, bell: bool) -> None:
        ascii_only = self._monitor.ascii_only
        notifications.call(
            self._monitor, notifications.attention(text, bell=bell, ascii_only=ascii_only)
        )

    def told(self, about: str) -> list[Cell]:
        """For the bar: that nothing can be told, or `about` is watched for; and what was told."""
        self._follow()
        told: list[Cell] = []
        if blind := self._blind():
            told.append(Cell(f"alerts blind: {blind} ", Tone.WARNING))
        elif about in self.watches:
            told.append(Cell("b: you are told ", Tone.INFO))
        if waiting := len(self.alerts.waiting()):
            told.append(Cell(f"{waiting:,} alert{'s' * (waiting > 1)}: a ", Tone.BAD))
        return told

    def acknowledge(self, alerts: Iterable[Alert]) -> None:
        """Somebody has seen these."""
        self.alerts.acknowledge(alerts)
        self._monitor.show_frame()


class _Fate:
    """What became of an item that has no trouble any more."""

    def __init__(self, snapshot: Snapshot, board: Board) -> None:
        self._snapshot = snapshot
        self._key_of = snapshot.topic.query.key_of
        self._standing = board.standing.all(snapshot.topic.name)
        self._known = board.expected.complete

    def of(self, key: str) -> str:
        """Empty where it is well; else what is wrong instead, that it ended, or `MISSED`."""
        if held := self._standing.get(key):
            return held.word
        # Who is absent goes by the channel's ARN, else by a name that may hold any sign.
        is_stream = "|" in key and bool(resource_type(key))
        if self._snapshot.topic.name == "streams" and not is_stream:
            return self._of_absent(key)
        if any(self._key_of(item) == key for item in self._snapshot.items):
            return ""
        gone = {self._key_of(one.item): one for one in self._snapshot.gone}
        unsure = key in gone and not gone[key].confirmed
        return MISSED if unsure or not self._snapshot.complete else ENDED

    def _of_absent(self, key: str) -> str:
        if not self._known:
            return MISSED
        live = any(item.channel_arn == key for item in self._snapshot.items)
        return "" if live else "not expected any more"


def _expectations(asked: Iterable[Expected]) -> tuple[list[Expectation], list[str]]:
    """Those that can be asked, and what is wrong with the others."""
    ready, wrong = [], []
    for one in asked:
        try:
            ready.append(Expectation(one))
        except ValueError as error:
            wrong.append(str(error))
    return ready, wrong


def _held_absent(board: Board) -> list[Held]:
    return [one.held for one in board.expected.items]


def _severity(notices: Sequence[Notice]) -> Literal["information", "warning", "error"]:
    """How much the worst of them matters."""
    if all(one.state not in {FIRING, HAPPENED} or one.rule is ONCE for one in notices):
        return "information"
    bad = {problems.STARVING, problems.ERROR}
    return "error" if any(one.rule.on in bad for one in notices) else "warning"
