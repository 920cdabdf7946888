"""The sizes at which everything is measured, so that growth shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How many streams are live, of how many channels."""

    live: int
    channels: int

    def __str__(self) -> str:
        return f"{self.live:,} / {self.channels:,}"

    @property
    def most(self) -> int:
        """Rows that a whole list has at the least: a living world gives and takes a few."""
        return max(1, self.live * 9 // 10)

    def world(self, *more: str) -> str:
        """The simulator's scenario of that size; `more` are further options of it."""
        return " ".join(("large", f"--channels {self.channels} --live {self.live}", *more))

    @property
    def limited(self) -> str:
        """The same, held to AWS's true rates."""
        return self.world("--quotas")

    @property
    def beside(self) -> str:
        """The same once more, for what runs beside the monitor: it has a rate of its own."""
        return self.world("--quotas", "--seed 1")


SIZES = (Size(10, 100), Size(100, 1_000), Size(1_000, 10_000))
LARGEST = SIZES[-1]
