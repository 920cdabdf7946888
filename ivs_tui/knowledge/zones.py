"""In which zone instants are told: UTC, or the machine's own where `now` is not in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def there(instant: datetime, now: datetime | None) -> datetime:
    """The instant in the zone of `now`, with the offset that the machine's zone had *then*.

    `now` itself is `datetime.now().astimezone()`, whose offset is today's alone.
    """
    if now is None or now.tzinfo is UTC:
        return in_utc(instant)
    try:
        return instant.astimezone()
    except (OverflowError, OSError, ValueError):  # where the machine's calendar ends
        return in_utc(instant)


def in_utc(instant: datetime) -> datetime:
    """The instant in UTC."""
    try:
        return instant.astimezone(UTC)
    except OverflowError:  # within a day of year 1 or 9999
        return instant.replace(tzinfo=UTC)


def widest_mark(now: datetime) -> int:
    """Cells of the longest mark that the year's instants have, in summer and in winter."""
    halves = (now.replace(month=month, day=1) for month in (1, 7))
    return max(len(mark(there(when, now))) for when in (now, *halves))


def mark(instant: datetime) -> str:
    """What stands after its time of day, so that it means one instant: Z, +02, +05:30.

    Names of zones are not used: IST is three of them.
    """
    offset = instant.utcoffset() or timedelta()
    if not offset:
        return "Z"
    minutes, seconds = divmod(abs(int(offset.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    told = f"{'-' if offset < timedelta() else '+'}{hours:02}"
    if minutes or seconds:
        told += f":{minutes:02}"
    return f"{told}:{seconds:02}" if seconds else told
