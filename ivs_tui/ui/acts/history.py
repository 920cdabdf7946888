"""`t`: what happened to what is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivs_tui.resources import timeline
from ivs_tui.resources.spec import Goal, Parameters
from ivs_tui.ui.acts.act import Act, decline

if TYPE_CHECKING:
    from ivs_tui.ui.screens.base import MonitorScreen


def about(screen: MonitorScreen) -> Parameters:
    """The resource in front, as its timeline is asked for; empty where there is none."""
    return timeline.resource(screen.copied() or "", screen.offers())


def _timeline(screen: MonitorScreen) -> None:
    if found := about(screen):
        screen.monitor.route.open_goal(Goal(timeline.KIND.name, found))
    else:
        decline(screen, "this has no timeline")


ACTS = (
    Act(
        *("timeline", "t", "Timeline", "What happened to this, and whether it flaps", _timeline),
        fits=lambda screen: bool(about(screen)),
    ),
)
