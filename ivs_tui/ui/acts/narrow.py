"""What leaves rows out beside the filter: `!`, problems only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivs_tui.ui.acts.act import Act

if TYPE_CHECKING:
    from ivs_tui.ui.screens.base import MonitorScreen


def _tells_problems(screen: MonitorScreen) -> bool:
    return screen.table.tells_problems


def _problems(screen: MonitorScreen) -> None:
    table = screen.table
    if not table.tells_problems:
        screen.monitor.tell("nothing here is known to go wrong")
        return
    table.show_problems(not table.only_problems)
    screen.update()


ACTS = (
    Act(
        *("problems", "exclamation_mark", "Problems", "Problems only, and all again", _problems),
        fits=_tells_problems,
        display="!",
    ),
)
