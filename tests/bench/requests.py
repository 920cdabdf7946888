"""How many requests went out, of which operation, and how close together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.config import Config
from tests.bench.loop import Loop
from tests.bench.measure import Bar, Figure, Spread, busiest

Logged = tuple[str, float, str, int | None]
"""Operation, monotonic time, User-Agent, the status where it was refused."""
MONITOR = "ivs-tui"
"""What the User-Agent of the monitor's engine holds, and no other client's here."""


def monitors(log: Iterable[Logged]) -> list[Logged]:
    """The monitor's own among all that the simulator was asked."""
    return [one for one in map(_logged, log) if MONITOR in one[2].lower()]


def _logged(one: Logged) -> Logged:
    operation, at, agent, refused = one
    return operation, at, agent, refused


def told_requests(
    when: str, asked: Iterable[Logged], seconds: float, size: str, beside: Loop | None = None
) -> Iterator[Figure]:
    """Of each operation: how many a minute, the largest second and ten seconds; those refused."""
    listed = list(asked)
    for name, times in sorted(
        _by_operation(listed).items(), key=lambda entry: (-len(entry[1]), entry[0])
    ):
        minute = Spread.of([60 / seconds * len(times)])
        same = beside if beside and name == "ListStreams" else None
        other, against = (same.requests_a_minute, same.name) if same else (None, "")
        told = f"{name}, {when}, a minute"
        yield Figure("requests", told, "requests", minute, other, against, size=size)
        for window, bar in zip((1, 10), bars(name), strict=True):
            told = f"{name}, {when}, most in {window} s"
            most = Spread.of([float(busiest(times, window))])
            yield Figure("requests", told, "requests", most, bar=Bar(bar), size=size)
    yield _refused(when, listed, size)


def told_busiest(when: str, asked: Iterable[Logged], size: str) -> Iterator[Figure]:
    """Of the operation that came nearest to its bar: the largest second and ten seconds."""
    listed = list(asked)
    times = _by_operation(listed)
    for index, window in enumerate((1, 10)):
        counts = {name: busiest(at, window) for name, at in times.items()}
        name = max(counts, key=lambda name: counts[name] / bars(name)[index])
        most = Spread.of([float(counts[name])])
        told = f"{when}, the busiest operation, most in {window} s"
        yield Figure("requests", told, "requests", most, bar=Bar(bars(name)[index]), size=size)
    yield _refused(when, listed, size)


def _refused(when: str, asked: Iterable[Logged], size: str) -> Figure:
    refused = Spread.of([float(sum(status == 429 for *_, status in asked))])
    told = f"throttled (429), {when}"
    return Figure("requests", told, "requests", refused, bar=Bar(0.0), size=size)


def _by_operation(asked: Iterable[Logged]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for operation, at, _, _ in asked:
        found.setdefault(operation, []).append(at)
    return found


def bars(name: str) -> tuple[float, float]:
    """The most requests of an operation in a second and in ten, at the default share."""
    rates = [one.rate for one in OPERATIONS.values() if one.name == name]
    rate, share = (sum(rates) or 5.0), Config().quota_share
    return rate, float(int(10 * rate * share + max(1.0, rate * (1 - share))))
