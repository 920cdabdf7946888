"""What participants' events come to, and who is read first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ivs_tui.aws.records.realtime import Event, ParticipantSummary
from ivs_tui.engine import gathering
from ivs_tui.engine.gathering import Allowance, in_error
from tests.support import START


def at(second: int, name: str, code: str | None = None, remote: str | None = None) -> Event:
    when = START + timedelta(seconds=second)
    return Event(name=name, event_time=when, error_code=code, remote_participant_id=remote)


def gist(*events: Event) -> gathering.Attempts:
    return gathering.attempts(ParticipantSummary(participant_id="p"), events, START, None)


def test_failures_alike_are_counted_and_the_newest_comes_first() -> None:
    read = gist(
        at(9, "SUBSCRIBE_ERROR", "PUBLISHER_NOT_FOUND", "q"),
        at(1, "PUBLISH_ERROR", "QUOTA_EXCEEDED"),
        at(5, "PUBLISH_ERROR", "QUOTA_EXCEEDED"),
    )
    assert [(one.code, one.count) for one in read.failures] == [
        ("PUBLISHER_NOT_FOUND", 1),
        ("QUOTA_EXCEEDED", 2),
    ]
    assert read.failures[1].last == START + timedelta(seconds=5)


def test_a_failure_is_mended_by_a_later_success_of_the_same_attempt_alone() -> None:
    failed = at(5, "PUBLISH_ERROR", "BITRATE_EXCEEDED")
    assert in_error(gist(failed)) is not None
    assert in_error(gist(at(1, "PUBLISH_STARTED"), failed)) is not None
    assert in_error(gist(failed, at(5, "PUBLISH_STARTED"))) is not None  # begins come before
    assert in_error(gist(failed, at(9, "JOINED"))) is not None
    assert in_error(gist(failed, at(9, "PUBLISH_STARTED"))) is None
    subscribed = at(9, "SUBSCRIBE_STARTED", remote="someone else")
    assert in_error(gist(at(5, "SUBSCRIBE_ERROR", "X", "q"), subscribed)) is not None


def test_an_error_without_a_code_or_a_time_or_with_an_unknown_name_is_one() -> None:
    read = gist(Event(name="JOIN_ERROR"), Event(name="WARP_FAILED", error_code="NEW"), Event())
    assert {(one.event, one.code) for one in read.failures} == {
        ("JOIN_ERROR", None),
        ("WARP_FAILED", "NEW"),
    }
    assert all(not one.mended for one in read.failures)


def test_who_publishes_is_told_by_the_newest_event_in_whatever_order_they_come() -> None:
    started, stopped, left = at(1, "PUBLISH_STARTED"), at(4, "PUBLISH_STOPPED"), at(6, "LEFT")
    assert not gist().publishes
    assert gist(started).publishes
    assert not gist(stopped, started).publishes
    assert gist(at(5, "PUBLISH_STARTED"), stopped, started).publishes
    assert not gist(left, at(5, "PUBLISH_STARTED"), stopped).publishes
    assert not gist(started, at(1, "PUBLISH_STOPPED")).publishes


def test_who_is_likelier_in_error_is_read_first() -> None:
    def one(name: str, state: str, minute: int, **more: Any) -> ParticipantSummary:
        joined = START + timedelta(minutes=minute)
        return ParticipantSummary(
            participant_id=name,
            state=state,
            first_join_time=joined,
            **more,
        )

    people = [
        one("fine", "CONNECTED", 9, published=True),
        one("gone", "DISCONNECTED", 8, published=False),
        one("early", "CONNECTED", 1, published=False),
        one("late", "CONNECTED", 7),
        one("recorded", "CONNECTED", 0, published=True, recording_state="FAILED"),
        ParticipantSummary(participant_id="bare"),
    ]
    ordered = [each.participant_id for each in sorted(people, key=gathering.suspicion)]
    assert ordered == ["recorded", "gone", "late", "early", "bare", "fine"]


def test_an_allowance_makes_up_for_no_more_than_its_slack() -> None:
    allowance = Allowance(rate=0.5, slack=10, now=100)

    def taken(now: float) -> int:
        count = 0
        while allowance.allows(now):
            allowance.take(now)
            count += 1
        return count

    assert taken(100) == 6
    assert taken(101) == 0
    assert taken(102) == 1
    assert taken(1_000_000) == 6
