"""The budget under any schedule: arrivals, throttles, leaps of time, and who gives up."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.engine.budget import Budget, Priority
from tests.support import ManualClock, settle

STREAMS, KEYS = OPERATIONS["ListStreams"], OPERATIONS["ListPlaybackKeyPairs"]
ROUNDING = 1e-6

Step = tuple[str, float]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([f"ask {int(one)}" for one in Priority]), st.integers(1, 8)),
        st.tuples(st.just("wait"), st.floats(0, 4)),
        st.tuples(st.just("leap"), st.floats(-5_000, 5_000)),
        st.tuples(st.just("throttle"), st.just(0.0)),
        st.tuples(st.just("give up"), st.floats(0, 1)),
    ),
    max_size=20,
)


@dataclass
class Desk:
    """Those who ask, who waits, and when each went, by time that passed rather than by the clock.

    A clock that is set back and comes forward again counts what it goes forward.
    """

    share: float
    clock: ManualClock = field(default_factory=ManualClock)
    passed: float = 0.0
    sent: dict[str, list[float]] = field(default_factory=dict)
    waiting: dict[int, tuple[str, int, asyncio.Task[None]]] = field(default_factory=dict)
    back: float = 0.0

    def __post_init__(self) -> None:
        self.budget = Budget(self.clock, self.share)
        self._seen = self.clock.steady()

    def now(self) -> float:
        """Seconds that passed."""
        at = self.clock.steady()
        self.passed += max(0.0, at - self._seen)
        self._seen = at
        return self.passed

    async def ask(self, tasks: asyncio.TaskGroup, number: int, priority: Priority) -> None:
        operation = KEYS if number % 4 == 0 else STREAMS

        async def acquire() -> None:
            await self.budget.acquire(operation, priority)
            del self.waiting[number]
            self.sent.setdefault(operation.id, []).append(self.now())
            rivals = [one for name, one, _ in self.waiting.values() if name == operation.id]
            assert not [one for one in rivals if one < priority], "who is more urgent waits"
            same = [
                other
                for other, (name, one, _) in self.waiting.items()
                if name == operation.id and one == priority
            ]
            assert all(other > number for other in same), "who came first waits"

        task = tasks.create_task(acquire())
        self.waiting[number] = (operation.id, priority, task)
        await settle()

    async def step(self, tasks: asyncio.TaskGroup, number: int, what: str, size: float) -> None:
        if what.startswith("ask"):
            for more in range(int(size)):
                await self.ask(tasks, 10 * number + more, Priority(int(what[-1])))
        elif what == "wait":
            await self.pass_time(size)
        elif what == "leap":
            self.now()
            self.clock.jump(size)
            self.back += max(0.0, -size)
            self.now()
        elif what == "throttle":
            self.budget.throttled(STREAMS)
        elif self.waiting:
            chosen = sorted(self.waiting)[int(size * (len(self.waiting) - 1))]
            self.waiting.pop(chosen)[2].cancel()
            await settle()

    async def pass_time(self, seconds: float) -> None:
        """In small steps, so that who goes is timed where it goes."""
        while seconds > 0:
            await self.clock.advance(min(seconds, 0.5))
            self.now()
            seconds -= 0.5


async def play(share: float, steps: list[Step]) -> Desk:
    desk = Desk(share)
    async with asyncio.TaskGroup() as tasks:
        for number, (what, size) in enumerate(steps):
            await desk.step(tasks, number, what, size)
        # What was slowed to a sixteenth recovers on the way.
        await desk.clock.advance(desk.back + 100 + 160 * 16 / (3 * share))
        assert not desk.waiting, "somebody waits for ever"
    return desk


def most_within(times: list[float], seconds: float) -> int:
    return max(
        (sum(start <= at < start + seconds - ROUNDING for at in times) for start in times),
        default=0,
    )


@settings(max_examples=80, derandomize=True)
@example(0.4, [("ask 2", 9), ("ask 0", 1), ("leap", -100.0), ("ask 1", 1)])
@given(st.floats(0.05, 1.0), STEPS)
def test_any_schedule_keeps_rate_share_and_order_and_lets_everybody_go(
    share: float, steps: list[Step]
) -> None:
    desk = asyncio.run(play(share, steps))
    for operation in (STREAMS, KEYS):
        times = desk.sent.get(operation.id, [])
        capacity = max(1.0, operation.rate * (1 - share))
        assert most_within(times, 1) <= operation.rate
        assert most_within(times, 10) <= 10 * operation.rate * share + capacity + ROUNDING
