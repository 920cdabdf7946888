"""The monitor: wires the engine's reports to the screens, and the screens' wishes to the engine."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, ClassVar

from textual import on, work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen
from textual.theme import ThemeProvider

from ivs_tui.config import Config
from ivs_tui.engine.commands import Happened, LookAt, Pause, Refresh, Report
from ivs_tui.engine.link import EngineLost
from ivs_tui.engine.snapshot import Scope, Snapshot, Topic, Usage
from ivs_tui.resources import KINDS
from ivs_tui.resources.filters import FilterError, parse
from ivs_tui.resources.opening import DEFAULT, Opening
from ivs_tui.resources.spec import Look
from ivs_tui.resources.text import visible
from ivs_tui.ui import clipboard, palette, plain, pulse, status, theme
from ivs_tui.ui.alerts.alarm import Alarm
from ivs_tui.ui.board import EVENTS, Board
from ivs_tui.ui.commands import CommandLine
from ivs_tui.ui.desk import Desk, Link, Opener
from ivs_tui.ui.freshness import Fading
from ivs_tui.ui.hangup import watch_terminal
from ivs_tui.ui.keys import keymap, told_wrong
from ivs_tui.ui.ordered_keys import OrderedKeysApp
from ivs_tui.ui.recorder import Recorder
from ivs_tui.ui.remembered import Remembered
from ivs_tui.ui.route import Route
from ivs_tui.ui.scopes import Scopes
from ivs_tui.ui.screens.base import MonitorScreen
from ivs_tui.ui.screens.help import HelpScreen
from ivs_tui.ui.screens.overlay import Overlay
from ivs_tui.ui.watching import Want, joined
from ivs_tui.ui.widgets.live_table import LiveTable
from ivs_tui.ui.wire.app import MirroredApp

_log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The wall time."""
    return datetime.now(UTC)


