"""Figures: what was measured, beside what it is compared with and held against."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Spread:
    """The median of repeats, and how far they lie apart."""

    median: float
    low: float
    high: float
    repeats: int

    @classmethod
    def of(cls, samples: Iterable[float]) -> Spread:
        """Of one sample or more."""
        found = sorted(samples)
        return cls(median(found), found[0], found[-1], len(found))

    @classmethod
    def at(cls, samples: Sequence[float], share: float) -> Spread:
        """The least sample that `share` of all samples do not exceed."""
        found = percentile(samples, share)
        return cls(found, found, found, len(samples))


@dataclass(frozen=True)
class Bar:
    """The most that is good: of the value in its unit, or of the ratio to the reference."""

    limit: float
    of_ratio: bool = False
    aim: float | None = None
    """What would be better still; missing it is no miss."""


@dataclass(frozen=True)
class Figure:
    """One row of the table."""

    group: str
    name: str
    unit: str
    ours: Spread
    reference: Spread | None = None
    against: str = ""
    bar: Bar | None = None
    size: str = ""
    """Of the world it was measured in, where it was measured in several."""

    @property
    def value(self) -> float:
        """Ours, in the unit."""
        return self.ours.median

    @property
    def ratio(self) -> float | None:
        """Ours over the reference; None where there is none."""
        if self.reference is None or not self.reference.median:
            return None
        return self.value / self.reference.median

    @property
    def over(self) -> float | None:
        """By how much of the bar it was missed: 0.1 is 10 % over; None where it was not."""
        if self.bar is None:
            return None
        held = self.ratio if self.bar.of_ratio else self.value
        if held is None or held <= self.bar.limit:
            return None
        return held / self.bar.limit - 1 if self.bar.limit else held

    @property
    def ok(self) -> bool | None:
        """Whether it is within its bar; None where it is held against none."""
        return None if self.bar is None else self.over is None

    def as_json(self) -> dict[str, Any]:
        """Everything, for programs."""
        return {
            "group": self.group,
            "name": self.name,
            "size": self.size,
            "unit": self.unit,
            "value": self.value,
            "ours": vars(self.ours),
            "against": self.against or None,
            "reference": vars(self.reference) if self.reference else None,
            "ratio": self.ratio,
            "bar": vars(self.bar) if self.bar else None,
            "ok": self.ok,
            "over": self.over,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Figure:
        """What `as_json` told."""
        reference, bar = told["reference"], told["bar"]
        return cls(
            told["group"],
            told["name"],
            told["unit"],
            Spread(**told["ours"]),
            Spread(**reference) if reference else None,
            told["against"] or "",
            Bar(**bar) if bar else None,
            told["size"],
        )


@dataclass(frozen=True)
class Failure:
    """A measurement that came to no end; the others went on."""

    group: str
    size: str
    sentence: str


def percentile(samples: Sequence[float], share: float) -> float:
    """The least sample that `share` of all samples do not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def busiest(times: Iterable[float], seconds: float) -> int:
    """The most of these instants that lie in any window of that length."""
    ordered = sorted(times)
    most = start = 0
    for end, at in enumerate(ordered):
        while ordered[start] <= at - seconds:
            start += 1
        most = max(most, end - start + 1)
    return most
