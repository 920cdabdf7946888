"""Snapshots: what a part, a whole read and a failed one make of what was known."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.records.base import Record
from ivs_tui.aws.records.lowlatency import Channel, StreamSession
from ivs_tui.engine import merge
from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.engine.store import MOST_TOPICS, Store
from tests.support import CHANNEL, START, arn, event, session, stream, topic

STREAMS = topic("streams")
SESSION = topic("session", channelArn=CHANNEL)
PROBLEM = Problem(kind=ProblemKind.THROTTLED, sentence="throttled")


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def put(store: Store, *items: Record, now: float = 0, topic: Topic = STREAMS) -> Snapshot:
    return store.put(topic, items, at(now), 0, 5.0)


def gone(snapshot: Snapshot) -> list[tuple[str, bool]]:
    return [(one.item.stream_id, one.confirmed) for one in snapshot.gone]


def test_what_was_never_read_is_not_an_empty_list() -> None:
    never = Store().get(STREAMS)
    assert never == Snapshot(topic=STREAMS)
    assert (never.complete, never.read_at, never.last_complete_at) == (False, None, None)


def test_a_whole_read() -> None:
    store = Store()
    snapshot = store.put(STREAMS, [stream(2), stream(1)], at(3), 1, 7.0)
    assert snapshot.items == (stream(2), stream(1))
    assert (snapshot.complete, snapshot.reading, snapshot.unreadable) == (True, None, 1)
    assert snapshot.read_at == snapshot.last_complete_at == at(3)
    assert snapshot.interval == 7.0
    assert store.get(STREAMS) is store.last_complete(STREAMS) is snapshot


def test_a_part_is_never_complete_and_lies_over_what_was_known() -> None:
    store = Store()
    whole = put(store, stream(1), stream(2))
    part = store.put_part(STREAMS, [stream(2, "STARVING"), stream(3)], at(5))
    assert part.items == (stream(1), stream(2, "STARVING"), stream(3))
    assert (part.complete, part.reading, part.read_at) == (False, 2, at(5))
    assert part.last_complete_at == at(0)
    assert store.last_complete(STREAMS) is whole


def test_the_first_part_of_the_first_read() -> None:
    store = Store()
    part = store.put_part(STREAMS, [stream(1)], at(0))
    assert (part.complete, part.reading, part.last_complete_at) == (False, 1, None)
    assert not store.last_complete(STREAMS).complete


def test_an_error_keeps_the_items_and_how_old_they_are() -> None:
    store = Store()
    put(store, stream(1))
    failed = store.put_error(STREAMS, PROBLEM, at(9))
    assert failed.items == (stream(1),)
    assert (failed.error, failed.error_at, failed.read_at) == (PROBLEM, at(9), at(0))
    assert store.last_complete(STREAMS).error is None
    again = put(store, stream(1), now=12)
    assert (again.error, again.error_at) == (None, None)


def test_an_error_in_the_middle_of_a_list() -> None:
    store = Store()
    put(store, stream(1))
    store.put_part(STREAMS, [stream(2)], at(5))
    failed = store.put_error(STREAMS, PROBLEM, at(6))
    assert failed.items == (stream(1), stream(2))
    assert (failed.complete, failed.reading) == (False, None)


def test_an_error_before_anything_was_read() -> None:
    failed = Store().put_error(STREAMS, PROBLEM, at(0))
    assert (failed.read_at, failed.complete, failed.error) == (None, False, PROBLEM)


def test_a_list_that_moved_names_an_item_twice() -> None:
    snapshot = put(Store(), stream(1), stream(2), stream(1, "STARVING"))
    assert snapshot.items == (stream(1, "STARVING"), stream(2))


def test_gone_is_confirmed_by_a_second_read_and_kept_for_a_minute() -> None:
    store = Store()
    put(store, stream(1), stream(2))
    assert gone(put(store, stream(2), now=5)) == [("st-1", False)]
    assert gone(put(store, stream(2), now=10)) == [("st-1", True)]
    assert gone(put(store, stream(2), now=64)) == [("st-1", True)]
    assert gone(put(store, stream(2), now=65)) == []
    assert gone(put(store, stream(2), now=70)) == []


def test_what_comes_back_was_never_gone() -> None:
    store = Store()
    put(store, stream(1))
    put(store, now=5)
    back = put(store, stream(1), now=10)
    assert (back.items, back.gone) == ((stream(1),), ())


def test_a_second_read_minutes_later_still_confirms() -> None:
    store = Store()
    put(store, stream(1))
    put(store, now=120)
    assert gone(put(store, now=240)) == [("st-1", True)]
    assert gone(put(store, now=360)) == []


def test_a_failed_read_confirms_nothing() -> None:
    store = Store()
    put(store, stream(1))
    put(store, now=5)
    assert gone(store.put_error(STREAMS, PROBLEM, at(10))) == [("st-1", False)]
    assert gone(store.put_part(STREAMS, [], at(15))) == [("st-1", False)]


lists = st.lists(st.lists(st.integers(0, 4), max_size=5), min_size=1, max_size=6)


@given(lists)
def test_any_reads(reads: list[list[int]]) -> None:
    store = Store()
    for second, numbers in enumerate(reads):
        snapshot = put(store, *(stream(n) for n in numbers), now=second)
        here = [one.stream_id for one in snapshot.items]
        assert here == [f"st-{n}" for n in dict.fromkeys(numbers)]
        away = [one.item.stream_id for one in snapshot.gone]
        assert len(away) == len(set(away))
        assert not {*here} & {*away}
        before = {n for earlier in reads[:second] for n in earlier}
        assert {*away} == {f"st-{n}" for n in before - {*numbers}}


def test_events_that_the_api_no_longer_tells_are_kept() -> None:
    store = Store()
    put(store, session(event(1), event(0)), topic=SESSION)
    (item,) = put(store, session(event(2), event(1)), topic=SESSION).items
    assert item == session(event(2), event(1), event(0))


def test_the_api_s_limit_is_said() -> None:
    def full(count: int) -> StreamSession:
        return session(*(event(second) for second in range(count, 0, -1)))

    assert not put(Store(), full(merge.API_MOST - 1), topic=SESSION).truncated
    store = Store()
    assert put(store, full(merge.API_MOST), topic=SESSION).truncated
    later = put(store, session(event(9_999)), topic=SESSION)
    assert not later.truncated
    assert len(later.items[0].truncated_events) == merge.API_MOST + 1


def test_the_bound_of_this_process_is_said() -> None:
    store = Store()
    for start in range(0, merge.MOST_KEPT + 500, 500):
        fresh = session(*(event(start + n) for n in range(500, 0, -1)))
        snapshot = put(store, fresh, topic=SESSION)
    assert snapshot.trimmed
    other = put(store, session(event(1), stream_id="st-2"), topic=SESSION)
    assert not other.trimmed


def test_names_come_in_batches_and_go_when_nobody_wants_them() -> None:
    store, names = Store(), topic("names")
    one, two = Channel(arn=arn(1), name="a"), Channel(arn=arn(2), name="b")

    def told(channel: Channel, second: int, done: bool, *wanted: Channel) -> Snapshot:
        arns = {each.arn for each in wanted}
        return store.put_some(
            names, [channel], at(second), done=done, keep=lambda each: each.arn in arns
        )

    assert not told(one, 0, False, one, two).complete
    both = told(two, 1, True, one, two)
    assert (both.items, both.complete) == ((one, two), True)
    renamed = Channel(arn=arn(1), name="c")
    assert told(renamed, 2, True, one, two).items == (renamed, two)
    assert told(two, 3, True, two).items == (two,)


def test_items_read_apart_are_laid_over_their_list() -> None:
    store = Store()
    put(store, stream(1), stream(2), now=0)
    put(store, stream(1), now=5)
    shown, complete = store.lay(STREAMS, [stream(1, "STARVING"), stream(2), stream(3)], at(7))
    assert [one.health for one in shown.items] == ["STARVING", "HEALTHY", "HEALTHY"]
    assert shown.gone == ()
    assert (shown.read_at, shown.complete, complete.read_at) == (at(5), True, at(7))
    assert store.get(STREAMS) is shown
    assert store.last_complete(STREAMS).items == shown.items
    assert store.last_complete(STREAMS).read_at == at(5)


def test_items_read_apart_join_half_a_list_and_its_last_whole_one() -> None:
    store = Store()
    put(store, stream(1), stream(2), now=0)
    store.put_part(STREAMS, [stream(4)], at(5))
    shown, complete = store.lay(STREAMS, [stream(1, "STARVING")], at(6))
    assert (shown.complete, len(shown.items)) == (False, 3)
    assert (complete.complete, len(complete.items)) == (True, 2)
    assert store.last_complete(STREAMS).items[0].health == "STARVING"


def session_topic(number: int) -> Topic:
    return topic("session", channelArn=arn(number))


def test_topics_that_nobody_watches_are_let_go() -> None:
    watched = {session_topic(n) for n in range(0, 300, 2)}
    store = Store(watched)
    for number in range(300):
        put(store, session(), topic=session_topic(number))
    left = [n for n in range(300) if store.get(session_topic(n)).complete]
    assert set(range(0, 300, 2)) <= set(left)
    assert len([n for n in left if n % 2]) <= MOST_TOPICS
    assert all(store.last_complete(session_topic(n)).complete for n in left)


def test_without_watches_the_newest_stay() -> None:
    store = Store()
    for number in range(MOST_TOPICS + 10):
        put(store, session(), topic=session_topic(number))
    left = [n for n in range(MOST_TOPICS + 10) if store.get(session_topic(n)).complete]
    assert left == list(range(10, MOST_TOPICS + 10))


def test_what_may_have_become_unreadable_is_not_called_ended() -> None:
    store = Store()
    put(store, stream(1), stream(2))
    for seconds in (5, 10, 15, 3_600):
        snapshot = store.put(STREAMS, [stream(1)], at(seconds), 1, 5.0)
        assert gone(snapshot) == [(stream(2).stream_id, False)]
    # As soon as all can be read, it is known.
    assert gone(store.put(STREAMS, [stream(1)], at(3_605), 0, 5.0)) == [("st-2", True)]
    assert gone(store.put(STREAMS, [stream(1)], at(3_610), 0, 5.0)) == []


def test_a_clock_that_was_set_back_keeps_nothing_for_as_long_as_that() -> None:
    store = Store()
    put(store, stream(1), now=7_200)
    put(store, now=7_205)
    assert gone(put(store, now=7_210)) == [("st-1", True)]
    assert gone(put(store, now=0)) == []


def test_one_item_that_becomes_unreadable_is_not_forgotten() -> None:
    store = Store()
    put(store, session(), topic=SESSION)
    snapshot = store.put(SESSION, [], at(5), 1, 5.0)
    assert snapshot.items == (session(),)
    assert snapshot.unreadable == 1
