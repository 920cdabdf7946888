"""`e` asks as what: a letter answers."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ivs_tui.resources.spec import Cell, Tone
from ivs_tui.resources.text import visible
from ivs_tui.ui.screens.overlay import Overlay, key_line
from ivs_tui.ui.widgets.lines import Lines

_FORMS = {
    "c": ("csv", "CSV", "what the columns say"),
    "j": ("json", "JSON", "the API's members"),
    "n": ("ndjson", "NDJSON", "the same, one row a line"),
}
"""By the letter that answers: the form, its name and what it holds."""


class ExportScreen(Overlay[str]):
    """Answers with the form; esc writes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(letter, f"take('{form}')", name, id=f"export.{form}", tooltip=f"{name}: {told}")
            for letter, (form, name, told) in _FORMS.items()
        ),
        Binding("escape,e", "dismiss", "Close", id="export.close", tooltip="Write nothing"),
    ]
    DEFAULT_CSS = """
    ExportScreen { align: center middle; background: $background 60%; }
    ExportScreen Lines { width: 50; max-width: 100%; background: $panel; }
    """

    def __init__(self, count: int, target: str) -> None:
        super().__init__()
        self._told = f"{count:,} {'row' if count == 1 else 'rows'} of {visible(target)}"

    def compose(self) -> ComposeResult:
        """A line a form."""
        lines = Lines()
        lines.show_lines(
            [
                [Cell(f" Write {self._told} to a file as", Tone.STRONG)],
                *(
                    [Cell(f" {letter} ", Tone.INFO), Cell(f"{name:<8}"), Cell(told, Tone.DIM)]
                    for letter, (_, name, told) in _FORMS.items()
                ),
            ]
        )
        yield lines
        yield key_line(esc="back")

    def action_take(self, form: str) -> None:
        """A letter."""
        self.dismiss(form)
