"""`Y`: the command line that was copied, to be read and selected where nobody took the copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from ivs_tui.resources import command
from ivs_tui.resources.spec import Cell, Tone
from ivs_tui.resources.text import visible
from ivs_tui.ui.screens.overlay import Overlay, key_line
from ivs_tui.ui.widgets.lines import Lines


class CommandScreen(Overlay[None]):
    """Over the whole width, from the left edge on: what is selected there can be pasted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,Y", "dismiss", "Close", id="command.close", tooltip="Back to the view"),
    ]
    DEFAULT_CSS = """
    CommandScreen { align: center middle; background: $background 60%; }
    CommandScreen VerticalScroll { height: auto; max-height: 80%; background: $panel; }
    CommandScreen Lines { width: 100%; background: $panel; }
    """

    def __init__(self, words: Sequence[str], place: str) -> None:
        super().__init__()
        self._words = words
        self._told = f" This opens what is {place}; the clipboard was sent it too:"
        self._lines = Lines()

    def compose(self) -> ComposeResult:
        """What it is, the command, the keys."""
        title = Lines()
        title.show_lines([[Cell(self._told, Tone.DIM)]])
        yield title
        with VerticalScroll():
            yield self._lines
        yield key_line(esc="back")

    def on_resize(self, event: events.Resize) -> None:
        """As wide as the terminal is."""
        # Of a terminal without UTF-8 the copy may hold more than can be shown.
        told = (
            visible(line, ascii_only=self.monitor.ascii_only, limit=2 * len(line))
            for line in command.over_lines(self._words, event.size.width)
        )
        self._lines.show_lines([[Cell(line, Tone.STRONG)] for line in told])
