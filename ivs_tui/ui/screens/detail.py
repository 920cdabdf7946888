"""One resource: its facts above, its events below, and what the event at the cursor means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from ivs_tui.engine.snapshot import Topic
from ivs_tui.resources.opening import ViewState
from ivs_tui.resources.spec import Cell, Detail, Jump, Line, Look, Row, Subject, Tone
from ivs_tui.ui import subjects
from ivs_tui.ui.screens.base import MonitorScreen
from ivs_tui.ui.screens.findings import brief
from ivs_tui.ui.screens.tree import TreeScreen
from ivs_tui.ui.watching import Want
from ivs_tui.ui.widgets.facts import Facts
from ivs_tui.ui.widgets.live_table import LiveTable

MOST_FINDINGS = 3
"""At the top of a detail; `x` tells all."""


class DetailScreen(MonitorScreen):
    """One resource, kept up to date while it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab",
            "other_pane",
            "Facts/rows",
            key_display="tab",
            id="detail.pane",
            tooltip="Move the keys between the facts and the table",
        ),
    ]

    def __init__(self, detail: Detail, topic: Topic, state: ViewState | None = None) -> None:
        super().__init__(detail.name, topic, state)
        self.detail = detail
        self._facts = Facts(id="facts")
        self._scroll = VerticalScroll(self._facts, id="facts-scroll")
        self._table = LiveTable(detail.columns, detail.order)
        self._explanation = Facts(id="explanation")
        self._explanation.styles.height = detail.told
        self._is_placed = False

    @property
    def table(self) -> LiveTable:
        """The events."""
        return self._table

    def body(self) -> Iterable[Widget]:
        """Facts, events, and the meaning of one."""
        yield self._scroll
        yield self._table
        yield self._explanation

    def wants(self) -> Iterable[Want]:
        """The resource and what is read along with it in front, joined lists behind."""
        return subjects.wants(self.detail, self.topic, self.monitor.board)

    def redraw(self) -> None:
        """Show what is known of it."""
        look = self.look()
        subject = self._subject()
        if subject is None:
            # Why it could not be read stands above.
            self._facts.show([Line("", (Cell("not read yet", Tone.DIM),))])
            self._table.set_placeholder("not read yet")
            return
        self._show_facts(subject, look)
        self._table.set_placeholder(self._notice(subject) or None)
        rows = self.detail.rows(subject)
        self._table.show(rows, look)
        if rows and not self._is_placed:
            self._place_cursor(rows)
        self._explain()
        # What is read beside a resource may hang on what it says.
        self.monitor.watch_front()

    def _place_cursor(self, rows: Sequence[Row]) -> None:
        """On the row that matters first, unless another one was asked for."""
        self._is_placed = True
        if not (self._comes_up and self._comes_up.row):
            self._table.move_to(self.detail.first(rows))

    def _show_facts(self, subject: Subject, look: Look) -> None:
        found = subjects.examined(self.detail, subject, look.now)
        told = brief(found, look, MOST_FINDINGS) if found else []
        if not self.snapshot.items:
            gone = Cell("not told by the API any more: what its list said last", Tone.WARNING)
            told.insert(0, Line("", (gone,)))
        self._facts.show([*told, *self.detail.facts(subject, look)])

    def tick(self) -> None:
        """Ages in the facts pass too."""
        if self.is_active and (subject := self._subject()):
            self._show_facts(subject, self.look())
        super().tick()

    def crumb(self) -> str:
        """The kind, and whose."""
        name_of = self.monitor.board.name_of
        if arn := self.topic.get("channelArn"):
            return f"{self.detail.name} of {name_of(arn)}"
        return f"{self.detail.name} {name_of(self.detail.identity(self.topic))}"

    def counts(self) -> list[Cell]:
        """How many events or members."""
        subject = self._subject()
        if subject is None:
            return []
        table, noun = self._table, self.detail.noun
        told = [Cell(f"{table.position:,}/{table.row_count:,} {noun}", Tone.STRONG)]
        if table.filter is not None:
            match = f"{table.row_count:,} of {table.total:,} {noun} {self.matching()}"
            told = [Cell(match, Tone.WARNING)]
        return told

    def troubles(self, look: Look) -> list[list[Cell]]:
        """The sources' trouble, else what is missing from the events."""
        subject = self._subject()
        notice = self._notice(subject) if subject and self._table.total else ""
        return super().troubles(look) or ([[Cell(notice, Tone.WARNING)]] if notice else [])

    def copied(self) -> str | None:
        """The resource's ARN, or its id where it has none."""
        return self.detail.identity(self.topic)

    def describe(self) -> TreeScreen:
        """Whole answers: the resource's, and those read along with it."""
        return TreeScreen((), [want.topic for want in self.wants() if want.front])

    def examined(self) -> tuple[Detail, Topic] | None:
        """Itself, where anything is checked in it."""
        return (self.detail, self.topic) if self.detail.examine else None

    def jumps(self) -> Sequence[Jump]:
        """What it belongs to, and its own."""
        subject = self._subject()
        return self.detail.jumps(subject, self._table.cursor_row) if subject else ()

    @on(LiveTable.RowOpened)
    def open_row(self, event: LiveTable.RowOpened) -> None:
        """Enter: what the event or the member is about."""
        if goal := self.detail.drill(event.row, self.topic):
            self.monitor.route.open_goal(goal)

    def fits_here(self, action: str) -> bool:
        """Enter is told where it leads anywhere."""
        if action == "open":
            row = self._table.cursor_row
            return row is not None and self.detail.drill(row, self.topic) is not None
        return super().fits_here(action)

    def action_other_pane(self) -> None:
        """Move the keys to the facts, where they scroll, and back."""
        self.set_focus(self._table if self.focused is self._scroll else self._scroll)

    def follow_cursor(self) -> None:
        """Say what the event means, and whether it leads anywhere."""
        self._explain()
        super().follow_cursor()
        self.update_hints()

    def _explain(self) -> None:
        row = self._table.cursor_row
        self._explanation.show(self.detail.explain(row, self.look()) if row else [])

    def _subject(self) -> Subject | None:
        return subjects.subject(self.detail, self.topic, self.monitor.board)

    def _notice(self, subject: Subject) -> str:
        snapshot = subject.joined[self.detail.source or self.detail.query]
        if snapshot.read_at is None:
            return "events not read yet"
        return self.detail.notice(subject, snapshot)
