"""One scope at work: its engine, what that told, and what it is asked to read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Protocol

from ivs_tui.config import Config
from ivs_tui.engine.commands import AnyCommand, Report
from ivs_tui.engine.link import EngineLost
from ivs_tui.engine.snapshot import Scope, Snapshot
from ivs_tui.ui.board import Board
from ivs_tui.ui.watching import Watching


class Link(Protocol):
    """The engine, as far as a screen is concerned; `engine.link.EngineLink` is one."""

    def reports(self) -> AsyncIterator[Report | EngineLost]:
        """Everything that the engine says."""
        ...

    def send(self, command: AnyCommand) -> None:
        """Ask it for something."""
        ...

    def remembered(self) -> tuple[Snapshot, ...]:
        """What the API tells no more, for the next engine of the scope."""
        ...

    def end(self) -> None:
        """Have it read nothing more; nobody waits for its end."""
        ...


class Opener(Protocol):
    """Where other engines come from; `engine.engines.Engines` is one."""

    @property
    def environ(self) -> Mapping[str, str] | None:
        """Their environment, instead of this process's."""
        ...

    @property
    def no_profiles(self) -> str:
        """Why there is no other profile, where there is none."""
        ...

    def open(self, config: Config, region: str, known: Iterable[Snapshot] = ()) -> Link:
        """Start one; raises OSError where the machine has no room for it."""
        ...


class Desk:
    """All that belongs to one scope: to go to another is to put another in its place."""

    def __init__(self, scope: Scope, config: Config, link: Link, board: Board) -> None:
        self.scope = scope
        self.config = config
        self.link = link
        self.board = board
        self.watching = Watching(link.send, board, config.interval)
