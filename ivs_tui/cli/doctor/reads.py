"""Every read operation once, within the budget: which are allowed, and how quickly they answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.aws.probe import Answer, Probe, Trip
from ivs_tui.aws.records.base import Record
from ivs_tui.cli.doctor.checks import Check, State
from ivs_tui.cli.doctor.plan import LACKING, LOWLATENCY, REALTIME, Step
from ivs_tui.engine.budget import Budget, Priority
from ivs_tui.engine.clock import Clock

GROUP = "permissions"
_PATIENCE = 60.0
"""Seconds for the operations of one service."""
_MOST_MISSES = 2
"""Requests in a row that reach nobody, after which a service is given up."""
_MISSED = frozenset({ProblemKind.UNREACHABLE, ProblemKind.TIMEOUT, ProblemKind.NOT_IVS})
_NOT_HELD = "the credentials do not hold"
_AGAIN = {
    ProblemKind.THROTTLED: "the account's request rate is used up: try again in a moment",
    ProblemKind.SERVER: "a fault of the service: try again in a moment",
}
"""In place of what the monitor would do by itself."""


class Permission(StrEnum):
    """What is known of one operation."""

    ALLOWED = "allowed"
    DENIED = "denied"
    NOT_REACHED = "not reached"
    CANNOT_TELL = "cannot tell"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one step came to; no `answer` where it was not asked."""

    step: Step
    permission: Permission
    check: Check
    answer: Answer | None = None

    @property
    def trip(self) -> Trip | None:
        """Its way, if IVS was at the end of it."""
        wrong = self.problem
        portal = wrong is not None and wrong.kind is ProblemKind.NOT_IVS
        return None if self.answer is None or portal else self.answer.trip

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing but what its items say."""
        answer = self.answer
        return answer is not None and answer.problem is None and not answer.unreadable

    @property
    def problem(self) -> Problem | None:
        """What was wrong with the answer."""
        return None if self.answer is None else self.answer.problem


async def ask_all(probe: Probe, clock: Clock, share: float) -> Mapping[str, Sequence[Outcome]]:
    """Ask both services side by side, each one question after the other."""
    budget = Budget(clock, share)
    rounds = {name: Round(probe, budget, clock, steps) for name, steps in _PLAN.items()}
    async with asyncio.TaskGroup() as tasks:
        for one in rounds.values():
            tasks.create_task(one.run())
    return {name: one.outcomes for name, one in rounds.items()}


def not_tried(reason: str) -> Mapping[str, Sequence[Outcome]]:
    """What is said where nothing can be asked."""
    return {name: [_skipped(step, reason) for step in steps] for name, steps in _PLAN.items()}


_PLAN = {"ivs": LOWLATENCY, "ivs-realtime": REALTIME}


class Round:
    """The questions to one service, in order: later ones use what earlier answers named."""

    def __init__(self, probe: Probe, budget: Budget, clock: Clock, steps: Sequence[Step]) -> None:
        self.outcomes: list[Outcome] = []
        self._probe = probe
        self._budget = budget
        self._clock = clock
        self._steps = steps
        self._known: dict[str, str] = {}
        self._misses = 0
        self._given_up = ""

    async def run(self) -> None:
        """Ask until all is asked, or nothing answers any more."""
        until = self._clock.steady() + _PATIENCE
        for step in self._steps:
            late = self._clock.steady() > until
            reason = self._given_up or self._lack(step)
            if late and not reason:
                # Nobody knows whether a main view would work that was never tried.
                outcome = _skipped(step, f"{_PATIENCE:g} s were over", stops=3 * step.main)
            else:
                outcome = _skipped(step, reason) if reason else await self._ask(step)
            self.outcomes.append(outcome)

    async def _ask(self, step: Step) -> Outcome:
        operation = OPERATIONS[step.operation]
        asked: dict[str, Any] = {name: self._known[thing] for name, thing in step.asks}
        if "arns" in asked:
            asked["arns"] = [asked["arns"]]
        await self._budget.acquire(operation, Priority.ASKED)
        answer = await self._probe.ask(operation, asked)
        self._learn(step, answer.items)
        self._mind(answer.problem)
        of = next((self._known[thing] for name, thing in step.asks if name in _ARNS), "")
        return judged(step, answer, of.rpartition(":")[2])

    def _learn(self, step: Step, items: Sequence[Record]) -> None:
        if not items or not step.gives:
            return
        best = next((one for one in items if getattr(one, step.prefers, None)), items[0])
        for thing, member in step.gives:
            if name := getattr(best, member):
                self._known.setdefault(thing, name)

    def _mind(self, wrong: Problem | None) -> None:
        if wrong is not None and wrong.kind is ProblemKind.CREDENTIALS:
            self._given_up = _NOT_HELD
        missed = wrong is not None and wrong.kind in _MISSED
        self._misses = self._misses + 1 if missed else 0
        if self._misses >= _MOST_MISSES:
            self._given_up = "nothing answers"

    def _lack(self, step: Step) -> str:
        """Why a step cannot be asked; nothing where it can."""
        lacking = [thing for _, thing in step.asks if thing not in self._known]
        if not lacking:
            return ""
        thing = lacking[0]
        silent = [
            done.step.operation
            for done in self.outcomes
            if thing in dict(done.step.gives) and not done.is_whole
        ]
        if silent:
            return f"{silent[0]} failed, which would name {_article(thing)}"
        return LACKING.get(thing, f"this account has no {thing}")


_ARNS = frozenset({"arn", "arns", "channelArn", "stageArn", "sourceStageArn", "resourceArn"})


def judged(step: Step, answer: Answer, resource: str) -> Outcome:
    """What an answer says of the operation that was asked of `resource`."""
    wrong = answer.problem
    # Who may not ask is not told that there is nothing.
    if wrong is None or wrong.kind is ProblemKind.NOT_FOUND:
        return _allowed(step, answer)
    if wrong.kind is ProblemKind.CREDENTIALS:
        # What is wrong with them is said of them, once.
        check = Check(GROUP, step.operation, State.UNKNOWN, f"cannot tell: {_NOT_HELD}")
        return Outcome(step, Permission.CANNOT_TELL, check, answer)
    permission = _PERMISSIONS.get(wrong.kind, Permission.CANNOT_TELL)
    said, advice = wrong.sentence, advice_of(wrong)
    state = State.FAILED if step.main else State.UNKNOWN
    if permission is Permission.DENIED:
        advice += f"; needed for {step.serves}"
        state = State.FAILED if step.main else State.WARNING
    elif permission is Permission.CANNOT_TELL:
        said, state = f"cannot tell: {said}", State.UNKNOWN
    said += f" (asked of {resource})" if resource else ""
    check = Check(GROUP, step.operation, state, said, advice, stops=3 if step.main else 0)
    return Outcome(step, permission, check, answer)


def advice_of(wrong: Problem) -> str:
    """What to do about it, without what only the monitor does by itself."""
    if wrong.kind in _AGAIN:
        return _AGAIN[wrong.kind]
    promised = ("it goes on by itself", "it is tried again")
    return "; ".join(one for one in wrong.advice.split("; ") if one not in promised)


_PERMISSIONS = {
    ProblemKind.DENIED: Permission.DENIED,
    ProblemKind.UNREACHABLE: Permission.NOT_REACHED,
    ProblemKind.TIMEOUT: Permission.NOT_REACHED,
}


def _allowed(step: Step, answer: Answer) -> Outcome:
    said, state = f"allowed: {step.serves}", State.OK
    if answer.unreadable:
        said += f"; {answer.unreadable} of the items cannot be read"
        state = State.WARNING
    check = Check(GROUP, step.operation, state, said)
    return Outcome(step, Permission.ALLOWED, check, answer)


def _skipped(step: Step, reason: str, stops: int = 0) -> Outcome:
    said = f"not tried: {reason}"
    check = Check(GROUP, step.operation, State.SKIPPED, said, stops=stops)
    return Outcome(step, Permission.NOT_TRIED, check)


def _article(thing: str) -> str:
    return f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"
