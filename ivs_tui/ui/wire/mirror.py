"""What the terminal shows beside what Textual wants it to show."""

from __future__ import annotations

from typing import TypeGuard

from rich.color import ColorSystem
from textual._compositor import (  # 8.2.8: updates have no public names
    ChopsUpdate,
    CompositorUpdate,
    LayoutUpdate,
)
from textual.geometry import Offset, Size

from ivs_tui.ui.wire.cells import PLAIN, Row, Rows, cells_of, painted, resized
from ivs_tui.ui.wire.difference import difference

KNOWN = "8.2.8"
"""The version whose private classes this knows; with any other, Textual's own way stays."""

_AT_ONCE = 128
"""Bytes that come in one piece, so that no terminal has to be told to show them together."""
SYNC_START, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"


def understands(update: object) -> TypeGuard[CompositorUpdate]:
    """Whether an update is one of which every cell can be told."""
    return isinstance(update, ChopsUpdate | LayoutUpdate)


class Mirror:
    """Takes each update at once, and tells what to write when the terminal is ready for more.

    So what comes while it is not ready costs no bytes: only the newest state is ever written.
    """

    def __init__(self) -> None:
        self._wanted: Rows = []
        self._shown: Rows | None = None
        self._ink = PLAIN
        self._cursor: Offset | None = None
        self._shown_cursor: Offset | None = None
        self.size = Size(0, 0)

    def forget(self) -> None:
        """Nobody knows what the terminal shows: write all of it next time."""
        self._shown = None

    def take(
        self, update: CompositorUpdate, size: Size, cursor: Offset | None, colors: ColorSystem
    ) -> None:
        """Note what is wanted from now on; the hidden cursor may be anywhere, where it is None."""
        if size != self.size:
            self.size = size
            self._wanted = resized(self._wanted, *size)
            self.forget()
        self._cursor = cursor
        if isinstance(update, LayoutUpdate):
            self._take_layout(update, colors)
        elif isinstance(update, ChopsUpdate):
            self._take_chops(update, colors)

    def _take_layout(self, update: LayoutUpdate, colors: ColorSystem) -> None:
        for y, strips in enumerate(update.strips, update.region.y):
            cells = cells_of((segment for strip in strips for segment in strip), colors)
            self._paint(y, update.region.x, cells, 0, self.size.width)

    def _take_chops(self, update: ChopsUpdate, colors: ColorSystem) -> None:
        for y, first, last in update.spans:
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x < last and end > first:
                    cells = cells_of(strip, colors)
                    self._paint(y, x, cells, max(x, first), min(end, last))

    def _paint(self, y: int, x: int, cells: Row, start: int, stop: int) -> None:
        if 0 <= y < len(self._wanted):
            self._wanted[y] = painted(self._wanted[y], x, cells, start, stop)

    def sequence(self, *, synchronized: bool) -> str:
        """What to write now; from then on the terminal is taken to show it."""
        written, ink = difference(self._shown, self._wanted, self._ink)
        if self._cursor is not None and (written or self._cursor != self._shown_cursor):
            written += f"\x1b[{self._cursor.y + 1};{self._cursor.x + 1}H"
        self._shown, self._ink, self._shown_cursor = list(self._wanted), ink, self._cursor
        if synchronized and len(written) > _AT_ONCE:
            return f"{SYNC_START}{written}{SYNC_END}"
        return written
