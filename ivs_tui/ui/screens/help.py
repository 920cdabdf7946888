"""`?`: the keys that work here, read off the bindings themselves, and what the marks mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from ivs_tui.resources.spec import Cell, Line, Look, Mark
from ivs_tui.ui.freshness import legend
from ivs_tui.ui.keys import key_name
from ivs_tui.ui.screens.overlay import Overlay
from ivs_tui.ui.widgets.facts import Facts


def _is_movement(id_: str) -> bool:
    return id_.startswith("table.") and id_ != "table.open"


_KEYS_WIDTH = 14
_MARKS = {
    Mark.GOOD: "healthy, live, connected",
    Mark.STARVING: "starving",
    Mark.FAILED: "failed, error",
    Mark.CHANGING: "starting, stopping, reconnecting",
    Mark.OFF: "offline, ended, inactive",
    Mark.UNKNOWN: "unknown to IVS",
    Mark.UNREAD: "not read yet",
}


class HelpScreen(Overlay[None]):
    """An overlay that esc and ? close."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark", "dismiss", "Close", id="help.close"),
        Binding("j", "scroll('down')", "Down", show=False, id="help.down"),
        Binding("k", "scroll('up')", "Up", show=False, id="help.up"),
    ]
    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen VerticalScroll {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        background: $panel; padding: 0 1; scrollbar-size: 1 1;
        scrollbar-background: $panel; scrollbar-color: $secondary;
    }
    """

    def __init__(self, bindings: Iterable[Binding], look: Look) -> None:
        super().__init__()
        # Those that Textual brings along work too, but are not part of what is promised.
        ours = [one for one in bindings if one.id]
        # How to move is known to most, and what else there is to do is not.
        self._active = sorted(ours, key=lambda one: _is_movement(one.id or ""))
        self._look = look
        self._lines = Facts(label_width=_KEYS_WIDTH)
        self._scroll = VerticalScroll(self._lines)

    def compose(self) -> ComposeResult:
        """Marks, then keys."""
        yield self._scroll

    def on_mount(self) -> None:
        """Write it once: it does not change while it is open."""
        self._lines.show([self._marks(), self._changes(), *self._keys()])

    def action_scroll(self, direction: str) -> None:
        """Move as the lists do."""
        self._scroll.scroll_relative(y=1 if direction == "down" else -1, animate=False)

    def _marks(self) -> Line:
        told = (Cell(f"{self._look.mark(mark)} {what}") for mark, what in _MARKS.items())
        return Line("marks", tuple(told))

    def _changes(self) -> Line:
        told = (Cell(f"{mark} {what}") for mark, what in legend(self._look))
        return Line("just changed", tuple(told))

    def _keys(self) -> Iterable[Line]:
        keys: dict[tuple[str, str], list[str]] = {}
        for binding in self._active:
            told = binding.tooltip or binding.description
            keys.setdefault((binding.action, told), []).append(key_name(binding))
        for (_action, told), names in keys.items():
            yield Line(" ".join(dict.fromkeys(names)), (Cell(told),))
        yield Line(
            "other keys", (Cell("[keys] in the settings; `ivs-tui config show` has the ids"),)
        )
