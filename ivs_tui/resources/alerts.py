"""Alerts: which rule tells of what, once it has lasted, until it is well again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from ivs_tui.config import Rule
from ivs_tui.config.durations import seconds
from ivs_tui.engine.snapshot import Topic
from ivs_tui.engine.spells import LEAST_GAP
from ivs_tui.resources import format as fmt
from ivs_tui.resources import happenings
from ivs_tui.resources.filters import Filter, FilterError, parse
from ivs_tui.resources.problems import (
    ABSENT,
    ERROR,
    PROBLEMS,
    RECONNECTING,
    STARVING,
    UNKNOWN,
)
from ivs_tui.resources.spec import Kind, Look, Row

FIRING, HAPPENED, RECOVERED, ENDED = "firing", "happened", "recovered", "ended"
MISSED = "missed"
"""Its list does not say: neither that it is well, nor that it is not."""
_LIKE_A_COLUMN = re.compile(r"(?!arn:|https?:)[a-z0-9_-]+:")
LISTS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        STARVING: ("streams", "starving"),
        ABSENT: ("streams",),
        UNKNOWN: ("streams",),
        ERROR: ("compositions",),
        RECONNECTING: ("compositions",),
    }
)
"""What shows a problem, first the whole list."""
_ALWAYS_TOLD = (
    *("went live", "ended", "recovered", "stage session began", "stage session ended"),
    *("composition started", "composition failed", "composition reconnecting", "composition gone"),
    *("destination failed", "destination reconnecting", "destination recovered"),
)
"""What the events of the lists that are always read say."""
MOST_EVENTS = 500
"""Alerts of what happened once stand until they are acknowledged; of more the oldest go."""


class Trouble(NamedTuple):
    """What is wrong with one resource, as a read showed it."""

    word: str
    row: Row
    subject: str
    """Its ARN, or its id where it has none."""
    name: str
    since: datetime
    at_least: bool
    """It was so at the start already."""
    as_of: datetime
    """When it was last read to be so: what is not read anew lasts no longer."""
    detail: str = ""


Key = tuple[int, str, str]


class Alert(NamedTuple):
    """One that a rule told of, and that stands."""

    key: Key
    """The rule's number, the list, and the item in it."""
    rule: Rule
    subject: str
    name: str
    what: str
    since: datetime
    at_least: bool = False
    detail: str = ""
    until: datetime | None = None
    """When it was last seen to be so, where nobody looked for a while after that."""


class Notice(NamedTuple):
    """What there is to tell of one rule at one moment, of however many resources."""

    rule: Rule
    state: str
    """`firing` or `happened`; then `recovered`, `ended`, or what is wrong instead."""
    alerts: Sequence[Alert]
    at: datetime


class _Ready(NamedTuple):
    number: int
    rule: Rule
    lasting: timedelta
    query: str
    """The list that it looks at."""
    filter: Filter


class Alerts:
    """What the rules told of, and what of it stands; it knows no time but that of the reads."""

    def __init__(self, rules: Iterable[Rule], kinds: Sequence[Kind], events: Kind) -> None:
        self._kinds = {kind.name: kind for kind in (*kinds, events)}
        self._events = events.name
        self.troubles: list[str] = []
        """What is wrong with the rules themselves, a sentence each."""
        self.doubts: list[tuple[str, str]] = []
        """Which of them are hardly meant as they are written: the key, and a sentence."""
        self._ready = [
            made for number, rule in enumerate(rules) if (made := self._make(number, rule))
        ]
        self._standing: dict[Key, Alert] = {}
        self._acknowledged: set[Key] = set()
        self._seen: dict[Key, datetime] = {}
        """When each that stands was last read to be so."""

    def _make(self, number: int, rule: Rule) -> _Ready | None:
        self.doubts += _doubts(rule)
        query = self._events if is_event(rule) else LISTS[rule.on][0]
        try:
            chosen = parse(rule.filter, self._kinds[query].columns)
        except FilterError as error:
            told = f"alert on {rule.on} tells nothing: filter {rule.filter!r} of {query}: {error}"
            self.troubles.append(told)
            return None
        self.doubts += [("filter", f"alert on {rule.on}: {one}") for one in _as_it_stands(chosen)]
        return _Ready(number, rule, timedelta(seconds=seconds(rule.for_)), query, chosen)

    # What stands

    def standing(self, subject: str = "") -> list[Alert]:
        """All that stand, or those of one resource, the newest first."""
        known = [one for one in self._standing.values() if subject in {"", one.subject}]
        return sorted(known, key=lambda one: one.since, reverse=True)

    def is_acknowledged(self, alert: Alert) -> bool:
        """Whether somebody has seen it."""
        return alert.key in self._acknowledged

    def waiting(self, subject: str = "") -> list[Alert]:
        """Those that nobody has acknowledged."""
        return [one for one in self.standing(subject) if not self.is_acknowledged(one)]

    def acknowledge(self, alerts: Iterable[Alert]) -> None:
        """Somebody has seen them; what only happened is done with."""
        for one in alerts:
            if is_event(one.rule):
                self._standing.pop(one.key, None)
            elif one.key in self._standing:
                self._acknowledged.add(one.key)

    # What is new

    def look(
        self, query: str, troubles: Sequence[Trouble], fate: Callable[[str], str], look: Look
    ) -> list[Notice]:
        """A list was read: tell what has lasted long enough, and what is over.

        `fate` says of an item that has not this problem any more what it has come to.
        """
        notices: list[Notice] = []
        standing: dict[int, list[Alert]] = {}
        for alert in self._standing.values():
            standing.setdefault(alert.key[0], []).append(alert)
        for ready in self._ready:
            if query == ready.query:
                mine = {one.row.key: one for one in troubles if one.word == ready.rule.on}
                notices += self._over(standing.get(ready.number, ()), mine, fate, look)
                notices += self._begun(ready, query, mine, look)
        return notices

    def _begun(
        self, ready: _Ready, query: str, mine: Mapping[str, Trouble], look: Look
    ) -> list[Notice]:
        passes, found = ready.filter.passes, []
        for key, one in mine.items():
            known = (ready.number, query, key) in self._standing
            if not known and one.as_of - one.since >= ready.lasting and passes(one.row, look):
                found.append(_alert(ready, query, one))
                known = True
            if known:
                self._seen[ready.number, query, key] = one.as_of
        self._standing |= {one.key: one for one in found}
        return [Notice(ready.rule, FIRING, found, look.now)] if found else []

    def _over(
        self,
        standing: Iterable[Alert],
        mine: Mapping[str, Trouble],
        fate: Callable[[str], str],
        look: Look,
    ) -> list[Notice]:
        """What of one rule's alerts is over."""
        over: dict[str, list[Alert]] = {}
        for alert in standing:
            if alert.key[2] not in mine:
                came_to = fate(alert.key[2])
                if came_to != MISSED:
                    over.setdefault(came_to or RECOVERED, []).append(self._forget(alert, look.now))
        return [Notice(these[0].rule, state, these, look.now) for state, these in over.items()]

    def _forget(self, alert: Alert, now: datetime) -> Alert:
        del self._standing[alert.key]
        self._acknowledged.discard(alert.key)
        seen = self._seen.pop(alert.key)
        return alert._replace(until=seen if now - seen > LEAST_GAP else None)

    def happened(self, events: Sequence[Row], look: Look) -> list[Notice]:
        """Things happened, as rows of the events' list: tell those that a rule asks for."""
        notices: list[Notice] = []
        for ready in self._ready:
            wanted = ready.rule.on.casefold()
            if ready.query == self._events:
                found = [
                    _event(ready, row)
                    for row in events
                    if row.record.what.casefold() == wanted and ready.filter.passes(row, look)
                ]
                if found:
                    self._keep(found)
                    notices.append(Notice(ready.rule, HAPPENED, found, look.now))
        return notices

    def _keep(self, found: Iterable[Alert]) -> None:
        self._standing |= {one.key: one for one in found}
        events = [key for key, one in self._standing.items() if is_event(one.rule)]
        for key in events[: max(0, len(events) - MOST_EVENTS)]:
            del self._standing[key]


