"""The reference of a screen: a minimal app with Textual's own DataTable.

`python stock.py ROWS.json`; `u` changes one cell of the first row, `q` quits.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.coordinate import Coordinate
from textual.widgets import DataTable

CHANGING = 2
"""The column whose cell changes."""


class StockApp(App[None]):
    """Rows of strings, a row cursor, and nothing else."""

    BINDINGS: ClassVar[list[BindingType]] = [("u", "change", "Change"), ("q", "quit", "Quit")]

    def __init__(self, rows: list[list[str]]) -> None:
        super().__init__()
        self._rows = rows
        self._changes = 0

    def compose(self) -> ComposeResult:
        """The table alone."""
        yield DataTable[str](cursor_type="row")

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one(DataTable)
        table.add_columns(*(f"COLUMN {index}" for index in range(len(self._rows[0]))))
        table.add_rows(self._rows)

    def action_change(self) -> None:
        """Another value of the same width."""
        self._changes += 1
        value = self._rows[0][CHANGING][:-1] + str(self._changes % 10)
        self.query_one(DataTable).update_cell_at(Coordinate(0, CHANGING), value)


if __name__ == "__main__":
    StockApp(json.loads(Path(sys.argv[1]).read_text())).run()
