"""Since when a problem holds: `ui/standing.py`."""

from __future__ import annotations

from datetime import timedelta

from ivs_tui.resources.problems import STARVING, UNKNOWN
from ivs_tui.ui.standing import Standing
from tests.ui.monitor import NOW, snapshot, stream, topic

LATER = NOW + timedelta(seconds=20)
STREAMS = topic("streams")
KEY = STREAMS.query.key_of(stream(1))


def test_what_was_so_at_first_sight_may_have_begun_before() -> None:
    standing = Standing()
    standing.take(snapshot(STREAMS, [stream(1, health="STARVING"), stream(2)]))
    standing.take(snapshot(STREAMS, [stream(1, health="STARVING"), stream(2)], read_at=LATER))
    held = standing.of("streams", KEY)
    assert held is not None
    assert (held.word, held.since, held.at_least) == (STARVING, NOW, True)
    assert list(standing.all("streams")) == [KEY]


def test_what_begins_under_our_eyes_begins_then_and_ends_when_it_is_well() -> None:
    standing = Standing()
    standing.take(snapshot(STREAMS, [stream(1)]))
    standing.take(snapshot(STREAMS, [stream(1, health="STARVING")], read_at=LATER))
    held = standing.of("streams", KEY)
    assert held is not None
    assert (held.since, held.at_least) == (LATER, False)
    standing.take(snapshot(STREAMS, [stream(1)], read_at=LATER))
    assert standing.of("streams", KEY) is None


def test_another_problem_begins_anew() -> None:
    standing = Standing()
    standing.take(snapshot(STREAMS, [stream(1, health="STARVING")]))
    standing.take(snapshot(STREAMS, [stream(1, health="ODD")], read_at=LATER))
    held = standing.of("streams", KEY)
    assert held is not None
    assert (held.word, held.since, held.at_least) == (UNKNOWN, LATER, False)


def test_while_a_first_list_is_read_nothing_has_just_begun() -> None:
    standing = Standing()
    half = {"complete": False, "last_complete_at": None}
    standing.take(snapshot(STREAMS, [stream(2)], **half))
    standing.take(snapshot(STREAMS, [stream(2), stream(1, health="STARVING")], **half))
    held = standing.of("streams", KEY)
    assert held is not None
    assert held.at_least


def test_what_was_never_read_tells_nothing_and_other_lists_are_not_followed() -> None:
    standing = Standing()
    standing.take(snapshot(STREAMS, [stream(1, health="STARVING")], read_at=None))
    standing.take(snapshot(topic("sessions"), []))
    assert not standing.all("streams")
    assert not standing.snapshot(topic("standing")).items


def test_after_a_time_in_which_nothing_was_read_it_counts_anew() -> None:
    standing = Standing()
    standing.take(snapshot(STREAMS, [stream(1)]))
    standing.take(snapshot(STREAMS, [stream(1, health="STARVING")], read_at=LATER))
    for seconds, since, at_least in ((50, 0, False), (120, 120, True)):
        at = LATER + timedelta(seconds=seconds)
        standing.take(snapshot(STREAMS, [stream(1, health="STARVING")], read_at=at))
        held = standing.of("streams", KEY)
        assert held is not None
        assert (held.since, held.at_least) == (LATER + timedelta(seconds=since), at_least)
