"""`?`: the keys that work here, read off the bindings themselves, and what the marks mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from ivs_tui.resources.spec import Cell, Look, Mark, Tone
from ivs_tui.ui.widgets.lines import Lines

_MARKS = {
    Mark.GOOD: "healthy, live, connected, active",
    Mark.STARVING: "starving: IVS does not get the data that the encoder announced",
    Mark.FAILED: "failed, error",
    Mark.CHANGING: "starting, stopping, reconnecting",
    Mark.OFF: "offline, ended, inactive",
    Mark.UNKNOWN: "unknown to IVS",
    Mark.UNREAD: "not read yet",
}


class HelpScreen(ModalScreen[None]):
    """An overlay that any of esc, q and ? closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", "Close", id="help.close"),
    ]
    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen VerticalScroll {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        background: $panel; padding: 0 1; scrollbar-size: 1 1;
    }
    """

    def __init__(self, bindings: Iterable[ActiveBinding], look: Look) -> None:
        super().__init__()
        self._active = list(bindings)
        self._look = look
        self._lines = Lines()

    def compose(self) -> ComposeResult:
        """Keys, then marks."""
        yield VerticalScroll(self._lines)

    def on_mount(self) -> None:
        """Write it once: it does not change while it is open."""
        self._lines.show_lines([*self._keys(), [], *self._marks()])

    def _keys(self) -> Iterable[list[Cell]]:
        yield [Cell("Keys that work here", Tone.STRONG)]
        keys: dict[tuple[str, str], list[str]] = {}
        for active in self._active:
            binding = active.binding
            if not (binding.system or not active.enabled):
                told = active.tooltip or binding.description
                shown = self.app.get_key_display(binding)
                keys.setdefault((binding.action, told), []).append(shown)
        for (_action, told), shown_keys in keys.items():
            shown = " ".join(dict.fromkeys(shown_keys))
            yield [Cell(f"{shown:>16}  ", Tone.INFO), Cell(told)]

    def _marks(self) -> Iterable[list[Cell]]:
        yield [Cell("Marks", Tone.STRONG)]
        for mark, told in _MARKS.items():
            yield [Cell(f"{self._look.mark(mark):>16}  "), Cell(told)]
