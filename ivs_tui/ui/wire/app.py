"""An app whose screen is written as differences, at the pace of its terminal."""

from __future__ import annotations

from pathlib import Path

import textual
from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, RenderableType
from textual import constants, events, on
from textual.app import App
from textual.driver import Driver
from textual.geometry import Offset
from textual.screen import Screen
from textual.widgets import Input

from ivs_tui.ui.wire.driver import MirrorDriver
from ivs_tui.ui.wire.mirror import KNOWN, understands

_INSTALLED = Path(textual.__file__).parents[1] / f"textual-{KNOWN}.dist-info"
"""Where that version is installed; `textual.__version__` would import 2.4 MB more to tell."""


class MirroredApp(App[None]):
    """Textual 8.2.8 writes all that was painted; this, what the terminal does not show already."""

    def get_driver_class(self) -> type[Driver]:
        """The driver that knows what the terminal shows, unless another one was asked for."""
        known = _INSTALLED.is_dir() and constants.DRIVER is None
        return MirrorDriver if known else super().get_driver_class()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        driver = self._driver
        if not isinstance(driver, MirrorDriver) or renderable is None or self._batch_count:
            super()._display(screen, renderable)
        elif not understands(renderable):
            driver.forget()
            super()._display(screen, renderable)
        elif self._running and not self._closed:
            driver.show(
                renderable,
                self.size,
                self._place,
                self._colors,
                synchronized=self._sync_available,
            )
            self.post_display_hook()

    @property
    def _place(self) -> Offset | None:
        """Where an input method opens its window; None where nothing is typed."""
        is_typing = isinstance(self.focused, Input)
        return self.screen.outer_size.clamp_offset(self.cursor_position) if is_typing else None

    @property
    def _colors(self) -> ColorSystem:
        return COLOR_SYSTEMS.get(self.console.color_system or "", ColorSystem.TRUECOLOR)

    @on(events.Resize)
    def repaint_all(self, event: events.Resize) -> None:
        """A terminal that was resized, if only there and back, may have lost what it showed."""
        if isinstance(self._driver, MirrorDriver):
            self._driver.repaint(event.size)
