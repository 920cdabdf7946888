"""`:find`: where a user, an ARN, an id or a name is, in all that was read and in open sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivs_tui.engine.found import USER
from ivs_tui.resources import jumps
from ivs_tui.resources.spec import Goal
from ivs_tui.ui.acts.act import Order

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp


def _find(monitor: MonitorApp, sought: str) -> str:
    if goal := jumps.goal_of(sought):
        region = jumps.region_of(sought)
        if region != monitor.board.scope.region:
            return f"that is in {region}; :region {region} goes there"
        monitor.route.open_goal(goal)
        return ""
    goal = Goal("found", {USER: sought})
    topic = monitor.board.topic(goal.target, goal.parameters)
    again = monitor.board.get(topic).read_at is not None
    monitor.route.open_goal(goal)
    if again:
        # After the screen has had it watched: the sessions are asked anew, once each.
        monitor.screen.call_later(monitor.refresh_topic, topic)
    return ""


ORDERS = (
    Order(
        "find", "TEXT", "Find a user, an ARN, an id or a name, in open stage sessions too", _find
    ),
)
