"""Channels that should be live: `resources/expected.py`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from ivs_tui.aws.records.lowlatency import ChannelSummary
from ivs_tui.config import Expected
from ivs_tui.engine.snapshot import Gone, Scope, Snapshot
from ivs_tui.resources.expected import EVER, Absent, Expectation, absent
from tests.ui.monitor import NOW, channel_arn, snapshot, stream, topic

HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    """An instant in UTC, as 11-21T14:03 of 2026, a Saturday."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


def expect(**asked: Any) -> Expectation:
    """One `[[expect]]`."""
    return Expectation(msgspec.convert(asked, Expected))


def named(number: int, name: str, **tags: str) -> ChannelSummary:
    """A channel as its list says it."""
    return ChannelSummary(arn=channel_arn(number), name=name, tags=tags)


DESK = [named(1, "news-1", desk="news"), named(2, "news-2"), named(3, "arena", desk="sport")]
CHANNELS = snapshot(topic("channels"), DESK)


def who(
    *expected: Expectation,
    live: Snapshot,
    channels: Snapshot = CHANNELS,
    before: tuple[Absent, ...] = (),
    seen_at: datetime | None = None,
) -> tuple[Absent, ...]:
    """Who is absent; it must be known."""
    known = {one.key: one for one in before}
    found = absent(expected, channels, live, known, seen_at)
    assert found is not None
    return found


def names(found: tuple[Absent, ...]) -> list[str | None]:
    """What they are called."""
    return [one.channel.name for one in found]


@pytest.mark.parametrize(
    ("asked", "now", "since"),
    [
        ({}, "11-21T14:03", EVER),
        ({"days": ["sat"]}, "11-21T14:03", at("11-21T00:00")),
        ({"days": ["sat", "fri"]}, "11-21T14:03", at("11-20T00:00")),
        ({"days": ["sun"]}, "11-21T14:03", None),
        ({"from": "08:00", "until": "18:00"}, "11-21T14:03", at("11-21T08:00")),
        ({"from": "08:00", "until": "18:00"}, "11-21T18:00", None),
        ({"from": "08:00", "until": "18:00"}, "11-21T08:00", at("11-21T08:00")),
        ({"from": "08:00"}, "11-21T23:59", at("11-21T08:00")),
        ({"from": "08:00"}, "11-21T00:30", None),
        ({"until": "18:00"}, "11-21T00:30", at("11-21T00:00")),
        # Over midnight, the window is of the day on which it begins.
        ({"from": "22:00", "until": "02:00", "days": ["fri"]}, "11-21T01:00", at("11-20T22:00")),
        ({"from": "22:00", "until": "02:00", "days": ["sat"]}, "11-21T01:00", None),
        ({"from": "08:00", "until": "08:00"}, "11-21T07:00", EVER),
        # 08:00 in New York is 13:00Z in winter, and 12:00Z in summer.
        ({"from": "08:00", "zone": "America/New_York"}, "11-21T12:59", None),
        ({"from": "08:00", "zone": "America/New_York"}, "11-21T13:00", at("11-21T13:00")),
        ({"from": "08:00", "zone": "America/New_York"}, "07-21T12:00", at("07-21T12:00")),
        # In Berlin there is no 02:30 on 29 March, and two of them on 25 October.
        ({"from": "02:30", "zone": "Europe/Berlin"}, "03-29T01:30", at("03-29T01:30")),
        ({"from": "02:30", "zone": "Europe/Berlin"}, "10-25T00:30", at("10-25T00:30")),
        # A whole day is 25 hours long when clocks go back.
        (
            {"days": ["sun"], "zone": "Europe/Berlin"},
            "10-25T22:59",
            at("10-24T22:00"),
        ),
    ],
)
def test_a_window_is_open_from_its_first_minute_to_its_last(
    asked: dict[str, Any], now: str, since: datetime | None
) -> None:
    assert expect(name="x", **asked).due(at(now)) == since


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ({"name": "news-1"}, ["news-1"]),
        ({"name": "news-*"}, ["news-1", "news-2"]),
        ({"name": "*"}, ["news-1", "news-2", "arena"]),
        ({"name": "NEWS-1"}, ["NEWS-1"]),
        ({"name": "*s-?"}, []),
        ({"name": "news-[12]"}, ["news-[12]"]),
        ({"tag": "desk=news"}, ["news-1"]),
        ({"tag": "desk="}, []),
        ({"name": "*1", "tag": "desk=sport"}, []),
    ],
)
def test_who_is_meant(asked: dict[str, Any], meant: list[str]) -> None:
    nobody = snapshot(topic("streams"), [])
    assert names(who(expect(**asked), live=nobody)) == meant


