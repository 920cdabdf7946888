"""The sheet that an examination is written on: what was looked at, what was found."""

from __future__ import annotations

from datetime import datetime

from ivs_tui.engine.clock import LONG_AGO
from ivs_tui.knowledge.catalogue import CATALOGUE
from ivs_tui.knowledge.checks.words import at, short
from ivs_tui.knowledge.explain import Explanation
from ivs_tui.knowledge.finding import Examination, Finding, examination

UNSAID = "the API does not say"


class Checklist:
    """Collects findings, checks made and checks left out; `now` dates its evidence."""

    def __init__(self, now: datetime = LONG_AGO) -> None:
        self.now = now
        self._findings: list[Finding] = []
        self._checked: list[str] = []
        self._unchecked: list[str] = []

    def at(self, instant: datetime | None) -> str:
        """The instant in words, dated when it is not today's."""
        return at(instant, self.now)

    def checked(self, *ids: str) -> None:
        """These were looked for."""
        self._checked += [CATALOGUE[id_].checked for id_ in ids]

    def unchecked(self, what: str, why: str = UNSAID) -> None:
        """This could not be looked at, and why."""
        self._unchecked.append(f"{what}: {why}")

    def skip(self, id_: str, why: str = UNSAID) -> None:
        """This finding could not be looked for."""
        self.unchecked(CATALOGUE[id_].checked, why)

    def skip_unknown(self, id_: str, member: str, said: str) -> None:
        """It hangs on a member of which this version does not know the value, if there is one."""
        self.skip(id_, f"{member} {short(said)} is not known to this version" if said else UNSAID)

    def found(
        self, id_: str, evidence: str, told: Explanation | None = None, **words: object
    ) -> None:
        """Write a finding down; `told` is the explanation that knows the remedy better."""
        entry = CATALOGUE[id_]
        self.checked(id_)
        self._findings.append(
            Finding(
                severity=entry.severity,
                title=entry.says.format(**words),
                evidence=evidence,
                remedy=(told and told.remedy) or entry.remedy,
                source=_source(told) or entry.source,
                basis=entry.basis,
                id=id_,
            )
        )

    def examination(self) -> Examination:
        """What the sheet holds, worst first."""
        return examination(self._findings, self._checked, self._unchecked)


def _source(told: Explanation | None) -> str:
    if told is None or not told.source:
        return ""
    return f"{told.source} (remedy inferred)" if told.inferred else told.source
