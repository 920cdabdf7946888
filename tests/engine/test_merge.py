"""Events over many reads: nothing lost, nothing twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.aws.records.lowlatency import StreamEvent, StreamSession
from ivs_tui.engine import merge
from tests.support import START, event, session

names = st.sampled_from(["Stream Start", "Starvation Start", "Starvation End"])
moments = st.none() | st.integers(0, 5).map(lambda second: START + timedelta(seconds=second))
events = st.lists(
    st.builds(StreamEvent, name=names, event_time=moments, code=st.sampled_from([None, "X"])),
    max_size=12,
)


def counted(found: StreamSession) -> Counter[object]:
    return Counter(merge.identity(one) for one in found.truncated_events or ())


@given(events, events)
def test_a_merge_holds_the_most_that_either_had(
    old: list[StreamEvent], new: list[StreamEvent]
) -> None:
    known, fresh = session(*old), session(*new)
    assert counted(merge.merge_session(known, fresh)) == counted(known) | counted(fresh)


@given(events, events)
def test_merging_again_changes_nothing(old: list[StreamEvent], new: list[StreamEvent]) -> None:
    once = merge.merge_session(session(*old), session(*new))
    assert merge.merge_session(once, session(*new)) == once
    assert merge.merge_session(once, once) == once
    assert merge.new_events(once.truncated_events, once.truncated_events) == []


@given(events, events)
def test_what_is_new_is_what_the_old_had_less_of(
    old: list[StreamEvent], new: list[StreamEvent]
) -> None:
    found = Counter(merge.identity(one) for one in merge.new_events(old, new))
    assert found == counted(session(*new)) - counted(session(*old))


@given(events, events)
def test_a_merge_of_more_is_newest_first(old: list[StreamEvent], new: list[StreamEvent]) -> None:
    newest_first = sorted(new, key=lambda one: one.event_time or START, reverse=True)
    merged = merge.merge_session(session(*old), session(*newest_first))
    times = [one.event_time for one in merged.truncated_events or () if one.event_time]
    assert times == sorted(times, reverse=True)


def test_a_window_that_slides_over_a_long_session() -> None:
    told = [event(second) for second in range(1_200)]
    known: StreamSession | None = None
    for end in range(500, 1_201, 100):
        fresh = session(*reversed(told[end - 500 : end]))
        known = merge.merge_session(known, fresh)
    assert known is not None
    assert known.truncated_events == tuple(reversed(told))


def test_no_more_than_the_bound_is_kept() -> None:
    old = session(*(event(second) for second in range(merge.MOST_KEPT, 0, -1)))
    merged = merge.merge_session(old, session(event(merge.MOST_KEPT + 1)))
    assert merged.truncated_events is not None
    assert len(merged.truncated_events) == merge.MOST_KEPT
    assert merged.truncated_events[0] == event(merge.MOST_KEPT + 1)
    assert event(1) not in merged.truncated_events


def test_another_session_begins_anew() -> None:
    fresh = session(event(1), stream_id="st-2")
    assert merge.merge_session(session(event(0)), fresh) is fresh
    assert merge.merge_session(None, fresh) is fresh


def test_a_session_that_says_no_events_keeps_those_it_had() -> None:
    fresh = StreamSession(stream_id="st-1")
    assert merge.merge_session(session(event(0)), fresh).truncated_events == (event(0),)
    assert merge.merge_session(fresh, fresh).truncated_events is None


def test_dates_at_the_ends_of_the_calendar() -> None:
    far = [
        StreamEvent(event_time=datetime.max.replace(tzinfo=UTC)),
        StreamEvent(event_time=datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))),
        StreamEvent(event_time=None),
    ]
    merged = merge.merge_session(session(*far), session(event(0)))
    assert len(merged.truncated_events or ()) == 4
