"""What is typed on a list or detail: views and orders by their names, and the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.binding import Binding, BindingType
from textual.screen import Screen

from ivs_tui.resources.spec import Tone
from ivs_tui.ui import filtering
from ivs_tui.ui.widgets.live_table import LiveTable
from ivs_tui.ui.widgets.prompt import COMMAND, FILTER, Prompt

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp


class PromptScreen(Screen[None]):
    """A screen with a table and a prompt below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "colon", "prompt(':')", "View", key_display=":", id="view", tooltip="Open another view"
        ),
        Binding(
            "slash",
            "prompt('/')",
            "Filter",
            key_display="/",
            id="filter",
            tooltip="Filter the rows: word !word column:part column=a|b viewers>1k age<2h",
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.prompt = Prompt()
        self.recalled = ""
        """The filter that it came up with because it was there the last time."""
        self._filter_before = ""

    @property
    def monitor(self) -> MonitorApp:
        """The app, by its own type."""
        return cast("MonitorApp", self.app)

    @property
    def table(self) -> LiveTable:
        """The list on this screen."""
        raise NotImplementedError

    @property
    def is_typing(self) -> bool:
        """Whether keys are letters in the prompt."""
        return self.prompt.is_open

    def elsewhere(self) -> str:
        """What to do where no row has what the filter looks for."""
        raise NotImplementedError

    def keep_filter(self) -> None:
        """Go on with what was typed as the filter."""
        raise NotImplementedError

    def remember(self) -> None:
        """As it is looked at now it comes up the next time."""
        raise NotImplementedError

    def update_frame(self) -> None:
        """Bring all around the table up to date."""
        raise NotImplementedError

    def action_prompt(self, mode: str, typed: str = "") -> None:
        """Open the prompt, with something typed already."""
        if not self.is_mounted:
            return  # a machine so busy that the screen has not come up
        self._filter_before = self.table.filter.text if self.table.filter else ""
        self.prompt.open(mode, self._filter_before if mode == FILTER else typed)
        self.add_class("-prompting")
        self.advise()

    @on(Prompt.Typed)
    def follow_typing(self, event: Prompt.Typed) -> None:
        """Filter while typing; offer the views that a command may mean."""
        if event.mode == FILTER:
            self._filter(event.text)
        else:
            self.advise()

    def advise(self) -> None:
        """Say what may be typed."""
        typed = self.prompt.text
        if self.prompt.mode == COMMAND:
            self.prompt.advise(self.monitor.command_line.candidates(typed))
        else:
            elsewhere = self.elsewhere()
            self.prompt.advise(elsewhere or filtering.advice(typed, self.table.columns))

    def _filter(self, typed: str) -> str:
        """Filter, and say beside the line what is wrong with it; the rows stay as they were."""
        self.recalled = ""
        if why_not := self.monitor.filter(self.table, typed):
            self.prompt.advise(why_not, Tone.WARNING)
        else:
            self.advise()
            self.update_frame()
        return why_not

    @on(Prompt.Submitted)
    def submit(self, event: Prompt.Submitted) -> None:
        """Enter: keep the filter, or open the view; what is wrong keeps the prompt open."""
        if event.mode == FILTER:
            if not self._filter(event.text):
                self.keep_filter()
        elif not event.text.strip():
            self.close_prompt()
        elif why_not := self.monitor.command_line.obey(event.text, self.close_prompt):
            self.prompt.advise(why_not)

    @on(Prompt.Left)
    def leave_prompt(self) -> None:
        """Esc closes the prompt; what was filtered while typing is taken back."""
        if self.prompt.mode == FILTER:
            self.monitor.filter(self.table, self._filter_before)
        self.close_prompt()

    @on(events.DescendantFocus)
    def leave_by_click(self) -> None:
        """A click elsewhere took the keys: as Enter with a filter, as Esc with a command."""
        if self.is_typing and not self.prompt.has_keys:
            self.close_prompt()

    @on(Prompt.CompletionAsked)
    def complete(self) -> None:
        """Tab: as far as all candidates agree."""
        typed = self.prompt.text
        if self.prompt.mode == COMMAND:
            self.prompt.fill(self.monitor.command_line.complete(typed))
            self.advise()
        else:
            self.prompt.fill(filtering.completed(typed, self.table.columns))
            self._filter(self.prompt.text)

    @on(Prompt.RecallAsked)
    def recall(self) -> None:
        """Up: what was typed before."""
        if self.prompt.mode == COMMAND:
            self.prompt.fill(self.monitor.command_line.recall())
            self.advise()

    def close_prompt(self) -> None:
        """Give the keys back to the list."""
        self.remember()
        self.monitor.command_line.forget_recall()
        self.prompt.close()
        self.remove_class("-prompting")
        self.set_focus(self.table)
        self.update_frame()
