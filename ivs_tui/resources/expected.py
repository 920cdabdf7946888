"""Channels that should be live: what the settings expect, when, and which of them is not there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from ivs_tui.aws.profile import REGIONS
from ivs_tui.aws.records.lowlatency import ChannelSummary
from ivs_tui.config import Expected
from ivs_tui.engine.snapshot import Scope, Snapshot
from ivs_tui.resources.problems import ABSENT, Held

EVER = datetime.min.replace(tzinfo=UTC)
"""When a window began that never closes."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = 7
_MIDNIGHT = {"", "24:00"}


class Absent(NamedTuple):
    """A channel that should be live and is not."""

    key: str
    """Of its row: the channel's ARN, or the name that no channel has."""
    channel: ChannelSummary
    """Without an ARN where none has that name."""
    due: datetime
    """Since when it should be live."""
    held: Held


class Expectation:
    """One `[[expect]]`, ready to be asked; raises ValueError with a sentence where it cannot be."""

    def __init__(self, asked: Expected) -> None:
        self.name = asked.name
        wanted = ".*".join(re.escape(part) for part in asked.name.split("*"))
        self._name = re.compile(wanted, re.DOTALL) if asked.name else None
        self._tag = asked.tag.partition("=")
        self._days = {_DAYS.index(day.casefold()[:3]) for day in asked.days} or set(range(_WEEK))
        self._zone = _zone(asked.zone)
        self._where = (asked.profile, _region(asked.region))
        self._from = _clock(asked.from_)
        self._until = _clock(asked.until)
        self._among: tuple[Any, ...] | None = None
        self._meant: Sequence[ChannelSummary] = ()

    def holds_in(self, scope: Scope) -> bool:
        """Whether it is of that profile and Region; one that names none is of all."""
        here = (scope.profile, scope.region)
        return all(asked in {"", there} for asked, there in zip(self._where, here, strict=True))

    def meant(self, channels: Snapshot) -> Sequence[ChannelSummary]:
        """The channels; one without an ARN for a name that no channel has."""
        if self._among is not channels.items:  # of 10,000, which seldom change
            self._among = channels.items
            self._meant = [channel for channel in channels.items if self._means(channel)]
        is_one = self.name and "*" not in self.name
        # What cannot be read may be the one.
        if self._meant or not is_one or channels.unreadable:
            return self._meant
        return [ChannelSummary(arn="", name=self.name)]

    def _means(self, channel: ChannelSummary) -> bool:
        key, _, value = self._tag
        named = self._name is None or self._name.fullmatch(channel.name or "") is not None
        return named and (not key or (channel.tags or {}).get(key) == value)

    def due(self, at: datetime) -> datetime | None:
        """When the window began that is open at that time; None where none is."""
        found: datetime | None = None
        for start, end in self._windows(at):
            # Windows that touch are one.
            if (start <= at < end) if found is None else (start < found <= end):
                found = start
        if found is not None and at - found > timedelta(days=_WEEK):
            return EVER
        return found

    def _windows(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Those of the last days, the newest first; one that crosses midnight is of its first."""
        there = at.astimezone(self._zone).date()
        for back in range(_WEEK + 3):
            day = there - timedelta(days=back)
            if day.weekday() in self._days:
                yield self._window(day)

    def _window(self, day: date) -> tuple[datetime, datetime]:
        begins, ends = self._from or time.min, self._until or time.min
        last = day if ends > begins else day + timedelta(days=1)
        return self._instant(day, begins), self._instant(last, ends)

    def _instant(self, day: date, clock: time) -> datetime:
        # A time that a clock skips in spring is as far behind the skip as it was into it.
        return datetime.combine(day, clock, self._zone).astimezone(UTC)


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # noqa: PLC0415  # few settings have a zone

    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(f"expected channels: no time zone {name!r}") from error


def _region(name: str) -> str:
    if name and name not in REGIONS:
        raise ValueError(f"expected channels: IVS does not exist in Region {name!r}")
    return name


def _clock(text: str) -> time | None:
    if text in _MIDNIGHT:
        return None
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"expected channels: {text!r} is no time; write it like 08:00") from error


def absent(
    expected: Iterable[Expectation],
    channels: Snapshot,
    streams: Snapshot,
    before: Mapping[str, Absent],
    seen_at: datetime | None,
) -> tuple[Absent, ...] | None:
    """Who should be live and is not, as the newest whole lists show it; None before there are any.

    `before` is what was absent at `seen_at`, when this was asked last; None where it never was.
    """
    at = streams.last_complete_at
    if at is None or channels.last_complete_at is None:
        return None
    # What one read missed, the next one confirms.
    live = {item.channel_arn for item in streams.items}
    live |= {gone.item.channel_arn for gone in streams.gone if not gone.confirmed}
    ended = {gone.item.channel_arn: gone.since for gone in streams.gone}
    found: dict[str, Absent] = {}
    for one in expected:
        due = one.due(at)
        if due is None:
            continue
        for channel in one.meant(channels):
            key = channel.arn or one.name
            if key in live or (key in found and found[key].due <= due):
                continue
            held = before[key].held if key in before else _held(key, due, at, ended, seen_at)
            found[key] = Absent(key, channel, due, held)
    return tuple(found.values())


def _held(
    key: str, due: datetime, at: datetime, ended: Mapping[str, datetime], seen_at: datetime | None
) -> Held:
    """Since when it is absent: since its end, since it was due, or else since before this began."""
    known = [when for when in (ended.get(key), due) if when is not None and when != EVER]
    first = seen_at is None and key not in ended
    since = at if first or not known else max(known)
    return Held(ABSENT, since, first, "streams", key)
