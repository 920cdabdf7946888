"""What participants' events come to, whose are read first, and how often when nobody looks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from ivs_tui.aws.errors import ProblemKind
from ivs_tui.aws.records.base import Record, Time
from ivs_tui.aws.records.realtime import Event, Participant, ParticipantSummary, StageSummary
from ivs_tui.engine.clock import LONG_AGO

PASSED_OVER = frozenset({ProblemKind.DENIED, ProblemKind.NOT_FOUND})
"""What may be wrong with one of many alone: it is said, and the others are read all the same."""
USER = "filterByUserId"
"""What a find asks a session's participants for: a whole user id."""
_LONGEST_USER = 128
_NO_USER = re.compile(r"arn:.*|st-[0-9A-Za-z]{13,}")
"""ARNs, and ids of streams and sessions."""
Session = tuple[str, str]
"""Of a stage: the stage's ARN, and the session's id."""
_MENDED_BY = {
    "JOIN_ERROR": "JOINED",
    "PUBLISH_ERROR": "PUBLISH_STARTED",
    "SUBSCRIBE_ERROR": "SUBSCRIBE_STARTED",
}
_PUBLISHING = {"PUBLISH_STARTED": 0, "PUBLISH_STOPPED": 1, "LEFT": 2}
"""Events that say whether one publishes, with their order within a second."""


class Failure(Record, frozen=True):
    """Attempts of one participant that failed alike."""

    event: str
    code: str | None = None
    count: int = 1
    last: Time | None = None
    mended: bool = False
    """Whether what failed last has succeeded since."""


class Attempts(Record, frozen=True):
    """What a participant's events said when they were last read, and who that is."""

    participant_id: str
    user_id: str | None = None
    state: str | None = None
    published: bool | None = None
    """Ever."""
    recording_state: str | None = None
    read_at: Time | None = None
    """None: its events were not read yet."""
    publishes: bool = False
    """Then."""
    failures: tuple[Failure, ...] = ()
    """The newest first."""
    client: bool = False
    """Whether it was read what it runs on; that is read of those alone that failed."""
    sdk: str | None = None
    os: str | None = None
    browser: str | None = None
    isp: str | None = None


class InError(Record, frozen=True):
    """A participant whose newest failed attempt nothing has mended."""

    participant_id: str
    user_id: str | None = None
    event: str = ""
    code: str | None = None
    at: Time | None = None
    connected: bool = False


class SessionInError(Record, frozen=True):
    """How far an active stage session was read in the background, and who is in error there."""

    stage_arn: str
    session_id: str
    listed: bool = False
    """Whether it is known who takes part."""
    participants: int = 0
    followed: int = 0
    """Participants whose events are read: of many only the likeliest to be in error."""
    read: int = 0
    in_error: tuple[InError, ...] = ()
    more_in_error: int = 0
    """Beyond those that are kept."""
    publishing: tuple[str, ...] = ()
    """Participants that are connected, and published when their events were read."""
    unread: str = ""
    """Why it could not be read."""


class Searched(Record, frozen=True):
    """Which participants of an active stage session have a user id."""

    stage_arn: str
    session_id: str
    searched_at: Time | None = None
    """None: it was not searched yet."""
    participants: tuple[ParticipantSummary, ...] = ()
    more: bool = False
    """There are more than one call tells."""
    unread: str = ""
    """Why it could not be read."""


def is_failure(event: Event) -> bool:
    """Whether it tells of an attempt that failed."""
    return bool(event.error_code) or (event.name or "").endswith("_ERROR")


def failures(events: Iterable[Event]) -> tuple[Failure, ...]:
    """Failed attempts, those alike together, the newest first."""
    events = tuple(events)
    alike: dict[tuple[str, str | None], list[Event]] = {}
    for event in filter(is_failure, events):
        alike.setdefault((event.name or "", event.error_code), []).append(event)
    found = [_failure(group, events) for group in alike.values()]
    return tuple(sorted(found, key=lambda one: one.last or LONG_AGO, reverse=True))


