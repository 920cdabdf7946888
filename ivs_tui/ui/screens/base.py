"""What every list and detail has: a bar above, key hints below, and keys that all of them obey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.widget import Widget

from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.resources.opening import ViewState
from ivs_tui.resources.spec import Cell, Detail, Jump, Look, Parameters
from ivs_tui.ui import status, view_state
from ivs_tui.ui.acts import ACTS, find
from ivs_tui.ui.keys import in_order, key_name
from ivs_tui.ui.screens import frame
from ivs_tui.ui.screens.prompting import PromptScreen
from ivs_tui.ui.screens.tree import TreeScreen
from ivs_tui.ui.watching import Want
from ivs_tui.ui.widgets.lines import Lines
from ivs_tui.ui.widgets.live_table import LiveTable

MIN_WIDTH, MIN_HEIGHT = 60, 15
MOST_NOTICE = 2
"""Lines for a trouble and what to do about it."""


class MonitorScreen(PromptScreen):
    """A list or a detail: it shows what the board has, and asks the engine for more."""

    AUTO_FOCUS = "LiveTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", key_display="esc", id="back", tooltip="One step back"),
        *(act.binding for act in ACTS.values()),
    ]

    def __init__(self, target: str, topic: Topic, state: ViewState | None = None) -> None:
        super().__init__()
        self._comes_up = state
        """How it is looked at; None where that is as it was before."""
        self.target = target
        """The name of the kind or detail that it shows."""
        self.topic = topic
        self.bar = Lines(id="bar")
        self.notice = Lines(id="notice")
        self.strip = Lines(id="strip")
        self.hints = Lines(id="hints")
        self.small = Lines(id="small")

    # What a screen of its own kind says

    def body(self) -> Iterable[Widget]:
        """What stands between bar and hints."""
        raise NotImplementedError

    def wants(self) -> Iterable[Want]:
        """What has to be read for it."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Show what the board has now."""
        raise NotImplementedError

    def crumb(self) -> str:
        """This step's name in the path."""
        raise NotImplementedError

    def counts(self) -> list[Cell]:
        """How many rows, of how many."""
        raise NotImplementedError

    def coverage(self) -> Sequence[Cell]:
        """How much is known of what is read bit by bit."""
        return ()

    def offers(self) -> Parameters:
        """The API parameters that this screen gives to a view below it."""
        return dict(self.topic.parameters)

    def copied(self) -> str | None:
        """What `y` copies."""
        raise NotImplementedError

    @property
    def shared(self) -> MonitorScreen:
        """What a command line opens in its place."""
        return self

    def describe(self) -> TreeScreen | None:
        """What `d` lays over it."""
        raise NotImplementedError

    def examined(self) -> tuple[Detail, Topic] | None:
        """Whose findings `x` tells."""
        raise NotImplementedError

    def jumps(self) -> Sequence[Jump]:
        """Where `f` leads."""
        raise NotImplementedError

    def looked_at(self) -> ViewState:
        """Its filter, order, columns and row."""
        return view_state.given(self.table)

    def matching(self) -> str:
        """What its rows are filtered by, and how to see all where nobody has asked for it now."""
        chosen = self.table.filter.text if self.table.filter else ""
        told = f"match {chosen}" if chosen else ""
        if not chosen or chosen != self.recalled:
            return told
        bound = (each.binding for each in self.active_bindings.values())
        keys = (key_name(one) for one in bound if one.action == "back")
        return f"{told}, as last time: {next(keys, 'esc')} shows all"

    def look_at(self, state: ViewState) -> str:
        """Have it looked at in that way; says what of it cannot be, else nothing."""
        return view_state.take(self.table, state)

    # The frame

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot of what is in front."""
        return self.monitor.board.get(self.topic)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work, in the same order whichever keys they are."""
        active = super().active_bindings
        return in_order(active) if self.monitor.keymap else active

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        yield self.bar
        yield self.notice
        yield self.strip
        yield from self.body()
        yield self.hints
        yield self.prompt
        yield self.small

    def on_mount(self) -> None:
        """Show what is known before anything was read, and look at the ages now and then."""
        if dropped := self.look_at(self._comes_up or self.monitor.remembered.of(self.target)):
            self.monitor.warn(f"{self.target}: {dropped}")
            self.remember()
        if self._comes_up is None and self.table.filter is not None:
            self.recalled = self.table.filter.text
        self.set_interval(status.TICK, self.tick)
        self.watch(self.table, "under_cursor", self.follow_cursor, init=False)

    @on(events.ScreenResume)
    def resume(self) -> None:
        """In front again: what it shows is read at the user's interval."""
        self.monitor.watch_front()
        self.update()

    @on(events.ScreenSuspend)
    def keep_row(self) -> None:
        """Something is laid over it, or opened: the row is there on the way back."""
        self.table.keep_row()

    def update(self) -> None:
        """Something was read: show it."""
        self.redraw()
        self.update_frame()

    def tick(self) -> None:
        """Time has passed; where a screen below draws, Textual 8.2.8 repaints all that is seen."""
        if self.is_active:
            self.table.tick(self.look())
            self.update_frame()

    def look(self) -> Look:
        """The time, and what the terminal can show."""
        return self.monitor.look()

    def follow_cursor(self) -> None:
        """Another row is under the cursor: the bar says which."""
        self.update_bar()

    def update_bar(self) -> None:
        """Bring the bar up to date, and nothing else."""
        self._update_bar(self.look())

    def update_frame(self) -> None:
        """Bring the bar, the notice and the hints up to date."""
        look, width = self.look(), self.size.width
        self._update_bar(look)
        self.notice.show_lines(
            [Cell(" "), *line]
            for trouble in self.troubles(look)
            for line in status.wrapped(trouble, width - 2, MOST_NOTICE)
        )
        self.update_strip()
        self.update_hints()

    def update_strip(self) -> None:
        """Bring what is counted above a list up to date."""

    def glance(self, topic: Topic) -> None:
        """Something was read that is not what is in front."""

    def _update_bar(self, look: Look) -> None:
        width, known = self.size.width, self.snapshot
        old = known.error is not None or bool(status.stale_for(known, look.now))
        self.set_class(old, "-old")
        self.bar.show_lines([frame.title(self, look, width), frame.state(self, look, width)])

    def update_hints(self) -> None:
        """Bring the key hints up to date."""
        self.hints.show_lines([frame.hints(self, self.size.width)])

    def troubles(self, look: Look) -> list[list[Cell]]:
        """The source's own trouble, else that of a list that this one rests on."""
        return frame.troubles(self, look)

    def fits_here(self, action: str) -> bool:
        """Whether a key has anything to do on this screen, so that the hints may name it."""
        for act in ACTS.values():
            if act.action == action:
                return act.fits(self)
        if action == "back":
            return self.table.is_narrowed or self.monitor.route.leads_back(self)
        return True

    @on(events.Resize)
    def fit(self, event: events.Resize) -> None:
        """Say which size is needed where the terminal has less."""
        width, height = event.size
        small = width < MIN_WIDTH or height < MIN_HEIGHT
        self.set_class(small, "-too-small")
        told = f"ivs-tui needs {MIN_WIDTH}x{MIN_HEIGHT}, this is {width}x{height}"
        self.small.show_lines([[Cell(told[:width])]])
        if not small and self.focused is None:
            # What is not displayed loses the keys.
            if self.is_typing:
                self.prompt.take_keys()
            else:
                self.set_focus(self.table)
        # The table hides columns once it has its new size too.
        self.call_after_refresh(self.update_frame)

    # Keys

    def elsewhere(self) -> str:
        """Where no row has what is looked for, it may be found everywhere."""
        return find.advice(self)

    def keep_filter(self) -> None:
        """Enter after a filter: it is kept, or what no row has is looked for everywhere."""
        find.keep_or_find(self)

    def action_back(self) -> None:
        """Clear the filter, else show more than problems, else leave to the list before."""
        if self.table.filter is not None:
            self.monitor.filter(self.table, "")
            self.remember()
            self.update_frame()
        elif self.table.only_problems:
            self.table.show_problems(False)
            self.update()
        else:
            self.monitor.route.go_back()

    @on(LiveTable.SortChanged)
    @on(LiveTable.Panned)
    def remember(self) -> None:
        """As it is looked at now it comes up the next time."""
        self.monitor.remembered.keep(self.target, self.looked_at())
        self.update_bar()

    def action_act(self, name: str) -> None:
        """What a key does that every list and detail has."""
        ACTS[name].run(self)
