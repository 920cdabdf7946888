"""A poller on a clock that is moved by hand, over a reader that says what it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from ivs_tui.aws.decode import Page
from ivs_tui.aws.errors import GatewayError, Problem, ProblemKind, problem
from ivs_tui.aws.gateway import Pace
from ivs_tui.aws.operations import Operation
from ivs_tui.aws.records.base import Record
from ivs_tui.engine.budget import Budget
from ivs_tui.engine.commands import Happened, Report
from ivs_tui.engine.poller import Poller
from ivs_tui.engine.snapshot import Snapshot, Topic
from tests.support import ManualClock, settle, topic

STREAMS = topic("streams")
CHANNELS = topic("channels")
NAMES = topic("names")

Step = Page | Exception
Answer = Step | Callable[[Mapping[str, Any]], Step]


def page(*items: Record, token: str | None = None, unreadable: int = 0) -> Page:
    return Page(items, unreadable, token)


def fail(kind: ProblemKind) -> GatewayError:
    return problem(kind, f"{kind}!")


class Asked(NamedTuple):
    """One request: when, in seconds since the start, and what."""

    at: float
    operation: str
    parameters: Mapping[str, Any]


class Script:
    """A `Reader` that gives the answers of its script; the last one again and again."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self._start = clock.steady()
        self.answers: dict[str, list[Answer]] = {}
        self.latency = 0.0
        self.asked: list[Asked] = []

    async def pages(
        self, operation: Operation, parameters: Mapping[str, Any], pace: Pace
    ) -> AsyncIterator[Page]:
        number = 0
        request = dict(parameters)
        while True:
            await pace.admit(operation)
            at = self._clock.steady() - self._start
            self.asked.append(Asked(at, operation.name, dict(parameters)))
            if self.latency:
                await self._clock.sleep(self.latency)
            step = self._step(operation, request)
            if isinstance(step, GatewayError) and step.problem.kind is ProblemKind.THROTTLED:
                if pace.throttled(operation, number):
                    continue
                raise step
            if isinstance(step, Exception):
                raise step
            yield step
            if step.next_token is None:
                return
            request["nextToken"] = step.next_token
            number += 1

    async def close(self) -> None:
        """Nothing is open."""

    def times(self, operation: str = "ListStreams") -> list[float]:
        return [one.at for one in self.asked if one.operation == operation]

    def _step(self, operation: Operation, parameters: Mapping[str, Any]) -> Step:
        script = self.answers.get(operation.name) or [page()]
        answer = script.pop(0) if len(script) > 1 else script[0]
        return answer if isinstance(answer, Page | Exception) else answer(parameters)


class Stage:
    """A poller with everything around it."""

    def __init__(self, share: float = 0.4) -> None:
        self.clock = ManualClock()
        self.script = Script(self.clock)
        self.budget = Budget(self.clock, share)
        self.reports: list[Report] = []
        self.poller = Poller(self.script, self.budget, self.clock, self.reports.append)

    def snapshots(self, of: Topic = STREAMS) -> list[Snapshot]:
        return [one for one in self.reports if isinstance(one, Snapshot) and one.topic == of]

    def last(self, of: Topic = STREAMS) -> Snapshot:
        return self.snapshots(of)[-1]

    def problem(self, of: Topic = STREAMS) -> Problem:
        found = self.last(of).error
        assert found is not None
        return found

    def happened(self) -> list[str]:
        told = [one for one in self.reports if isinstance(one, Happened)]
        return [each.what for one in told for each in one.transitions]


@asynccontextmanager
async def running(stage: Stage) -> AsyncIterator[None]:
    """The poller at work; it must neither end by itself nor leave a task behind."""
    before = asyncio.all_tasks()
    task = asyncio.get_running_loop().create_task(stage.poller.run())
    await settle()
    yield
    assert not task.done()
    task.cancel()
    await asyncio.wait((task,))
    assert task.cancelled()
    assert asyncio.all_tasks() - before <= {asyncio.current_task()}
