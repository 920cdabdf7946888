"""`:find`: where a user, an ARN, an id or a name is, in all that was read and in open sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivs_tui.engine.gathering import USER
from ivs_tui.resources import jumps
from ivs_tui.resources.spec import Goal
from ivs_tui.ui.acts.act import Order

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp
    from ivs_tui.ui.screens.base import MonitorScreen


_NAMING = {"names", "stages"}
"""Lists that tell other lists what their rows are called."""


def advice(screen: MonitorScreen) -> str:
    """What Enter does where no row matches."""
    if not _sought_in(screen):
        return ""
    if _awaits_names(screen):
        return "no row matches yet: names are still being read"
    return "no row matches; enter finds it everywhere"


def _awaits_names(screen: MonitorScreen) -> bool:
    """Whether a row may still turn out to be called so; names that cannot be read may not."""
    topics = {want.topic for want in screen.wants() if want.topic.name in _NAMING}
    held = (screen.monitor.board.get(topic) for topic in topics - {screen.topic})
    read = (one.complete or one.last_complete_at or one.error for one in held)
    return not all(read)


def _sought_in(screen: MonitorScreen) -> str:
    """What the filter of a list asks for in words alone, where no row has it; else nothing."""
    chosen = screen.table.filter
    if chosen is None or chosen.terms or chosen.unwanted or not chosen.wanted:
        return ""
    if screen.table.row_count or screen.snapshot.last_complete_at is None:
        return ""  # a list that is still being read may have it
    return chosen.text.strip().strip('"')


def keep_or_find(screen: MonitorScreen) -> None:
    """Enter at a filter keeps it; words that no row has are looked for everywhere else."""
    sought = "" if _awaits_names(screen) else _sought_in(screen)
    if sought:
        screen.monitor.filter(screen.table, "")
    screen.close_prompt()
    if sought:
        screen.monitor.obey(f"find {sought}")


def _find(monitor: MonitorApp, typed: str) -> str:
    quoted = len(typed) > 2 and typed[0] == typed[-1] == '"'
    sought = typed[1:-1] if quoted else typed
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
