"""What vanished from the API and is kept: compositions, as long as the monitor runs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.records.realtime import CompositionSummary
from ivs_tui.engine import store as module
from ivs_tui.engine.query import QUERIES
from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.engine.store import MOST_TOPICS, Store
from tests.engine.polling import Stage, fail, page, running
from tests.engine.test_store import PROBLEM, STREAMS, at, put, session_topic
from tests.support import STAGE, session, stream, topic

ALL = topic("compositions")
OF_STAGE = topic("compositions", filterByStageArn=STAGE)
HOUR = 3_600.0


def composition(number: int, state: str = "ACTIVE") -> CompositionSummary:
    return CompositionSummary(arn=f"c-{number}", stage_arn=STAGE, state=state)


def gone(snapshot: Snapshot) -> list[tuple[str, bool]]:
    return [(one.item.arn, one.confirmed) for one in snapshot.gone]


def test_compositions_alone_are_remembered() -> None:
    assert [query.name for query in QUERIES.values() if query.remembered] == ["compositions"]


@pytest.mark.parametrize("about", [ALL, OF_STAGE], ids=["all", "of a stage"])
def test_it_stays_for_days_as_it_was_last(about: Topic) -> None:
    store = Store()
    put(store, composition(1), composition(2), topic=about)
    put(store, composition(1, "STOPPED"), composition(2), now=60, topic=about)
    assert gone(put(store, composition(2), now=365, topic=about)) == [("c-1", False)]
    for hours in (1, 24, 72):
        later = put(store, composition(2), now=hours * HOUR, topic=about)
        assert gone(later) == [("c-1", True)]
        assert later.items == (composition(2),)
        assert later.gone[0].item.state == "STOPPED"
        assert later.gone[0].since == at(365)


def test_what_vanishes_later_comes_beside_it() -> None:
    store = Store()
    put(store, composition(1), composition(2), topic=ALL)
    for hours in range(1, 4):
        put(store, composition(2), now=hours * HOUR, topic=ALL)
    for hours in range(5, 9):
        snapshot = put(store, now=hours * HOUR, topic=ALL)
    assert gone(snapshot) == [("c-1", True), ("c-2", True)]


def test_one_that_is_listed_again_is_no_longer_gone() -> None:
    store = Store()
    put(store, composition(1), topic=ALL)
    for hours in (1, 2, 3):
        put(store, now=hours * HOUR, topic=ALL)
    back = put(store, composition(1), now=4 * HOUR, topic=ALL)
    assert (back.items, back.gone) == ((composition(1),), ())
    assert gone(put(store, now=5 * HOUR, topic=ALL)) == [("c-1", False)]


@pytest.mark.parametrize("about", [ALL, STREAMS], ids=["remembered", "passing"])
def test_one_that_half_a_list_names_again_is_listed_once(about: Topic) -> None:
    store = Store()
    item = composition(1) if about is ALL else stream(1)
    put(store, item, topic=about)
    put(store, now=5, topic=about)
    part = store.put_part(about, [item], at(10))
    assert (part.items, part.gone) == ((item,), ())
    failed = store.put_error(about, PROBLEM, at(11))
    assert (failed.items, failed.gone) == ((item,), ())
    assert [one.confirmed for one in put(store, now=15, topic=about).gone] == [False]


def test_half_a_list_and_failed_reads_forget_nothing() -> None:
    store = Store()
    put(store, composition(1), composition(2), topic=ALL)
    for hours in (1, 2):
        put(store, composition(2), now=hours * HOUR, topic=ALL)
    assert gone(store.put_part(ALL, [composition(3)], at(3 * HOUR))) == [("c-1", True)]
    assert gone(store.put_error(ALL, PROBLEM, at(4 * HOUR))) == [("c-1", True)]
    last = put(store, composition(2), now=5 * HOUR, topic=ALL)
    assert gone(last) == [("c-1", True), ("c-3", False)]


def test_one_that_may_be_unreadable_is_doubted_until_nothing_is() -> None:
    store = Store()
    put(store, composition(1), topic=ALL)
    for hours in range(1, 6):
        doubted = store.put(ALL, [], at(hours * HOUR), 1, 5.0)
        assert gone(doubted) == [("c-1", False)]
    assert gone(put(store, now=6 * HOUR, topic=ALL)) == [("c-1", True)]
    # What was gone already is not what became unreadable now.
    assert gone(store.put(ALL, [], at(7 * HOUR), 1, 5.0)) == [("c-1", True)]


def test_one_that_was_unreadable_for_a_while_comes_back() -> None:
    store = Store()
    put(store, composition(1), topic=ALL)
    store.put(ALL, [], at(HOUR), 1, 5.0)
    back = put(store, composition(1), now=2 * HOUR, topic=ALL)
    assert (back.items, back.gone) == ((composition(1),), ())


def test_however_many_other_topics_there_are() -> None:
    store = Store()
    filtered = [topic("compositions", filterByStageArn=f"s-{n}") for n in range(MOST_TOPICS + 20)]
    for about in (ALL, *filtered):
        put(store, composition(1), topic=about)
        for hours in (1, 2):
            put(store, now=hours * HOUR, topic=about)
    for number in range(MOST_TOPICS + 20):
        put(store, session(), topic=session_topic(number))
    assert all(gone(store.get(about)) == [("c-1", True)] for about in (ALL, *filtered))
    # Nor does what is remembered take the place of what is not.
    left = [n for n in range(MOST_TOPICS + 20) if store.get(session_topic(n)).complete]
    assert left == list(range(20, MOST_TOPICS + 20))


def test_however_many_filters_were_looked_through() -> None:
    store = Store()
    filtered = [topic("compositions", filterByStageArn=f"s-{n}") for n in range(5 * MOST_TOPICS)]
    for about in (ALL, *filtered):
        put(store, composition(1), topic=about)
    left = [about for about in filtered if store.get(about).complete]
    assert left == filtered[-4 * MOST_TOPICS :]
    assert store.get(ALL).complete


def test_the_bound_lets_the_oldest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_REMEMBERED", 10)
    store = Store()
    for number in range(25):
        put(store, composition(number), now=number * HOUR, topic=ALL)
    snapshot = put(store, now=26 * HOUR, topic=ALL)
    assert [name for name, _ in gone(snapshot)] == [f"c-{n}" for n in range(15, 25)]
    # A list that nothing is remembered of has no such bound: all of it may end at once.
    put(store, *(stream(n) for n in range(25)))
    assert len(put(store, now=5).gone) == 25


def test_another_store_takes_up_what_this_one_knew() -> None:
    store, heir = Store(), Store()
    put(store, composition(1), composition(2), topic=ALL)
    for hours in (1, 2):
        put(store, composition(2), now=hours * HOUR, topic=ALL)
    store.put_part(ALL, [composition(3)], at(3 * HOUR))
    heir.recall(store.get(ALL))
    assert heir.get(ALL).reading is None
    assert not heir.last_complete(ALL).complete
    snapshot = put(heir, composition(2), now=4 * HOUR, topic=ALL)
    assert gone(snapshot) == [("c-1", True), ("c-3", False)]


def test_a_whole_read_is_taken_up_as_one_whatever_failed_since() -> None:
    store, heir = Store(), Store()
    put(store, composition(1), topic=ALL)
    failed = store.put_error(ALL, Problem(kind=ProblemKind.DENIED, sentence="no"), at(5))
    heir.recall(failed)
    assert heir.get(ALL) == failed
    assert heir.last_complete(ALL) == store.last_complete(ALL)


def test_days_of_reads_cost_no_more_than_what_they_found() -> None:
    store = Store()
    put(store, composition(1), topic=ALL)
    for minute in range(1, 1_000):
        snapshot = put(store, now=timedelta(minutes=minute).total_seconds(), topic=ALL)
    assert gone(snapshot) == [("c-1", True)]


async def test_hours_of_polling_and_a_view_that_is_left_and_opened_again() -> None:
    stage = Stage()
    stage.script.answers["ListCompositions"] = [page(composition(1), composition(2)), page()]
    async with running(stage):
        stage.poller.watch(ALL, 5, front=True)
        await stage.clock.advance(3 * HOUR)
        assert gone(stage.last(ALL)) == [("c-1", True), ("c-2", True)]
        stage.poller.unwatch(ALL)
        for number in range(MOST_TOPICS + 20):
            stage.poller.watch(session_topic(number), HOUR, front=False)
            await stage.clock.advance(1)
            stage.poller.unwatch(session_topic(number))
        await stage.clock.advance(3 * HOUR)
        stage.reports.clear()
        stage.poller.watch(ALL, 5, front=True)
        assert gone(stage.last(ALL)) == [("c-1", True), ("c-2", True)]
        await stage.clock.advance(HOUR)
        assert gone(stage.last(ALL)) == [("c-1", True), ("c-2", True)]
        assert stage.last(ALL).complete
        assert stage.happened() == []


async def test_one_that_vanished_while_nobody_looked() -> None:
    stage = Stage()
    stage.script.answers["ListCompositions"] = [page(composition(1)), page()]
    async with running(stage):
        stage.poller.watch(OF_STAGE, 5, front=True)
        await stage.clock.advance(1)
        stage.poller.unwatch(OF_STAGE)
        await stage.clock.advance(10 * HOUR)
        stage.poller.watch(OF_STAGE, 5, front=True)
        await stage.clock.advance(6)
        assert gone(stage.last(OF_STAGE)) == [("c-1", True)]
        assert stage.happened() == ["composition gone"]


async def test_failures_in_between_take_nothing_away() -> None:
    stage = Stage()
    stage.script.answers["ListCompositions"] = [
        page(composition(1)),
        page(),
        *[fail(ProblemKind.UNREACHABLE)] * 50,
        page(unreadable=1),
        page(),
    ]
    async with running(stage):
        stage.poller.watch(ALL, 5, front=True)
        await stage.clock.advance(60)
        assert stage.problem(ALL).kind is ProblemKind.UNREACHABLE
        assert gone(stage.last(ALL)) == [("c-1", False)]
        await stage.clock.advance(HOUR)
        assert gone(stage.last(ALL)) == [("c-1", True)]
        assert stage.happened() == ["composition gone"]


async def test_another_engine_goes_on_with_what_the_first_one_knew() -> None:
    first, second = Stage(), Stage()
    first.script.answers["ListCompositions"] = [page(composition(1), composition(2)), page()]
    async with running(first):
        first.poller.watch(ALL, 5, front=True)
        await first.clock.advance(HOUR)
    second.poller.recall(first.last(ALL))
    second.script.answers["ListCompositions"] = [fail(ProblemKind.SERVER), page(composition(3))]
    async with running(second):
        second.poller.watch(ALL, 5, front=True)
        assert gone(second.last(ALL)) == [("c-1", True), ("c-2", True)]
        await second.clock.advance(HOUR)
        assert gone(second.last(ALL)) == [("c-1", True), ("c-2", True)]
        assert second.happened() == ["composition started"]
