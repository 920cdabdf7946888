"""`x`: what is wrong, worst first, on what evidence, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from ivs_tui.engine.snapshot import Topic
from ivs_tui.knowledge.finding import INFERRED, RECOMMENDATION, Examination, Finding
from ivs_tui.resources import format as fmt
from ivs_tui.resources import states
from ivs_tui.resources.spec import Cell, Detail, Line, Look, Tone
from ivs_tui.resources.text import visible
from ivs_tui.ui import status, subjects
from ivs_tui.ui.screens.overlay import Overlay, key_line
from ivs_tui.ui.watching import Want
from ivs_tui.ui.widgets.facts import Facts

_BASIS = {
    RECOMMENDATION: "a recommendation, no limit",
    INFERRED: "inferred: AWS does not state it",
}
_BLANK = Line("", (Cell(" "),))


def brief(found: Examination, look: Look, most: int) -> list[Line]:
    """The worst findings in a line each, for the top of a detail."""
    if not found.findings:
        checks = len(found.checked)
        counted = f"{checks} check{'s' * (checks != 1)}"
        told = f"nothing found in {counted}" if checks else "nothing could be checked"
        return [Line("findings", (Cell(told, Tone.DIM), Cell("x: which", Tone.DIM)))]
    # Most encoders give cause for a note: only what is wrong takes room here.
    shown = [one for one in found.findings if one.severity != "info"][:most]
    lines = [
        Line("" if number else "findings", (states.severity(one.severity, one.title, look),))
        for number, one in enumerate(shown)
    ]
    more = len(found.findings) - len(shown)
    if more:
        told = f"{more} more" if shown else f"{more} to note"
        label = "" if shown else "findings"
        lines.append(Line(label, (Cell(f"{told}: x tells all, and what to do", Tone.INFO),)))
    return lines


def whole(found: Examination, look: Look) -> list[Line]:
    """Every finding with its evidence and remedy, then what was looked at."""
    lines = [line for one in found.findings for line in (*_finding(one, look), _BLANK)]
    if not found.findings:
        lines += [Line("", (Cell("nothing found", Tone.GOOD),)), _BLANK]
    lines.append(Line("checked", (_joined(found.checked or ("nothing",), look, Tone.DIM),)))
    if found.unchecked:
        lines.append(Line("not checked", (_joined(found.unchecked, look, Tone.NORMAL),)))
    return lines


def _joined(words: Sequence[str], look: Look, tone: Tone) -> Cell:
    """All of them in one run: as cells of their own, none would tell where the next one begins."""
    return Cell(visible("; ".join(words), ascii_only=look.ascii_only, limit=5_000), tone)


def _finding(one: Finding, look: Look) -> Iterable[Line]:
    yield Line(one.severity, (states.severity(one.severity, one.title, look),))
    yield Line("evidence", (fmt.text(one.evidence, look),))
    if one.remedy:
        yield Line("do", (fmt.text(one.remedy, look, Tone.STRONG),))
    basis = (Cell(_BASIS[one.basis], Tone.WARNING),) if one.basis in _BASIS else ()
    yield Line("source", (fmt.text(one.source, look, Tone.DIM), *basis))


class FindingsScreen(Overlay[None]):
    """The findings of one resource, kept up to date; it reads what they rest on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,x", "dismiss", "Close", id="findings.close", tooltip="Back"),
        Binding("j", "scroll('down')", "Down", show=False, id="findings.down"),
        Binding("k", "scroll('up')", "Up", show=False, id="findings.up"),
        Binding("Y", "share", "Command", id="findings.share", tooltip="Command of what is below"),
    ]
    DEFAULT_CSS = """
    FindingsScreen { align: center middle; background: $background 60%; }
    FindingsScreen VerticalScroll {
        width: 100%; height: 1fr; padding: 0 1;
        background: $panel; scrollbar-size: 1 1;
        scrollbar-background: $panel; scrollbar-color: $secondary;
    }
    """

    def __init__(self, detail: Detail, topic: Topic) -> None:
        super().__init__()
        self._detail = detail
        self._topic = topic
        self._lines = Facts(id="findings")
        self._scroll = VerticalScroll(self._lines)

    def compose(self) -> ComposeResult:
        """The findings alone."""
        yield self._scroll
        yield key_line(esc="back", j="down", k="up", Y="command")

    def on_mount(self) -> None:
        """Look now and then at how old it is."""
        self.set_interval(status.TICK, self.tick)

    def tick(self) -> None:
        """Time has passed."""
        if self.is_active:
            self.update()

    def wants(self) -> list[Want]:
        """What the checks rest on."""
        return subjects.wants(self._detail, self._topic, self.monitor.board)

    def update(self) -> None:
        """Look again."""
        board, look = self.monitor.board, self.monitor.look()
        about = subjects.subject(self._detail, self._topic, board)
        found = subjects.examined(self._detail, about, look.now)
        told = self._unread(look) if found is None else whole(found, look)
        trouble = [] if found is None else self._trouble(look)
        self._lines.show([self._title(look), *trouble, _BLANK, *told])
        self.monitor.watch_front()

    def action_scroll(self, direction: str) -> None:
        """Move as the lists do."""
        if direction == "down":
            self._scroll.scroll_down(animate=False)
        else:
            self._scroll.scroll_up(animate=False)

    def _title(self, look: Look) -> Line:
        board = self.monitor.board
        about = self._topic.get("channelArn") or self._detail.identity(self._topic)
        name = fmt.text(board.name_of(about), look, Tone.STRONG)
        read = status.read_state(board.get(self._topic), look, paused=board.paused)
        return Line("findings", (Cell(self._detail.title.lower()), name, *read))

    def _trouble(self, look: Look) -> Sequence[Line]:
        """What keeps any of it from being read anew: the findings rest on what was read before."""
        read = [self.monitor.board.get(want.topic) for want in self.wants()]
        return [
            Line("trouble", (Cell(f"{one.topic.name}:", Tone.DIM), status.unread(one, look)))
            for one in read
            if one.error is not None
        ]

    def _unread(self, look: Look) -> Sequence[Line]:
        return [Line("", (status.unread(self.monitor.board.get(self._topic), look),))]
