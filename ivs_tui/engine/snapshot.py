"""What crosses from engine to screen: frozen snapshots, transitions and usage."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from ivs_tui.aws.errors import Problem
from ivs_tui.engine.budget import OperationUsage
from ivs_tui.engine.query import QUERIES, Query


class Scope(msgspec.Struct, frozen=True, order=True):
    """Whose resources: a profile in a Region. Budgets and histories belong to one."""

    profile: str
    region: str


class Topic(msgspec.Struct, frozen=True, order=True):
    """One thing that can be watched."""

    scope: Scope
    name: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> Query:
        """How it is read."""
        return QUERIES[self.name]

    def get(self, parameter: str) -> str | None:
        """One parameter's value."""
        return dict(self.parameters).get(parameter)

    @property
    def shifts(self) -> bool:
        """Whether items enter and leave the list as they change: a filter chooses them."""
        filtered = any(name.startswith("filterBy") for name, _ in self.parameters)
        return filtered and not self.query.lasting


class Gone(msgspec.Struct, frozen=True):
    """An item that a complete read no longer had; a second read confirms it."""

    item: Any
    since: datetime
    confirmed: bool
    doubtful: bool = False
    """More items than before were unreadable when it went missing: it may be one of those."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a topic, and how well.

    `items` are records of the topic's query, in the API's order. `complete` says that one whole
    read made them; else a read is under way (`reading`: how many items it has so far) over what
    the last complete one left.
    """

    topic: Topic
    items: tuple[Any, ...] = ()
    gone: tuple[Gone, ...] = ()
    read_at: datetime | None = None
    complete: bool = False
    reading: int | None = None
    unreadable: int = 0
    truncated: bool = False
    """The API holds back older entries (500 events of a stream session)."""
    trimmed: bool = False
    """This process let older entries go, to stay within its own bound."""
    error: Problem | None = None
    error_at: datetime | None = None
    last_complete_at: datetime | None = None
    before: int = 0
    after: int = 0
    """On the line alone: how many items, that the other end has already, come before and after
    these."""
    first: int = 0
    """The number of the first item, where older ones were let go."""
    interval: float = 0.0
    """Seconds after which the next read is due; twice that is stale."""


class Severity(StrEnum):
    """How much an operator should mind."""

    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    ERROR = "error"


class Transition(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to a resource between two complete reads.

    `at` is the API's own time where it gives one, else the time of the read that showed it
    (`observed`).
    """

    at: datetime
    topic: Topic
    key: str
    subject: str
    what: str
    detail: str = ""
    severity: Severity = Severity.INFO
    observed: bool = True
    name: str = ""
    """What the subject was called then: of what was deleted, no list knows it any more."""


class Usage(msgspec.Struct, frozen=True):
    """Requests against the budget at one moment, operation by operation, the busiest first."""

    operations: tuple[OperationUsage, ...] = ()
    at: datetime | None = None
