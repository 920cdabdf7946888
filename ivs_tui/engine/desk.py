"""What everything that reads shares: where answers come from, and who hears of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ivs_tui.aws.gateway import Pace, Reader
from ivs_tui.aws.operations import Operation
from ivs_tui.engine.clock import Clock
from ivs_tui.engine.commands import Report
from ivs_tui.engine.snapshot import Topic
from ivs_tui.engine.store import Store


class Turn(NamedTuple):
    """One read of a topic: every how many seconds it is read, and its manners towards the API."""

    topic: Topic
    interval: float
    pace: Pace
    working: Callable[[], float]
    """Steady seconds without those of a pause."""
    anew: bool = False
    """The user asked: what was read lately counts no more."""


class Desk(NamedTuple):
    """What reads share: where answers come from, where they are kept, and who hears of them."""

    reader: Reader
    store: Store
    clock: Clock
    publish: Callable[[Report], None]
    say_usage: Callable[[], None]
    wake: Callable[[str], None]
    """Have the topics of a query read now."""
    rate: Callable[[Operation], float]
    """Requests a second that an operation may make in the long run."""
