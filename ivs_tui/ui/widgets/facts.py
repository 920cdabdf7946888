"""Labelled facts that flow over as many lines as the width needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, chop_cells
from textual import events

from ivs_tui.resources.spec import Cell, Line, Tone
from ivs_tui.ui.widgets.lines import Lines

LABEL_WIDTH = 12
_GAP = "  "


class Facts(Lines):
    """Shows a detail's lines: the label at the left, its cells flowing beside it."""

    def __init__(self, *, id: str | None = None, label_width: int = LABEL_WIDTH) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self._facts: Sequence[Line] = ()
        self._label_width = label_width

    def show(self, facts: Sequence[Line]) -> None:
        """Replace the facts."""
        self._facts = facts
        self._flow()

    def on_resize(self, _event: events.Resize) -> None:
        """Flow anew at the new width."""
        self._flow()

    def _flow(self) -> None:
        width = self.size.width
        if width:
            self.show_lines(
                line for fact in self._facts for line in flow(fact, width, self._label_width)
            )


def flow(fact: Line, width: int, label_width: int = LABEL_WIDTH) -> list[list[Cell]]:
    """One fact over as many lines as it needs: cells whole where they fit, else cut at words."""
    room = max(8, width - label_width - 1)
    label = Cell(f" {fact.label:<{label_width}}"[: label_width + 1], Tone.DIM)
    indent = Cell(" " * (label_width + 1))
    lines: list[list[Cell]] = [[label]]
    used = 0
    for cell in fact.cells:
        gap = _GAP if used else ""
        for piece in _pieces(cell, room - used - len(gap), room):
            length = cell_len(piece.text)
            if used + len(gap) + length > room:
                lines.append([indent])
                used, gap = 0, ""
            lines[-1] += [Cell(gap), piece] if gap else [piece]
            used += len(gap) + length
            gap = " "
    return lines


def _pieces(cell: Cell, first: int, room: int) -> Iterable[Cell]:
    """A cell as it is where a line can hold it, else in pieces, of which `first` cells come first.

    A short text that just does not fit goes to the next line whole; a long one begins at once.
    """
    if cell_len(cell.text) <= max(first, room * 2 // 3):
        yield cell
        return
    piece, left = "", first
    for word in cell.text.split(" "):
        for part in chop_cells(word, room) or [""]:
            joined = f"{piece} {part}" if piece else part
            if cell_len(joined) > left and piece:
                yield Cell(piece, cell.tone)
                joined, left = part, room
            piece = joined
    if piece:
        yield Cell(piece, cell.tone)
