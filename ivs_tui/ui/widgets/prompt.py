"""The prompt at the bottom: `:` opens a view, `/` filters the rows in front."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from ivs_tui.resources.spec import Cell, Tone
from ivs_tui.ui.widgets.lines import Lines

COMMAND = ":"
FILTER = "/"
_GAP = "  "
"""Between two names that may be meant."""
_NARROWEST, _STEP = 24, 8
"""The line's width, and by how much it grows with what is typed."""
_ADVICE = 30
"""Cells that are left to the advice however long the text is."""


class _Line(Input):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="prompt.leave", tooltip="Leave the prompt"),
        Binding("tab", "complete", "Complete", id="prompt.complete", tooltip="Complete the name"),
        Binding("up", "recall", "Recall", id="prompt.recall", tooltip="What was typed before"),
    ]

    def action_leave(self) -> None:
        self.post_message(Prompt.Left())

    def action_complete(self) -> None:
        self.post_message(Prompt.CompletionAsked())

    def action_recall(self) -> None:
        self.post_message(Prompt.RecallAsked())


class Prompt(Horizontal):
    """One line of input; its cursor does not blink, for each blink is sent over the wire."""

    DEFAULT_CSS = """
    Prompt {
        height: 1; display: none; background: $panel;
        &.-open { display: block; }
        & > Static { width: 1; background: $panel; color: $primary; text-style: bold; }
        & > Input { width: 24; background: $panel; border: none; padding: 0; height: 1; }
        & > Lines { width: 1fr; }
    }
    """

    class Left(Message):
        """Esc: the prompt is to close, and what it did to be undone."""

    class _Said(Message):
        def __init__(self, mode: str, text: str) -> None:
            super().__init__()
            self.mode = mode
            self.text = text

    class Typed(_Said):
        """The text changed."""

    class Submitted(_Said):
        """Enter."""

    class CompletionAsked(Message):
        """Tab."""

    class RecallAsked(Message):
        """Up: one further back in what was typed before."""

    def __init__(self) -> None:
        super().__init__()
        self.mode = COMMAND
        self._input = _Line(compact=True, select_on_focus=False)
        self._input.cursor_blink = False
        self._sign = Static(COMMAND, markup=False)
        self._advice = Lines()
        self._width = _NARROWEST

    def compose(self) -> ComposeResult:
        """The sign of the mode, the line, and what may be typed."""
        yield self._sign
        yield self._input
        yield self._advice

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return self.has_class("-open")

    @property
    def text(self) -> str:
        """What is typed."""
        return self._input.value

    def open(self, mode: str, text: str = "") -> None:
        """Show it, with `text` already typed, and have the keys at once."""
        self.mode = mode
        self._sign.update(Content(mode))
        self.fill(text)
        self.add_class("-open")
        self.take_keys()

    def take_keys(self) -> None:
        """Have what is typed."""
        # Not `focus()`, which waits for a turn of the loop: a key typed meanwhile would be a
        # command to the list behind.
        self.screen.set_focus(self._input)

    @property
    def has_keys(self) -> bool:
        """Whether what is typed comes here."""
        return self.screen.focused is self._input

    def advise(self, text: str, tone: Tone = Tone.DIM) -> None:
        """Say beside the line what may be typed; of many names those that fit, and how many not."""
        room = self.screen.size.width - self._widen() - 2
        between = _GAP if _GAP in text else ", "
        names = text.split(between)
        shown = names
        while len(shown) > 1 and len(text) > room:
            shown = shown[:-1]
            text = between.join((*shown, f"+{len(names) - len(shown)} more"))
        self._advice.show_lines([[Cell(f" {text}", tone)]])

    def _widen(self) -> int:
        """Make room in steps for what is typed, as far as there is any; a longer text scrolls."""
        beyond = cell_len(self.text) + 1 - _NARROWEST
        wish = _NARROWEST + max(0, -(-beyond // _STEP)) * _STEP
        width = max(_NARROWEST, min(wish, self.screen.size.width - 2 - _ADVICE))
        if self._width != width:
            self._width = width
            self._input.styles.width = width
        return width

    def close(self) -> None:
        """Hide it."""
        self.remove_class("-open")

    def fill(self, text: str) -> None:
        """Replace what is typed."""
        with self.prevent(Input.Changed):
            self._input.value = text
        self._input.cursor_position = len(text)

    @on(Input.Changed)
    def tell_typed(self, event: Input.Changed) -> None:
        """Pass on what is typed, in this widget's words."""
        event.stop()
        if self.is_open:
            self.post_message(self.Typed(self.mode, event.value))

    @on(Input.Submitted)
    def tell_submitted(self, event: Input.Submitted) -> None:
        """Pass on Enter, in this widget's words."""
        event.stop()
        self.post_message(self.Submitted(self.mode, event.value))

    @on(events.Paste)
    def keep_paste(self, event: events.Paste) -> None:
        """A paste ends here: it is text for the line, never keys for the list."""
        event.stop()
