"""How evidence reads: instants, lengths of time, bitrates, sizes, and strings cut to length."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.knowledge import zones

WORD_MOST = 60
"""Longer than any code or name of AWS's: a title that says one flows over lines."""
NAME_MOST = 24
HOUR = timedelta(hours=1)
_MOST = 2**31 - 1


def at(instant: datetime | None, now: datetime) -> str:
    """`14:03:05Z`, with the date before it when that is not today's by `now`."""
    if instant is None:
        return "an unknown time"
    there = zones.there(instant, now)
    clock = there.replace(tzinfo=None).time().isoformat("seconds") + zones.mark(there)
    return clock if there.date() == now.date() else f"{there.date().isoformat()} {clock}"


def lasting(length: timedelta) -> str:
    """A length of time in its two coarsest units: 42s 3m05s 1h05m 3d04h."""
    seconds = max(0, int(length.total_seconds()))
    if seconds < 60:
        return f"{seconds}s"
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}m{seconds:02}s"
    hours, minutes = divmod(minutes, 60)
    if hours < 72:  # limits are 24 and 48 h, so ages read in hours until then
        return f"{hours}h{minutes:02}m"
    days, hours = divmod(hours, 24)
    return f"{days}d{hours:02}h"


def rate(bits: float) -> str:
    """Bits per second: 9.20 Mbps, 96 kbps."""
    return f"{bits / 1e6:.2f} Mbps" if bits >= 1e6 else f"{bits / 1e3:.0f} kbps"


def number(said: int | None) -> int:
    """The number, or 0 for one that is not said or that the API's 32-bit integers cannot be."""
    return said if said is not None and 0 < said <= _MOST else 0


def short(text: str | None, most: int = NAME_MOST) -> str:
    """The API's own string, cut to its length."""
    said = text or ""
    return said if len(said) <= most else said[: most - 1] + "…"


def of_track(track: ll.VideoConfiguration | ll.AudioConfiguration) -> str:
    """Which one it is, where it has a name."""
    return f", track {track.track}" if track.track else ""


def times(number: int, *, least: bool = False) -> str:
    """`3 times`, `at least 500 times`."""
    return f"{'at least ' if least else ''}{number} time{'' if number == 1 else 's'}"


def some(names: Sequence[str], most: int = 3) -> str:
    """The first names, and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
