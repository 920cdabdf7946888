"""A table on a screen of its own, which records what it repaints and what it tells."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from textual import on
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from ivs_tui.resources.arrange import Sort
from ivs_tui.resources.format import age, text
from ivs_tui.resources.spec import Cell, Column, Look, Row, Tone
from ivs_tui.ui.widgets.live_table import LiveTable

LOOK = Look(datetime(2025, 11, 20, 14, 0, tzinfo=UTC))
STARTED = LOOK.now - timedelta(minutes=5)

COLUMNS = (
    Column(
        "name", "NAME", 10, lambda row: row.record[0], lambda row, look: text(row.record[0], look)
    ),
    Column(
        "viewers",
        "VIEWERS",
        7,
        lambda row: row.record[1],
        lambda row, _: Cell(str(row.record[1]), Tone.BAD if row.record[1] == 0 else Tone.NORMAL),
        right=True,
        descending=True,
    ),
    Column(
        "age", "AGE", 5, lambda _: STARTED, lambda _, look: Cell(age(STARTED, look.now)), shed=1
    ),
    Column("id", "ID", 4, lambda row: row.key, lambda row, _: Cell(row.key, Tone.DIM), shed=2),
)
LINE = "{:10} {:>7} {:5} {:4}"


class Recorded(LiveTable):
    """Records what it repaints."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.repainted: list[Region | None] = []
        super().__init__(*arguments, **options)

    def refresh(self, *regions: Region, **options: Any) -> Any:
        self.repainted.extend(regions or [None])
        return super().refresh(*regions, **options)

    def drain(self) -> list[Region | None]:
        """What it repainted since the last call."""
        regions, self.repainted = self.repainted, []
        return regions

    def screen_text(self) -> list[str]:
        """What is on its lines."""
        return [self.render_line(y).text for y in range(self.size.height)]


class TableApp(App[None]):
    """Holds a table and what it told."""

    def __init__(self, columns: Sequence[Column] = COLUMNS) -> None:
        super().__init__()
        self.table = Recorded(columns, lambda row: row.key, nothing="no streams are live")
        self.told: list[LiveTable.RowOpened] = []
        self.moved: list[str | None] = []
        self.sights: list[str] = []
        self.sorts: list[Sort] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.watch(self.table, "under_cursor", self.note_move, init=False)

    def note_move(self, old: tuple[int, Row | None], new: tuple[int, Row | None]) -> None:
        if old[1] != new[1]:
            self.moved.append(new[1].key if new[1] else None)

    @on(LiveTable.RowOpened)
    def note(self, message: LiveTable.RowOpened) -> None:
        assert message.control is self.table
        self.told.append(message)

    @on(LiveTable.ViewportChanged)
    def note_sight(self, message: LiveTable.ViewportChanged) -> None:
        self.sights.append("".join(row.key for row in message.rows))

    @on(LiveTable.SortChanged)
    def note_sort(self, message: LiveTable.SortChanged) -> None:
        self.sorts.append(message.sort)

    def moves(self) -> list[str | None]:
        """The keys that the cursor moved to."""
        return self.moved

    def opened(self) -> list[str]:
        """The keys of the rows that were opened."""
        return [told.row.key for told in self.told]


def rows_of(keys: str, viewers: int = 10) -> list[Row]:
    return [Row(key, (f"name-{key}", viewers)) for key in keys]


@asynccontextmanager
async def running(
    rows: Sequence[Row] | None = None,
    *,
    size: tuple[int, int] = (40, 6),
    columns: Sequence[Column] = COLUMNS,
) -> AsyncIterator[tuple[TableApp, Recorded, Pilot[None]]]:
    app = TableApp(columns)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        if rows is not None:
            app.table.show(rows, LOOK)
            await pilot.pause()
        app.table.drain()
        yield app, app.table, pilot


def seen(table: LiveTable) -> str:
    return "".join(row.key for row in table.visible_rows)


def app_line(pilot: Pilot[None], y: int) -> str:
    """A line as the compositor has it, past Textual's own caches."""
    return pilot.app.screen._compositor.render_strips()[y].text  # Textual 8.2.8 has no public way
