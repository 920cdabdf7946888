"""The course of a stream session, read from its events and times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.knowledge.limits import LIMITS

_BEGINNINGS = ("Session Created", "Stream Start", "Stream Takeover")
_ENDS = ("Session Ended", "Stream End")


@dataclass(frozen=True, slots=True)
class Course:
    """A session's events oldest first; `truncated` means that older ones may be missing."""

    events: tuple[tuple[datetime, ll.StreamEvent], ...]
    untimed: tuple[ll.StreamEvent, ...]
    truncated: bool
    started_at: datetime | None
    end_time: datetime | None

    def first(self, name: str) -> datetime | None:
        """When the event happened for the first time, as far as is known."""
        return next((time for time, event in self.events if event.name == name), None)

    def last(self, *names: str) -> datetime | None:
        """When one of the events happened for the last time."""
        return max((time for time, event in self.events if event.name in names), default=None)

    def has(self, name: str) -> bool:
        """Whether the event is known, with a time or without."""
        return any(event.name == name for event in self.all)

    @property
    def all(self) -> tuple[ll.StreamEvent, ...]:
        """Every known event."""
        return (*(event for _, event in self.events), *self.untimed)

    @property
    def ended_at(self) -> datetime | None:
        """When the encoder had gone: by the session itself, or by an end that nothing followed."""
        if self.end_time is not None:
            return self.end_time
        end, beginning = self.last(*_ENDS), self.last(*_BEGINNINGS)
        return end if end is not None and (beginning is None or end > beginning) else None


def course_of(session: ll.StreamSession) -> Course:
    """Read the course of a session; events without a time stand apart."""
    told = session.truncated_events or ()
    timed = [(event.event_time, event) for event in reversed(told) if event.event_time is not None]
    # The sort is stable; within a second the API's order says nothing, and callers trust none.
    timed.sort(key=lambda pair: pair[0])
    beginnings = [
        time for time, event in timed if event.name in {"Session Created", "Stream Start"}
    ]
    if session.start_time is not None:
        beginnings.append(session.start_time)
    return Course(
        events=tuple(timed),
        untimed=tuple(event for event in told if event.event_time is None),
        truncated=len(told) >= LIMITS.stream.events,
        started_at=min(beginnings, default=None),
        end_time=session.end_time,
    )


@dataclass(frozen=True, slots=True)
class Starvations:
    """How often a session starved and how long; `open_since` is a Start without its End."""

    lengths: tuple[timedelta, ...]
    unmeasured: int
    open_since: datetime | None

    @property
    def closed(self) -> int:
        """How many are over."""
        return len(self.lengths) + self.unmeasured


def starvations(course: Course) -> Starvations:
    """Pair Starvation Start with Starvation End; one that lost its partner has no length."""
    lengths: list[timedelta] = []
    unmeasured, since = 0, None
    for time, is_start in _alternating(course.events):
        if is_start:
            unmeasured += since is not None
            since = time
        elif since is not None:
            lengths.append(time - since)
            since = None
        else:
            unmeasured += 1
    return Starvations(tuple(lengths), unmeasured, since)


def _alternating(
    events: Sequence[tuple[datetime, ll.StreamEvent]],
) -> Iterator[tuple[datetime, bool]]:
    """Starts (True) and Ends by time; within one second they are put so that they alternate."""
    is_open = False
    for time, group in groupby(events, key=lambda pair: pair[0]):
        names = [event.name for _, event in group]
        starts, ends = names.count("Starvation Start"), names.count("Starvation End")
        while starts or ends:
            is_start = bool(starts) and not (is_open and ends)
            starts, ends = starts - is_start, ends - (not is_start)
            is_open = is_start
            yield time, is_start
