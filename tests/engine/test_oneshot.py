"""One read for a command: what is tried again, for how long, and where it goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from ivs_tui.aws.decode import Page
from ivs_tui.aws.errors import GatewayError, ProblemKind, problem
from ivs_tui.aws.gateway import Pace
from ivs_tui.aws.operations import Operation
from ivs_tui.engine.budget import Budget
from ivs_tui.engine.oneshot import PASSING, PATIENCE, OneShot, Whole
from tests.support import ManualClock, stream

HANGS = None
Outcome = Page | ProblemKind | None


class ScriptedReader:
    """Answers as told, one outcome a request; the last one for ever."""

    def __init__(self, clock: ManualClock, *outcomes: Outcome, takes: float = 0.0) -> None:
        self._clock = clock
        self._outcomes = outcomes
        self._takes = takes
        self._began = clock.steady()
        self.asked: list[tuple[float, str | None]] = []

    async def pages(
        self, operation: Operation, parameters: Mapping[str, Any], pace: Pace
    ) -> AsyncIterator[Page]:
        token = parameters.get("nextToken")
        while True:
            await pace.admit(operation)
            self.asked.append((self._clock.steady() - self._began, token))
            outcome = self._outcomes[min(len(self.asked), len(self._outcomes)) - 1]
            await self._clock.sleep(self._takes)
            if outcome is HANGS:
                await asyncio.Event().wait()
            if isinstance(outcome, ProblemKind):
                if outcome is ProblemKind.THROTTLED:
                    pace.throttled(operation, 0)
                raise problem(outcome, "it failed")
            assert isinstance(outcome, Page)
            yield outcome
            token = outcome.next_token
            if token is None:
                return

    async def close(self) -> None:
        pass


async def finish(
    clock: ManualClock, reader: ScriptedReader, limit: float = 60.0
) -> tuple[Whole | GatewayError, float]:
    """How the read ended, and after how many seconds."""
    shot = OneShot(reader, Budget(clock, 1.0), clock)
    began = clock.steady()

    async def read() -> Whole | GatewayError:
        try:
            return await shot.read("streams")
        except GatewayError as error:
            return error

    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(read())
        while not reading.done():
            assert clock.steady() - began < limit, "it never ends"
            await clock.advance(0.25)
    return reading.result(), clock.steady() - began


def pages(count: int) -> list[Page]:
    tokens = [str(number) for number in range(1, count)]
    return [Page((stream(at),), 1, token) for at, token in enumerate([*tokens, None])]


async def test_every_page_in_order() -> None:
    clock = ManualClock()
    reader = ScriptedReader(clock, *pages(3))
    whole, _ = await finish(clock, reader)
    assert whole == Whole((stream(0), stream(1), stream(2)), 3)


@pytest.mark.parametrize("kind", sorted(PASSING))
async def test_what_passes_is_tried_again(kind: ProblemKind) -> None:
    clock = ManualClock()
    reader = ScriptedReader(clock, kind, kind, *pages(1))
    whole, took = await finish(clock, reader)
    assert isinstance(whole, Whole)
    assert whole.items == (stream(0),)
    assert took <= 4


@pytest.mark.parametrize("kind", sorted(PASSING))
async def test_patience_ends_after_15_seconds(kind: ProblemKind) -> None:
    clock = ManualClock()
    reader = ScriptedReader(clock, kind)
    ended, took = await finish(clock, reader)
    assert isinstance(ended, GatewayError)
    assert ended.problem.kind is kind
    assert took == pytest.approx(PATIENCE, abs=0.5)
    assert 3 <= len(reader.asked) <= 8


async def test_a_second_try_that_hangs_is_cut_off_with_the_first_ones_words() -> None:
    clock = ManualClock()
    reader = ScriptedReader(clock, ProblemKind.SERVER, HANGS)
    ended, took = await finish(clock, reader)
    assert isinstance(ended, GatewayError)
    assert ended.problem.kind is ProblemKind.SERVER
    assert took == pytest.approx(PATIENCE, abs=0.5)


async def test_the_time_that_a_failing_try_takes_is_lost_too() -> None:
    clock = ManualClock()
    reader = ScriptedReader(clock, ProblemKind.TIMEOUT, takes=10.0)
    ended, took = await finish(clock, reader)
    assert isinstance(ended, GatewayError)
    assert took == pytest.approx(PATIENCE, abs=0.5)
    assert len(reader.asked) == 2


@pytest.mark.parametrize("kind", sorted(set(ProblemKind) - PASSING))
async def test_everything_else_fails_at_once(kind: ProblemKind) -> None:
    clock = ManualClock()
    reader = ScriptedReader(clock, kind, *pages(1))
    ended, took = await finish(clock, reader)
    assert isinstance(ended, GatewayError)
    assert ended.problem.kind is kind
    assert took < 1
    assert len(reader.asked) == 1


async def test_a_long_list_goes_on_where_it_broke_off() -> None:
    clock = ManualClock()
    first, second, third = pages(3)
    reader = ScriptedReader(clock, first, ProblemKind.SERVER, second, ProblemKind.THROTTLED, third)
    whole, _ = await finish(clock, reader)
    assert isinstance(whole, Whole)
    assert whole.items == (stream(0), stream(1), stream(2))
    assert [token for _, token in reader.asked] == [None, "1", "1", "2", "2"]


async def test_a_long_list_that_comes_loses_no_patience() -> None:
    clock = ManualClock()
    outcomes: list[Outcome] = [*pages(40)]
    outcomes.insert(39, ProblemKind.SERVER)
    reader = ScriptedReader(clock, *outcomes, takes=1.0)
    whole, took = await finish(clock, reader)
    assert isinstance(whole, Whole)
    assert len(whole.items) == 40
    assert took > 2 * PATIENCE


async def test_all_reads_of_a_command_share_one_patience() -> None:
    clock = ManualClock()
    failing: list[Outcome] = [ProblemKind.SERVER] * 4
    reader = ScriptedReader(clock, *failing, *pages(1), ProblemKind.SERVER)
    shot = OneShot(reader, Budget(clock, 1.0), clock)
    began = clock.steady()

    async def both() -> None:
        await shot.read("streams")
        with pytest.raises(GatewayError):
            await shot.read("channels")

    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(both())
        while not reading.done():
            await clock.advance(0.25)
    assert clock.steady() - began == pytest.approx(PATIENCE, abs=0.5)


async def test_one_thing_that_cannot_be_read_is_said() -> None:
    with pytest.raises(GatewayError) as caught:
        Whole((), 1).one()
    assert caught.value.problem.advice
