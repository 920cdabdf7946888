"""Days in an account where everything happens, on a clock moved by hand: what is lost, what grows.

Every change of this world has to be told exactly once, whatever fails in between: between two
changes of one resource lies more time than the longest failure and its backoff take.
"""

from __future__ import annotations

import asyncio
import gc
import heapq
import itertools
import random
import sys
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec

from ivs_tui.aws.decode import Page
from ivs_tui.aws.errors import ProblemKind, problem
from ivs_tui.aws.gateway import Pace
from ivs_tui.aws.operations import Operation
from ivs_tui.aws.records.base import Record
from ivs_tui.aws.records.lowlatency import Channel, StreamEvent, StreamSession, StreamSummary
from ivs_tui.aws.records.realtime import ParticipantSummary, StageSummary
from ivs_tui.engine.budget import Budget
from ivs_tui.engine.commands import Happened, Report
from ivs_tui.engine.poller import Poller
from ivs_tui.engine.snapshot import Snapshot, Topic, Transition
from ivs_tui.ui.board import Board
from tests.support import SCOPE, STAGE, ManualClock, arn, topic

HOUR = 3_600.0
DAY = 24 * HOUR
_DWELL = 300.0
"""Seconds that a resource stays as it is at least: more than a failure and its backoff take."""
_LONGEST_FAILURE = _LONGEST_UNREADABLE = 90.0
_PAGE = 15
_CHANNELS, _STAGES, _GUESTS = 40, 6, 12
_SESSION = {"stageArn": STAGE, "sessionId": "st-1"}
_HOST = "host"
"""The channel whose stream session is open."""
WATCHED: tuple[tuple[Topic, float, bool], ...] = (
    (topic("streams"), 5.0, True),
    (topic("starving"), 5.0, False),
    (topic("names"), 60.0, False),
    (topic("stages"), 30.0, False),
    (topic("participants", **_SESSION), 15.0, False),
    (topic("session", channelArn=arn(_HOST)), 15.0, False),
)
_FAILURES = (
    ProblemKind.SERVER,
    ProblemKind.UNREACHABLE,
    ProblemKind.TIMEOUT,
    ProblemKind.CREDENTIALS,
    ProblemKind.DENIED,
    ProblemKind.NOT_IVS,
)

Token = tuple[str, str, str]
"""A list, an item's key, and what happened to it."""


