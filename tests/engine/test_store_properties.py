"""The store under any course of reads: what is there, what has gone, what was told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from datetime import timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.records.lowlatency import StreamEvent
from ivs_tui.engine import merge
from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.engine.store import GONE_FOR, Store
from ivs_tui.engine.transitions import transitions
from tests.support import CHANNEL, START, event, session, stream, topic

STREAMS = topic("streams")
SESSION = topic("session", channelArn=CHANNEL)
PROBLEM = Problem(kind=ProblemKind.THROTTLED, sentence="throttled")

NUMBERS = st.lists(st.integers(0, 4), max_size=6)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["whole", "whole", "whole", "part", "error"]),
        NUMBERS,
        st.integers(0, 1),
        st.sampled_from([1, 5, 30, 100, -50]),
    ),
    max_size=14,
)


class Course:
    """A store that reads are put into, and what a plain reckoning expects of it."""

    def __init__(self, topic: Topic) -> None:
        self.store = Store()
        self.now = START
        self.topic = topic
        self.told = Counter[tuple[str, str]]()
        # Whole reads in a row that did not have who was once there.
        self.misses: dict[int, int] = {}

    def step(self, how: str, numbers: list[int], unreadable: int, seconds: int) -> Snapshot:
        self.now += timedelta(seconds=seconds)
        items = [stream(number) for number in numbers]
        before = self.store.last_complete(self.topic)
        if how == "part":
            self.misses |= dict.fromkeys(numbers, 0)
            return self.store.put_part(self.topic, items, self.now)
        if how == "error":
            return self.store.put_error(self.topic, PROBLEM, self.now)
        snapshot = self.store.put(self.topic, items, self.now, unreadable, 5.0)
        for number in {*self.misses, *numbers}:
            self.misses[number] = 0 if number in numbers else self.misses[number] + 1
        for happened in transitions(before, snapshot):
            self.told[happened.what, happened.subject] += 1
        return snapshot


@settings(max_examples=150, derandomize=True)
@example([("whole", [1], 0, 1), ("part", [2], 0, 1), ("error", [], 0, 1), ("whole", [], 0, 1)])
@given(STEPS)
def test_any_course_of_reads(steps: list[tuple[str, list[int], int, int]]) -> None:
    course, seen = Course(STREAMS), set[int]()
    for step in steps:
        how, numbers, *_ = step
        seen |= {*numbers}
        before = course.store.get(STREAMS)
        after = course.step(*step)
        here, away = names(after.items), names(one.item for one in after.gone)
        # Nobody is twice in it, nor here and gone at once, nor invented.
        assert len(here) == len(after.items)
        assert len(away) == len(after.gone)
        assert not here & away
        assert here | away <= seen
        if how == "whole":
            assert here == {*numbers}
            confirms(course, before, after)
        else:
            # Half a read, or none at all, takes nothing away and confirms nothing.
            assert names(before.items) <= here
            assert {*after.gone} <= {*before.gone}
    for (what, subject), count in course.told.items():
        # Who ended was there before, and is told of once for each time.
        assert what != "ended" or count <= course.told["went live", subject] + 1


def names(items: Iterable[Any]) -> set[int]:
    return {int(item.stream_id.removeprefix("st-")) for item in items}


def confirms(course: Course, before: Snapshot, after: Snapshot) -> None:
    """A second whole read confirms, and keeps what is confirmed for a while."""
    were = {one.item: one for one in before.gone}
    for one in after.gone:
        (name,) = names([one.item])
        missed = course.misses[name] >= 2
        assert one.confirmed == missed or (one.doubtful and not one.confirmed)
        was = were.get(one.item)
        assert not (was and was.confirmed) or course.now - one.since < GONE_FOR


MOMENTS = st.lists(st.integers(0, 30), max_size=12)


@settings(max_examples=100, derandomize=True)
@given(st.lists(st.tuples(MOMENTS, st.integers(0, 11)), min_size=1, max_size=8))
def test_events_over_any_windows_are_neither_lost_nor_doubled(
    reads: list[tuple[list[int], int]],
) -> None:
    """The API forgets the oldest, at any read as many as it likes; new ones come meanwhile."""
    store, held, news = Store(), list[StreamEvent](), Counter[Hashable]()
    for number, (moments, forgotten) in enumerate(reads):
        # Within a second the same event may come more than once.
        fresh = [event(100 * number + second // 2) for second in sorted(moments)]
        # The API forgets the oldest, never what has only just come.
        window = [*held[min(forgotten, len(held)) :], *fresh]
        held = [*held, *fresh] if number else window
        before = store.last_complete(SESSION)
        after = store.put(SESSION, [session(*reversed(window))], START, 0, 5.0)
        news.update(happened.at for happened in transitions(before, after))
        (kept,) = after.items
        assert counted(kept.truncated_events) == counted(held)
        if number == 0:
            first = counted(held)
    assert news == Counter(one.event_time for one in held) - Counter(
        {key[0]: count for key, count in first.items()}
    )


def counted(events: Iterable[StreamEvent]) -> Counter[Any]:
    return Counter(merge.identity(one) for one in events)
