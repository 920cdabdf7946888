"""The errors of one stage session: likely ones first, each again only when it may have changed."""

from __future__ import annotations

import pytest

from ivs_tui.aws.errors import ProblemKind
from ivs_tui.aws.records.realtime import Event
from ivs_tui.engine.snapshot import Topic
from tests.engine.polling import Stage, fail
from tests.engine.sessions import Studio, asked, person, refused
from tests.support import START, topic

HERE = topic("session-errors", stageArn="a", sessionId="st-a")
EVENTS = "ListParticipantEvents"


def read(stage: Stage, of: Topic = HERE) -> dict[str, bool]:
    return {one.participant_id: one.read_at is not None for one in stage.last(of).items}


@pytest.fixture
def studio(stage: Stage) -> Studio:
    return Studio(stage)


async def test_the_likely_ones_are_read_first_and_coverage_is_known(
    stage: Stage, studio: Studio
) -> None:
    studio.people["a"] = [
        *(person(n, published=True) for n in range(8)),
        person(8, "DISCONNECTED", published=False),
        person(9, published=False),
    ]
    studio.events["p9"] = refused()
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(0.1)
    first = stage.snapshots(HERE)[0]
    assert len(first.items) == 10
    assert not any(one.read_at for one in first.items)
    assert asked(stage, EVENTS)[:2] == ["p9", "p8"]
    await stage.clock.advance(10)
    assert stage.last(HERE).complete
    assert all(read(stage).values())
    (failed,) = [one for one in stage.last(HERE).items if one.failures]
    assert (failed.sdk, failed.os, failed.client) == ("1.2", "iOS 17", True)
    assert asked(stage, "GetParticipant") == ["p9"]


async def test_who_left_is_read_once_after_that_and_who_stays_now_and_then(
    stage: Stage, studio: Studio
) -> None:
    studio.people["a"] = [person(1), person(2), person(3, "DISCONNECTED")]
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(60)
    assert sorted(asked(stage, EVENTS)) == ["p1", "p2", "p3"]
    studio.people["a"][1] = person(2, "DISCONNECTED")
    await stage.clock.advance(40)
    assert asked(stage, EVENTS)[3:] == ["p2"]
    await stage.clock.advance(600)
    later = asked(stage, EVENTS)[4:]
    assert set(later) == {"p1"}
    assert 3 <= len(later) <= 5


async def test_it_is_said_that_it_was_looked_at_again_and_nothing_was_sent_twice(
    stage: Stage, studio: Studio
) -> None:
    studio.people["a"] = [person(1, "DISCONNECTED"), person(2)]
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(20)
    before = stage.last(HERE)
    await stage.clock.advance(60)
    assert stage.last(HERE).read_at != before.read_at
    assert stage.last(HERE).items is before.items


async def test_what_is_denied_is_said_and_what_was_read_stays(stage: Stage, studio: Studio) -> None:
    studio.people["a"] = [person(n) for n in range(5)]
    studio.events["p4"] = refused()
    studio.wrong[EVENTS, "p2"] = ProblemKind.DENIED
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(8)
    assert stage.problem(HERE).kind is ProblemKind.DENIED
    assert read(stage) == {"p0": False, "p1": False, "p2": False, "p3": True, "p4": True}
    del studio.wrong[EVENTS, "p2"]
    await stage.clock.advance(30)
    assert stage.last(HERE).error is None
    assert all(read(stage).values())


async def test_errors_are_told_where_what_they_run_on_may_not_be_read(
    stage: Stage, studio: Studio
) -> None:
    studio.people["a"] = [person(1)]
    studio.events["p1"] = refused("INVALID_INPUT")
    studio.wrong["GetParticipant", "p1"] = ProblemKind.DENIED
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(3)
    (one,) = stage.last(HERE).items
    assert (one.failures[0].code, one.client, stage.last(HERE).error) == (
        *("INVALID_INPUT", False),
        None,
    )


async def test_one_whom_ivs_knows_no_more_holds_nobody_up(stage: Stage, studio: Studio) -> None:
    studio.people["a"] = [person(1), person(2)]
    studio.wrong[EVENTS, "p2"] = ProblemKind.NOT_FOUND
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(5)
    assert stage.last(HERE).complete


async def test_a_throttle_in_the_middle_goes_on_where_it_was(stage: Stage, studio: Studio) -> None:
    studio.people["a"] = [person(n) for n in range(6)]
    answers = stage.script.answers[EVENTS]
    answers[:0] = [*answers * 2, fail(ProblemKind.THROTTLED)]
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(60)
    assert stage.last(HERE).complete
    assert sorted(set(asked(stage, EVENTS))) == [f"p{n}" for n in range(6)]
    assert len(asked(stage, EVENTS)) == 7


async def test_a_refresh_reads_again_who_is_still_there(stage: Stage, studio: Studio) -> None:
    studio.people["a"] = [person(1), person(2, "DISCONNECTED")]
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(10)
    studio.events["p1"] = (Event(name="PUBLISH_STARTED", event_time=START),)
    stage.poller.refresh(HERE)
    await stage.clock.advance(3)
    assert asked(stage, EVENTS)[2:] == ["p1"]
    assert [one.publishes for one in stage.last(HERE).items] == [True, False]


async def test_a_choice_among_them_shares_what_was_read(stage: Stage, studio: Studio) -> None:
    studio.people["a"] = [person(1), person(2)]
    studio.events["p1"] = refused()
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(10)
    stage.poller.unwatch(HERE)
    chosen = topic("session-errors", stageArn="a", sessionId="st-a", error="QUOTA_EXCEEDED")
    stage.poller.watch(chosen, 5, front=True)
    await stage.clock.advance(5)
    assert len(asked(stage, EVENTS)) == 2
    assert all(read(stage, chosen).values())


async def test_ten_thousand_are_told_of_now_and_then_alone(stage: Stage, studio: Studio) -> None:
    studio.people["a"] = [person(n) for n in range(3_000)]
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(60)
    reports = stage.snapshots(HERE)
    assert len(reports[-1].items) == 3_000
    assert len(reports) < 20
    assert 50 < sum(read(stage).values()) < 150
