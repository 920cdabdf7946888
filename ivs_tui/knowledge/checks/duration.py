"""Longest durations and sessions an hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.knowledge.checks.checklist import Checklist
from ivs_tui.knowledge.checks.words import HOUR, lasting
from ivs_tui.knowledge.limits import LIMITS

NOT_READ = "the channel's sessions were not read"


def is_near(age: timedelta, hours: int) -> bool:
    """Whether so long a life is near its longest, or over it."""
    return age >= (hours - LIMITS.ours.near_hours) * HOUR


def check_stream_age(
    sheet: Checklist, started_at: datetime | None, ended_at: datetime | None
) -> None:
    """Near 48 h, or ended there."""
    if started_at is None:
        sheet.skip("stream-near-48h", "the API does not say when it started")
        return
    sheet.checked("stream-near-48h")
    hours = LIMITS.stream.hours
    age = (ended_at or sheet.now) - started_at
    if ended_at is None and is_near(age, hours):
        sheet.found(
            "stream-near-48h",
            f"started at {sheet.at(started_at)}; {lasting(hours * HOUR - age)} are left",
            lasting=lasting(age),
            limit=hours,
        )
    elif ended_at and age >= hours * HOUR - timedelta(minutes=LIMITS.ours.at_limit_minutes):
        sheet.found(
            "ended-at-48h",
            f"from {sheet.at(started_at)} to {sheet.at(ended_at)}",
            lasting=lasting(age),
            limit=hours,
        )


def check_flapping(
    sheet: Checklist,
    sessions: Sequence[ll.StreamSessionSummary] | None,
    around: datetime | None,
) -> None:
    """So many sessions an hour; the hour is the busiest that holds `around`."""
    if sessions is None:
        sheet.skip("flapping", NOT_READ)
        return
    if around is None:
        sheet.skip("flapping", "the API does not say when it started")
        return
    sheet.checked("flapping")
    starts = sorted(one.start_time for one in sessions if one.start_time is not None)
    hour = max((_hour_from(starts, start, around) for start in starts), key=len, default=[])
    if len(hour) >= LIMITS.ours.flapping_sessions:
        sheet.found(
            "flapping",
            f"{len(hour)} sessions started from {sheet.at(hour[0])} to {sheet.at(hour[-1])}; "
            f"{LIMITS.ours.flapping_sessions} an hour are taken for flapping",
            count=len(hour),
        )


def _hour_from(starts: Sequence[datetime], start: datetime, around: datetime) -> list[datetime]:
    """The starts of the hour that begins with `start`; none if `around` is not in it."""
    if not timedelta(0) <= around - start < HOUR:
        return []
    return [one for one in starts if timedelta(0) <= one - start < HOUR]
