"""What can go wrong between here and IVS, in words that say what to do."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class ProblemKind(StrEnum):
    """The state of a source that is not fine."""

    CREDENTIALS = "credentials"
    DENIED = "denied"
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    NOT_IVS = "not-ivs"
    SERVER = "server"
    NOT_FOUND = "not-found"
    REFUSED = "refused"
    BROKEN = "broken"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One failure: what it is, what to do about it, and when it is tried again."""

    kind: ProblemKind
    sentence: str
    advice: str = ""
    attempt: int = 0
    """How many reads in a row failed."""
    retry_in: float = 0.0
    """Seconds between the failure and the next try."""
    passing: bool = False
    """Credentials that were good, and that a person renews outside: it goes on by itself then."""


class GatewayError(Exception):
    """The one exception that leaves the gateway."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


def problem(kind: ProblemKind, sentence: str, advice: str = "") -> GatewayError:
    """A GatewayError from its parts."""
    return GatewayError(Problem(kind=kind, sentence=sentence, advice=advice))
