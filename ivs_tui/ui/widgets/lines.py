"""A few lines of toned text that repaint no more than what changed in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from ivs_tui.resources.spec import Cell, Tone
from ivs_tui.resources.text import visible
from ivs_tui.ui.theme import tone_css

ToneLine = Sequence[Cell]
"""One line: runs of safe text, each with its tone."""


class Lines(Widget):
    """Shows lines; a change repaints the run of cells between its first and last difference."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"lines--{tone}" for tone in Tone}
    DEFAULT_CSS = f"""
    Lines {{
        height: auto;
        {tone_css("lines")}
    }}
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id, classes=classes)
        self._lines: list[ToneLine] = []

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return "\n".join("".join(cell.text for cell in line) for line in self._lines)

    def show_lines(self, lines: Iterable[ToneLine]) -> None:
        """Replace what is shown."""
        old, self._lines = self._lines, [tuple(line) for line in lines]
        if not self.is_mounted:
            return
        if len(old) != len(self._lines):
            self.refresh(layout=True)
            return
        for y, (was, now) in enumerate(zip(old, self._lines, strict=True)):
            if was != now:
                start, end = _difference(was, now)
                self.refresh(Region(start, y, max(1, end - start), 1))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as there is room for."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row a line."""
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        """One line, cut at the right edge."""
        width = self.size.width
        line = self._lines[y] if y < len(self._lines) else ()
        # What callers show is safe already; nothing else may reach the terminal all the same.
        segments = [
            Segment(
                cell.text if cell.text.isprintable() else visible(cell.text),
                self.get_component_rich_style(f"lines--{cell.tone}"),
            )
            for cell in line
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)


def beside(left: ToneLine, right: ToneLine, width: int) -> list[Cell]:
    """Two runs on one line, at both edges; the right one stays whole where the left must be cut."""
    room = width - sum(cell_len(cell.text) for cell in right) - (1 if right else 0)
    cut, used = [], 0
    for cell in left:
        length = cell_len(cell.text)
        if used + length > room:
            if room - used > 0:
                cut.append(Cell(set_cell_size(cell.text, room - used), cell.tone))
                used = room
            break
        cut.append(cell)
        used += length
    gap = max(0, width - used - sum(cell_len(cell.text) for cell in right))
    return [*cut, Cell(" " * gap), *right]


def _difference(was: ToneLine, now: ToneLine) -> tuple[int, int]:
    """The columns from the first cell that differs to behind the last one."""
    before, after = _cells(was), _cells(now)
    differing = [x for x, (a, b) in enumerate(zip_longest(before, after)) if a != b]
    return (differing[0], differing[-1] + 1) if differing else (0, 0)


def _cells(line: ToneLine) -> list[tuple[str, Tone]]:
    """One entry a terminal cell; the second half of a wide character is an empty one."""
    return [
        entry
        for text, tone in line
        for character in text
        for entry in ((character, tone), *((("", tone),) * (cell_len(character) - 1)))
    ]
