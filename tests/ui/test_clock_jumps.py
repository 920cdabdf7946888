"""A wall clock that is set to anything: whatever is told of time stays sane."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.engine.budget import OperationUsage
from ivs_tui.engine.snapshot import Usage
from ivs_tui.resources import KINDS
from ivs_tui.resources import format as fmt
from ivs_tui.resources.spec import Look
from ivs_tui.ui import status
from tests.ui.monitor import NOW, open_desk, snapshot, stage, stream, topic

EPOCH, LATE = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
MOMENTS = st.datetimes(timezones=st.just(UTC))
LENGTHS = st.timedeltas(timedelta(days=-40_000), timedelta(days=40_000))
_AGE = re.compile(r"<1m|\d{1,2}m|\d{1,2}h\d\dm|\d+d\d\dh")
_STALE = re.compile(r"|\d{1,2} s|\d{1,2} min|\d{1,2}h\d\dm|\d+d\d\dh")


@given(MOMENTS, MOMENTS)
@example(EPOCH, LATE)
@example(LATE, EPOCH)
def test_an_age_is_never_less_than_nothing(since: datetime, now: datetime) -> None:
    told = fmt.age(since, now)
    assert _AGE.fullmatch(told)
    assert (told == "<1m") is (now - since < timedelta(minutes=1))


@given(LENGTHS)
def test_a_length_is_never_less_than_nothing(length: timedelta) -> None:
    assert "-" not in fmt.duration(length)
    assert "-" not in fmt.seconds(length)
    assert _STALE.fullmatch(status.coarse(max(timedelta(0), length)))


@given(MOMENTS, MOMENTS)
@example(LATE, EPOCH)
def test_times_are_told_in_full_where_the_day_is_another(at: datetime, now: datetime) -> None:
    short = fmt.near_time(at, now)
    assert short == fmt.clock_time(at) or at.date() != now.date()
    assert short in fmt.date_time(at) or short[:-4] in fmt.date_time(at)


@given(MOMENTS, MOMENTS, st.floats(0, 1e6))
@example(LATE, EPOCH, 5.0)
@example(EPOCH, LATE, 5.0)
def test_a_read_is_never_stale_for_less_than_nothing(
    read: datetime, now: datetime, interval: float
) -> None:
    one = snapshot(topic("streams"), [], last_complete_at=read, interval=interval)
    assert _STALE.fullmatch(status.stale_for(one, now))
    told = [cell.text for cell in status.read_state(one, Look(now), paused=False)]
    assert told[0].startswith("read ")


@given(MOMENTS, MOMENTS)
@example(LATE, EPOCH)
def test_the_budget_can_always_be_told(at: datetime, now: datetime) -> None:
    usage = Usage((OperationUsage("ListStreams", 12, 23, throttled=False),), at)
    assert status.budget(usage, Look(now))


@given(st.timedeltas(timedelta(0), timedelta(days=40_000)))
def test_the_next_try_is_never_later_than_it_was_said_to_be(ago: timedelta) -> None:
    failed = Problem(kind=ProblemKind.SERVER, sentence="x", attempt=1, retry_in=8.0)
    told = "".join(cell.text for cell in status.problem(failed, NOW - ago, Look(NOW)))
    left = re.search(r"try in (\d+) s", told)
    assert int(left[1]) <= 8 if left else told.endswith("try now")


@pytest.mark.parametrize("now", [EPOCH, LATE, datetime.min.replace(tzinfo=UTC)])
async def test_a_screen_stays_and_says_no_nonsense(now: datetime) -> None:
    streams = snapshot(topic("streams"), [stream(1), stream(2, health="STARVING")])
    async with open_desk() as desk:
        desk.now = now
        await desk.say(streams, snapshot(topic("stages"), [stage(1)]))
        for kind in KINDS.values():
            desk.app.action_view(kind.name)
            await desk.pilot.pause()
            assert "-" not in "".join(re.findall(r"stale \S+", desk.text))
        await desk.press("1")
        assert "▼ starving" in desk.text
        assert not re.search(r"-\d+[smhd]", desk.text)
