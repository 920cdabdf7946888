"""How channels get their names: in batches, those in sight first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

from ivs_tui.aws.decode import Page
from ivs_tui.aws.errors import ProblemKind
from ivs_tui.aws.gateway import Pace
from ivs_tui.aws.operations import Operation
from ivs_tui.aws.records.lowlatency import Channel
from ivs_tui.engine.names import FRESH_FOR, RETRY_AFTER
from ivs_tui.engine.poller import Poller
from tests.engine.polling import (
    NAMES,
    STREAMS,
    Script,
    Stage,
    fail,
    page,
)
from tests.support import arn, settle, stream, topic


def named(parameters: Mapping[str, Any]) -> Page:
    """A name for each channel that was asked for."""
    return page(*(Channel(arn=one, name=f"name of {one}") for one in parameters["arns"]))


def batches(stage: Stage) -> list[list[str]]:
    return [
        one.parameters["arns"] for one in stage.script.asked if one.operation == "BatchGetChannel"
    ]


async def test_names_in_batches_those_in_sight_first(stage: Stage) -> None:
    stage.script.answers["ListStreams"] = [page(*(stream(n) for n in range(120)))]
    stage.script.answers["BatchGetChannel"] = [named]
    stage.poller.look(tuple(arn(n) for n in range(100, 110)))
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(NAMES, 5, front=False)
    await stage.clock.advance(30)
    assert [len(one) for one in batches(stage)] == [50, 50, 20]
    assert batches(stage)[0][:11] == [*(arn(n) for n in range(100, 110)), arn(0)]
    asked = [one for batch in batches(stage) for one in batch]
    assert sorted(asked) == sorted({arn(n) for n in range(120)})
    assert len(stage.last(NAMES).items) == 120
    assert stage.last(NAMES).complete


async def test_where_nothing_is_live_no_name_is_missing(stage: Stage) -> None:
    stage.script.answers["ListStreams"] = [page()]
    stage.poller.watch(NAMES, 60, front=False)
    stage.poller.watch(topic("last-events"), 5, front=False)
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(5)
    assert stage.last(NAMES).complete
    await stage.clock.advance(1_200)
    for about in (NAMES, topic("last-events")):
        read_at, interval = stage.last(about).read_at, max(60, stage.last(about).interval)
        assert read_at
        assert (stage.clock.now() - read_at).total_seconds() <= interval
    assert {one.operation for one in stage.script.asked} == {"ListStreams"}


async def test_names_are_asked_for_again_when_they_are_old(stage: Stage) -> None:
    stage.script.answers["ListStreams"] = [page(stream(1))]
    stage.script.answers["BatchGetChannel"] = [named]
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(NAMES, 60, front=False)
    await stage.clock.advance(FRESH_FOR - 1)
    assert len(batches(stage)) == 1
    await stage.clock.advance(62)
    assert len(batches(stage)) == 2


async def test_a_name_that_comes_into_sight_is_read_at_once(stage: Stage) -> None:
    stage.script.answers["BatchGetChannel"] = [named]
    stage.poller.watch(NAMES, 60, front=False)
    await stage.clock.advance(5)
    stage.poller.look((arn(7),))
    await settle()
    assert batches(stage) == [[arn(7)]]
    stage.poller.look((arn(7),))
    await stage.clock.advance(60)
    assert len(batches(stage)) == 1


async def test_channels_without_a_name_are_not_asked_for_all_the_time(stage: Stage) -> None:
    stage.script.answers["ListStreams"] = [page(stream(1), stream(2))]
    stage.script.answers["BatchGetChannel"] = [page()]
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(NAMES, 5, front=False)
    await stage.clock.advance(RETRY_AFTER - 1)
    assert len(batches(stage)) == 1
    await stage.clock.advance(10)
    assert len(batches(stage)) == 2


async def test_failing_names_back_off_however_much_is_scrolled(stage: Stage) -> None:
    stage.script.answers["BatchGetChannel"] = [fail(ProblemKind.SERVER)]
    stage.poller.watch(NAMES, 5, front=False)
    for number in range(100):
        stage.poller.look((arn(number),))
        await stage.clock.advance(0.1)
    assert len(batches(stage)) <= 3


class Mute(Script):
    """A reader whose answers have no page at all."""

    async def pages(
        self, operation: Operation, parameters: Mapping[str, Any], pace: Pace
    ) -> AsyncIterator[Page]:
        await pace.admit(operation)
        nothing: tuple[Page, ...] = ()
        for each in nothing:
            yield each


async def test_answers_without_a_page_do_not_stop_the_engine(stage: Stage) -> None:
    poller = Poller(Mute(stage.clock), stage.budget, stage.clock, stage.reports.append)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(poller.run())
        poller.look((arn(1),))
        poller.watch(NAMES, 5, front=False)
        async with asyncio.timeout(5):
            await stage.clock.advance(30)
        task.cancel()
