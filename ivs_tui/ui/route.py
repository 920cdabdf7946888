"""The path that the user is on: lists and details on top of each other, and the ways between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from ivs_tui.resources import DETAILS, KINDS, LISTS
from ivs_tui.resources.opening import DEFAULT, Opening, ViewState, required_parameters
from ivs_tui.resources.sources import NAME as SOURCES
from ivs_tui.resources.spec import Goal, Kind
from ivs_tui.resources.text import visible
from ivs_tui.ui.screens.base import MonitorScreen
from ivs_tui.ui.screens.detail import DetailScreen
from ivs_tui.ui.screens.listing import ListScreen
from ivs_tui.ui.screens.sources import SourcesScreen

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp


class Route:
    """Opens lists and details, goes back to them, and says where the user is."""

    def __init__(self, monitor: MonitorApp) -> None:
        self._monitor = monitor

    def first(self, opening: Opening) -> MonitorScreen:
        """The first list of the path that leads there."""
        path = opening.path
        return self._screen(path[0], opening.state if len(path) == 1 else None)

    def go_on(self, opening: Opening) -> None:
        """Open what comes after it; where the path is not known to its end, say what to choose."""
        first, *others = opening.path
        for goal in others:
            state = opening.state if goal.target == opening.target else None
            self._monitor.push_screen(self._screen(goal, state))
        last = others[-1] if others else first
        if last.target != opening.target:
            self._monitor.call_after_refresh(self.say_choose, last.target)

    def _screen(self, goal: Goal, state: ViewState | None = None) -> MonitorScreen:
        board = self._monitor.board
        if detail := DETAILS.get(goal.target):
            topic = board.topic(detail.query, goal.parameters)
            return DetailScreen(detail, topic, state)
        kind = LISTS[goal.target]
        return ListScreen(kind, board.topic(kind.query, goal.parameters), state)

    def told(self, room: int) -> str:
        """Where the user is, in `room` cells: the last step always, of those before what fits."""
        arrow, more = (" > ", "...") if self._monitor.ascii_only else (" › ", "…")
        crumbs = [self._safe(step.crumb()) for step in self.steps]
        told = arrow.join(crumbs)
        while len(crumbs) > 1 and cell_len(told) > room:
            crumbs = crumbs[1:]
            told = arrow.join((more, *crumbs))
        return told

    def _safe(self, text: str) -> str:
        return visible(text, ascii_only=self._monitor.ascii_only, limit=60)

    def open_sources(self) -> None:
        """Lay what is in front rests on over it."""
        below = self.steps[-1]
        if not isinstance(below, SourcesScreen):
            topic = self._monitor.board.topic(SOURCES)
            self._monitor.push_screen(SourcesScreen(below, topic))

    @property
    def root(self) -> str:
        """The last list of the path that rests on nothing above it."""
        lists = [one.target for one in self.steps if not one.topic.parameters]
        return next(name for name in reversed(lists) if name in KINDS)

    def begin_anew(self, view: str) -> None:
        """Leave all that is open, whatever lies over it, for one list of the scope in front."""
        monitor = self._monitor
        with monitor.batch_update():
            while len(monitor.screen_stack) > 1:
                monitor.pop_screen()
            monitor.switch_screen(self.first(Opening(view)))

    @property
    def steps(self) -> list[MonitorScreen]:
        """The lists and details, the first one first."""
        stack = self._monitor.screen_stack
        return [screen for screen in stack if isinstance(screen, MonitorScreen)]

    def leads_back(self, screen: MonitorScreen) -> bool:
        """Whether there is a list before this one."""
        return self.steps[:1] != [screen]

    def go_back(self) -> None:
        """Leave to the list before; at the first one nothing happens."""
        if len(self.steps) > 1:
            self._monitor.pop_screen()

    def open_goal(self, goal: Goal) -> None:
        """Open a list or a detail, or go back to it where the path already has it."""
        query = (DETAILS.get(goal.target) or LISTS[goal.target]).query
        wanted = (goal.target, self._monitor.board.topic(query, goal.parameters))
        there = next((one for one in self.steps if (one.target, one.topic) == wanted), None)
        if there is None:
            self._monitor.push_screen(self._screen(goal))
            return
        while self._monitor.screen is not there:
            self._monitor.pop_screen()

    def open_view(self, name: str) -> None:
        """Open a view, with what the path and the selected row give it.

        Where they do not give enough, the list opens from which to choose.
        """
        kind = KINDS[name]
        while (goal := self._goal(kind)) is None:
            kind = KINDS[kind.parent or DEFAULT.target]
        if kind.name != name:
            self.say_choose(kind.name)
        self.open_goal(goal)

    def say_choose(self, name: str) -> None:
        """A view was asked for that needs a parent."""
        one = name.removesuffix("s").replace("-", " ")
        self._monitor.notify(f"choose a {one} first", markup=False, timeout=4)

    def _goal(self, kind: Kind) -> Goal | None:
        offered = self._offers()
        offered |= {to: offered[name] for to, name in kind.takes.items() if name in offered}
        needed = required_parameters(kind.name)
        if all(parameter in offered for parameter in needed):
            return Goal(kind.name, {parameter: offered[parameter] for parameter in needed})
        return None

    def _offers(self) -> dict[str, str]:
        offered: dict[str, str] = {}
        for step in self.steps:
            offered |= step.offers()
        return offered