class MonitorApp(OrderedKeysApp, MirroredApp):
    """The monitor of one scope at a time: a path of screens over a board that its engine fills."""

    TITLE = "ivs-tui"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "keys", "Keys", key_display="?", id="keys", tooltip="This help"),
        Binding("p", "pause", "Pause", False, id="pause", tooltip="Pause or resume all polling"),
        Binding("q", "quit", "Quit", id="quit", tooltip="Quit, no question"),
        Binding("ctrl+c", "quit", "Quit", False, priority=True, id="quit.always", tooltip="Quit"),
        Binding(
            *("ctrl+p", "command_palette", "Palette", False),
            priority=True,
            id="palette",
            tooltip="Every view and action, by its name",
        ),
        Binding("ctrl+z", "suspend_process", "Suspend", False, id="suspend", tooltip="Suspend"),
        *(
            Binding(
                kind.digit,
                f"view('{kind.name}')",
                kind.title,
                show=False,
                id=f"view.{kind.name}",
                tooltip=kind.title,
            )
            for kind in sorted(KINDS.values(), key=lambda kind: kind.digit or "")
            if kind.digit
        ),
    ]

    class Reported(Message):
        """The engine said something; of one topic's snapshots only the newest counts."""

        def __init__(self, desk: Desk, report: Report | EngineLost) -> None:
            super().__init__()
            self.desk = desk
            self.report = report

        def can_replace(self, message: Message) -> bool:
            """Whether this makes an earlier one needless, so that a burst draws once."""
            if not isinstance(message, MonitorApp.Reported) or message.desk is not self.desk:
                return False
            mine, earlier = self.report, message.report
            if isinstance(mine, Snapshot) and isinstance(earlier, Snapshot):
                return mine.topic == earlier.topic
            return isinstance(mine, Usage) and isinstance(earlier, Usage)

    def __init__(
        self,
        link: Link,
        scope: Scope,
        config: Config,
        *,
        engines: Opener,
        opening: Opening = DEFAULT,
        ascii_only: bool = False,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__()
        self._filters = plain.without_greys(self._filters)
        plain.choose_scrollbars(ascii_only=ascii_only)
        self.config = config
        self._now = now
        self.desk = Desk(scope, config, link, Board(scope, now()))
        self.scopes: Scopes = Scopes(self, engines, self.desk)
        self.engine_lost = False
        self.crash: BaseException | None = None
        self.opening: Opening = opening
        self.remembered = Remembered()
        self.ascii_only = ascii_only
        self.alarm: Alarm = Alarm(self)
        self._fading = Fading(self)
        self._told_usage = Usage()
        self.recorder = Recorder(now, self.hear_of_history)
        self.command_line = CommandLine(self)
        self.route = Route(self)
        self.keymap, self._wrong_keys = keymap(config.keys)
        self.set_keymap(self.keymap)
        theme.choose(self, config.theme)
        self.set_class(ascii_only, "-ascii-only")
        self.animation_level = "none"

    def get_default_screen(self) -> Screen[None]:
        """The first list; nothing is put on top of it, so that the first frame is the list."""
        return self.route.first(self.opening)

    def on_mount(self) -> None:
        """Listen to the engine, and end in order when told to."""
        loop = asyncio.get_running_loop()
        if not self.is_headless:
            # What is there now stays; to walk all of it again and again would hold up keys.
            gc.freeze()
            loop.add_signal_handler(signal.SIGTERM, self.exit)
            if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
                loop.add_signal_handler(signal.SIGHUP, self.exit)
            theme.suit_terminal(self, self.config.theme)
            watch_terminal(sys.__stdin__.fileno() if sys.__stdin__ else 0)
        # Textual 8.2.8 gives the first screen no callback, but takes one off what is switched.
        self.screen._push_result_callback(self.screen, None)
        if self._wrong_keys:
            self.warn(told_wrong(self._wrong_keys))
        pulse.feel(self)
        # At once: a message to this app would come after it is back.
        self.app_suspend_signal.subscribe(self, self._ask_nothing, immediate=True)
        self.listen(self.desk)
        self.call_after_refresh(self.recorder.attend, self.desk)
        self.remembered.tell_to(lambda told: loop.call_soon_threadsafe(self.warn, told))
        self.route.go_on(self.opening)

    @property
    def keys_are_commands(self) -> bool:
        """Whether a list or detail is in front, with no prompt open."""
        stack = self.screen_stack
        return bool(stack) and isinstance(stack[-1], MonitorScreen) and not stack[-1].is_typing

    def _ask_nothing(self, _: App[None]) -> None:
        """About to stop with ctrl+z: nobody looks, and the account's quota is not ours alone."""
        self.desk.link.send(Pause(True))

    @on(Driver.SignalResume)
    def draw_anew(self) -> None:
        """Back from ctrl+z: Textual 8.2.8 comes back to a blank screen and draws what changes."""
        self.desk.link.send(Pause(self.board.paused))
        self.refresh(layout=True)

    @work(name="engine", exit_on_error=True)
    async def listen(self, desk: Desk) -> None:
        """Turn what an engine says into messages."""
        async for report in desk.link.reports():
            self.post_message(self.Reported(desk, report))

    @on(Reported)
    def take_report(self, event: Reported) -> None:
        """Put a report on the board and show it where it is in front."""
        if event.desk is not self.desk:
            self.scopes.hear(event.desk, event.report)
            return
        report, was_lost = event.report, self.engine_lost
        self.engine_lost = isinstance(report, EngineLost)
        match report:
            case Snapshot():
                self.board.put(report)
                self.alarm.news(report)
                self._show(report.topic)
            case Happened(told):
                transitions = self.board.named(told)
                self.alarm.happened(transitions)
                self.recorder.keep(transitions)
                self._show(self.board.happened(transitions))
                self._fading.draw()
            case Usage():
                self.board.usage = report
                front = self.front
                if was_lost or not isinstance(front, MonitorScreen):
                    self._show(None)
                elif status.is_news(self._told_usage, report):
                    self._told_usage = report
                    front.update_bar()
            case EngineLost():
                self._show(None)

    @property
    def front(self) -> Screen[Any] | None:
        """What is on top; nothing is once the monitor ends, while reports may still come."""
        return self.screen_stack[-1] if self.screen_stack else None

    def _show(self, topic: Topic | None) -> None:
        screen = self.front
        if not isinstance(screen, MonitorScreen | Overlay):
            return  # what is below catches up when it is in front again
        if topic is not None:
            if any(want.topic == topic for want in screen.wants()):
                screen.update()
            elif isinstance(screen, MonitorScreen):
                screen.glance(topic)
        elif isinstance(screen, MonitorScreen):
            screen.update_frame()

    def hear_of_history(self, trouble: str) -> None:
        """What happened before is known now, or why nothing is kept."""
        if trouble:
            self.warn(trouble)
        self._show(self.board.topic(EVENTS))

    def tell(self, sentence: str, timeout: float = 3) -> None:
        """Say what was done, or why there is nothing to do."""
        safe = visible(sentence, ascii_only=self.ascii_only, limit=1_000)
        self.notify(safe, markup=False, timeout=timeout)

    def warn(self, sentence: str) -> None:
        """Say a trouble that nothing on the screen is about."""
        safe = visible(sentence, ascii_only=self.ascii_only, limit=1_000)
        self.notify(safe, severity="warning", markup=False, timeout=8)

    def draw_marks(self) -> None:
        """Say at the rows in front which of them have just changed."""
        front = self.front
        if isinstance(front, MonitorScreen):
            front.table.draw_marks()

    def show_frame(self) -> None:
        """What the bar tells beside what is in front is another thing now."""
        front = self.front
        if isinstance(front, Overlay):
            front.update()
        if front:
            self.route.steps[-1].update_frame()

    @property
    def board(self) -> Board:
        """What is known of the scope in front."""
        return self.desk.board

    def enter(self, desk: Desk) -> None:
        """Another scope comes to the front, on the view that is open."""
        view = self.route.root
        self.desk = desk
        self.engine_lost = False
        self.recorder.attend(desk)
        self.route.begin_anew(view)

    # What screens ask for

    def look(self) -> Look:
        """The time, and what the terminal can show."""
        now = self._now()
        return Look(now if self.config.utc else now.astimezone(), self.ascii_only)

    def watch_front(self) -> None:
        """Have the engine read what is in front: a list or detail, and what lies over it."""
        stack = self.screen_stack
        lowest = max(
            (at for at, screen in enumerate(stack) if isinstance(screen, MonitorScreen)), default=0
        )
        shown = [one for one in stack[lowest:] if isinstance(one, MonitorScreen | Overlay)]
        wanted = [want for screen in shown for want in screen.wants()]
        wanted += self._naming(shown)
        self.desk.watching.only([*wanted, *self.alarm.wants()])

    def _naming(self, shown: Iterable[Screen[Any]]) -> Iterable[Want]:
        """Names, until the channel in front has one: no list of channels may have been open."""
        about = (one.topic.get("channelArn") for one in shown if isinstance(one, MonitorScreen))
        if unnamed := [arn for arn in about if arn and arn not in self.board.names]:
            self.look_at(unnamed)
            return joined(self.board, ["names"])
        return ()

    def refresh_topic(self, topic: Topic) -> None:
        """Have it read now."""
        self.desk.link.send(Refresh(topic))

    def look_at(self, arns: Iterable[str | None]) -> None:
        """Have these channels named first."""
        self.desk.link.send(LookAt(tuple(arn for arn in arns if arn)))

    def filter(self, table: LiveTable, text: str) -> str:
        """Filter a list, or show all of it; says what is wrong with the text, else nothing."""
        try:
            chosen = parse(text, table.columns)
        except FilterError as wrong:
            return str(wrong)
        table.set_filter(chosen if chosen.narrows else None)
        if isinstance(self.screen, MonitorScreen):
            self.screen.redraw()
        return ""

    def obey(self, typed: str) -> None:
        """Do what could be typed at the prompt."""
        self.command_line.obey(typed, lambda: None)

    def advise(self) -> None:
        """What may be typed is known better now: say so where a command is being typed."""
        screen = self.front
        if isinstance(screen, MonitorScreen) and screen.is_typing:
            screen.advise()

    def copy(self, text: str) -> None:
        """Copy to the clipboard of the terminal that the user sits at."""
        self.copy_to_clipboard(text)
        self.run_worker(clipboard.to_tmux(text), exit_on_error=False)

    def action_view(self, name: str) -> None:
        """Open a view, with what the path and the selected row give it."""
        self.route.open_view(name)

    # Keys

    def action_keys(self) -> None:
        """Show the keys that work here."""
        bindings = [active.binding for active in self.screen.active_bindings.values()]
        self.push_screen(HelpScreen(bindings, self.look()))

    def action_pause(self) -> None:
        """Pause or resume all polling."""
        self.board.paused = not self.board.paused
        self.desk.link.send(Pause(self.board.paused))
        self.route.steps[-1].update()

    def action_command_palette(self) -> None:
        """Open the palette; Textual's own placeholder ends in a character that is not ASCII."""
        if not any(isinstance(screen, CommandPalette) for screen in self.screen_stack):
            self.push_screen(palette.Palette(placeholder="search for views and actions"))

    def search_themes(self) -> None:
        """Let a theme be chosen; this placeholder is ASCII, too."""
        self.push_screen(palette.Palette([ThemeProvider], placeholder="search for themes"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every view and action, for the palette."""
        return palette.commands(self, screen)

    def _handle_exception(self, error: Exception) -> None:
        # Textual 8.2.8 has no public hook here, and prints a traceback over the user's terminal.
        if self.is_headless:
            super()._handle_exception(error)
            return
        _log.critical("the monitor broke", exc_info=error)
        self.crash = error
        self.exit(return_code=1)