class World:
    """What there is, and what has been done to it that nobody has told yet."""

    def __init__(self, clock: ManualClock, seed: int) -> None:
        self.random = random.Random(seed)
        self.untold: Counter[Token] = Counter()
        self.done = 0
        self.items: dict[str, dict[str, Any]] = {"streams": {}, "stages": {}, "people": {}}
        self.events: deque[StreamEvent] = deque(maxlen=500)
        self._clock = clock
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._serial = itertools.count()
        self._stream_id = "st-0"
        self.quiet = False
        for number in (_HOST, *range(_CHANNELS)):
            self._later(partial(self._go_live, arn(number)))
        for _ in range(_STAGES):
            self._later(self._create_stage)
        for _ in range(_GUESTS):
            self._later(self._join)

    def catch_up(self) -> None:
        """Do what is due."""
        while self._agenda and self._agenda[0][0] <= self._clock.steady():
            heapq.heappop(self._agenda)[2]()

    def session(self, parameters: Mapping[str, Any]) -> StreamSession:
        """The open stream session: the newest events, newest first; of others nothing is told."""
        if parameters["channelArn"] != arn(_HOST):
            return StreamSession(stream_id=parameters.get("streamId") or "")
        return StreamSession(stream_id=self._stream_id, truncated_events=tuple(self.events))

    def any_key(self) -> str:
        """Of whatever there is."""
        return self.random.choice([key for found in self.items.values() for key in found])

    def _later(self, action: Callable[[], None]) -> None:
        if not self.quiet:
            at = self._clock.steady() + self.random.uniform(1, 8) * _DWELL
            heapq.heappush(self._agenda, (at, next(self._serial), action))

    def _do(self, name: str, key: str, what: str) -> None:
        self.untold[name, key, what] += 1
        self.done += 1

    def _go_live(self, channel: str) -> None:
        id_ = f"st-{next(self._serial)}"
        key = f"{channel}|{id_}"
        self._do("streams", key, "went live")
        self.items["streams"][key] = StreamSummary(
            channel_arn=channel, stream_id=id_, state="LIVE", health="HEALTHY"
        )
        self._later(lambda: self._turn(key))
        if channel == arn(_HOST):
            # The events of another session are no news of this one.
            self._stream_id = id_
            self.events.clear()
            self._note(id_)

    def _note(self, stream_id: str) -> None:
        """One more event of the open session."""
        if f"{arn(_HOST)}|{stream_id}" not in self.items["streams"]:
            return
        name = f"Event {next(self._serial)}"
        if self.events:
            self._do("session", stream_id, name)
        self.events.appendleft(StreamEvent(name=name, event_time=self._clock.now()))
        self._later(lambda: self._note(stream_id))

    def _turn(self, key: str) -> None:
        """A stream starves, recovers, or ends."""
        stream = self.items["streams"][key]
        if self.random.random() < 0.4:
            self._do("streams", key, "ended")
            del self.items["streams"][key]
            # Many make a channel for each broadcast; only the host's is always the same.
            host = stream.channel_arn == arn(_HOST)
            self._later(lambda: self._go_live(arn(_HOST if host else next(self._serial))))
            return
        healthy = stream.health == "HEALTHY"
        self._do("streams", key, "starving" if healthy else "recovered")
        health = "STARVING" if healthy else "HEALTHY"
        self.items["streams"][key] = msgspec.structs.replace(stream, health=health)
        self._later(lambda: self._turn(key))

    def _create_stage(self) -> None:
        key = f"{STAGE}-{next(self._serial)}"
        self._do("stages", key, "stage created")
        self.items["stages"][key] = StageSummary(arn=key, name="a stage")
        self._later(lambda: self._turn_stage(key))

    def _turn_stage(self, key: str) -> None:
        stage = self.items["stages"][key]
        if self.random.random() < 0.3:
            self._do("stages", key, "stage deleted")
            del self.items["stages"][key]
            self._later(self._create_stage)
            return
        session = "" if stage.active_session_id else f"st-{next(self._serial)}"
        self._do("stages", key, f"stage session {'began' if session else 'ended'}")
        self.items["stages"][key] = msgspec.structs.replace(stage, active_session_id=session)
        self._later(lambda: self._turn_stage(key))

    def _join(self) -> None:
        key = f"guest-{next(self._serial)}"
        self._do("participants", key, "joined")
        self.items["people"][key] = ParticipantSummary(participant_id=key, state="CONNECTED")
        self._later(lambda: self._turn_guest(key))

    def _turn_guest(self, key: str) -> None:
        guest = self.items["people"][key]
        if self.random.random() < 0.3:
            self._do("participants", key, "no longer listed")
            del self.items["people"][key]
            self._later(self._join)
            return
        there = guest.state == "CONNECTED"
        self._do("participants", key, "left" if there else "joined again")
        state = "DISCONNECTED" if there else "CONNECTED"
        self.items["people"][key] = msgspec.structs.replace(guest, state=state)
        self._later(lambda: self._turn_guest(key))


