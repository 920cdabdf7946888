"""What the engine has to read: what the screens in front want, and what is always read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ivs_tui.engine.commands import AnyCommand, Unwatch, Watch
from ivs_tui.engine.query import QUERIES
from ivs_tui.engine.snapshot import Topic
from ivs_tui.ui.board import ALWAYS, Board


class Want(NamedTuple):
    """A topic, every how many of the user's intervals, and whether it is what they look at."""

    topic: Topic
    every: float = 1.0
    front: bool = False


_PACE = {"starving": 0.4, "names": 12.0, "stages": 6.0, "storages": 12.0, "encoders": 12.0}
"""Joined lists that are read at another pace than what is in front, in intervals."""


def joined(board: Board, names: Iterable[str]) -> list[Want]:
    """Lists of the whole scope that are laid beside what is in front."""
    return [Want(board.topic(name), _PACE.get(name, 1.0)) for name in names]


class Watching:
    """Tells the engine what changed in what is wanted; it reads nothing else."""

    def __init__(self, send: Callable[[AnyCommand], None], board: Board, interval: float) -> None:
        self._send = send
        self._board = board
        self._interval = interval
        self._watches: dict[Topic, tuple[float, bool]] = {}

    @property
    def paces(self) -> dict[Topic, float]:
        """Every how many seconds each is to be read."""
        return {topic: self._interval * every for topic, (every, _) in self._watches.items()}

    def only(self, wants: Iterable[Want]) -> None:
        """Have these read, and beside them what is always read."""
        wanted = {self._board.topic(name): (every, False) for name, every in ALWAYS.items()}
        for topic, every, front in wants:
            if topic.name in QUERIES:
                often, before = wanted.get(topic, (every, front))
                wanted[topic] = (min(often, every), before or front)
        for topic in self._watches.keys() - wanted.keys():
            self._send(Unwatch(topic))
        # In the order of the screen: what it is about goes on the wire first.
        for topic, (every, front) in sorted(wanted.items(), key=lambda item: not item[1][1]):
            if self._watches.get(topic) != (every, front):
                self._send(Watch(topic, self._interval * every, front))
        self._watches = wanted
