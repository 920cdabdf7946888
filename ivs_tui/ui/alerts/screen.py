"""`a`: the alerts that stand, since when, and which of them nobody has seen yet."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ivs_tui.resources import format as fmt
from ivs_tui.resources.alerts import Alert
from ivs_tui.resources.jumps import goal_of, resource_type
from ivs_tui.resources.problems import ABSENT
from ivs_tui.resources.spec import Goal
from ivs_tui.resources.text import fit, visible
from ivs_tui.ui.screens.overlay import Overlay, key_line

_NAME, _WHAT = 24, 18
"""Cells of the columns."""


class AlertsScreen(Overlay[None]):
    """A line an alert; Enter opens the resource, `a` acknowledges one and `A` all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", id="alerts.close", tooltip="Back"),
        Binding("j", "move('down')", "Down", show=False, id="alerts.down"),
        Binding("k", "move('up')", "Up", show=False, id="alerts.up"),
        Binding("a", "acknowledge", "Acknowledge", id="alerts.one", tooltip="This alert was seen"),
        Binding("A", "acknowledge_all", "All", id="alerts.all", tooltip="All alerts were seen"),
    ]
    DEFAULT_CSS = """
    AlertsScreen { align: center middle; background: $background 60%; }
    AlertsScreen OptionList, AlertsScreen OptionList:focus {
        width: 100%; height: 1fr;
        border: none; padding: 0 1; background: $panel; scrollbar-size: 1 1;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._options = OptionList()
        self._shown: list[tuple[Alert, bool]] = []

    def compose(self) -> ComposeResult:
        """The alerts alone."""
        yield self._options
        keys = {"esc": "back", "enter": "opens it", "a": "acknowledges it", "A": "all"}
        yield key_line(**keys)

    def on_mount(self) -> None:
        """The newest one first; here stands all that was told."""
        self.monitor.clear_notifications()
        self.update()
        self._options.highlighted = 0
        self._options.focus()

    def update(self) -> None:
        """Write them anew where there are others, or one was acknowledged."""
        alerts = self.monitor.alarm.alerts
        shown = [(one, alerts.is_acknowledged(one)) for one in alerts.standing()]
        if shown == self._shown:
            return
        under = self._options.highlighted or 0
        self._shown = shown
        self._options.clear_options()
        self._options.add_options([Option(self._words(*one)) for one in shown])
        if shown:
            self._options.highlighted = min(under, len(shown) - 1)
        else:
            self.dismiss()

    @on(OptionList.OptionSelected)
    def open(self, event: OptionList.OptionSelected) -> None:
        """Enter: the resource that it is about."""
        alert, _ = self._shown[event.option_index]
        if goal := _goal(alert):
            self.dismiss()
            self.monitor.call_later(self.monitor.route.open_goal, goal)
        else:
            self.monitor.tell(f"{alert.name}: {_nowhere(alert)}")

    def action_acknowledge(self) -> None:
        """The one under the cursor."""
        at = self._options.highlighted
        if at is not None and at < len(self._shown):
            self.monitor.alarm.acknowledge([self._shown[at][0]])

    def action_acknowledge_all(self) -> None:
        """All that stand."""
        self.monitor.alarm.acknowledge([one for one, _ in self._shown])

    def action_move(self, direction: str) -> None:
        """Move as the lists do."""
        if direction == "down":
            self._options.action_cursor_down()
        else:
            self._options.action_cursor_up()

    def _words(self, alert: Alert, acknowledged: bool) -> Text:
        look = self.monitor.look()

        def safe(text: str, width: int) -> str:
            told = visible(text, ascii_only=look.ascii_only, limit=80)
            return fit(told, width, ellipsis="..." if look.ascii_only else "…")

        since = f"since {fmt.near_time(alert.since, look.now)}{'+' * alert.at_least}"
        told = f"{safe(alert.name, _NAME)} {safe(alert.what, _WHAT)} {since}"
        return Text(f"{told}  acknowledged" if acknowledged else told, style="dim" * acknowledged)


def _goal(alert: Alert) -> Goal | None:
    """Where the resource is shown: of a channel its newest session."""
    if resource_type(alert.subject) == "channel":
        live = "|" in alert.key[2]
        return Goal("session" if live else "sessions", {"channelArn": alert.subject})
    return goal_of(alert.subject)


def _nowhere(alert: Alert) -> str:
    """Why nothing opens."""
    if alert.rule.on == ABSENT:
        return "no channel has that name, so there is none to open"
    return "only its list opens it"
