"""What an alert says: a sentence for people, and JSON for the command that is run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from ivs_tui.engine.snapshot import Scope
from ivs_tui.resources import format as fmt
from ivs_tui.resources.alerts import ENDED, FIRING, HAPPENED, RECOVERED, Alert, Notice
from ivs_tui.resources.spec import Look
from ivs_tui.resources.text import visible

_NAMED = 3
"""Names that a sentence about many holds."""
MOST_RESOURCES = 150
"""Resources that a command is told of, so that all fits into a pipe; `count` says how many there
are."""


class Resource(msgspec.Struct, frozen=True, rename="camel"):
    """One of the resources that an event is about."""

    name: str
    subject: str
    """Its ARN, or its id where it has none."""
    kind: str
    """The list that it stands in: `streams`, `compositions`..."""
    what: str
    since: datetime
    since_at_least: bool
    """It was so when the monitor first looked, and may have begun long before."""
    detail: str


class Event(msgspec.Struct, frozen=True, rename="camel"):
    """What a command reads on its stdin."""

    version: int
    state: str
    """`firing`, `happened`, `recovered`, `ended`, or the problem that took the place of another."""
    on: str
    lasting: str
    filter: str
    profile: str
    region: str
    at: datetime
    text: str
    count: int
    resources: Sequence[Resource]


def as_json(notice: Notice, scope: Scope, look: Look) -> bytes:
    """The event in one line; times are in UTC."""
    rule, alerts = notice.rule, notice.alerts
    told = [
        Resource(
            *(one.name, one.subject, one.key[1], one.what),
            *(one.since.astimezone(UTC), one.at_least, one.detail),
        )
        for one in alerts[:MOST_RESOURCES]
    ]
    event = Event(
        version=1,
        state=notice.state,
        on=rule.on,
        lasting=rule.for_,
        filter=rule.filter,
        profile=scope.profile,
        region=scope.region,
        at=notice.at.astimezone(UTC),
        text=sentence(notice, look),
        count=len(alerts),
        resources=told,
    )
    return msgspec.json.encode(event) + b"\n"


def sentence(notice: Notice, look: Look) -> str:
    """What there is to tell, in one line that a terminal may show."""
    alerts = notice.alerts
    if len(alerts) > 1:
        return f"{len(alerts):,} {_many(notice)}: {_names(alerts, look)}"
    one = alerts[0]
    name, lasted = _safe(one.name, look), _lasted(one, notice)
    detail = f" ({_safe(one.detail, look)})" if one.detail else ""
    new = notice.at - one.since < timedelta(seconds=1)
    match notice.state:
        case state if state == FIRING:
            start = ", already so at first sight" if one.at_least else ""
            long = "" if new else f" for {lasted}"
            return f"{name} {one.what}{detail}{long}{start}"
        case state if state == HAPPENED:
            return f"{name} {_safe(one.what, look)}{detail}"
        case state if state == RECOVERED:
            return f"{name} recovered, was {one.what} for {lasted}"
        case state if state == ENDED:
            return f"{name} ended, was {one.what} for {lasted}"
        case other:
            return f"{name} {other}, was {one.what} for {lasted}"


def _many(notice: Notice) -> str:
    what = notice.rule.on
    return what if notice.state in {FIRING, HAPPENED} else f"{notice.state}, were {what}"


def _names(alerts: Sequence[Alert], look: Look) -> str:
    told = ", ".join(_safe(one.name, look) for one in alerts[:_NAMED])
    more = len(alerts) - _NAMED
    return f"{told} and {more:,} more" if more > 0 else told


def _lasted(one: Alert, notice: Notice) -> str:
    more = "+" if one.at_least or one.until else ""
    return fmt.seconds((one.until or notice.at) - one.since) + more


def _safe(text: str, look: Look) -> str:
    return visible(text, ascii_only=look.ascii_only, limit=60)
