"""A row of counts as a spark line, and how far they moved."""

from __future__ import annotations

from typing import NamedTuple

from ivs_tui.resources.spec import Cell, Look, Tone

ALL = "all"
"""The key of the trend of all streams together."""
_LEVELS = ("▁▂▃▄▅▆▇█", "_.-=+*%#")
_LEAST_RANGE = 0.1
"""Of the largest count: a movement below that is no mountain."""
_NOTABLE = 0.2
"""Of the count before: a loss of that much wants to be seen."""
WIDTH = 8
"""Most counts of a trend, each of them a bar."""


class Trend(NamedTuple):
    """Counts, oldest first; None where there was none. Some minutes lie between first and last."""

    key: str
    points: tuple[int | None, ...]

    @property
    def change(self) -> int | None:
        """From the oldest known count to the newest; None with fewer than two."""
        known = [point for point in self.points if point is not None]
        return known[-1] - known[0] if len(known) > 1 and self.points[-1] is not None else None

    @property
    def is_drop(self) -> bool:
        """Whether so many are gone that somebody should look."""
        known = [point for point in self.points if point is not None]
        change = self.change
        return change is not None and change < 0 and -change >= max(1, _NOTABLE * known[0])


def spark(trend: Trend, look: Look) -> Cell:
    """The counts as bars; what was not counted is a gap."""
    known = [point for point in trend.points if point is not None]
    if not known:
        return Cell("")
    low, high = min(known), max(known)
    span = max(high - low, _LEAST_RANGE * high, 1)
    levels = _LEVELS[look.ascii_only]
    top = len(levels) - 1
    bars = [
        " " if point is None else levels[round((point - low) / span * top)]
        for point in trend.points
    ]
    return Cell("".join(bars), Tone.BAD if trend.is_drop else Tone.DIM)


def change(trend: Trend, look: Look) -> Cell:
    """By how many it moved, with its sign."""
    moved = trend.change
    if not moved:
        return Cell("" if moved is None else "0", Tone.DIM)
    minus = "-" if look.ascii_only else "−"
    told = f"{'+' if moved > 0 else minus}{_short(abs(moved))}"
    return Cell(told, Tone.BAD if trend.is_drop else Tone.DIM)


def _short(number: int) -> str:
    if number < 10_000:
        return f"{number:,}"
    return f"{number / 1_000:.0f}k" if number < 1_000_000 else f"{number / 1_000_000:.1f}M"
