"""`f`: what a row or a resource belongs to and what belongs to it, a letter each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ivs_tui.resources.jumps import region_of
from ivs_tui.resources.spec import Goal, Jump
from ivs_tui.resources.text import visible
from ivs_tui.ui.screens.overlay import Overlay


class JumpsScreen(Overlay[Goal]):
    """A list of steps: its letter, or Enter, takes one; esc stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f", "dismiss", "Close", id="jumps.close", tooltip="Stay here"),
        Binding("j", "move('down')", "Down", show=False, id="jumps.down"),
        Binding("k", "move('up')", "Up", show=False, id="jumps.up"),
    ]
    DEFAULT_CSS = """
    JumpsScreen { align: center middle; background: $background 60%; }
    JumpsScreen OptionList, JumpsScreen OptionList:focus {
        width: 78; max-width: 100%; height: auto; max-height: 100%;
        border: none; padding: 0 1; background: $panel; scrollbar-size: 1 1;
    }
    """

    def __init__(self, jumps: Sequence[Jump]) -> None:
        super().__init__()
        self._jumps = jumps
        self._options = OptionList()

    def compose(self) -> ComposeResult:
        """The steps alone."""
        yield self._options

    def on_mount(self) -> None:
        """Write them once: they do not change while it is open."""
        taken: set[str] = set()
        for jump in self._jumps:
            # Two of a kind share a letter, which takes the first.
            letter = " " if jump.letter in taken else jump.letter
            taken.add(jump.letter)
            self._options.add_option(Option(self._words(letter, jump)))
        # Textual 8.2.8 highlights none, so that the first key down goes to the first.
        self._options.highlighted = 0
        self._options.focus()

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """Enter."""
        self.dismiss(self._jumps[event.option_index].goal)

    def on_key(self, event: events.Key) -> None:
        """A letter."""
        for jump in self._jumps:
            if event.key == jump.letter:
                event.stop()
                self.dismiss(jump.goal)
                return

    def action_move(self, direction: str) -> None:
        """Move as the lists do."""
        if direction == "down":
            self._options.action_cursor_down()
        else:
            self._options.action_cursor_up()

    def _words(self, letter: str, jump: Jump) -> Text:
        monitor = self.monitor
        told = Text(f"{letter}  ", style="bold")
        told.append(jump.label, style="not bold")
        arns = [value for value in jump.goal.parameters.values() if value.startswith("arn:")]
        for arn in arns[:1]:
            safe = visible(monitor.board.name_of(arn), ascii_only=monitor.ascii_only, limit=60)
            told.append(f"  {safe}", style="not bold dim")
            region = region_of(arn)
            if region and region != monitor.board.scope.region:
                other = visible(region, ascii_only=monitor.ascii_only, limit=30)
                told.append(f"  in {other}: not this Region", style="not bold")
        return told
