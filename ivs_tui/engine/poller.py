"""Reads every watched topic at its pace, for ever, and publishes what it finds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import msgspec

from ivs_tui.aws.errors import GatewayError, Problem, ProblemKind
from ivs_tui.aws.gateway import Reader
from ivs_tui.aws.operations import Operation
from ivs_tui.engine.budget import Budget, Priority
from ivs_tui.engine.clock import Clock
from ivs_tui.engine.commands import Report
from ivs_tui.engine.context import Context, Turn
from ivs_tui.engine.reads import LONGEST_REST, Reads
from ivs_tui.engine.snapshot import Snapshot, Topic, Usage
from ivs_tui.engine.store import Store

LONGEST_BACKOFF = 60.0
_PATIENCE = 8
"""Throttled pages that one read of a long list tries again."""
_BACKOFF_BY_KIND = {ProblemKind.CREDENTIALS: 10.0, ProblemKind.UNREACHABLE: 15.0}
"""Kinds that a person mends outside: the wait stays short, so that the mend is soon seen."""
_BROKEN = Problem(
    kind=ProblemKind.BROKEN,
    sentence="broken: a fault of ivs-tui",
    advice="start with --log-file FILE and report what it says",
)

_log = logging.getLogger(__name__)


class _Watch:
    """One watched topic: how urgent, how often, and a bell that wakes it early."""

    def __init__(self, topic: Topic, interval: float, *, front: bool) -> None:
        self.topic = topic
        self.interval = interval
        self.front = front
        self.asked = front
        self.anew = False
        self.bell = asyncio.Event()
        self.failures = 0
        self.task: asyncio.Task[None] | None = None

    @property
    def priority(self) -> Priority:
        """What the user just asked for, then what is on screen, then the rest."""
        if self.asked or self.topic.query.ahead:
            return Priority.ASKED
        return Priority.SCREEN if self.front else Priority.BACKGROUND


class Poller:
    """Watches topics through a gateway, within a budget; owns every retry."""

    def __init__(
        self, reader: Reader, budget: Budget, clock: Clock, publish: Callable[[Report], None]
    ) -> None:
        self._budget = budget
        self._clock = clock
        self._publish = publish
        self._watches: dict[Topic, _Watch] = {}
        self._store = Store(self._watches)
        told = (publish, self.publish_usage)
        self._reads = Reads(Context(reader, self._store, clock, *told, self._wake, budget.pace))
        self._running = asyncio.Event()
        self._running.set()
        self._paused_at = 0.0
        self._paused_for = 0.0
        self._tasks: asyncio.TaskGroup | None = None

    async def run(self) -> None:
        """Poll until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            for watch in self._watches.values():
                self._begin(watch, tasks)
            await asyncio.Event().wait()

    def watch(self, topic: Topic, interval: float, *, front: bool) -> None:
        """Begin to read `topic`, or change how often; what was known is published at once."""
        watch = self._watches.get(topic)
        if watch is None:
            watch = self._watches[topic] = _Watch(topic, interval, front=front)
            if self._store.get(topic).read_at:
                self._publish(self._store.get(topic))
            if self._tasks is not None:
                self._begin(watch, self._tasks)
            return
        if interval < watch.interval:
            watch.bell.set()
        watch.interval, watch.front = interval, front

    def recall(self, known: Snapshot) -> None:
        """Take up what another engine knew, before `watch`: it is shown, and news is told of it."""
        self._store.recall(known)

    def unwatch(self, topic: Topic) -> None:
        """Stop reading `topic`; what is known of it stays for the way back."""
        watch = self._watches.pop(topic, None)
        if watch is not None and watch.task is not None:
            watch.task.cancel()

    def refresh(self, topic: Topic) -> None:
        """Read `topic` now, ahead of the others."""
        watch = self._watches.get(topic)
        if watch is not None:
            watch.asked = watch.anew = True
            watch.bell.set()

    def pause(self, *, paused: bool) -> None:
        """Stop or resume every read; one that is on the wire comes to its end."""
        if paused == (not self._running.is_set()):
            return
        now = self._clock.steady()
        if paused:
            self._paused_at = now
            self._running.clear()
        else:
            self._paused_for += now - self._paused_at
            self._running.set()

    def look(self, arns: tuple[str, ...]) -> None:
        """Name these channels first."""
        self._reads.look(arns)

    def _begin(self, watch: _Watch, tasks: asyncio.TaskGroup) -> None:
        watch.task = tasks.create_task(self._follow(watch))

    async def _follow(self, watch: _Watch) -> None:
        while True:
            started = self._working()
            problem = await self._attempt(watch)
            took = self._working() - started
            rest = _rest(self._interval(watch), took) if problem is None else problem.retry_in
            await self._sleep(watch, rest)

    def _interval(self, watch: _Watch) -> float:
        """Seconds from read to read: the user's, but what goes ahead of others leaves them room."""
        query = watch.topic.query
        if not query.ahead:
            return watch.interval
        return max(watch.interval, 1 / (query.ahead * self._budget.pace(query.operation)))

    async def _attempt(self, watch: _Watch) -> Problem | None:
        """One read; whatever goes wrong is published, and nothing ends the watch."""
        try:
            await self._read(watch)
        except GatewayError as error:
            return self._failed(watch, error.problem)
        except Exception:
            _log.exception("reading %s broke", watch.topic.name)
            return self._failed(watch, _BROKEN)
        watch.failures = 0
        return None

    def _failed(self, watch: _Watch, problem: Problem) -> Problem:
        watch.failures += 1
        longest = _BACKOFF_BY_KIND.get(problem.kind, LONGEST_BACKOFF)
        # The exponent is bounded: a week of failures must not overflow.
        wait = min(longest, watch.interval * 2 ** min(watch.failures - 1, 8))
        problem = msgspec.structs.replace(problem, attempt=watch.failures, retry_in=wait)
        watch.asked = False
        self._publish(self._store.put_error(watch.topic, problem, self._clock.now()))
        self.publish_usage()
        return problem

    async def _sleep(self, watch: _Watch, seconds: float) -> None:
        """Wait until the next read is due, or the bell rings."""
        async with asyncio.TaskGroup() as tasks:
            nap = tasks.create_task(self._clock.sleep(seconds))
            bell = tasks.create_task(watch.bell.wait())
            await asyncio.wait((nap, bell), return_when=asyncio.FIRST_COMPLETED)
            nap.cancel()
            bell.cancel()
        watch.bell.clear()

    async def _read(self, watch: _Watch) -> None:
        anew, watch.anew = watch.anew, False
        turn = Turn(watch.topic, watch.interval, _Pace(self, watch), self._working, anew)
        await self._reads.read(turn)
        watch.asked = False
        self.publish_usage()

    def _wake(self, query: str) -> None:
        for topic, watch in self._watches.items():
            # While it fails, its own backoff decides, not every scroll step.
            if topic.name == query and not watch.failures:
                watch.bell.set()

    def publish_usage(self) -> None:
        """Tell how much of the budget is used."""
        self._publish(Usage(self._budget.usage(), self._clock.now()))

    async def admit(self, watch: _Watch, operation: Operation) -> None:
        """Wait until polling is not paused and the budget has a token."""
        while True:
            await self._running.wait()
            await self._budget.acquire(operation, watch.priority)
            # The user may have paused meanwhile. The token is let go: kept over the pause, those of
            # many watches would all be used at once when it ends.
            if self._running.is_set():
                return

    def _working(self) -> float:
        """Steady seconds without those of a pause."""
        now = self._clock.steady()
        pause = 0.0 if self._running.is_set() else now - self._paused_at
        return now - self._paused_for - pause

    def throttled(self, operation: Operation) -> None:
        """Give way, and say so at once."""
        self._budget.throttled(operation)
        self.publish_usage()


class _Pace:
    """One read's manners towards the API: see `gateway.Pace`."""

    def __init__(self, poller: Poller, watch: _Watch) -> None:
        self._poller = poller
        self._watch = watch
        self._patience = _PATIENCE

    async def admit(self, operation: Operation) -> None:
        await self._poller.admit(self._watch, operation)

    def throttled(self, operation: Operation, page: int) -> bool:
        self._poller.throttled(operation)
        self._patience -= 1
        # A long list is not begun again for one throttle; a first page has nothing to lose.
        return page > 0 and self._patience > 0


def _rest(interval: float, took: float) -> float:
    """Seconds to the next read: on time, but a list longer than that rests as long as it took."""
    if took <= 2 * interval:
        return max(0.0, interval - took)
    return max(interval, min(took, LONGEST_REST))
