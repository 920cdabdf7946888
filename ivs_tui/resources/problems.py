"""What a row may have wrong with it, in one word: for `!`, alerts, `check` and the strip alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from ivs_tui.resources.spec import Presence, Row

STARVING, ABSENT, ERROR = "starving", "absent", "error"
RECONNECTING, UNKNOWN = "reconnecting", "unknown"
PROBLEMS = (STARVING, ABSENT, ERROR, RECONNECTING, UNKNOWN)
"""All of them, worst first."""
_HEALTH = {"STARVING": STARVING, "HEALTHY": ""}


class Held(NamedTuple):
    """A problem that lasts: its word, and when a read first showed it."""

    word: str
    since: datetime
    at_least: bool
    """It was so at first sight already, and may have begun long before."""
    query: str
    key: str
    """Of the item within its list."""


def of_health(health: str | None) -> str:
    """A live stream's."""
    return _HEALTH.get(health or "", UNKNOWN)


def of_stream(row: Row) -> str:
    """A live stream's; of one that has ended nothing is wrong any more."""
    return "" if row.presence is Presence.ENDED else of_health(row.record.health)


def of_composition(row: Row) -> str:
    """A composition's, or that of any of its destinations."""
    if row.presence is Presence.ENDED:
        return ""
    states = {row.record.state, *(one.state for one in row.record.destinations or ())}
    if "FAILED" in states:
        return ERROR
    return RECONNECTING if "RECONNECTING" in states else ""


def failed_at(row: Row) -> datetime | None:
    """When a composition, or the first of its destinations, failed, as the API tells it."""
    record = row.record
    parts = (record, *(getattr(record, "destinations", None) or ()))
    ended = [part.end_time for part in parts if getattr(part, "state", "") == "FAILED"]
    return min((at for at in ended if at is not None), default=None)


def of_state(row: Row) -> str:
    """A configuration's that could not be created."""
    return ERROR if row.record.state == "CREATE_FAILED" else ""


def of_session(row: Row) -> str:
    """A stream session's that has an error event."""
    return ERROR if row.record.has_error_event else ""


def of_participant(row: Row) -> str:
    """A participant's whose recording failed; other errors only its events tell."""
    return ERROR if row.record.recording_state == "FAILED" else ""


def of_event(row: Row) -> str:
    """An event's, by how much it matters."""
    matters: Any = row.record.severity
    return ERROR if matters == "error" else UNKNOWN if matters == "warning" else ""
