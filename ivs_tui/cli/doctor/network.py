"""Where the services are asked, how quickly they answer, and whether both clocks agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

from ivs_tui.aws.probe import Endpoint, Trip
from ivs_tui.cli.doctor.checks import Check, State
from ivs_tui.config.options import bare

_SLOW = 1.0
"""Seconds of a median answer from which the monitor feels late."""
_AHEAD_OF_TROUBLE, _REFUSED_SOON = 60.0, 240.0
"""Seconds between the clocks; AWS refuses what was signed five minutes away."""
_ROUNDING = 0.5
"""`Date` is cut to whole seconds: on average it says half a second too little."""

_check = partial(Check, "network and clock")


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds of answers on a connection that stood; `first` is with making it."""

    first: float | None
    answers: int
    median: float | None
    worst: float | None


def latency(trips: Iterable[Trip]) -> Latency:
    """What the trips to one service took."""
    done = [(trip.connecting, trip.seconds) for trip in trips if trip.seconds is not None]
    first = next((seconds for connecting, seconds in done if connecting), None)
    rest = [seconds for connecting, seconds in done if not connecting]
    return Latency(first, len(rest), median(rest) if rest else None, max(rest, default=None))


def skew(trips: Iterable[Trip]) -> float | None:
    """Seconds by which the clock here is ahead of the server's; None where no answer said."""
    found = [
        trip.sent_at + trip.seconds / 2 - (trip.date + _ROUNDING)
        for trip in trips
        if trip.seconds is not None and trip.date is not None
    ]
    return median(found) if found else None


def checks(endpoints: Mapping[str, Endpoint], trips: Mapping[str, Sequence[Trip]]) -> list[Check]:
    """Where each service is asked, what that takes, and the clocks."""
    found = [
        check
        for name, endpoint in endpoints.items()
        for check in _service(name, endpoint, latency(trips.get(name, ())))
    ]
    return [*found, clock(skew(trip for several in trips.values() for trip in several))]


def clock(ahead: float | None) -> Check:
    """What a difference between the clocks means."""
    if ahead is None:
        return _check("clock", State.UNKNOWN, "no answer told AWS's time")
    advice = "set this machine's clock, and let NTP keep it; AWS refuses requests from 300 s on"
    side = "ahead of" if ahead > 0 else "behind"
    said = f"{abs(ahead):.0f} s {side} AWS's"
    if abs(ahead) > _REFUSED_SOON:
        return _check("clock", State.FAILED, said, advice, stops=3)
    if abs(ahead) > _AHEAD_OF_TROUBLE:
        return _check("clock", State.WARNING, said, advice)
    # Half a second of rounding and half a round trip are not to be told from a difference.
    return _check("clock", State.OK, "within 2 s of AWS's" if abs(ahead) < 2 else said)


def _service(name: str, endpoint: Endpoint, took: Latency) -> Iterable[Check]:
    through = f", through the proxy {bare(endpoint.proxy)}" if endpoint.proxy else ""
    yield _check(f"{name} endpoint", State.OK, bare(endpoint.url) + through)
    title = f"{name} latency"
    if took.first is None and took.median is None:
        yield _check(title, State.UNKNOWN, "nothing answered")
        return
    told = []
    if took.median is not None and took.worst is not None:
        told.append(f"median {_ms(took.median)}, worst {_ms(took.worst)} of {took.answers}")
    if took.first is not None:
        told.append(f"first, with connecting, {_ms(took.first)}")
    usual = took.median if took.median is not None else took.first
    slow = usual is not None and usual > _SLOW
    advice = "reads are late by that; a jump host in the Region answers sooner" if slow else ""
    yield _check(title, State.WARNING if slow else State.OK, "; ".join(told), advice)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
