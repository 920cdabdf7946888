"""What an expert would notice: a finding, the evidence it rests on, and what was looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ivs_tui.knowledge.explain import SEVERITIES

LIMIT, RECOMMENDATION, INFERRED = "limit", "recommendation", "inferred"
"""What a finding rests on: AWS states a limit or a fact, AWS recommends it, nobody states it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or may become so; `severity` is one of SEVERITIES.

    `evidence` holds the values, the event and its time; `source` is where AWS says so.
    """

    severity: str
    title: str
    evidence: str
    remedy: str
    source: str
    basis: str = LIMIT
    id: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found, worst first, and what was looked at: "nothing found" alone says little."""

    findings: tuple[Finding, ...] = ()
    checked: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    """What could not be looked at, and why: "encoder settings: the API does not say"."""

    def __add__(self, other: Examination) -> Examination:
        """Both, worst first."""
        return examination(
            (*self.findings, *other.findings),
            (*self.checked, *other.checked),
            (*self.unchecked, *other.unchecked),
        )


def examination(
    findings: Iterable[Finding], checked: Iterable[str], unchecked: Iterable[str] = ()
) -> Examination:
    """An examination in order: worst first, each check named once."""
    worst_first = sorted(findings, key=lambda one: -SEVERITIES.index(one.severity))
    return Examination(
        tuple(worst_first), tuple(dict.fromkeys(checked)), tuple(dict.fromkeys(unchecked))
    )
