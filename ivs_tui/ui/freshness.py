"""Which resources have just changed, and how a row says so for a few seconds."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from ivs_tui.engine.snapshot import Severity, Transition
from ivs_tui.resources.spec import Cell, Look, Tone

if TYPE_CHECKING:
    from textual.timer import Timer

    from ivs_tui.ui.app import MonitorApp

FRESH = 5.0
"""Seconds for which a change is marked."""
MOST = 3_000
"""Names under which a change is known, three a transition: more than rows on any screen."""
_OFTEN = 0.5
"""Seconds between two looks at what has faded: a burst fades at once."""
_MARKS: Mapping[Severity, tuple[str, str, Tone]] = MappingProxyType(
    {
        Severity.INFO: ("›", ">", Tone.INFO),
        Severity.GOOD: ("↑", "+", Tone.GOOD),
        Severity.WARNING: ("↓", "-", Tone.WARNING),
        Severity.ERROR: ("!", "!", Tone.BAD),
    }
)
"""How each severity is marked, with UTF-8 and without, from the least to the worst."""
_RANK = {severity: rank for rank, severity in enumerate(_MARKS)}
_CALM = Cell(" ")


class Freshness:
    """What happened to whom in the last seconds, by a clock that nobody sets."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._held: dict[Hashable, tuple[float, Severity]] = {}
        """By name, oldest first: when it is to fade, and how it is marked."""

    def add(self, transitions: Iterable[Transition]) -> None:
        """These happened now; of one report the worst counts, of two the newer."""
        until = self._steady() + FRESH
        for one in sorted(transitions, key=lambda one: _RANK[one.severity])[-MOST:]:
            for name in names(one):
                self._held.pop(name, None)
                self._held[name] = until, one.severity
        for name in list(self._held)[: max(0, len(self._held) - MOST)]:
            del self._held[name]
        self._forget()

    def mark(self, known_as: Iterable[Hashable], look: Look) -> Cell:
        """What stands at the left of a row that is known by these names."""
        now = self._steady()
        for name in known_as if self._held else ():
            until, severity = self._held.get(name, (now, Severity.INFO))
            if until > now:
                plain, ascii_only, tone = _MARKS[severity]
                return Cell(ascii_only if look.ascii_only else plain, tone)
        return _CALM

    def fades_in(self) -> float | None:
        """Seconds until the first mark is to go; None where there is none."""
        self._forget()
        first = next(iter(self._held.values()), None)
        return None if first is None else max(_OFTEN, first[0] - self._steady())

    def _forget(self) -> None:
        now = self._steady()
        while self._held and next(iter(self._held.values()))[0] <= now:
            del self._held[next(iter(self._held))]


def names(transition: Transition) -> tuple[Hashable, ...]:
    """By what the rows that it marks are known: the event's own, and the resource's."""
    return transition, (transition.topic.name, transition.key), transition.subject


class Fading:
    """Draws the marks of the list in front, and again when the first of them fades.

    No timer runs where nothing is marked.
    """

    def __init__(self, monitor: MonitorApp) -> None:
        self._monitor = monitor
        self._timer: Timer | None = None

    def draw(self) -> None:
        """Something has just happened."""
        self._monitor.draw_marks()
        left = self._monitor.board.fresh.fades_in()
        if self._timer is None and left is not None:
            self._timer = self._monitor.set_timer(left, self._fade)

    def _fade(self) -> None:
        self._timer = None
        self.draw()


def legend(look: Look) -> Iterable[tuple[str, str]]:
    """The marks and what they mean, for the help."""
    for severity, told in _TOLD.items():
        yield _MARKS[severity][look.ascii_only], told


_TOLD = {
    Severity.GOOD: "changed for the better",
    Severity.WARNING: "for the worse",
    Severity.ERROR: "an error",
    Severity.INFO: "otherwise, seconds ago",
}
