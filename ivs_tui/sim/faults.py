"""Faults: how an operation is made to fail, for how many requests."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ivs_tui.sim.quotas import RATES

FAULT_KINDS = (
    "latency",
    "throttle",
    "5xx",
    "denied",
    "expired",
    "hang",
    "reset",
    "truncated",
    "html",
    "baditem",
)
LATENCY = 2.0
SPELLING = re.compile(r"(?P<op>[^=]+)=(?P<kind>\w+)(@(?P<seconds>[0-9.]+))?(:(?P<count>\d+))?")


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of failure of one operation, or of `*`; `count` None is for ever."""

    operation: str
    kind: str
    count: int | None = None
    seconds: float = LATENCY

    def __post_init__(self) -> None:
        if self.operation != "*" and self.operation not in RATES:
            raise ValueError(f"{self.operation!r} is no operation that is simulated")
        if self.kind not in FAULT_KINDS:
            raise ValueError(f"{self.kind!r} is no fault: choose from {' '.join(FAULT_KINDS)}")
        if self.count is not None and self.count < 1:
            raise ValueError(f"the count of a fault must be at least 1, not {self.count}")


def parse_fault(text: str) -> Fault:
    """`OPERATION=KIND[:COUNT]`; `latency` also takes seconds: `ListStreams=latency@0.5:3`."""
    match = SPELLING.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no fault: write OPERATION=KIND[:COUNT]")
    count = int(match["count"]) if match["count"] else None
    return Fault(match["op"], match["kind"], count, float(match["seconds"] or LATENCY))


class Faults:
    """The faults in force; can be switched at any time."""

    def __init__(self, faults: Iterable[str] = ()) -> None:
        self._active: dict[tuple[str, str], Fault] = {}
        for text in faults:
            self.add(parse_fault(text))

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._active.values())

    def add(self, fault: Fault) -> None:
        self._active[fault.operation, fault.kind] = fault

    def clear(self, operation: str | None = None, kind: str | None = None) -> None:
        """Remove all faults, or only those of an operation, of a kind."""
        self._active = {
            key: fault
            for key, fault in self._active.items()
            if operation not in {None, key[0]} or kind not in {None, key[1]}
        }

    def take(self, operation: str) -> tuple[Fault | None, Fault | None]:
        """The delay and the failure that this request gets, each counted down."""
        mine = [f for name in (operation, "*") for f in self if f.operation == name]
        delay = next((f for f in mine if f.kind == "latency"), None)
        failure = next((f for f in mine if f.kind != "latency"), None)
        for fault in (delay, failure):
            self._count_down(fault)
        return delay, failure

    def _count_down(self, fault: Fault | None) -> None:
        if fault is None or fault.count is None:
            return
        if fault.count == 1:
            del self._active[fault.operation, fault.kind]
        else:
            self.add(replace(fault, count=fault.count - 1))
