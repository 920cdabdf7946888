"""A find makes one call a session, and says which sessions it could not search."""

from __future__ import annotations

import pytest

from ivs_tui.aws.errors import ProblemKind
from tests.engine.polling import Stage
from tests.engine.sessions import STAGES, Studio, asked, person
from tests.support import topic

HERE = topic("found", filterByUserId="user-7")


@pytest.fixture
async def studio(stage: Stage) -> Studio:
    studio = Studio(stage)
    studio.people = {"a": [person(1)], "b": [person(7), person(8)], "c": [person(7)]}
    stage.poller.watch(STAGES, 5, front=False)
    await stage.clock.advance(1)
    return studio


def found(stage: Stage) -> list[tuple[str, str]]:
    items = stage.last(HERE).items
    return [(one.stage_arn, each.participant_id) for one in items for each in one.participants]


async def test_each_active_session_is_asked_once(stage: Stage, studio: Studio) -> None:
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(30)
    assert found(stage) == [("b", "p7"), ("c", "p7")]
    assert stage.last(HERE).complete
    assert asked(stage, "ListParticipants", "stageArn") == ["a", "b", "c"]
    # The way back to it asks nobody again; a new session is asked, once.
    stage.poller.unwatch(HERE)
    studio.people["d"] = [person(7)]
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(30)
    assert asked(stage, "ListParticipants", "stageArn") == ["a", "b", "c", "d"]
    assert ("d", "p7") in found(stage)


async def test_how_far_it_has_come_is_told_from_the_first(stage: Stage, studio: Studio) -> None:
    studio.people = {f"s{n}": [] for n in range(20)}
    await stage.clock.advance(5)
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(3)
    told = [
        sum(one.searched_at is not None for one in each.items) for each in stage.snapshots(HERE)
    ]
    assert told[0] == 0
    assert 0 < told[-1] < 20
    assert len(stage.last(HERE).items) == 20
    assert not stage.last(HERE).complete


async def test_a_new_find_asks_all_of_them_anew(stage: Stage, studio: Studio) -> None:
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(10)
    studio.people["a"].append(person(7))
    stage.poller.refresh(HERE)
    await stage.clock.advance(10)
    assert asked(stage, "ListParticipants", "stageArn") == ["a", "b", "c"] * 2
    assert ("a", "p7") in found(stage)


async def test_a_session_that_may_not_be_read_is_named_and_the_others_are_asked(
    stage: Stage, studio: Studio
) -> None:
    studio.wrong["ListParticipants", "b"] = ProblemKind.DENIED
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(10)
    assert {one.stage_arn: one.unread for one in stage.last(HERE).items} == {
        "a": "",
        "b": "denied!",
        "c": "",
    }
    assert found(stage) == [("c", "p7")]


async def test_a_throttle_asks_nobody_twice_who_has_answered(stage: Stage, studio: Studio) -> None:
    studio.wrong["ListParticipants", "c"] = ProblemKind.THROTTLED
    stage.poller.watch(HERE, 5, front=True)
    await stage.clock.advance(4)
    assert stage.problem(HERE).kind is ProblemKind.THROTTLED
    assert found(stage) == [("b", "p7")]
    studio.wrong.clear()
    await stage.clock.advance(30)
    assert stage.last(HERE).complete
    assert asked(stage, "ListParticipants", "stageArn")[:3] == ["a", "b", "c"]
    assert set(asked(stage, "ListParticipants", "stageArn")[3:]) == {"c"}


@pytest.mark.parametrize(
    "sought", ["arn:aws:ivs:eu-west-1:1:stage/x", "st-6vDBURDlKbabcdefghijklmnop", "x" * 129]
)
async def test_what_is_no_user_id_costs_no_call(stage: Stage, studio: Studio, sought: str) -> None:
    there = topic("found", filterByUserId=sought)
    stage.poller.watch(there, 5, front=True)
    await stage.clock.advance(10)
    assert stage.last(there).complete
    assert not stage.last(there).items
    assert not asked(stage, "ListParticipants", "stageArn")
