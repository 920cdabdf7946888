"""What a live table tells of itself: its rows, its cursor, its columns."""

from __future__ import annotations

from collections.abc import Sequence

from ivs_tui.resources.arrange import Sort
from ivs_tui.resources.filters import Filter
from ivs_tui.resources.spec import Column, Row
from ivs_tui.ui.widgets.table_paint import Layout, Painter
from ivs_tui.ui.widgets.table_rows import TableRows


class TableView:
    """Read by the screen around the table; nothing here changes it."""

    _columns: tuple[Column, ...]
    _rows: TableRows
    _painter: Painter

    @property
    def rows(self) -> Sequence[Row]:
        """The rows that pass the filter, in the order shown."""
        return self._rows.shown

    @property
    def row_count(self) -> int:
        """How many rows pass the filter."""
        return len(self._rows.shown)

    @property
    def total(self) -> int:
        """How many rows there are without the filter."""
        return len(self._rows.source)

    @property
    def position(self) -> int:
        """Which row the cursor is on, the first being 1; 0 where there is none."""
        return 0 if self._rows.cursor is None else self._rows.cursor + 1

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor."""
        return self._rows.cursor_row

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor."""
        return self._rows.cursor_key

    @property
    def visible_rows(self) -> tuple[Row, ...]:
        """The rows in sight."""
        return self._rows.in_sight

    @property
    def top(self) -> int:
        """How many rows are scrolled out of sight above."""
        return self._rows.top

    @property
    def hidden_columns(self) -> int:
        """How many columns the terminal is too narrow for, or are out of sight to the right."""
        return self._painter.hidden

    @property
    def sort(self) -> Sort:
        """What the rows are sorted by."""
        return self._rows.sort

    @property
    def filter(self) -> Filter | None:
        """What the rows are filtered by."""
        return self._rows.filter

    @property
    def tells_problems(self) -> bool:
        """Whether anything can be wrong with its rows."""
        return self._rows.problem is not None

    @property
    def only_problems(self) -> bool:
        """Whether rows with which nothing is wrong are left out."""
        return self._rows.only_problems

    @property
    def is_narrowed(self) -> bool:
        """Whether rows are left out."""
        return self.filter is not None or self.only_problems

    @property
    def columns(self) -> tuple[Column, ...]:
        """All that there are, shown or not."""
        return self._columns

    @property
    def column_layout(self) -> Layout:
        """Which columns are asked for, and how wide."""
        return self._painter.layout

    @property
    def passed_columns(self) -> int:
        """How many columns of a wide table are out of sight to the left."""
        return self._painter.passed
