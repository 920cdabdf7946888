"""The state of the fake account, and the seeded clock that moves it."""

import heapq
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from random import Random
from string import ascii_letters, digits
from typing import Any, TypeVar

from ivs_tui.sim.errors import ACCOUNT, REGION, not_found

Item = dict[str, Any]
"""A resource, or a part of one, as the API's JSON has it."""

T = TypeVar("T")
ALPHABET = ascii_letters + digits


@dataclass(slots=True)
class Session:
    """A stream session: what GetStreamSession says but for its events, oldest event first."""

    api: Item
    events: deque[Item] = field(default_factory=lambda: deque(maxlen=500))
    failed: bool = False
    recording: bool = False


@dataclass(slots=True)
class Channel:
    """A channel with its live stream, if any, and its sessions, newest first."""

    api: Item
    audience: int = 0
    stream: Item | None = None
    sessions: list[Session] = field(default_factory=list)
    setup: Item = field(default_factory=dict)
    """What its encoder sends other than a usual one: see `samples.ingest`."""

    @property
    def arn(self) -> str:
        return str(self.api["arn"])


@dataclass(slots=True)
class Participant:
    """A participant with its events, oldest first."""

    api: Item
    events: deque[Item] = field(default_factory=lambda: deque(maxlen=500))

    @property
    def id(self) -> str:
        return str(self.api["participantId"])


@dataclass(slots=True)
class StageSession:
    """A stage session with everyone who ever joined it."""

    api: Item
    participants: dict[str, Participant] = field(default_factory=dict)


@dataclass(slots=True)
class Stage:
    """A stage with its sessions, newest first."""

    api: Item
    sessions: list[StageSession] = field(default_factory=list)
    replicas: list[Item] = field(default_factory=list)

    @property
    def arn(self) -> str:
        return str(self.api["arn"])

    @property
    def active(self) -> StageSession | None:
        return self.sessions[0] if "activeSessionId" in self.api else None


class World:
    """Everything there is, at one simulated moment.

    Changes are actions on an agenda, run in the order of their simulated times and drawing
    from one seeded generator: the same seed and scenario give the same sequence of states,
    however the time between two looks is cut.
    """

    def __init__(
        self,
        seed: int = 0,
        epoch: float | None = None,
        speed: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.rng = Random(seed)
        self.epoch = float(int(time.time() if epoch is None else epoch))
        self.speed = speed
        self.time = 0.0
        """Simulated seconds since the start; negative while history is made."""
        self.channels: dict[str, Channel] = {}
        self.deleted: dict[str, Channel] = {}
        self.live: dict[str, Channel] = {}
        self.stages: dict[str, Stage] = {}
        self.others: dict[str, dict[str, Item]] = {}
        """Plain resources, by the resource type in their ARN, then by ARN."""
        self._monotonic = monotonic
        self._seen = monotonic()
        self._paused = False
        self._agenda: list[tuple[float, int, Callable[[], object]]] = []
        self._serial = count()

    @property
    def paused(self) -> bool:
        return self._paused

    def pause(self, on: bool) -> None:
        self.catch_up()
        self._paused = on

    def catch_up(self) -> None:
        """Follow the real clock."""
        seen, self._seen = self._seen, self._monotonic()
        if not self._paused:
            self.advance((self._seen - seen) * self.speed)

    def advance(self, seconds: float) -> None:
        until = self.time + seconds
        while self._agenda and self._agenda[0][0] <= until:
            self.time, _, action = heapq.heappop(self._agenda)
            action()
        self.time = until

    def after(self, seconds: float, action: Callable[[], object]) -> None:
        heapq.heappush(self._agenda, (self.time + seconds, next(self._serial), action))

    def every(self, seconds: float, action: Callable[[], object]) -> None:
        """Run `action` now and then, each time after `seconds`, give or take a quarter."""

        def again() -> None:
            action()
            self.after(seconds * self.rng.uniform(0.75, 1.25), again)

        self.after(seconds, again)

    @contextmanager
    def moment(self, seconds: float) -> Iterator[None]:
        """Do things at another time, usually in the past, to make history."""
        now, self.time = self.time, seconds
        yield
        self.time = now

    def stamp(self, shift: float = 0.0) -> str:
        at = datetime.fromtimestamp(int(self.epoch + self.time + shift), UTC)
        return at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def token(self, length: int) -> str:
        return "".join(self.rng.choices(ALPHABET, k=length))

    def arn(self, kind: str) -> str:
        return f"arn:aws:ivs:{REGION}:{ACCOUNT}:{kind}/{self.token(12)}"

    def add(self, kind: str, item: Item) -> Item:
        """Put a plain resource into the account; its ARN, unless given, comes first."""
        item = {"arn": self.arn(kind), **item}
        self.others.setdefault(kind, {})[item["arn"]] = item
        return item

    def of(self, kind: str) -> dict[str, Item]:
        return self.others.get(kind, {})

    def channel(self, arn: str) -> Channel:
        return found(self.channels, arn)

    def remains(self, arn: str) -> Channel:
        """A channel, or what is left of a deleted one: its sessions can be read for 60 days."""
        return self.deleted.get(arn) or self.channel(arn)

    def stage(self, arn: str) -> Stage:
        return found(self.stages, arn)

    def by_name(self, name: str) -> Channel:
        return next(one for one in self.channels.values() if one.api["name"] == name)

    def stage_by_name(self, name: str) -> Stage:
        return next(one for one in self.stages.values() if one.api["name"] == name)


def found(where: dict[str, T], key: str) -> T:
    if key not in where:
        raise not_found(key)
    return where[key]
