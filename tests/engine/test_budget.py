"""The budget: what AWS may see in any second, who goes first, and what a throttle does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.engine.budget import Bucket, Budget, Priority
from ivs_tui.engine.clock import SystemClock
from tests.support import ManualClock, settle

STREAMS = OPERATIONS["ListStreams"]
CHANNELS = OPERATIONS["ListChannels"]
RATE = 5.0
ROUNDING = 1e-6

shares = st.floats(0.01, 1.0)
gaps = st.lists(st.floats(0, 3) | st.just(0.0), max_size=60)


def most_within(times: list[float], seconds: float) -> int:
    """The most moments in any span of `seconds`, its end left out."""
    return max(
        (sum(start <= at < start + seconds - ROUNDING for at in times) for start in times),
        default=0,
    )


def spend(share: float, waits: list[float], throttle_at: int | None = None) -> list[float]:
    """When requests go that arrive with these gaps, each as soon as it may."""
    bucket, now, sent = Bucket(RATE, share, 100.0), 100.0, []
    for number, wait in enumerate(waits):
        now += wait
        if number == throttle_at:
            bucket.slow(now)
        while delay := bucket.delay(now):
            now += delay
        bucket.take(now)
        sent.append(now)
    return sent


@given(shares, gaps, st.none() | st.integers(0, 30))
def test_never_more_than_the_rate_in_a_second(
    share: float, waits: list[float], throttle_at: int | None
) -> None:
    sent = spend(share, waits, throttle_at)
    assert most_within(sent, 1) <= RATE


@given(shares, gaps)
def test_never_more_than_the_share_and_a_bucket_in_ten_seconds(
    share: float, waits: list[float]
) -> None:
    capacity = max(1.0, RATE * (1 - share))
    assert most_within(spend(share, waits), 10) <= 10 * RATE * share + capacity + ROUNDING


@given(shares)
def test_nobody_waits_longer_than_the_share_makes_it(share: float) -> None:
    sent = spend(share, [0.0] * 40)
    capacity = max(1.0, RATE * (1 - share))
    assert sent[-1] - sent[0] <= (40 - capacity) / (RATE * share) + ROUNDING


@given(shares, st.lists(st.floats(-100, 100), max_size=40))
def test_a_clock_that_jumps(share: float, jumps: list[float]) -> None:
    bucket, now = Bucket(RATE, share, 1_000.0), 1_000.0
    for jump in jumps:
        now += jump
        delay = bucket.delay(now)
        assert 0 <= delay <= 1 / (RATE * share) + ROUNDING
        if not delay:
            bucket.take(now)


async def test_a_clock_that_jumps_back_stops_nobody() -> None:
    clock = ManualClock()
    budget = Budget(clock, 0.4)
    for _ in range(3):
        await budget.acquire(STREAMS, Priority.SCREEN)
    clock.jump(-3_600)
    async with asyncio.TaskGroup() as tasks:
        waiter = tasks.create_task(budget.acquire(STREAMS, Priority.SCREEN))
        await clock.advance(1)
        assert waiter.done()


class Queue:
    """Requests that wait in a budget, and the order in which they went."""

    def __init__(self, share: float = 0.4) -> None:
        self.clock = ManualClock()
        self.budget = Budget(self.clock, share)
        self.went: list[str] = []
        self.at: dict[str, float] = {}

    async def empty(self) -> None:
        """Use up the tokens that are there at the start."""
        while self.budget._lane(STREAMS).bucket.delay(self.clock.steady()) == 0:
            await self.budget.acquire(STREAMS, Priority.ASKED)

    async def ask(self, name: str, priority: Priority = Priority.SCREEN) -> None:
        await self.budget.acquire(STREAMS, priority)
        self.went.append(name)
        self.at[name] = self.clock.steady() - 1_000


async def test_the_most_urgent_goes_first_then_the_oldest() -> None:
    queue = Queue()
    await queue.empty()
    async with asyncio.TaskGroup() as tasks:
        for name, priority in [
            ("rest 1", Priority.BACKGROUND),
            ("screen 1", Priority.SCREEN),
            ("rest 2", Priority.BACKGROUND),
            ("asked 1", Priority.ASKED),
            ("screen 2", Priority.SCREEN),
            ("asked 2", Priority.ASKED),
        ]:
            tasks.create_task(queue.ask(name, priority))
            await settle()
        await queue.clock.advance(4)
    assert queue.went == ["asked 1", "asked 2", "screen 1", "screen 2", "rest 1", "rest 2"]
    # The background waits for two tokens, and takes one.
    assert list(queue.at.values()) == pytest.approx([0.5, 1.0, 1.5, 2.0, 3.0, 3.5])


async def test_who_asks_finds_a_token_that_the_background_has_left() -> None:
    queue = Queue()
    async with asyncio.TaskGroup() as tasks:
        for number in range(30):
            tasks.create_task(queue.ask(f"rest {number}", Priority.BACKGROUND))
        await queue.clock.advance(5.1)
        tasks.create_task(queue.ask("asked", Priority.ASKED))
        await queue.clock.advance(30)
    assert queue.at["asked"] == pytest.approx(5.1)
    # What it took is made good before the background goes on, at the rate that it had.
    rest = [at for name, at in queue.at.items() if name != "asked"]
    assert sum(at <= 5.1 for at in rest) == 2 + 10
    assert min(at for at in rest if at > 5.1) == pytest.approx(6.0)


@pytest.mark.parametrize("share", [0.6, 0.7, 1.0])
async def test_where_a_bucket_is_small_the_background_has_all_of_it(share: float) -> None:
    queue = Queue(share)
    async with asyncio.TaskGroup() as tasks:
        for number in range(4):
            tasks.create_task(queue.ask(f"rest {number}", Priority.BACKGROUND))
        await queue.clock.advance(2)
    assert len(queue.at) == 4


@given(st.lists(st.tuples(st.sampled_from(Priority), st.floats(0, 1)), max_size=25))
def test_order_and_rate_of_any_arrivals(arrivals: list[tuple[Priority, float]]) -> None:
    async def run() -> list[float]:
        queue = Queue()
        async with asyncio.TaskGroup() as tasks:
            for number, (priority, wait) in enumerate(arrivals):
                await queue.clock.advance(wait)
                tasks.create_task(queue.ask(f"{int(priority)} {number:02}", priority))
            await queue.clock.advance(30)
        assert len(queue.went) == len(arrivals)
        for priority in Priority:
            same = [name for name in queue.went if name.startswith(str(int(priority)))]
            assert same == sorted(same)
        return list(queue.at.values())

    assert most_within(asyncio.run(run()), 1) <= RATE


async def test_who_gives_up_passes_the_turn_on() -> None:
    queue = Queue()
    await queue.empty()
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(queue.ask("first", Priority.ASKED))
        middle = tasks.create_task(queue.ask("middle"))
        tasks.create_task(queue.ask("last"))
        await queue.clock.advance(0.1)
        first.cancel()
        await settle()
        middle.cancel()
        await queue.clock.advance(0.4)
    assert queue.at == {"last": pytest.approx(0.5)}


async def test_who_gives_up_at_the_moment_of_its_token_loses_it_to_nobody() -> None:
    queue = Queue()
    await queue.empty()
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(queue.ask("first"))
        tasks.create_task(queue.ask("second"))
        await settle()
        queue.clock.jump(0.5)
        first.cancel()
        await settle()
        assert queue.went == ["second"]


async def test_operations_have_budgets_of_their_own() -> None:
    queue = Queue()
    await queue.empty()
    await queue.budget.acquire(CHANNELS, Priority.BACKGROUND)
    sent = {use.operation: use.sent for use in queue.budget.usage()}
    assert sent == {"ListStreams": 3, "ListChannels": 1}


def intervals(bucket: Bucket, now: float, count: int) -> list[float]:
    found = []
    for _ in range(count):
        found.append(bucket.delay(now))
        now += found[-1]
        bucket.take(now)
    return found


def test_a_throttle_halves_the_rate_and_it_comes_back_slowly() -> None:
    bucket = Bucket(RATE, 0.4, 0.0)
    bucket.slow(0.0)
    assert bucket.slowed
    assert intervals(bucket, 0.0, 3) == pytest.approx([1.0, 1.0, 1.0])
    bucket.slow(3.0)
    assert intervals(bucket, 3.0, 2) == pytest.approx([2.0, 2.0])
    bucket.delay(22.9)
    assert bucket.slowed
    bucket.delay(23.0)
    assert bucket.slowed
    bucket.delay(43.0)
    assert not bucket.slowed


def test_many_throttles_do_not_stop_it_for_ever() -> None:
    bucket = Bucket(RATE, 0.4, 0.0)
    for _ in range(50):
        bucket.slow(0.0)
    assert bucket.delay(0.0) <= 16 / (RATE * 0.4) + ROUNDING
    bucket.delay(1e9)
    assert not bucket.slowed


async def test_a_throttle_meets_those_who_wait_already() -> None:
    queue = Queue()
    await queue.empty()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(queue.ask("one"))
        await queue.clock.advance(0.4)
        queue.budget.throttled(STREAMS)
        assert queue.budget.usage()[0].throttled
        await queue.clock.advance(0.5)
        assert queue.went == []
        await queue.clock.advance(0.6)
    assert queue.went == ["one"]


async def test_use_is_forgotten_after_ten_seconds() -> None:
    queue = Queue()
    await queue.empty()
    (use,) = queue.budget.usage()
    assert (use.sent, use.allowed, use.throttled) == (3, 23, False)
    await queue.clock.advance(10)
    assert queue.budget.usage()[0].sent == 0


async def test_the_machine_s_own_clock() -> None:
    clock = SystemClock()
    before = clock.steady()
    await clock.sleep(0.001)
    assert clock.steady() > before
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 5


@given(shares, gaps, gaps, st.floats(0, 20))
def test_two_engines_one_after_the_other_keep_to_the_rate_of_one(
    share: float, first: list[float], second: list[float], pause: float
) -> None:
    sent = spend(share, first)
    left = sent[-1] if sent else 100.0
    now, bucket = left + pause, Bucket(RATE, share, left + pause, left)
    for wait in second:
        now += wait
        while delay := bucket.delay(now):
            now += delay
        bucket.take(now)
        sent.append(now)
    assert most_within(sent, 1) <= RATE
    assert most_within(sent, 10) <= 10 * RATE * share + max(1.0, RATE * (1 - share)) + ROUNDING


async def test_a_budget_used_a_moment_ago_is_empty_and_one_of_a_minute_ago_is_full() -> None:
    clock = ManualClock()
    for ago, at_once in ((0.0, 0), (0.5, 1), (60.0, 3)):
        budget = Budget(clock, 0.4, clock.steady() - ago)
        lane = budget._lane(STREAMS)
        sent = 0
        while not lane.bucket.delay(clock.steady()):
            await budget.acquire(STREAMS, Priority.ASKED)
            sent += 1
        assert sent == at_once
