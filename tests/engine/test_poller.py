"""The poller: when it reads, what it publishes, and how it gives way."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ivs_tui.aws.errors import ProblemKind
from ivs_tui.engine.reads import LONGEST_REST
from ivs_tui.engine.snapshot import Usage
from tests.engine.polling import (
    CHANNELS,
    STREAMS,
    Answer,
    Stage,
    fail,
    page,
    running,
)
from tests.engine.test_budget import most_within
from tests.support import START, arn, session, settle, stream, topic


async def test_reads_at_its_pace(stage: Stage) -> None:
    stage.script.answers["ListStreams"] = [page(stream(1))]
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(17)
    assert stage.script.times() == [0, 5, 10, 15]
    assert stage.last().items == (stream(1),)
    assert (stage.last().complete, stage.last().interval) == (True, 5)
    assert (stage.last().read_at or START).second == 15


async def test_a_slow_answer_does_not_slow_the_pace(stage: Stage) -> None:
    stage.script.latency = 2
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(18)
    assert stage.script.times() == [0, 5, 10, 15]
    assert stage.last().interval == 7


async def test_what_is_watched_before_the_start_is_read() -> None:
    stage = Stage()
    stage.poller.watch(STREAMS, 5, front=True)
    async with running(stage):
        assert stage.script.times() == [0]


async def test_watching_twice_reads_once(stage: Stage) -> None:
    for _ in range(3):
        stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(9)
    assert stage.script.times() == [0, 5]


async def test_a_shorter_interval_counts_from_now(stage: Stage) -> None:
    stage.poller.watch(STREAMS, 60, front=False)
    await stage.clock.advance(10)
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(6)
    assert stage.script.times() == [0, 10, 15]
    stage.poller.watch(STREAMS, 60, front=False)
    await stage.clock.advance(100)
    assert stage.script.times() == [0, 10, 15, 20, 80]


async def test_a_long_list_rests_as_long_as_it_took(stage: Stage) -> None:
    pages: list[Answer] = [page(stream(n), token=str(n)) for n in range(10)]
    stage.script.answers["ListStreams"] = [*pages, page(stream(10))]
    stage.script.latency = 2
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(43)
    assert stage.script.times() == [*range(0, 22, 2)]
    await stage.clock.advance(1)
    assert stage.script.times()[11:] == [44]


async def test_a_list_comes_in_parts_that_are_never_complete(stage: Stage) -> None:
    stage.script.latency = 1
    pages: list[Answer] = [page(stream(n), token="more") for n in range(3)]
    stage.script.answers["ListStreams"] = [*pages, page(stream(3), unreadable=2)]
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(4.5)
    assert [(one.complete, one.reading) for one in stage.snapshots()] == [
        (False, 1),
        (False, 2),
        (False, 3),
        (True, None),
    ]
    assert len(stage.last().items) == 4
    assert stage.last().unreadable == 2


async def test_the_same_list_again_comes_over_the_old_one(stage: Stage) -> None:
    stage.script.latency = 3
    stage.script.answers["ListStreams"] = [
        page(stream(1), stream(2)),
        page(stream(2, "STARVING"), token="more"),
        page(stream(3)),
    ]
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(8.5)
    assert [one.stream_id for one in stage.last().items] == ["st-1", "st-2"]
    assert not stage.last().complete
    await stage.clock.advance(3)
    assert [one.stream_id for one in stage.last().items] == ["st-2", "st-3"]
    assert sorted(stage.happened()) == ["starving", "went live"]


async def test_a_list_that_says_the_same_again_comes_whole_or_not_at_all(stage: Stage) -> None:
    stage.script.latency = 3
    pages: list[Answer] = [page(stream(1), token="more"), page(stream(2))]
    stage.script.answers["ListStreams"] = [*pages, *pages]
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(13)
    first, whole, again = stage.snapshots()
    assert [first.complete, whole.complete, again.complete] == [False, True, True]
    # The same, so that who hears of it need not look.
    assert again.items is whole.items
    assert again.read_at != whole.read_at


@pytest.mark.parametrize(
    ("kind", "gaps"),
    [
        (ProblemKind.SERVER, [5, 10, 20, 40, 60, 60, 60]),
        (ProblemKind.DENIED, [5, 10, 20, 40, 60, 60, 60]),
        (ProblemKind.THROTTLED, [5, 10, 20, 40, 60, 60, 60]),
        (ProblemKind.NOT_IVS, [5, 10, 20, 40, 60, 60, 60]),
        (ProblemKind.CREDENTIALS, [5, 10, 10, 10]),
        (ProblemKind.UNREACHABLE, [5, 10, 15, 15]),
    ],
)
async def test_backoff_grows_to_the_bound_of_its_kind(
    stage: Stage, kind: ProblemKind, gaps: list[float]
) -> None:
    stage.script.answers["ListStreams"] = [fail(kind)]
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(sum(gaps))
    times = stage.script.times()
    assert [after - before for before, after in pairwise(times)] == gaps
    errors = [one.error for one in stage.snapshots()]
    assert [one.attempt for one in errors if one] == [*range(1, len(gaps) + 2)]
    assert [one.retry_in for one in errors if one][: len(gaps)] == gaps


async def test_a_week_of_failures(stage: Stage) -> None:
    stage.script.answers["ListStreams"] = [fail(ProblemKind.SERVER)]
    stage.poller.watch(STREAMS, 3_600, front=True)
    await stage.clock.advance(7 * 86_400)
    assert len(stage.script.asked) == 7 * 86_400 / 60 + 1


async def test_recovery_clears_the_error_and_the_count(stage: Stage) -> None:
    stage.script.answers["ListStreams"] = [
        page(stream(1)),
        fail(ProblemKind.SERVER),
        fail(ProblemKind.SERVER),
        page(stream(1)),
        fail(ProblemKind.DENIED),
    ]
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(25)
    assert [one.error.kind if one.error else None for one in stage.snapshots()] == [
        None,
        "server",
        "server",
        None,
        "denied",
    ]
    assert all(one.items == (stream(1),) for one in stage.snapshots())
    assert stage.problem().attempt == 1
    assert stage.happened() == []


@pytest.mark.parametrize(
    "error", [RuntimeError("x"), KeyError("x"), ExceptionGroup("x", [OSError()])]
)
async def test_a_fault_of_ours_breaks_one_topic_for_one_read(
    stage: Stage, error: Exception
) -> None:
    stage.script.answers["ListStreams"] = [error, page(stream(1))]
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(CHANNELS, 5, front=False)
    await stage.clock.advance(1)
    assert stage.problem().kind is ProblemKind.BROKEN
    assert "--log-file" in stage.problem().advice
    await stage.clock.advance(5)
    assert stage.last().error is None
    assert stage.script.times("ListChannels") == [0, 5]


async def test_a_topic_of_no_query_is_broken(stage: Stage) -> None:
    weather = topic("weather")
    stage.poller.watch(weather, 5, front=True)
    await stage.clock.advance(6)
    assert stage.last(weather).error is not None
    stage.poller.unwatch(weather)


async def test_refresh_reads_now(stage: Stage) -> None:
    stage.poller.watch(STREAMS, 30, front=True)
    await stage.clock.advance(3)
    stage.poller.refresh(STREAMS)
    stage.poller.refresh(CHANNELS)
    await stage.clock.advance(29)
    assert stage.script.times() == [0, 3]
    await stage.clock.advance(1)
    assert stage.script.times() == [0, 3, 33]
    assert stage.script.times("ListChannels") == []


async def test_refresh_ends_a_backoff(stage: Stage) -> None:
    stage.script.answers["ListStreams"] = [*[fail(ProblemKind.SERVER)] * 5, page(stream(1))]
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(80)
    assert stage.script.times() == [0, 5, 15, 35, 75]
    stage.poller.refresh(STREAMS)
    await settle()
    assert stage.script.times()[-1] == 80
    assert stage.last().error is None


async def test_asking_often_while_it_reads_reads_once_more(stage: Stage) -> None:
    stage.script.latency = 2
    stage.poller.watch(STREAMS, 30, front=True)
    await stage.clock.advance(1)
    for _ in range(5):
        stage.poller.refresh(STREAMS)
    await stage.clock.advance(20)
    assert stage.script.times() == [0, 2]


async def test_who_asked_goes_first_then_the_screen(stage: Stage) -> None:
    stage.script.answers["GetStreamSession"] = [page(session())]
    rest, front, asked = (topic("session", channelArn=arn(n)) for n in ("rest", "front", "asked"))
    for each in (rest, front, asked):
        stage.poller.watch(each, 5, front=each is not rest)
    await stage.clock.advance(4.9)
    stage.script.asked.clear()
    stage.poller.refresh(asked)
    # Others use what is left of the bucket.
    for number in range(8):
        stage.poller.watch(topic("session", channelArn=arn(number)), 100, front=True)
    await stage.clock.advance(0.2)
    stage.poller.refresh(asked)
    await stage.clock.advance(8)
    order = [one.parameters["channelArn"] for one in stage.script.asked]
    assert order.index(arn("asked")) < order.index(arn("front")) < order.index(arn("rest"))


async def test_the_budget_holds_however_many_watch(stage: Stage) -> None:
    for number in range(40):
        stage.poller.watch(topic("session", channelArn=arn(number)), 5, front=number < 3)
    await stage.clock.advance(60)
    times = stage.script.times("GetStreamSession")
    assert most_within(times, 1) <= 5
    assert most_within(times, 10) <= 23
    assert len(times) > 100


async def test_pause_stops_in_the_middle_of_a_list(stage: Stage) -> None:
    stage.script.latency = 1
    stage.script.answers["ListStreams"] = [page(stream(1), token="more"), page(stream(2))]
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(0.5)
    stage.poller.pause(paused=True)
    stage.poller.pause(paused=True)
    await stage.clock.advance(600)
    assert stage.script.times() == [0]
    assert stage.last().reading == 1
    stage.poller.pause(paused=False)
    stage.poller.pause(paused=False)
    await stage.clock.advance(1)
    assert len(stage.last().items) == 2


async def test_a_pause_is_no_part_of_how_long_a_read_took(stage: Stage) -> None:
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(3)
    stage.poller.pause(paused=True)
    await stage.clock.advance(3_600)
    stage.poller.pause(paused=False)
    await stage.clock.advance(12)
    assert stage.script.times() == [0, 3_603, 3_608, 3_613]
    assert stage.last().interval == 5


async def test_no_rush_when_a_pause_ends(stage: Stage) -> None:
    for number in range(30):
        stage.poller.watch(topic("session", channelArn=arn(number)), 60, front=True)
    await stage.clock.advance(0.1)
    stage.poller.pause(paused=True)
    await stage.clock.advance(30)
    assert len(stage.script.asked) == 3
    stage.poller.pause(paused=False)
    await stage.clock.advance(20)
    assert len(stage.script.asked) == 30
    assert most_within(stage.script.times("GetStreamSession"), 1) <= 5


async def test_a_machine_that_slept_in_the_middle_of_a_read(stage: Stage) -> None:
    stage.script.latency = 1
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(0.5)
    stage.clock.jump(8 * 3_600)
    await stage.clock.advance(1)
    assert stage.last().interval <= 5 + LONGEST_REST
    await stage.clock.advance(LONGEST_REST)
    assert len(stage.script.asked) == 2


async def test_unwatch_in_the_middle_of_a_read(stage: Stage) -> None:
    stage.script.latency = 2
    stage.poller.watch(STREAMS, 5, front=True)
    stage.poller.watch(CHANNELS, 5, front=True)
    await stage.clock.advance(1)
    stage.poller.unwatch(STREAMS)
    stage.poller.unwatch(STREAMS)
    await stage.clock.advance(10)
    assert stage.snapshots() == []
    assert stage.script.times("ListChannels") == [0, 5, 10]


async def test_unwatch_while_it_waits_for_a_token_lets_the_next_go(stage: Stage) -> None:
    topics = [topic("session", channelArn=arn(n)) for n in range(5)]
    for each in topics:
        stage.poller.watch(each, 60, front=True)
    await stage.clock.advance(0.1)
    stage.poller.unwatch(topics[3])
    await stage.clock.advance(0.4)
    assert [one.parameters["channelArn"] for one in stage.script.asked] == [
        arn(n) for n in (0, 1, 2, 4)
    ]


async def test_the_way_back_shows_what_was_known_and_reads_anew(stage: Stage) -> None:
    stage.script.answers["ListStreams"] = [page(stream(1)), page(stream(2))]
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(1)
    stage.poller.unwatch(STREAMS)
    await stage.clock.advance(60)
    assert stage.script.times() == [0]
    stage.reports.clear()
    stage.poller.watch(STREAMS, 5, front=True)
    assert stage.last().items == (stream(1),)
    await settle()
    assert stage.last().items == (stream(2),)


async def test_a_throttled_page_in_the_middle_is_tried_again(stage: Stage) -> None:
    stage.script.answers["ListStreams"] = [
        page(stream(1), token="more"),
        *[fail(ProblemKind.THROTTLED)] * 3,
        page(stream(2)),
    ]
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(60)
    whole = next(one for one in stage.snapshots() if one.complete)
    assert [one.stream_id for one in whole.items] == ["st-1", "st-2"]
    assert all(one.error is None for one in stage.snapshots())
    usage = [one.operations[0].throttled for one in stage.reports if isinstance(one, Usage)]
    assert True in usage


async def test_a_list_that_is_always_throttled_gives_up(stage: Stage) -> None:
    stage.script.answers["ListStreams"] = [
        page(stream(1), token="more"),
        fail(ProblemKind.THROTTLED),
    ]
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(300)
    assert stage.problem().kind is ProblemKind.THROTTLED
    assert not stage.last().complete


async def test_a_throttled_first_page_waits_its_turn(stage: Stage) -> None:
    stage.script.answers["ListStreams"] = [fail(ProblemKind.THROTTLED), page()]
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(4)
    assert stage.script.times() == [0]
    await stage.clock.advance(2)
    assert stage.last().complete


async def test_news_comes_after_the_snapshot_that_shows_it(stage: Stage) -> None:
    stage.script.answers["ListStreams"] = [page(), page(stream(1)), page(stream(1, "STARVING"))]
    stage.poller.watch(STREAMS, 5, front=True)
    await stage.clock.advance(11)
    kinds = [type(one).__name__ for one in stage.reports]
    assert kinds == ["Snapshot", "Usage", *["Snapshot", "Happened", "Usage"] * 2]
    assert stage.happened() == ["went live", "starving"]
