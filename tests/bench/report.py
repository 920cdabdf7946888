"""The machine and the table, for a terminal and for the README."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version

from tests.bench.measure import Failure, Figure, Spread
from tests.bench.sizes import SIZES

_LIBRARIES = ("ivs-tui", "textual", "aiobotocore", "botocore", "awscli")
_PARTS = {
    *("p50", "p95", "max"),
    *("a minute", "most in 1 s", "most in 10 s"),
    *("monitor and engine", "monitor", "engine"),
    *("resident", "proportional", "peak"),
}
"""Last words of names that tell apart what is read together."""
_ROW = "{:54} {:>14} {:>4} {:>29} {:>25} {:>6} {:>7}  {}"


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        **{name: version(name) for name in _LIBRARIES},
    }


def heading(told: dict[str, object]) -> str:
    """The machine, and the table's titles."""
    line = "  ".join(f"{name} {value}" for name, value in told.items())
    titles = _ROW.format(
        *("what", "live / channels", "n", "ours: median (range)", "beside it", "ratio", "at most"),
        "",
    )
    return f"{line}\n\n{titles}\n{'-' * len(titles)}"


def rows(found: Iterable[Figure | Failure]) -> list[str]:
    """Lines of the table: what was measured at several sizes stands together, small ones first."""
    told = []
    before = ""
    for one in ordered(found):
        name = "FAILED" if isinstance(one, Failure) else one.name
        told.append(_failed(one) if isinstance(one, Failure) else _row(one, name != before))
        before = name
    return told


def ordered(found: Iterable[Figure | Failure]) -> list[Figure | Failure]:
    """In the order of first appearance of each name, then by size."""
    listed = list(found)
    places: dict[tuple[str, str], int] = {}
    for one in listed:
        places.setdefault(_about(one), len(places))
    sizes = [str(size) for size in SIZES]
    return sorted(
        listed,
        key=lambda one: (places[_about(one)], sizes.index(one.size) if one.size in sizes else -1),
    )


def _about(one: Figure | Failure) -> tuple[str, str]:
    return one.group, "" if isinstance(one, Failure) else one.name


def _failed(failure: Failure) -> str:
    return f"{failure.group:52} {failure.size:>14}  FAILED: {failure.sentence}"


def _row(figure: Figure, named: bool) -> str:
    told = _ROW.format(
        figure.name if named else "",
        figure.size,
        figure.ours.repeats,
        f"{_spread(figure.ours)} {figure.unit}",
        _spread(figure.reference) if figure.reference else "",
        _ratio(figure),
        _bar(figure),
        _verdict(figure),
    )
    return f"{told}  vs {figure.against}" if figure.against else told.rstrip()


def markdown(found: Sequence[Figure | Failure]) -> str:
    """A table with the sizes side by side; what stands beside it was measured at the largest.

    Figures whose names differ in their last words alone share a line.
    """
    sizes = [str(size) for size in SIZES]
    lines = [
        f"| what | {' | '.join(sizes)} | beside it, at the largest | ratio | at most |",
        f"|---|{'---|' * len(sizes)}---|---|---|",
    ]
    groups: dict[tuple[str, str, str], dict[str, list[Figure]]] = {}
    for one in ordered(found):
        if isinstance(one, Figure):
            place = groups.setdefault((one.group, _stem(one.name), one.unit), {})
            place.setdefault(one.size or sizes[-1], []).append(one)
    for (_, stem, unit), by_size in groups.items():
        lines.append(_line(stem, unit, [by_size.get(size, []) for size in sizes]))
    lines += [f"\n{_failed(one).strip()}" for one in found if isinstance(one, Failure)]
    return "\n".join(lines)


def _line(stem: str, unit: str, by_size: Sequence[Sequence[Figure]]) -> str:
    """Of figures that share a line: those of each size, the largest size last."""
    last = next(figures for figures in reversed(by_size) if figures)
    parts = _joined([one.name[len(stem) + 2 :] for one in last])
    cells = [
        _joined([f"{_spread(one.ours, '–')}{_missed(one)}" for one in figures])
        for figures in by_size
    ]
    beside = _joined([_spread(one.reference, "–") if one.reference else "" for one in last])
    against = next((one.against for one in last if one.against), "")
    title = f"{stem}: {parts}" if parts else stem
    told = (
        f"{title}, {unit}",
        *cells,
        f"{beside}, {against}" if beside else "",
        _joined([_ratio(one) for one in last]),
        _joined([_bar(one) for one in last]),
    )
    return f"| {' | '.join(told)} |"


def _stem(name: str) -> str:
    """The name without what tells figures of one line apart."""
    stem, _, part = name.rpartition(", ")
    return stem if part in _PARTS else name


def _joined(parts: Sequence[str]) -> str:
    """Side by side; nothing where there is nothing of any."""
    return " / ".join(part or "-" for part in parts) if any(parts) else ""


def _missed(figure: Figure) -> str:
    return "" if figure.over is None else f" **missed by {100 * figure.over:.0f} %**"


def _ratio(figure: Figure) -> str:
    return "" if figure.ratio is None else f"{figure.ratio:.2f}"


def _bar(figure: Figure) -> str:
    if figure.bar is None:
        return ""
    times = " ×" if figure.bar.of_ratio else ""
    aim = f", aim {figure.bar.aim:g}" if figure.bar.aim is not None else ""
    return f"{figure.bar.limit:,g}{times}{aim}"


def _verdict(figure: Figure) -> str:
    if figure.ok is None:
        return " " * 4
    return "ok  " if figure.over is None else f"MISSED by {100 * figure.over:.0f} %"


def _spread(spread: Spread, dash: str = "-") -> str:
    middle = _number(spread.median)
    if spread.low == spread.high:
        return middle
    return f"{middle} ({_number(spread.low)}{dash}{_number(spread.high)})"


def _number(value: float) -> str:
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
