"""A list of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.widget import Widget

from ivs_tui.engine.query import QUERIES
from ivs_tui.engine.snapshot import Snapshot, Topic, Transition
from ivs_tui.resources import DETAILS
from ivs_tui.resources import format as fmt
from ivs_tui.resources.opening import ViewState
from ivs_tui.resources.spec import (
    Cell,
    Detail,
    Goal,
    Jump,
    Kind,
    Look,
    Parameters,
    Read,
    Row,
    Tone,
)
from ivs_tui.resources.text import visible
from ivs_tui.ui.board import ALWAYS, EVENTS, OF_TIMELINE
from ivs_tui.ui.screens.base import MonitorScreen
from ivs_tui.ui.screens.tree import TreeScreen
from ivs_tui.ui.timeline import LONGEST_KEPT, MOST_EVENTS
from ivs_tui.ui.watching import Want, joined
from ivs_tui.ui.widgets.facts import Facts
from ivs_tui.ui.widgets.live_table import LiveTable


class ListScreen(MonitorScreen):
    """Rows of a kind, joined with what other lists say of them."""

    def __init__(self, kind: Kind, topic: Topic, state: ViewState | None = None) -> None:
        super().__init__(kind.name, topic, state)
        self.kind = kind
        self._table = LiveTable(
            kind.columns,
            kind.order,
            nothing=kind.nothing,
            problem=kind.problem if kind.tells_problems else None,
            side=self._mark,
        )
        self._explanation = Facts(id="explanation")
        self._explanation.styles.height = 6
        self._told: list[object] = []
        """What the rows were last made from."""
        self._rows: list[Row] = []

    @property
    def table(self) -> LiveTable:
        """The list."""
        return self._table

    def body(self) -> Iterable[Widget]:
        """The list, and below it what one row of it means where anything says so."""
        yield self._table
        if self.kind.explain is not None:
            yield self._explanation

    def wants(self) -> Iterable[Want]:
        """The list's own topic in front, those that it joins behind."""
        yield Want(self.topic, front=True)
        board = self.monitor.board
        for one in self.kind.reads(self.topic):
            if one.every:
                yield Want(board.topic(one.query, one.parameters), one.every, front=True)
        if self.topic.name in OF_TIMELINE:
            yield Want(board.topic(EVENTS))
            # It is read from nowhere, and is as old as what it is made from.
            yield from (Want(board.topic(name), every) for name, every in ALWAYS.items())
        yield from joined(board, self.kind.joins)

    def redraw(self) -> None:
        """Lay the snapshots beside each other and show the rows."""
        snapshot = self.snapshot
        self._table.set_placeholder(self._placeholder())
        beside = self._beside()
        told = [_told(one) for one in (snapshot, *beside.values())] + [self.monitor.board.paused]
        if told == self._told:
            # Most reads say what the one before said; to lay out 1,000 rows costs 20 ms.
            self._table.tick(self.look())
            return
        self._told = told
        self._rows = self.kind.merge(snapshot, beside)
        self._table.show(self._rows, self.look())
        self._explain()

    def _explain(self) -> None:
        if self.kind.explain is not None:
            row = self._table.cursor_row
            self._explanation.show(self.kind.explain(row, self.look()) if row else [])

    def follow_cursor(self) -> None:
        """Say what the row means."""
        self._explain()
        super().follow_cursor()

    def troubles(self, look: Look) -> list[list[Cell]]:
        """The sources' trouble, else what the list itself has to say."""
        notice = self.kind.notice(self.snapshot)
        told = super().troubles(look) or ([[Cell(notice, Tone.INFO)]] if notice else [])
        answer = self.kind.answer(self._beside(), self._rows, look)
        return [*told, list(answer)] if answer else told

    def _beside(self) -> dict[str, Snapshot]:
        """What the rows are joined with: of this list's own parent, or of the whole scope."""
        board, own = self.monitor.board, dict(self.topic.parameters)
        if self.kind.everything:
            return board.everything()
        beside = board.joined(self.kind.joins)
        for one in self.kind.reads(self.topic):
            beside[one.query] = board.held(one.query, one.parameters)
        for name in self.kind.knows:
            needed = QUERIES[name].required if name in QUERIES else ()
            beside[name] = board.get(board.topic(name, {one: own.get(one, "") for one in needed}))
        return beside

    def crumb(self) -> str:
        """The kind, and of what."""
        board, own = self.monitor.board, dict(self.topic.parameters)
        for name in reversed(self.kind.whose):
            if name in own:
                return f"{self.kind.name} of {board.name_of(own[name])}"
        for parameter, value in self.topic.parameters:
            if parameter.startswith("filterBy"):
                return f"{self.kind.name} with {board.name_of(value)}"
        arn = next((value for _, value in self.topic.parameters if value.startswith("arn:")), None)
        return f"{self.kind.name} of {board.name_of(arn)}" if arn else self.kind.name

    def counts(self) -> list[Cell]:
        """How many rows, and of how many where a filter hides some."""
        table = self._table
        if table.filter is not None or table.only_problems:
            only = "problems only: " if table.only_problems else ""
            chosen = f"{only}{table.row_count:,} of {table.total:,} {self.matching()}"
            return [Cell(chosen.rstrip(), Tone.WARNING)]
        if self.snapshot.read_at is None:
            return []
        gone = sum(one.confirmed for one in self.snapshot.gone)
        ended = f", {gone:,} ended" if gone else ""
        told = [Cell(f"{table.position:,}/{table.total:,}{ended}", Tone.STRONG)]
        if self.topic.name in OF_TIMELINE:
            told += self._span()
        return told

    def _span(self) -> list[Cell]:
        board, now, events = self.monitor.board, self.look().now, self.snapshot
        back_to = board.timeline.back_to
        reached = fmt.near_time(back_to or board.started_at, now)
        if events.trimmed:
            full = len(events.items) >= MOST_EVENTS
            newest = f"the newest {MOST_EVENTS:,}, back to {reached}"
            told = newest if full else f"the last {LONGEST_KEPT.days} days"
            return [Cell(told, Tone.WARNING)]
        told = f"since {reached}" if back_to is None else f"from history back to {reached}"
        kept = [Cell("history not kept", Tone.WARNING)] if board.timeline.trouble else []
        return [Cell(told, Tone.DIM), *kept]

    def coverage(self) -> Sequence[Cell]:
        """How far has come what is read of each row by itself."""
        beside = self.monitor.board.joined(self.kind.joins)
        return self.kind.coverage(self.snapshot, beside, self.look())

    def update_strip(self) -> None:
        """Count again."""
        if self.kind.counted:
            known = self.monitor.board.joined(self.kind.counted)
            self.strip.show_lines(self.kind.strip(known, self.look(), self.size.width))

    def glance(self, topic: Topic) -> None:
        """Something was read that is counted here."""
        if topic.name in self.kind.counted:
            self.update_strip()

    def offers(self) -> Parameters:
        """What the path gives, and the row under the cursor."""
        row = self._table.cursor_row
        return super().offers() | (self.kind.offers(row) if row else {})

    def copied(self) -> str | None:
        """The row's ARN, or its id."""
        row = self._table.cursor_row
        return self.kind.identity(row) if row else None

    def describe(self) -> TreeScreen | None:
        """The row as its list returned it, what it was joined with, and what else is said of it."""
        row = self._table.cursor_row
        if row is None:
            return None
        asked = [
            self.monitor.board.topic(one.query, one.parameters) for one in self._described(row)
        ]
        return TreeScreen(self._returned(row), asked, made=self._operation(row) is None)

    def _operation(self, row: Row) -> str | None:
        """What returned the row as it is; None where it is made of what several told."""
        query = QUERIES.get(self.kind.query)
        return query.operation.name if query and isinstance(row.record, query.record) else None

    def _returned(self, row: Row) -> list[tuple[str, object]]:
        operation = self._operation(row) or self.kind.title
        if missing := self.kind.missing(row):
            return [(operation, missing)]
        beside = row.joined if isinstance(row.joined, tuple) else (row.joined,)
        told = [one for one in beside if hasattr(one, "__struct_fields__")]
        return [(operation, row.record), *((f"and {type(one).__name__}", one) for one in told)]

    def _described(self, row: Row) -> Sequence[Read]:
        if told := self.kind.described(row, self.topic):
            return told
        goal = self._goal(row)
        detail = DETAILS.get(goal.target) if goal else None
        return [Read(detail.query, goal.parameters)] if goal and detail else ()

    def _goal(self, row: Row) -> Goal | None:
        return self.kind.drill(row, self.topic) if self.kind.drill else None

    def examined(self) -> tuple[Detail, Topic] | None:
        """The detail of the row under the cursor, where anything is checked in it."""
        row = self._table.cursor_row
        if row is None:
            return None
        goal = self.kind.examined(row, self.topic) if self.kind.examined else self._goal(row)
        detail = DETAILS.get(goal.target) if goal else None
        if goal is None or detail is None or detail.examine is None:
            return None
        return detail, self.monitor.board.topic(detail.query, goal.parameters)

    def jumps(self) -> Sequence[Jump]:
        """What the row under the cursor belongs to, and its own."""
        row = self._table.cursor_row
        return self.kind.jumps(row, self.topic) if row else ()

    @on(LiveTable.RowOpened)
    def open_row(self, event: LiveTable.RowOpened) -> None:
        """Enter: where the kind says that it leads."""
        if goal := self._goal(event.row):
            self.monitor.route.open_goal(goal)

    @on(LiveTable.ViewportChanged)
    def name_what_is_in_sight(self, event: LiveTable.ViewportChanged) -> None:
        """Channels in sight get their names first."""
        if "names" in self.kind.joins:
            shown = [self.kind.offers(row).get("channelArn") for row in event.rows]
            if self.topic.name in OF_TIMELINE:
                # Most of them are over: what they were called is worth asking once.
                shown = [arn for arn in shown if arn not in self.monitor.board.names]
            self.monitor.look_at(shown)

    def _placeholder(self) -> str | None:
        snapshot = self.snapshot
        if snapshot.read_at is None:
            return visible(snapshot.error.sentence) if snapshot.error else "not read yet"
        if self._table.filter is not None:
            return f"no row matches the filter: {visible(self._table.filter.text)}"
        if self._table.only_problems:
            return "nothing is wrong, as far as was read"
        return None if snapshot.complete else "not read to the end yet"

    def _mark(self, row: Row, look: Look) -> Cell:
        """What has just happened to a row, or to what it stands for."""
        told = isinstance(row.record, Transition)
        by = (row.record,) if told else ((self.topic.name, row.key), self.kind.identity(row))
        return self.monitor.board.fresh.mark(by, look)


def _told(snapshot: Snapshot) -> object:
    """All of a snapshot that rows are made from."""
    return snapshot.items, snapshot.gone, snapshot.first, snapshot.error is None
