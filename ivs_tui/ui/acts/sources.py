"""Whether what is in front is true: its sources one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivs_tui.resources import sources
from ivs_tui.ui.acts.act import Act

if TYPE_CHECKING:
    from ivs_tui.ui.screens.base import MonitorScreen


def _sources(screen: MonitorScreen) -> None:
    screen.monitor.route.open_sources()


def _elsewhere(screen: MonitorScreen) -> bool:
    return screen.topic.name != sources.NAME


ACTS = (
    Act(
        *("sources", "D", "Sources", "How old and complete this is, source by source", _sources),
        fits=_elsewhere,
    ),
)
