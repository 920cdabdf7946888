"""Whose events are read next, one call a stream: the worst first, and none waits for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from ivs_tui.aws.records.base import Record, Time
from ivs_tui.aws.records.lowlatency import StreamEvent, StreamSession, StreamSummary
from ivs_tui.engine.clock import LONG_AGO, Clock

LAST_EVENTS = "last-events"
_FRESH_FOR: Mapping[str | None, float] = MappingProxyType({"HEALTHY": 300.0})
_OTHERWISE = 60.0
"""Seconds that a stream's events are good for, by its health; when that changes, they are not."""
_QUIET = 1.0
"""Reads a second that are made of streams with which nothing is wrong and that nobody looks at."""
_QUIET_SLACK = 10.0
"""Seconds of such reads that may be made up for."""
LONGEST_FRESH = max(_FRESH_FOR.values())
MOST_AHEAD = 60
"""Reads by which those that matter more may be ahead of those that wait longest."""
_FLAPPING = timedelta(hours=1)


class LastEvent(Record, frozen=True):
    """What a stream session's events said when they were last read."""

    channel_arn: str
    stream_id: str | None
    read_at: Time
    event: StreamEvent | None = None
    """The newest one."""
    starvations: int = 0
    """How often it began to starve in the hour before the read."""
    starving_since: Time | None = None
    """The Starvation Start that has no end."""
    recording: str | None = None
    """The newest event of its recording."""


class Asked(NamedTuple):
    """One stream session."""

    channel_arn: str
    stream_id: str | None


class _Known:
    """When a stream's events were read, and when they should be again; steady seconds."""

    def __init__(self, now: float, health: str | None) -> None:
        self.health = health
        self.due = now
        self.since = now
        """The last read; before the first one, when the stream was seen."""
        self.read = False
        self.news = True
        """Whether its health has changed since it was read."""


class LastEvents:
    """Every live stream, and the order in which their events are read.

    What has begun to starve goes before all else; then, in turns, one that is not well or in sight
    and not read yet, and the one of all that waits longest. However many starve, two turns a
    stream, and those that some are ahead, are the longest that any waits, or as long as a healthy
    one's answer is good.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[Asked, _Known] = {}
        self._whole = False
        self._in_sight: frozenset[str] = frozenset()
        self._fair = False
        self._ahead = 0
        self._quiet_from = clock.steady()
        self._fresh: dict[Asked, LastEvent] = {}

    def want(self, streams: Iterable[StreamSummary], *, whole: bool) -> bool:
        """Replace what is live, `whole` if that is all; says whether any should be read now."""
        self._whole = whole
        now, before = self._clock.steady(), self._known
        self._known = {}
        urgent = False
        for stream in streams:
            asked = Asked(stream.channel_arn, stream.stream_id)
            known = before.get(asked)
            if known is None:
                known = _Known(now, stream.health)
                urgent = True
            elif known.health != stream.health:
                # Something has just happened to it.
                known.health, known.due, known.news = stream.health, min(known.due, now), True
                urgent = True
            self._known[asked] = known
        return urgent

    def look(self, arns: Iterable[str]) -> None:
        """Of those that are not read yet, these go first."""
        self._in_sight = frozenset(arns)

    def next(self) -> Asked | None:
        """Whose events to read now."""
        now = self._clock.steady()
        urgent, longest = self._due(now)
        quiet = self._quiet_from <= now
        if not urgent and not (longest and quiet):
            return None
        room = self._ahead < MOST_AHEAD and urgent
        fair = quiet and not (room and (self._fair or any(map(self._begins_to_starve, urgent))))
        self._fair = fair
        self._ahead = max(0, self._ahead + (-1 if fair else 1))
        chosen = longest if fair and longest else min(urgent, key=self._urgency)
        if chosen not in urgent:
            self._quiet_from = max(self._quiet_from, now - _QUIET_SLACK) + 1 / _QUIET
        return chosen

    def _due(self, now: float) -> tuple[list[Asked], Asked | None]:
        """Those that are due and not well, or in sight and unread; and who of all waits longest."""
        urgent, longest, since = [], None, float("inf")
        for asked, known in self._known.items():
            if known.due > now:
                continue
            unread = not known.read and asked.channel_arn in self._in_sight
            if unread or known.health != "HEALTHY":
                urgent.append(asked)
            if known.since < since:
                longest, since = asked, known.since
        return urgent, longest

    def told(self, read: LastEvent) -> None:
        """One was read, or cannot be."""
        asked = Asked(read.channel_arn, read.stream_id)
        known = self._known.get(asked)
        if known is not None:
            now = self._clock.steady()
            known.read, known.news, known.since = True, False, now
            known.due = now + _FRESH_FOR.get(known.health, _OTHERWISE)
            self._fresh[asked] = read

    def take(self) -> tuple[LastEvent, ...]:
        """What was read since this was last asked."""
        fresh, self._fresh = self._fresh, {}
        return tuple(fresh.values())

    def wanted(self, read: LastEvent) -> bool:
        """Whether that stream is live."""
        return Asked(read.channel_arn, read.stream_id) in self._known

    @property
    def all_read(self) -> bool:
        """Whether each that is live was read once."""
        return self._whole and all(known.read for known in self._known.values())

    def oldest(self, rate: float) -> float:
        """Seconds that no answer gets older than, at so many reads a second; 0 is not known yet."""
        if not self._whole:
            return 0.0
        live = len(self._known)
        return max(LONGEST_FRESH, (2 * live + MOST_AHEAD) / rate, live / _QUIET + _QUIET_SLACK)

    def _begins_to_starve(self, asked: Asked) -> bool:
        known = self._known[asked]
        return known.news and known.health == "STARVING"

    def _urgency(self, asked: Asked) -> tuple[bool, bool, bool, float]:
        known = self._known[asked]
        starves = known.health == "STARVING"
        return not self._begins_to_starve(asked), not starves, known.read, known.since


def last_event(asked: Asked, session: StreamSession | None, read_at: datetime) -> LastEvent:
    """The gist of a session's events."""
    events = (session.truncated_events if session else None) or ()
    starvation = _newest(events, "Starvation ")
    recording = _newest(events, "Recording ")
    starves = starvation is not None and starvation.name == "Starvation Start"
    return LastEvent(
        channel_arn=asked.channel_arn,
        stream_id=asked.stream_id,
        read_at=read_at,
        event=_newest(events),
        starving_since=starvation.event_time if starvation and starves else None,
        recording=recording.name if recording else None,
        starvations=sum(
            event.name == "Starvation Start"
            and event.event_time is not None
            and read_at - event.event_time <= _FLAPPING
            for event in events
        ),
    )


def _newest(events: Iterable[StreamEvent], begins: str = "") -> StreamEvent | None:
    """Of those whose name begins so."""
    named = (event for event in events if (event.name or "").startswith(begins))
    return max(named, key=lambda event: event.event_time or LONG_AGO, default=None)