def test_a_name_that_no_channel_has_is_told_unless_it_may_be_unreadable() -> None:
    nobody = snapshot(topic("streams"), [])
    (found,) = who(expect(name="nwes-1"), live=nobody)
    assert (found.key, found.channel.arn) == ("nwes-1", "")
    unreadable = msgspec.structs.replace(CHANNELS, unreadable=1)
    assert who(expect(name="nwes-1"), live=nobody, channels=unreadable) == ()


def test_nothing_is_known_before_both_lists_were_read_to_their_end() -> None:
    live, unread = snapshot(topic("streams"), []), Snapshot(topic=topic("streams"))
    part = Snapshot(topic=topic("channels"), items=tuple(DESK), read_at=NOW)
    one = expect(name="news-1")
    assert absent([one], CHANNELS, unread, {}, None) is None
    assert absent([one], part, live, {}, None) is None


def test_since_when_it_is_absent() -> None:
    one = expect(name="news-1", **{"from": "13:00"})
    nobody = snapshot(topic("streams"), [])
    (first,) = who(one, live=nobody)
    # It should be live since 13:00, and nobody looked before: it is absent at least since now.
    assert (first.due, first.held.since, first.held.at_least) == (at("11-21T13:00"), NOW, True)
    later = snapshot(topic("streams"), [], last_complete_at=NOW + HOUR)
    assert who(one, live=later, before=(first,), seen_at=NOW)[0].held == first.held
    # The window opened while somebody looked.
    earlier = NOW - 2 * HOUR
    (opened,) = who(one, live=nobody, seen_at=earlier)
    assert (opened.held.since, opened.held.at_least) == (at("11-21T13:00"), False)
    # It ended while it should be live.
    gone = Gone(stream(1), NOW, confirmed=True)
    ended = snapshot(topic("streams"), [], gone=(gone,), last_complete_at=NOW + HOUR)
    assert who(one, live=ended, seen_at=NOW)[0].held.since == NOW


def test_who_is_live_or_was_missed_once_is_not_absent() -> None:
    one = expect(name="news-*")
    live = snapshot(topic("streams"), [stream(1)], gone=(Gone(stream(2), NOW, confirmed=False),))
    assert who(one, live=live) == ()


def test_of_two_expectations_the_one_that_is_due_longer_counts() -> None:
    nobody = snapshot(topic("streams"), [])
    day, hour = expect(name="arena"), expect(tag="desk=sport", **{"from": "14:00"})
    (found,) = who(hour, day, live=nobody)
    assert found.due == EVER


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({}, ["eu-west-1", "us-east-1"]),
        ({"region": "us-east-1"}, ["us-east-1"]),
        ({"profile": "prod", "region": "eu-west-1"}, ["eu-west-1"]),
        ({"profile": "dev"}, []),
    ],
)
def test_it_holds_everywhere_or_where_it_says(asked: dict[str, str], where: list[str]) -> None:
    one, scopes = (
        expect(name="x", **asked),
        [Scope("prod", "eu-west-1"), Scope("prod", "us-east-1")],
    )
    assert [scope.region for scope in scopes if one.holds_in(scope)] == where


@pytest.mark.parametrize(
    "asked",
    [{"zone": "Mars/Olympus"}, {"zone": "/etc"}, {"from": "8 am"}, {"region": "eu-west-9"}],
)
def test_what_cannot_be_expected_is_said(asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="expected channels: "):
        expect(name="x", **asked)