def _failure(group: Sequence[Event], events: Iterable[Event]) -> Failure:
    newest = max(group, key=_time)
    return Failure(
        event=newest.name or "",
        code=newest.error_code,
        count=len(group),
        last=newest.event_time,
        mended=newest.event_time is not None and any(_mends(one, newest) for one in events),
    )


def _mends(event: Event, failed: Event) -> bool:
    """Whether the same attempt succeeded later."""
    return (
        event.name == _MENDED_BY.get(failed.name or "", "")
        and event.remote_participant_id == failed.remote_participant_id
        and _time(event) > _time(failed)
    )


def _time(event: Event) -> datetime:
    return event.event_time or LONG_AGO


def publishes(events: Iterable[Event]) -> bool:
    """Whether the newest event about it says that one publishes; their order is undocumented."""
    about = [event for event in events if event.name in _PUBLISHING and event.event_time]
    newest = max(about, key=lambda one: (_time(one), _PUBLISHING[one.name or ""]), default=None)
    return newest is not None and newest.name == "PUBLISH_STARTED"


def attempts(
    one: ParticipantSummary, events: Sequence[Event], read_at: datetime, before: Attempts | None
) -> Attempts:
    """The gist of a participant's events; what else is known of it stays as `before` had it."""
    who = unread(one) if before is None else before
    return msgspec.structs.replace(
        who, read_at=read_at, publishes=publishes(events), failures=failures(events)
    )


def unread(one: ParticipantSummary) -> Attempts:
    """A participant whose events were not read."""
    return Attempts(
        participant_id=one.participant_id,
        user_id=one.user_id,
        state=one.state,
        published=one.published,
        recording_state=one.recording_state,
    )


def client(one: Participant) -> dict[str, object]:
    """What a participant runs on, as members of its attempts."""
    return {
        "client": True,
        "sdk": one.sdk_version,
        "os": _joined(one.os_name, one.os_version),
        "browser": _joined(one.browser_name, one.browser_version),
        "isp": one.isp_name,
    }


def _joined(*words: str | None) -> str | None:
    return " ".join(word for word in words if word) or None


def in_error(one: Attempts) -> Failure | None:
    """The newest failure that nothing has mended."""
    return next((failure for failure in one.failures if not failure.mended), None)


def suspicion(one: ParticipantSummary) -> tuple[int, float]:
    """Who is likelier in error sorts first: what failed, who never published, who came last.

    Whether one is still there says little: who cannot publish leaves, as who only watched does.
    """
    rank = 0 if one.recording_state == "FAILED" else 2 if one.published else 1
    return rank, -one.first_join_time.timestamp() if one.first_join_time else 0.0


def changes(one: ParticipantSummary) -> tuple[object, ...]:
    """What of a participant's entry in the list tells of new events when it is another."""
    return one.state, one.published, one.recording_state, one.replication_state


class Allowance:
    """So many requests a second, of which the last `slack` seconds' may be made up for."""

    def __init__(self, rate: float, slack: float, now: float) -> None:
        self._each = 1 / rate
        self._slack = slack
        self._from = now - slack

    def allows(self, now: float) -> bool:
        """Whether one may be made now."""
        return self._from <= now

    def take(self, now: float) -> None:
        """One is made."""
        self._from = max(self._from, now - self._slack) + self._each


def may_be_user(text: str) -> bool:
    """Whether IVS can be asked for it as a user id, and it is worth the calls."""
    return 0 < len(text) <= _LONGEST_USER and not _NO_USER.fullmatch(text)


def active_sessions(stages: Iterable[StageSummary]) -> list[Session]:
    """Each stage's session that is open: its ARN and the session's id."""
    return [(one.arn, one.active_session_id) for one in stages if one.active_session_id]
