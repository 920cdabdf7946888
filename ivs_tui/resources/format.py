"""How values read: ages, counts, bit rates, ARNs and the API's own text."""

from __future__ import annotations

from datetime import datetime, timedelta

from ivs_tui.knowledge import zones
from ivs_tui.resources.spec import Cell, Look, Mark, Tone
from ivs_tui.resources.text import visible

UNSAID = Cell("-", Tone.DIM)
"""The API does not say: never an invented zero."""


def text(value: str | None, look: Look, tone: Tone = Tone.NORMAL) -> Cell:
    """The API's own text, made safe."""
    if value is None or value == "":
        return UNSAID
    return Cell(visible(value, ascii_only=look.ascii_only), tone)


def age(since: datetime | None, now: datetime) -> str:
    """How long ago, in its coarsest unit, so that it seldom changes: <1m 5m 1h05m 3d04h."""
    if since is None:
        return "-"
    return duration(now - since)


def duration(length: timedelta) -> str:
    """A length of time in its two coarsest units; what lies in the future reads as just now."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return "<1m"
    if minutes < 60:
        return f"{minutes}m"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours}h{minutes:02}m"
    days, hours = divmod(hours, 24)
    return f"{days}d{hours:02}h"


def short_time(length: timedelta) -> str:
    """A length of time that goes on, in steps, so that it hardly ticks: 40s 3m 1h05m."""
    whole = max(0, int(length.total_seconds()))
    if whole >= 60:
        return duration(length)
    # Rows that begin to starve together tick together: rather seldom.
    return f"{whole - whole % (10 if whole >= 10 else 5)}s" if whole >= 5 else "<5s"


def seconds(length: timedelta) -> str:
    """A short length of time to the second, for what has ended: 42s 3m05s 1h05m."""
    whole = max(0, int(length.total_seconds()))
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}m{whole % 60:02}s"
    return duration(length)


def count(number: int | None) -> str:
    """A whole number with thin groups: 12,345."""
    return "-" if number is None else f"{number:,}"


def bitrate(bits_per_second: int | None) -> str:
    """Mbps with two digits after the point, kbps below one; announced by the encoder, in bits/s."""
    if bits_per_second is None:
        return "-"
    if bits_per_second >= 1_000_000:
        return f"{bits_per_second / 1_000_000:.2f} Mbps"
    return f"{bits_per_second / 1_000:.0f} kbps"


def short_arn(arn: str | None) -> str:
    """The id at the end of an ARN, which is what people say aloud."""
    return (arn or "").rsplit("/", 1)[-1]


def clock_time(instant: datetime | None, now: datetime | None = None) -> str:
    """The time of day in UTC, or in the zone of `now`: 14:03:05Z, 16:03:05+02."""
    return "-" if instant is None else _time_of_day(zones.there(instant, now), precise=True)


def date_time(instant: datetime | None, now: datetime | None = None) -> str:
    """Day and time in UTC, or in the zone of `now`: 2026-11-21 14:03:05Z."""
    if instant is None:
        return "-"
    there = zones.there(instant, now)
    return f"{there.date().isoformat()} {_time_of_day(there, precise=True)}"


def near_time(instant: datetime | None, now: datetime, *, precise: bool = False) -> str:
    """The time, with its month and day where that is not today's: 14:03:05Z or 11-20 14:03Z.

    With `precise` another day's time has its seconds too.
    """
    if instant is None:
        return "-"
    there = zones.there(instant, now)
    if there.date() == now.date():
        return _time_of_day(there, precise=True)
    day = there.date().isoformat()
    if there.year != now.year:
        return day
    return f"{day[5:]} {_time_of_day(there, precise=precise)}"


def _time_of_day(there: datetime, *, precise: bool) -> str:
    clock = there.replace(tzinfo=None).time().isoformat("seconds" if precise else "minutes")
    return clock + zones.mark(there)


def yes_no(value: bool | None) -> str:
    """A flag in a word."""
    return "-" if value is None else ("yes" if value else "no")


def marked(mark: Mark, words: str, tone: Tone, look: Look) -> Cell:
    """A mark and what it stands for."""
    return Cell(f"{look.mark(mark)} {words}" if words else look.mark(mark), tone)


def tags(values: dict[str, str] | None, look: Look) -> Cell:
    """Tags as key=value."""
    if not values:
        return UNSAID
    return Cell(visible(flat(values), ascii_only=look.ascii_only), Tone.DIM)


def flat(values: dict[str, str] | None) -> str:
    """Tags in one text, in the order of their keys; nothing where there are none."""
    return " ".join(f"{key}={value}" for key, value in sorted((values or {}).items()))
