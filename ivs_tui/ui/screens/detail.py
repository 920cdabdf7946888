"""One resource: its facts above, its events below, and what the event at the cursor means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from ivs_tui.engine.snapshot import Topic
from ivs_tui.resources.spec import Cell, Detail, Line, Look, Subject, Tone
from ivs_tui.ui import status
from ivs_tui.ui.screens.base import MonitorScreen
from ivs_tui.ui.widgets.facts import Facts
from ivs_tui.ui.widgets.live_table import LiveTable


class DetailScreen(MonitorScreen):
    """A stream session or a participant, kept up to date while it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab",
            "other_pane",
            "Facts/events",
            key_display="tab",
            id="detail.pane",
            tooltip="Move the keys between the facts and the events",
        ),
    ]

    def __init__(self, detail: Detail, topic: Topic) -> None:
        super().__init__(topic)
        self.detail = detail
        self._facts = Facts(id="facts")
        self._scroll = VerticalScroll(self._facts, id="facts-scroll")
        self._table = LiveTable(detail.columns, detail.order)
        self._explanation = Facts(id="explanation")

    @property
    def table(self) -> LiveTable:
        """The events."""
        return self._table

    def body(self) -> Iterable[Widget]:
        """Facts, events, and the meaning of one."""
        yield self._scroll
        yield self._table
        yield self._explanation

    def topics(self) -> Iterable[tuple[Topic, bool]]:
        """The resource and what is read along with it in front, joined lists behind."""
        yield self.topic, True
        parameters = dict(self.topic.parameters)
        for name in self.detail.reads:
            yield self.monitor.board.topic(name, parameters), True
        for name in self.detail.joins:
            yield self.monitor.board.topic(name), False

    def redraw(self) -> None:
        """Show what is known of it."""
        look = self.look()
        subject = self._subject()
        if subject is None:
            self._facts.show([self._unread()])
            self._table.set_placeholder("not read yet")
            return
        self._facts.show(self.detail.facts(subject, look))
        self._table.set_placeholder(self._notice(subject) or None)
        self._table.show(self.detail.events(subject), look)
        self._explain()

    def tick(self) -> None:
        """Ages in the facts pass too."""
        if self.is_current and (subject := self._subject()):
            self._facts.show(self.detail.facts(subject, self.look()))
        super().tick()

    def crumb(self) -> str:
        """The kind, and whose."""
        if arn := self.topic.get("channelArn"):
            return f"{self.detail.name} of {self.monitor.board.name_of(arn)}"
        return f"{self.detail.name} {self.detail.identity(self.topic)}"

    def counts(self) -> list[Cell]:
        """How many events, and whether the API holds back more."""
        subject = self._subject()
        if subject is None:
            return []
        table = self._table
        told = [Cell(f"{table.position:,}/{table.row_count:,} events", Tone.STRONG)]
        if table.filter is not None:
            match = f"{table.row_count:,} of {table.total:,} events match {table.filter.text}"
            told = [Cell(match, Tone.WARNING)]
        return told

    def troubles(self, look: Look) -> list[list[Cell]]:
        """The sources' trouble, else what is missing from the events."""
        subject = self._subject()
        notice = self._notice(subject) if subject and self._table.total else ""
        return super().troubles(look) or ([[Cell(notice, Tone.WARNING)]] if notice else [])

    def copied(self) -> str | None:
        """The resource's id: neither a stream session nor a participant has an ARN."""
        return self.detail.identity(self.topic)

    def tree_of(self) -> Sequence[tuple[str, object]]:
        """Whole answers: the resource's, and those read along with it."""
        board = self.monitor.board
        return [
            (topic.query.operation.name, item)
            for topic, front in self.topics()
            if front
            for item in board.get(topic).items
        ]

    def fits_here(self, action: str) -> bool:
        """An event leads nowhere."""
        return action != "open" and super().fits_here(action)

    def action_other_pane(self) -> None:
        """Move the keys to the facts, where they scroll, and back."""
        self.set_focus(self._table if self.focused is self._scroll else self._scroll)

    def follow_cursor(self) -> None:
        """Say what the event means."""
        self._explain()
        super().follow_cursor()

    def _explain(self) -> None:
        row = self._table.cursor_row
        self._explanation.show(self.detail.explain(row, self.look()) if row else [])

    def _subject(self) -> Subject | None:
        items = self.snapshot.items
        if not items:
            return None
        board = self.monitor.board
        joined = {topic.name: board.get(topic) for topic, _front in self.topics()}
        return Subject(items[0], self.topic, joined)

    def _notice(self, subject: Subject) -> str:
        events = self.detail.reads[0] if self.detail.reads else self.detail.query
        snapshot = subject.joined[events]
        if snapshot.read_at is None:
            return "events not read yet"
        return self.detail.notice(subject, snapshot)

    def _unread(self) -> Line:
        snapshot = self.snapshot
        if snapshot.error is None:
            told = [Cell("not read yet", Tone.DIM)]
        else:
            paused = self.monitor.board.paused
            told = status.problem(snapshot.error, snapshot.error_at, self.look(), paused=paused)
        return Line("", tuple(told))
