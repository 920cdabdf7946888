"""The machine and the table."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version

from tests.bench.measure import Figure, Spread

_LIBRARIES = ("ivs-tui", "textual", "aiobotocore", "botocore", "awscli")
_ROW = "{:47} {:>31} {:>25} {:>6} {:>7}  {}"


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        **{name: version(name) for name in _LIBRARIES},
    }


def heading() -> str:
    """The machine, and the table's titles."""
    told = "  ".join(f"{name} {value}" for name, value in machine().items())
    titles = _ROW.format("what", "ours: median (range)", "reference", "ratio", "bar", "")
    return f"{told}\n{titles}\n{'-' * len(titles)}"


def row(figure: Figure) -> str:
    """A figure as one line of the table."""
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    reference = _spread(figure.reference) if figure.reference else ""
    told = _ROW.format(
        figure.name,
        f"{_spread(figure.ours)} {figure.unit}",
        reference,
        ratio,
        _bar(figure),
        _verdict(figure),
    )
    return f"{told}  vs {figure.against}" if figure.against else told.rstrip()


def _bar(figure: Figure) -> str:
    if figure.bar is None:
        return ""
    return f"{figure.bar.limit:g}{'x' if figure.bar.of_ratio else ''}"


def _verdict(figure: Figure) -> str:
    if figure.ok is None:
        return " " * 4
    return "ok  " if figure.over is None else f"MISSED by {100 * figure.over:.0f} %"


def _spread(spread: Spread) -> str:
    middle = _number(spread.median)
    if spread.repeats == 1:
        return middle
    return f"{middle} ({_number(spread.low)}-{_number(spread.high)})"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.1f}"
