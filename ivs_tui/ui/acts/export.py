"""`e`: the rows in front as a file."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from ivs_tui.engine.snapshot import Snapshot
from ivs_tui.resources import export
from ivs_tui.resources import format as fmt
from ivs_tui.ui.acts.act import Act
from ivs_tui.ui.aside import aside
from ivs_tui.ui.files import UNWRITTEN, why_not, write_new
from ivs_tui.ui.screens.export import ExportScreen

if TYPE_CHECKING:
    from ivs_tui.ui.screens.base import MonitorScreen


def _ask(screen: MonitorScreen) -> None:
    def take(form: str | None) -> None:
        if form is not None:
            screen.monitor.run_worker(_write(screen, form))

    if screen.table.rows:
        screen.monitor.push_screen(ExportScreen(len(screen.table.rows), screen.target), take)
    else:
        screen.monitor.tell("there is no row to write")


async def _write(screen: MonitorScreen, form: str) -> None:
    """Write what is in front now, however long the disk takes."""
    monitor, table = screen.monitor, screen.table
    # A file goes to other zones.
    now = screen.look().now.astimezone(UTC)
    rows, columns = list(table.rows), table.column_layout.columns
    name = export.file_name(screen.target, form, now)
    true = _how_true(screen.snapshot)
    try:
        path = await aside(lambda: write_new(name, export.FORMS[form](columns, rows, now)))
    except UNWRITTEN as error:
        monitor.warn(f"nothing was written: {why_not(error)}")
        return
    count = f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}"
    monitor.tell(f"{count}{true} in {path}", timeout=8)


def _how_true(snapshot: Snapshot) -> str:
    if not snapshot.complete:
        return ", of a list not read to its end"
    return f", as read at {fmt.date_time(snapshot.read_at)}" if snapshot.error else ""


ACTS = (
    Act(
        *("export", "e", "Export", "Write the rows in front to a file: CSV, JSON or NDJSON", _ask),
        fits=lambda screen: bool(screen.table.rows),
    ),
)
