"""What lies over a list or detail: it may have things read of its own, and is kept up to date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar, cast

from textual import events, on
from textual.screen import ModalScreen

from ivs_tui.resources.spec import Cell, Tone
from ivs_tui.ui.watching import Want
from ivs_tui.ui.widgets.lines import Lines

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp

Answer = TypeVar("Answer")


def key_line(**keys: str) -> Lines:
    """A last line with the keys that work: `esc` and what it does."""
    line = Lines(classes="overlay-keys")
    told = [(Cell(f" {key}", Tone.INFO), Cell(f" {does} ", Tone.DIM)) for key, does in keys.items()]
    line.show_lines([[cell for pair in told for cell in pair]])
    return line


class Overlay(ModalScreen[Answer]):
    """A screen that closes with esc and leaves what is below as it was."""

    @property
    def monitor(self) -> MonitorApp:
        """The app, by its own type."""
        return cast("MonitorApp", self.app)

    def wants(self) -> Iterable[Want]:
        """What has to be read for it."""
        return ()

    def update(self) -> None:
        """Something of it was read: show it."""

    @on(events.ScreenResume)
    def resume(self) -> None:
        """In front: what it shows is read along with what is below."""
        self.monitor.watch_front()
        self.update()
