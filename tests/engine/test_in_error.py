"""Who is in error anywhere: read politely, likely ones first, within bounds, and said how far."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ivs_tui.aws.errors import ProblemKind
from ivs_tui.aws.records.realtime import Event, ParticipantSummary
from ivs_tui.engine.gathering import Attempts, Failure, InError, SessionInError
from ivs_tui.engine.in_error import MOST_FOLLOWED, MOST_IN_ERROR, InErrors
from ivs_tui.engine.snapshot import Snapshot
from tests.engine.polling import Stage
from tests.engine.sessions import ERRORS, STAGES, Studio, asked, person, refused
from tests.engine.test_budget import most_within
from tests.support import START, ManualClock, topic

EVENTS, LIST = "ListParticipantEvents", "ListParticipants"


@pytest.fixture
def studio(stage: Stage) -> Studio:
    return Studio(stage)


def begin(stage: Stage) -> None:
    stage.poller.watch(STAGES, 5, front=False)
    stage.poller.watch(ERRORS, 10, front=False)


def told(stage: Stage) -> dict[str, SessionInError]:
    return {one.stage_arn: one for one in stage.last(ERRORS).items}


def named(stage: Stage) -> set[tuple[str, str | None]]:
    return {
        (one.participant_id, one.code) for each in told(stage).values() for one in each.in_error
    }


async def test_a_small_account_is_read_soon_and_who_is_in_error_is_named(
    stage: Stage, studio: Studio
) -> None:
    studio.people = {
        "a": [person(n) for n in range(20)],
        "b": [person(n) for n in range(20, 50)],
    }
    studio.events = {"p3": refused(), "p44": refused("INVALID_INPUT")}
    begin(stage)
    await stage.clock.advance(20)
    early = stage.last(ERRORS)
    assert not early.complete
    assert sum(one.participants for one in early.items) == 50
    assert 0 < sum(one.read for one in early.items) < 50
    await stage.clock.advance(100)
    assert stage.last(ERRORS).complete
    assert named(stage) == {("p3", "QUOTA_EXCEEDED"), ("p44", "INVALID_INPUT")}
    assert [(one.read, one.followed) for one in told(stage).values()] == [(20, 20), (30, 30)]


async def test_it_is_polite_at_first_and_politer_in_the_long_run(
    stage: Stage, studio: Studio
) -> None:
    studio.people = {f"s{n}": [person(n * 50 + k) for k in range(50)] for n in range(200)}
    begin(stage)
    await stage.clock.advance(1_200)
    for operation, long_run in ((EVENTS, 0.2), (LIST, 0.1)):
        times = stage.script.times(operation)
        assert most_within(times, 10) <= 11
        assert len(times) <= 1_200 * long_run + 15
        assert len(times) >= 1_200 * long_run - 15
    assert sum(one.followed for one in told(stage).values()) <= MOST_FOLLOWED


async def test_who_joined_last_and_never_published_is_read_before_others(
    stage: Stage, studio: Studio
) -> None:
    studio.people["a"] = [
        person(1, published=True),
        person(2),
        person(3, "DISCONNECTED"),
        person(4),
    ]
    begin(stage)
    await stage.clock.advance(30)
    assert asked(stage, EVENTS) == ["p4", "p3", "p2", "p1"]


async def test_a_session_that_is_denied_is_said_and_the_others_are_read(
    stage: Stage, studio: Studio
) -> None:
    studio.people = {"a": [person(1)], "b": [person(2)], "c": [person(3)]}
    studio.events["p3"] = refused()
    studio.wrong = {(LIST, "a"): ProblemKind.DENIED, (EVENTS, "b"): ProblemKind.DENIED}
    begin(stage)
    await stage.clock.advance(30)
    assert [one.unread for one in told(stage).values()] == ["denied!", "denied!", ""]
    assert named(stage) == {("p3", "QUOTA_EXCEEDED")}
    assert stage.last(ERRORS).error is None
    assert len(asked(stage, LIST, "stageArn")) <= 4


async def test_what_an_engine_before_this_one_knew_stays_until_it_is_read_anew(
    stage: Stage, studio: Studio
) -> None:
    studio.people = {"a": [person(1)]}
    studio.wrong = {(LIST, "a"): ProblemKind.UNREACHABLE}
    one = InError(participant_id="p1", code="QUOTA_EXCEEDED")
    known = SessionInError(
        stage_arn="a", session_id="st-a", listed=True, participants=9, read=9, in_error=(one,)
    )
    at = stage.clock.now()
    stage.poller.recall(Snapshot(topic=ERRORS, items=(known,), read_at=at, complete=True))
    begin(stage)
    await stage.clock.advance(30)
    assert stage.last(ERRORS).error
    assert stage.last(ERRORS).items == (known,)
    studio.wrong.clear()
    await stage.clock.advance(300)
    assert not named(stage)
    assert [(one.participants, one.read) for one in told(stage).values()] == [(1, 1)]


async def test_a_session_that_ends_meanwhile_is_let_go(stage: Stage, studio: Studio) -> None:
    studio.people = {"a": [person(1)], "b": [person(2)]}
    studio.events = {"p1": refused(), "p2": refused()}
    begin(stage)
    await stage.clock.advance(30)
    assert len(named(stage)) == 2
    del studio.people["a"]
    await stage.clock.advance(30)
    assert told(stage).keys() == {"b"}
    assert named(stage) == {("p2", "QUOTA_EXCEEDED")}


async def test_one_who_has_left_the_list_between_list_and_read_is_passed_over(
    stage: Stage, studio: Studio
) -> None:
    studio.people["a"] = [person(1), person(2)]
    studio.wrong[EVENTS, "p2"] = ProblemKind.NOT_FOUND
    studio.events["p1"] = refused()
    begin(stage)
    await stage.clock.advance(60)
    assert named(stage) == {("p1", "QUOTA_EXCEEDED")}


async def test_what_a_screen_reads_is_not_read_again(stage: Stage, studio: Studio) -> None:
    studio.people["a"] = [person(n) for n in range(40)]
    studio.events["p1"] = refused()
    begin(stage)
    await stage.clock.advance(1)
    stage.poller.watch(topic("session-errors", stageArn="a", sessionId="st-a"), 5, front=True)
    await stage.clock.advance(90)
    assert named(stage) == {("p1", "QUOTA_EXCEEDED")}
    assert len(asked(stage, EVENTS)) <= 50


async def test_a_mended_error_is_told_no_more(stage: Stage, studio: Studio) -> None:
    studio.people["a"] = [person(1)]
    studio.events["p1"] = refused()
    begin(stage)
    await stage.clock.advance(30)
    assert named(stage)
    started = refused()[1].event_time
    assert started is not None
    late = started + timedelta(seconds=9)
    studio.events["p1"] += (Event(name="PUBLISH_STARTED", event_time=late),)
    studio.people["a"] = [person(1, published=True)]
    await stage.clock.advance(120)
    assert not named(stage)


async def test_while_nothing_changes_it_is_told_every_few_minutes_that_it_is_so(
    stage: Stage, studio: Studio
) -> None:
    studio.people["a"] = [person(n, "DISCONNECTED") for n in range(4)]
    begin(stage)
    await stage.clock.advance(60)
    before = len(stage.snapshots(ERRORS))
    await stage.clock.advance(660)
    assert len(stage.snapshots(ERRORS)) == before + 2
    last = stage.last(ERRORS)
    assert last.read_at is not None
    assert stage.clock.now() - last.read_at < timedelta(seconds=last.interval)


async def test_who_publishes_is_told_while_connected(stage: Stage, studio: Studio) -> None:
    started = (Event(name="PUBLISH_STARTED", event_time=START),)
    studio.people["a"] = [person(1), person(2), person(3, "DISCONNECTED")]
    studio.events = {"p1": started, "p3": started}
    begin(stage)
    await stage.clock.advance(60)
    assert [one.publishing for one in told(stage).values()] == [("p1",)]


async def test_stages_that_were_not_read_are_not_taken_for_none(
    stage: Stage, studio: Studio
) -> None:
    stage.poller.watch(ERRORS, 10, front=False)
    await stage.clock.advance(30)
    assert not stage.snapshots(ERRORS)
    stage.poller.watch(STAGES, 5, front=False)
    await stage.clock.advance(30)
    assert stage.last(ERRORS).complete
    assert stage.last(ERRORS).items == ()


def in_error(one: ParticipantSummary) -> Attempts:
    return Attempts(
        participant_id=one.participant_id, failures=(Failure(event="JOIN_ERROR", code="a|b"),)
    )


def test_only_so_many_are_followed_and_named_and_the_rest_is_counted() -> None:
    order = InErrors(ManualClock())
    order.want([("a|b", "s|1"), ("c", "s")])
    crowd = [person(n) for n in range(9_000)]
    order.listed(("a|b", "s|1"), crowd)
    order.listed(("c", "s"), [person(1), person(2)])
    order.listed(("a|b", "s|1"), crowd)
    for one in crowd:
        order.told(("a|b", "s|1"), in_error(one))
    (first, second), done = order.told_of()
    assert (first.participants, second.participants) == (9_000, 2)
    assert (first.followed, second.followed) == (MOST_FOLLOWED - 2, 2)
    assert len(first.in_error) == MOST_IN_ERROR
    assert first.more_in_error == MOST_FOLLOWED - 2 - MOST_IN_ERROR
    assert not done