class Api:
    """A `Reader` of the world, page by page, that fails now and then."""

    def __init__(self, clock: ManualClock, world: World) -> None:
        self.requests = 0
        self.hasty = 0
        """Requests that came sooner than five a second or 23 in ten seconds allow."""
        self._lately: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=23))
        self._clock, self._world = clock, world
        self._fails_from = HOUR / 2
        self._failure: ProblemKind | None = None
        self._hidden: str | None = None
        """The key of an item that cannot be read at the moment."""

    async def pages(
        self, operation: Operation, parameters: Mapping[str, Any], pace: Pace
    ) -> AsyncIterator[Page]:
        for number in itertools.count():
            while True:
                await pace.admit(operation)
                self._count(operation)
                wrong = self._wrong()
                if wrong is None:
                    break
                throttled = wrong is ProblemKind.THROTTLED
                if not (throttled and pace.throttled(operation, number)):
                    raise problem(wrong, f"{wrong}!")
            page = self._page(operation, parameters, number)
            yield page
            if page.next_token is None:
                return

    async def close(self) -> None:
        """Nothing is open."""

    def _count(self, operation: Operation) -> None:
        now, lately = self._clock.steady(), self._lately[operation.name]
        full = len(lately) == lately.maxlen and now - lately[0] < 10
        self.hasty += full or (len(lately) >= 5 and now - lately[-5] < 1)
        lately.append(now)
        self.requests += 1

    def _wrong(self) -> ProblemKind | None:
        """What fails now: for some seconds everything, every third request, or one item."""
        now, chance = self._clock.steady(), self._world.random
        if self._world.quiet:
            self._hidden = None
            return None
        if now > self._fails_from + _LONGEST_FAILURE:
            self._fails_from = now + chance.uniform(0.1, 1) * HOUR
            self._failure = chance.choice((*_FAILURES, ProblemKind.THROTTLED, None))
            self._hidden = None
        if now < self._fails_from:
            return None
        if self._failure is None:
            hidden = now < self._fails_from + _LONGEST_UNREADABLE
            self._hidden = (self._hidden or self._world.any_key()) if hidden else None
            return None
        if self._failure is ProblemKind.THROTTLED and chance.random() < 0.7:
            return None
        return self._failure

    def _page(self, operation: Operation, parameters: Mapping[str, Any], number: int) -> Page:
        world = self._world
        world.catch_up()
        match operation.name:
            case "BatchGetChannel":
                return Page(tuple(Channel(arn=one, name=one[-5:]) for one in parameters["arns"]))
            case "GetStreamSession":
                return Page((world.session(parameters),))
            case "ListStreams":
                found = self._filtered(parameters)
            case "ListStages":
                found = world.items["stages"]
            case _:
                found = world.items["people"]
        here = [*found][number * _PAGE : (number + 1) * _PAGE]
        more = str(number + 1) if len(found) > (number + 1) * _PAGE else None
        readable = tuple(found[key] for key in here if key != self._hidden)
        return Page(readable, len(here) - len(readable), more)

    def _filtered(self, parameters: Mapping[str, Any]) -> dict[str, Record]:
        health = (parameters.get("filterBy") or {}).get("health")
        streams = self._world.items["streams"].items()
        return {key: one for key, one in streams if health in {None, one.health}}


@dataclass(frozen=True)
class Held:
    """What the process holds at one moment."""

    tasks: int
    blocks: int
    """Of memory, as Python's own allocator counts them: every small object is one or more."""


class Soak:
    """The engine and the screens' board over that world."""

    def __init__(self, seed: int = 0) -> None:
        self.clock = ManualClock()
        self.world = World(self.clock, seed)
        self.api = Api(self.clock, self.world)
        self.invented: list[Transition] = []
        """Told, and never done or told before."""
        self.board = Board(SCOPE, self.clock.now(), self.clock.steady)
        budget = Budget(self.clock, 0.4)
        self.poller = Poller(self.api, budget, self.clock, self._hear)

    async def run(self, seconds: float, every: float = 6 * HOUR) -> list[Held]:
        """Let so much time pass; what is held now and then, the first time after warming up."""
        task = asyncio.get_running_loop().create_task(self.poller.run())
        for about, interval, front in WATCHED:
            self.poller.watch(about, interval, front=front)
        held = []
        for _ in range(int(seconds / every)):
            await self.clock.advance(every)
            held.append(self._held())
        self.world.quiet = True
        await self.clock.advance(10 * _DWELL)
        held.append(self._held())
        assert not task.done()
        task.cancel()
        await asyncio.wait((task,))
        return held

    def _hear(self, report: Report) -> None:
        if isinstance(report, Snapshot):
            self.board.put(report)
        elif isinstance(report, Happened):
            self.board.happened(report.transitions)
            for one in report.transitions:
                self._tick_off(one)

    def _tick_off(self, one: Transition) -> None:
        token = (one.topic.name, one.key, one.what)
        if self.world.untold[token] <= 0:
            self.invented.append(one)
        self.world.untold -= Counter([token])

    def _held(self) -> Held:
        gc.collect()
        return Held(len(asyncio.all_tasks()), sys.getallocatedblocks())