def is_event(rule: Rule) -> bool:
    """Whether it tells of what happens, and not of what lasts."""
    return rule.on not in PROBLEMS


def _doubts(rule: Rule) -> list[tuple[str, str]]:
    """What is allowed, and hardly meant."""
    if not is_event(rule):
        return []
    from difflib import get_close_matches  # noqa: PLC0415  # few rules wait for an event

    told = []
    meant = get_close_matches(rule.on.casefold(), (*PROBLEMS, *_ALWAYS_TOLD), 1, 0.75)
    if meant and (meant[0] in PROBLEMS or meant[0] != rule.on.casefold()):
        said = f"alert on {rule.on!r} waits for an event that says so; did you mean {meant[0]}?"
        told.append(("on", said))
    if seconds(rule.for_):
        said = f"alert on {rule.on!r}: what happens lasts no time, `for` is of no use"
        told.append(("for", said))
    return told


def _as_it_stands(chosen: Filter) -> Iterator[str]:
    """What of a filter is looked for as it stands, and looks like more."""
    if "*" in chosen.text:
        yield f"filter {chosen.text!r}: `*` is looked for as it stands; a part is enough"
    for word in (*chosen.wanted, *chosen.unwanted):
        if _LIKE_A_COLUMN.match(word):
            yield f"filter {chosen.text!r}: {word!r} is a word, no column of this list"


def _alert(ready: _Ready, query: str, one: Trouble) -> Alert:
    key = (ready.number, query, one.row.key)
    name = one.name or fmt.short_arn(one.subject)
    facts = (one.subject, name, one.word, one.since, one.at_least, one.detail)
    return Alert(key, ready.rule, *facts)


def _event(ready: _Ready, row: Row) -> Alert:
    event = row.record
    key = (ready.number, event.topic.name, event.key)
    name = happenings.name_of(row)
    return Alert(key, ready.rule, event.subject, name, event.what, event.at, detail=event.detail)


class Watches:
    """What the user wants to be told of once (`b`), by the ARN or id that it happens to."""

    def __init__(self) -> None:
        self._held: dict[str, Topic] = {}

    def __contains__(self, subject: object) -> bool:
        return subject in self._held

    def __len__(self) -> int:
        return len(self._held)

    @property
    def lists(self) -> set[Topic]:
        """The lists that have to be read for them."""
        return set(self._held.values())

    def toggle(self, subject: str, told_by: Topic) -> bool:
        """Watch for it, or not any more; returns whether it is watched for now."""
        if self._held.pop(subject, None) is None:
            self._held[subject] = told_by
        return subject in self._held

    def happened(self, events: Sequence[Row], look: Look) -> list[Notice]:
        """Things happened: tell the newest of each that is watched for, and let go of it."""
        newest = {row.record.subject: row for row in events if row.record.subject in self._held}
        found = [_event(_ONCE, row) for row in newest.values()]
        for subject in newest:
            del self._held[subject]
        return [Notice(one.rule, HAPPENED, [one], look.now) for one in found]


ONCE = Rule(on="change")
"""What `b` asks for."""
_ONCE = _Ready(-1, ONCE, timedelta(), "", parse("", ()))
