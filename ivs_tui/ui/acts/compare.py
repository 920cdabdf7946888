"""What changed in the ingest since the last session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivs_tui.resources.spec import Goal
from ivs_tui.ui.acts.act import Act, decline

if TYPE_CHECKING:
    from ivs_tui.ui.screens.base import MonitorScreen


def _goal(screen: MonitorScreen) -> Goal | None:
    found = screen.examined()
    if found is None:
        return None
    detail, topic = found
    return detail.compared(topic) if detail.compared else None


def _compare(screen: MonitorScreen) -> None:
    if goal := _goal(screen):
        screen.monitor.route.open_goal(goal)
    else:
        decline(screen, "what is compared are the stream sessions of a channel")


ACTS = (
    Act(
        *("compare", "equals_sign", "Compare", "What changed since the last session", _compare),
        fits=lambda screen: _goal(screen) is not None,
        display="=",
    ),
)
