"""What one look at this machine or account says, and what all of them come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How one thing stands."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `stops` is the exit status if the main views fail for it."""

    group: str
    name: str
    state: State
    said: str
    advice: str = ""
    stops: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the main views would work, as an exit status and in words."""

    status: int
    sentence: str

    @property
    def word(self) -> str:
        """The same for a script."""
        return "not ready" if self.status else "ready"


def verdict(checks: Iterable[Check]) -> Verdict:
    """What the checks come to: the API's troubles weigh more than the terminal's."""
    found = list(checks)
    stopping = [check for check in found if check.stops]
    warnings = sum(check.state is State.WARNING for check in found)
    said = _count(warnings, "warning")
    if not stopping:
        return Verdict(0, f"ready: the main views would work; {said}")
    troubles = _count(len(stopping), "trouble")
    verb = "stops" if len(stopping) == 1 else "stop"
    sentence = f"not ready: {troubles} {verb} the main views; {said}"
    return Verdict(max(check.stops for check in stopping), sentence)


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
