"""The shape of what a key, the palette and `:` can have done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp
    from ivs_tui.ui.screens.base import MonitorScreen


def _always(_screen: MonitorScreen) -> bool:
    return True


def decline(screen: MonitorScreen, why: str) -> None:
    """Say why there is nothing to do; where no row is under the cursor that is why."""
    screen.monitor.tell("there is no row here" if screen.copied() is None else why)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a key does on every list and detail."""

    id: str
    """By which the user remaps its key."""
    key: str
    word: str
    """What the hints call it."""
    tooltip: str
    run: Callable[[MonitorScreen], None]
    fits: Callable[[MonitorScreen], bool] = _always
    """Whether it has anything to do there, so that the hints may name it."""
    display: str | None = None
    """The key as people write it."""

    @property
    def action(self) -> str:
        """How Textual calls it."""
        return f"act('{self.id}')"

    @property
    def binding(self) -> Binding:
        """The key."""
        return Binding(
            *(self.key, self.action, self.word),
            key_display=self.display,
            id=self.id,
            tooltip=self.tooltip,
        )


def _nothing(_monitor: MonitorApp, _typed: str) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Order:
    """Something that is asked for at the `:` prompt, beside the views."""

    name: str
    takes: str
    """What is typed after the name, in brackets where it may be left out; empty for nothing."""
    tooltip: str
    run: Callable[[MonitorApp, str], str]
    """Does it with what was typed after the name; says why it cannot, else nothing."""
    candidates: Callable[[MonitorApp, str], Iterable[str]] = _nothing
    """What may be typed after the name."""

    @property
    def needs_more(self) -> bool:
        """Whether the name alone says nothing."""
        return bool(self.takes) and not self.takes.startswith("[")
