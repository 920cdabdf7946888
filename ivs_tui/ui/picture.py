"""What is on screen, as an SVG file."""

from __future__ import annotations

from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING

from ivs_tui.ui.aside import aside
from ivs_tui.ui.files import UNWRITTEN, why_not, write_new

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp


def save(monitor: MonitorApp) -> None:
    """Take the picture once the palette is gone, and write it where nothing holds up the keys."""
    monitor.call_after_refresh(_take, monitor)


def _take(monitor: MonitorApp) -> None:
    at = monitor.look().now.astimezone(UTC)
    drawn = monitor.export_screenshot()
    write = partial(write_new, f"ivs-tui-{at:%Y%m%dT%H%M%SZ}.svg", drawn)

    async def work() -> None:
        try:
            told = f"screenshot in {await aside(write)}"
        except UNWRITTEN as error:
            told = f"no screenshot: {why_not(error)}"
        monitor.tell(told, timeout=8)

    monitor.run_worker(work())
