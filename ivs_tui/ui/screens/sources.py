"""`D`: whether what is in front is true: each source of it, how old, how complete."""

from __future__ import annotations

from collections.abc import Iterable

from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.resources import sources
from ivs_tui.resources.spec import Cell, Look
from ivs_tui.ui.board import ALWAYS
from ivs_tui.ui.screens.base import MonitorScreen
from ivs_tui.ui.screens.listing import ListScreen
from ivs_tui.ui.watching import Want


class SourcesScreen(ListScreen):
    """What is read for the screen below it, which goes on being read as it was."""

    def __init__(self, below: MonitorScreen, topic: Topic) -> None:
        super().__init__(sources.KIND, topic)
        self._below = below

    @property
    def snapshot(self) -> Snapshot:
        """A list of the sources, as new as the newest of them."""
        desk = self.monitor.desk
        board, paces = desk.board, desk.watching.paces
        read = [(board.get(topic), every) for topic, every in paces.items()]
        usage, front = board.usage, (want.topic for want in self._below.wants())
        newest = max((one.read_at for one, _ in read if one.read_at), default=None)
        return Snapshot(
            topic=self.topic,
            items=sources.sources(read, front, usage, board.name_of),
            complete=True,
            read_at=newest,
            last_complete_at=newest,
        )

    @property
    def shared(self) -> MonitorScreen:
        """What they are the sources of: by themselves they are nothing."""
        return self._below

    def wants(self) -> Iterable[Want]:
        """What the screen below wants, and what is always read: news of it is shown."""
        yield from self._below.wants()
        board = self.monitor.board
        yield from (Want(board.topic(name), every) for name, every in ALWAYS.items())

    def fits_here(self, action: str) -> bool:
        """No source leads anywhere."""
        return action != "open" and super().fits_here(action)

    def troubles(self, look: Look) -> list[list[Cell]]:
        """What they come to: each tells its own trouble."""
        told = super().troubles(look)
        return told[:1] if self.monitor.engine_lost else told[-1:]

    def update_bar(self) -> None:
        """What requests were made comes with the bar."""
        self.redraw()
        super().update_bar()
