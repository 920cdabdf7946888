"""The command palette: every view, every key's action, every order of the prompt."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.command import CommandPalette
from textual.screen import Screen

from ivs_tui.resources import VIEWS
from ivs_tui.ui import picture
from ivs_tui.ui.acts import ACTS, ORDERS
from ivs_tui.ui.keys import current_key
from ivs_tui.ui.screens.base import MonitorScreen
from ivs_tui.ui.widgets.prompt import COMMAND

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp


class Palette(CommandPalette):
    """The palette, whose keys may come before its list is drawn."""

    def _action_command_list(self, action: str) -> None:
        # Textual 8.2.8 looks up a line that the list does not have yet, and breaks.
        with suppress(LookupError):
            super()._action_command_list(action)


def commands(monitor: MonitorApp, screen: Screen[object]) -> Iterable[SystemCommand]:
    """What may be done from here."""
    for kind in VIEWS.values():
        yield SystemCommand(kind.title, f":{kind.alias}", partial(monitor.action_view, kind.name))
    if isinstance(screen, MonitorScreen):
        for act in ACTS.values():
            told = f"{current_key(act.binding, monitor.keymap)}: {act.tooltip}"
            yield SystemCommand(act.word, told, partial(act.run, screen))
        yield from _orders(monitor, screen)
    yield SystemCommand("Pause or resume", "all polling", monitor.action_pause)
    yield SystemCommand("Keys", "that work here, and the marks", monitor.action_keys)
    yield SystemCommand("Theme", "change the colours", monitor.action_change_theme)
    yield SystemCommand(
        "Screenshot", "save what is on screen as SVG", partial(picture.save, monitor)
    )
    yield SystemCommand("Quit", "no question", monitor.exit)


def _orders(monitor: MonitorApp, screen: MonitorScreen) -> Iterable[SystemCommand]:
    for order in ORDERS.values():
        # What it takes is typed at the prompt, which knows what may be.
        ask = partial(screen.action_prompt, COMMAND, f"{order.name} ")
        do = ask if order.takes else partial(monitor.obey, order.name)
        yield SystemCommand(f":{order.name}", order.tooltip, do)
        for word in order.candidates(monitor, ""):
            typed = f"{order.name} {word}"
            # For a search alone: unasked, they would hide all the rest.
            yield SystemCommand(
                f":{typed}", order.tooltip, partial(monitor.obey, typed), discover=False
            )
