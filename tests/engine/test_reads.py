"""What begins to starve is told at once; events are read worst first, and none waits for ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from ivs_tui.aws.decode import Page
from ivs_tui.aws.errors import ProblemKind
from ivs_tui.aws.records.lowlatency import StreamSummary
from ivs_tui.engine.last_events import LONGEST_FRESH, MOST_AHEAD, LastEvent
from ivs_tui.engine.snapshot import Snapshot
from tests.engine.polling import STREAMS, Answer, Stage, fail, page, running
from tests.engine.test_budget import most_within
from tests.support import START, arn, event, session, stream, topic

STARVING = topic("starving")
LAST_EVENTS = topic("last-events")


class World:
    """Streams that a test has starve, listed page by page and filtered."""

    def __init__(self, stage: Stage, size: int, page_size: int = 100) -> None:
        self.health = dict.fromkeys(range(size), "HEALTHY")
        self._page_size = page_size
        stage.script.answers["ListStreams"] = [self._list]
        stage.script.answers["GetStreamSession"] = [page(session(event(1)))]

    def _list(self, asked: Mapping[str, Any]) -> Page:
        start = int(asked.get("nextToken", 0))
        wanted = asked.get("filterBy", {}).get("health")
        held = [n for n, health in self.health.items() if wanted in {None, health}]
        items = [self.stream(n) for n in held[start : start + self._page_size]]
        end = start + self._page_size
        return page(*items, token=str(end) if end < len(held) else None)

    def stream(self, number: int) -> StreamSummary:
        return stream(number, self.health[number])


def health(snapshot: Snapshot, number: int) -> str:
    return next(str(one.health) for one in snapshot.items if one.channel_arn == arn(number))


def sweeps(stage: Stage) -> list[float]:
    return [one.at for one in stage.script.asked if "filterBy" in one.parameters]


async def test_a_stream_that_begins_to_starve_shows_before_the_list_is_read_again(
    stage: Stage,
) -> None:
    world = World(stage, 1_000)
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(STARVING, 2, front=False)
    await stage.clock.advance(20)
    late = []
    for number in range(0, 1_000, 17):
        world.health[number] = "STARVING"
        began = stage.clock.steady()
        while health(stage.last(), number) != "STARVING":
            await stage.clock.advance(0.1)
        late.append(stage.clock.steady() - began)
        world.health[number] = "HEALTHY"
        await stage.clock.advance(number % 7 / 3)
    assert max(late) <= 2.6
    # It shares the list's rate, and leaves it enough.
    ends = [one.last_complete_at for one in stage.snapshots() if one.complete]
    gaps = {(after - before).total_seconds() for before, after in pairwise(filter(None, ends))}
    assert max(gaps) <= 8
    assert most_within(stage.script.times(), 10) <= 23


async def test_it_is_news_once(stage: Stage) -> None:
    world = World(stage, 300)
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(STARVING, 2, front=False)
    await stage.clock.advance(20)
    world.health[250] = "STARVING"
    await stage.clock.advance(20)
    world.health[250] = "HEALTHY"
    await stage.clock.advance(20)
    assert stage.happened() == ["starving", "recovered"]


async def test_a_sweep_is_one_call_however_many_starve(stage: Stage) -> None:
    world = World(stage, 500)
    world.health = dict.fromkeys(world.health, "STARVING")
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(STARVING, 2, front=False)
    await stage.clock.advance(60)
    assert len(sweeps(stage)) == 30
    assert len(stage.last().items) == 500


@pytest.mark.parametrize("share", [0.05, 0.4, 1.0])
async def test_however_short_the_interval_a_sweep_leaves_the_list_its_room(share: float) -> None:
    stage = Stage(share)
    World(stage, 300)
    async with running(stage):
        stage.poller.watch(STREAMS, 1, front=True)
        stage.poller.watch(STARVING, 0.4, front=False)
        await stage.clock.advance(400)
        assert len(sweeps(stage)) <= 400 * share * 5 * 0.25 + 1
        lists = len(stage.script.times()) - len(sweeps(stage))
        assert lists >= min(400 * 1.5, 400 * share * 5 * 0.7)


async def test_what_a_sweep_saw_outlasts_a_page_that_is_older(stage: Stage) -> None:
    world = World(stage, 3, page_size=1)
    stage.script.latency = 2
    stage.poller.watch(STREAMS, 60, front=True)
    await stage.clock.advance(2.5)
    # Its page has come, and says that it is well; the others are still to come.
    world.health[0] = "STARVING"
    stage.poller.watch(STARVING, 60, front=False)
    await stage.clock.advance(2)
    assert (health(stage.last(), 0), stage.last().complete) == ("STARVING", False)
    await stage.clock.advance(2)
    assert (health(stage.last(), 0), stage.last().complete) == ("STARVING", True)
    assert stage.happened() == []


async def test_one_that_went_live_starving_is_new(stage: Stage) -> None:
    world = World(stage, 1)
    stage.poller.watch(STREAMS, 30, front=True)
    stage.poller.watch(STARVING, 2, front=False)
    await stage.clock.advance(10)
    world.health[7] = "STARVING"
    await stage.clock.advance(3)
    assert len(stage.last().items) == 2
    assert stage.happened() == ["went live", "starving"]
    assert stage.last().last_complete_at == START


async def test_a_sweep_alone_makes_no_list(stage: Stage) -> None:
    world = World(stage, 3)
    world.health[1] = "STARVING"
    stage.poller.watch(STARVING, 2, front=False)
    await stage.clock.advance(10)
    assert stage.snapshots() == []
    assert [len(one.items) for one in stage.snapshots(STARVING)] == [1]


async def test_a_sweep_that_fails_says_so_and_that_it_works_again(stage: Stage) -> None:
    answers: list[Answer] = [page(), fail(ProblemKind.SERVER), page()]
    stage.script.answers["ListStreams"] = answers
    stage.poller.watch(STARVING, 2, front=False)
    await stage.clock.advance(9)
    assert [one.error is not None for one in stage.snapshots(STARVING)] == [False, True, False]


def read(stage: Stage) -> list[str]:
    asked = [one for one in stage.script.asked if one.operation == "GetStreamSession"]
    return [one.parameters["channelArn"] for one in asked]


def ages(stage: Stage) -> list[float]:
    items: tuple[LastEvent, ...] = stage.last(LAST_EVENTS).items
    return [(stage.clock.now() - one.read_at).total_seconds() for one in items]


async def test_events_of_every_stream_are_read_the_worst_first(stage: Stage) -> None:
    world = World(stage, 30)
    world.health |= {20: "STARVING", 25: "STARVING"}
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.look((arn(9),))
    stage.poller.watch(LAST_EVENTS, 5, front=False)
    await stage.clock.advance(40)
    assert set(read(stage)[:2]) == {arn(20), arn(25)}
    assert arn(9) in read(stage)[2:5]
    last = stage.last(LAST_EVENTS)
    assert last.complete
    assert {one.channel_arn for one in last.items} == {arn(n) for n in range(30)}
    assert last.items[0].event == event(1)
    await stage.clock.advance(200)
    # Those that starve are read again and again, the others are good for a while.
    assert read(stage).count(arn(20)) == 4
    assert read(stage).count(arn(3)) == 1


async def test_before_any_stream_is_known_nothing_is_said_to_be_read(stage: Stage) -> None:
    World(stage, 14)
    stage.poller.watch(LAST_EVENTS, 5, front=False)
    await stage.clock.advance(1)
    assert not stage.last(LAST_EVENTS).complete
    stage.poller.watch(STREAMS, 5, front=True)
    # What is waited for comes soon, and is not called whole before it is.
    await stage.clock.advance(1.6)
    assert 0 < len(stage.last(LAST_EVENTS).items) < 14
    assert not stage.last(LAST_EVENTS).complete
    await stage.clock.advance(20)
    assert stage.last(LAST_EVENTS).complete


async def test_no_bound_is_promised_before_it_is_known_how_many_are_live(stage: Stage) -> None:
    world = World(stage, 1_000)
    world.health[5] = "STARVING"
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(STARVING, 2, front=False)
    stage.poller.watch(LAST_EVENTS, 1, front=False)
    await stage.clock.advance(30)
    whole = next(one.read_at for one in stage.snapshots() if one.complete)
    assert whole is not None
    told = [(one.read_at, one.interval) for one in stage.snapshots(LAST_EVENTS) if one.read_at]
    early = {bound for at, bound in told if at < whole}
    late = {bound for at, bound in told if at > whole}
    assert early == {0.0}
    assert late == {(2 * 1_000 + MOST_AHEAD) / 1.6}


async def test_streams_that_another_engine_knew_are_followed_though_nothing_changes(
    stage: Stage,
) -> None:
    World(stage, 5)
    known = tuple(stream(number) for number in range(5))
    stage.poller.recall(
        Snapshot(topic=STREAMS, items=known, complete=True, read_at=START, last_complete_at=START)
    )
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(LAST_EVENTS, 5, front=False)
    await stage.clock.advance(20)
    assert stage.last().items is known
    assert set(read(stage)) == {arn(number) for number in range(5)}


async def test_one_that_begins_to_starve_is_read_at_once(stage: Stage) -> None:
    world = World(stage, 400)
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(STARVING, 2, front=False)
    stage.poller.watch(LAST_EVENTS, 5, front=False)
    await stage.clock.advance(100)
    world.health[399] = "STARVING"
    stage.script.asked.clear()
    await stage.clock.advance(4)
    assert arn(399) in read(stage)


async def test_none_waits_longer_than_is_said_however_many_starve(stage: Stage) -> None:
    world = World(stage, 400)
    world.health |= dict.fromkeys(range(0, 400, 4), "STARVING")
    stage.poller.watch(STREAMS, 30, front=True)
    stage.poller.watch(LAST_EVENTS, 5, front=False)
    stage.poller.watch(topic("session", channelArn=arn(0)), 5, front=True)
    await stage.clock.advance(600)
    last = stage.last(LAST_EVENTS)
    assert last.complete
    assert last.interval == (2 * 400 + MOST_AHEAD) / 1.6
    for _ in range(30):
        await stage.clock.advance(20)
        assert max(ages(stage)) <= last.interval + 10


async def test_none_waits_longer_though_all_begin_to_starve_again_and_again(stage: Stage) -> None:
    world = World(stage, 100)
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(LAST_EVENTS, 5, front=False)
    for turn in range(120):
        flapping = dict.fromkeys(range(90), "STARVING" if turn % 2 else "HEALTHY")
        world.health |= flapping
        await stage.clock.advance(5)
        if turn > 60:
            assert max(ages(stage)) <= stage.last(LAST_EVENTS).interval + 10


async def test_few_streams_cost_few_requests(stage: Stage) -> None:
    World(stage, 12)
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(LAST_EVENTS, 5, front=False)
    await stage.clock.advance(3_600)
    assert len(read(stage)) <= 12 * (1 + 3_600 / LONGEST_FRESH)
    assert stage.last(LAST_EVENTS).interval == LONGEST_FRESH


async def test_a_session_is_opened_in_the_next_free_token(stage: Stage) -> None:
    World(stage, 1_000)
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(LAST_EVENTS, 5, front=False)
    await stage.clock.advance(30)
    for number in range(20):
        opened = topic("session", channelArn=arn(number), streamId=f"st-{number}")
        began = stage.clock.steady()
        stage.poller.watch(opened, 5, front=True)
        await stage.clock.advance(0.1)
        assert stage.snapshots(opened)[0].read_at == START + timedelta(seconds=began - 1_000)
        stage.poller.unwatch(opened)
        await stage.clock.advance(1.3)
    assert most_within(stage.script.times("GetStreamSession"), 10) <= 23


async def test_a_stream_that_ended_meanwhile_is_no_trouble(stage: Stage) -> None:
    World(stage, 3)
    stage.script.answers["GetStreamSession"] = [
        fail(ProblemKind.NOT_FOUND),
        page(session(event(1))),
    ]
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(LAST_EVENTS, 5, front=False)
    await stage.clock.advance(10)
    assert stage.last(LAST_EVENTS).error is None
    assert [one.event is None for one in stage.last(LAST_EVENTS).items].count(True) == 1


@pytest.mark.parametrize("kind", [ProblemKind.DENIED, ProblemKind.THROTTLED])
async def test_where_events_cannot_be_read_that_is_said_and_nothing_else_suffers(
    stage: Stage, kind: ProblemKind
) -> None:
    World(stage, 50)
    stage.script.answers["GetStreamSession"] = [fail(kind)]
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(LAST_EVENTS, 5, front=False)
    await stage.clock.advance(120)
    assert stage.problem(LAST_EVENTS).kind is kind
    assert stage.last().error is None
    assert len(read(stage)) <= 8


async def test_streams_that_ended_are_forgotten(stage: Stage) -> None:
    world = World(stage, 40)
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(LAST_EVENTS, 5, front=False)
    await stage.clock.advance(60)
    world.health = dict.fromkeys(range(30, 35), "HEALTHY")
    await stage.clock.advance(LONGEST_FRESH)
    assert len(stage.last(LAST_EVENTS).items) == 5
    assert len(stage.poller._reads._last_events._known) == 5
