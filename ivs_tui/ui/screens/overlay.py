"""What lies over a list or detail: it may have things read of its own, and is kept up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events, on
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from ivs_tui.resources.spec import Cell, Tone
from ivs_tui.ui.keys import current_key, key_name
from ivs_tui.ui.watching import Want
from ivs_tui.ui.widgets.lines import Lines

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp

Answer = TypeVar("Answer")


def key_line(**keys: str) -> Lines:
    """A last line with the keys that work: `esc` and what it does."""
    return _KeyLine(keys)


class _KeyLine(Lines):
    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(classes="overlay-keys")
        self._keys = keys

    def on_mount(self) -> None:
        """Tell the keys; those that the user wants in place of the screen's own."""
        own = {key_name(one): one for one in Binding.make_bindings(self.screen.BINDINGS)}
        mine = cast("MonitorApp", self.app).keymap
        told = []
        for key, does in self._keys.items():
            name = current_key(own[key], mine) if key in own else key
            told += [Cell(f" {name}", Tone.INFO), Cell(f" {does} ", Tone.DIM)]
        self.show_lines([told])


class Overlay(ModalScreen[Answer]):
    """A screen that closes with esc and leaves what is below as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Keys of the app do not reach through what is modal.
        Binding("q", "app.quit", "Quit", False, id="quit", tooltip="Quit, no question"),
    ]

    @property
    def monitor(self) -> MonitorApp:
        """The app, by its own type."""
        return cast("MonitorApp", self.app)

    def wants(self) -> Iterable[Want]:
        """What has to be read for it."""
        return ()

    def update(self) -> None:
        """Something of it was read: show it."""

    def action_share(self) -> None:
        """What is below has a command line, and what lies over it is a key away from there."""
        self.monitor.route.steps[-1].action_act("share")

    @on(events.ScreenResume)
    def resume(self) -> None:
        """In front: what it shows is read along with what is below."""
        self.monitor.watch_front()
        self.update()
