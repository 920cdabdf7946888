"""Fewer bytes to the terminal: a changed part of a line is sent from where it changed.

Textual 8.2.8 sends such a line from the left edge of its widget on ("TODO: crop to x extents" in
its compositor): of `read 14:03:05Z`, everything left of it too, every few seconds, over SSH.
"""

from __future__ import annotations

from rich.console import Console
from rich.control import Control
from textual import __version__
from textual._compositor import ChopsUpdate  # 8.2.8: the update has no public name

KNOWN = "8.2.8"
"""The version whose private class this knows; with any other, Textual's own way stays."""


def send_changes_alone() -> None:
    """Have every app of this process crop its updates at both ends."""
    if __version__ == KNOWN:
        ChopsUpdate.render_segments = _render_segments  # type: ignore[assignment]  # its `self` is ours


def _render_segments(update: ChopsUpdate, console: Console) -> str:
    sequences: list[str] = []
    last_y = update.spans[-1][0]
    for y, x1, x2 in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x > x2 or end <= x1:
                continue
            start, stop = max(x, x1), min(end, x2)
            if stop <= start:
                continue
            sequences.append(Control.move_to(start, y).segment.text)
            sequences.append(strip.crop(start - x, stop - x).render(console))
        if y != last_y:
            sequences.append("\n")
    return "".join(sequences)
