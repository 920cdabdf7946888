"""What can be done with what is in front: why, follow, tree, refresh, copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivs_tui.resources.spec import Goal
from ivs_tui.resources.text import in_full, visible
from ivs_tui.ui.acts.act import Act, decline
from ivs_tui.ui.screens.findings import FindingsScreen
from ivs_tui.ui.screens.jumps import JumpsScreen

if TYPE_CHECKING:
    from ivs_tui.ui.screens.base import MonitorScreen


def _findings(screen: MonitorScreen) -> None:
    if found := screen.examined():
        screen.monitor.push_screen(FindingsScreen(*found))
    else:
        decline(screen, "nothing is checked here")


def _follow(screen: MonitorScreen) -> None:
    def take(goal: Goal | None) -> None:
        if goal is not None:
            screen.monitor.route.open_goal(goal)

    if found := screen.jumps():
        screen.monitor.push_screen(JumpsScreen(found), take)
    else:
        decline(screen, "this leads nowhere else")


def _tree(screen: MonitorScreen) -> None:
    if tree := screen.describe():
        screen.monitor.push_screen(tree)
    else:
        decline(screen, "nothing was read of this")


def _refresh(screen: MonitorScreen) -> None:
    for want in screen.wants():
        if want.front:
            screen.monitor.refresh_topic(want.topic)


def _copy(screen: MonitorScreen) -> None:
    if text := screen.copied():
        # What is pasted into a shell must not begin a line of its own.
        screen.monitor.copy(in_full(text))
        screen.monitor.tell(f"copied {visible(text, limit=80)}")
    else:
        decline(screen, "this has no id")


ACTS = (
    Act(
        *("findings", "x", "Why", "What is wrong, and what to do", _findings),
        fits=lambda screen: screen.examined() is not None,
    ),
    Act(
        *("follow", "f", "Follow", "What it belongs to, and its own", _follow),
        fits=lambda screen: bool(screen.jumps()),
    ),
    Act("tree", "d", "Tree", "Everything the API returned, as a tree", _tree),
    Act("refresh", "r", "Refresh", "Read what is in front now", _refresh),
    Act("copy", "y", "Copy", "Copy the ARN or id to the clipboard", _copy),
)
