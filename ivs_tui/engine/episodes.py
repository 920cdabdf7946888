"""What began and ended: one pure function that pairs the two among everything that happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from ivs_tui.engine.snapshot import Transition
from ivs_tui.engine.spells import is_gap

BLIP = timedelta(seconds=5)
"""What lasts no longer is told apart from starvation that lasts."""
STARVING, RECONNECTING, ABSENT = "starving", "reconnecting", "absent"


class Episode(NamedTuple):
    """Something that lasted, from the entry that began it to the one that ended it."""

    state: str
    began: Transition
    ended: Transition | None = None
    """None where it lasts, or where nobody saw its end."""
    unwatched: bool = False
    """For a part of it nobody watched: it may have ended and begun anew."""
    over: bool = False
    """It did begin anew: it was over before that, and nobody saw its end."""

    @property
    def of(self) -> str:
        """The key, in its list, of what it is of."""
        return _stream(self.began) or self.began.key

    @property
    def lasted(self) -> timedelta | None:
        """How long, once it is over."""
        return None if self.ended is None else self.ended.at - self.began.at

    @property
    def exact(self) -> bool:
        """Whether the API gave both times; else they are those of the reads that showed it."""
        ended = self.ended is not None and self.ended.observed
        return not (self.began.observed or ended or self.unwatched)

    @property
    def is_blip(self) -> bool:
        """Whether it was over before anybody could mind."""
        return self.lasted is not None and self.lasted < BLIP and not self.unwatched


class _Rule(NamedTuple):
    state: str
    begins: frozenset[str]
    ends: frozenset[str]
    """None of them: whatever else is told of the same thing ends it."""


_LIVE, _OVER = "went live", "ended"
_RULES: Mapping[str, tuple[_Rule, ...]] = MappingProxyType(
    {
        "streams": (
            _Rule(STARVING, frozenset({"starving"}), frozenset()),
            _Rule(ABSENT, frozenset({_OVER}), frozenset({_LIVE})),
        ),
        "session": (
            _Rule(
                STARVING,
                frozenset({"Starvation Start"}),
                frozenset({"Starvation End", "Stream End", "Session Ended"}),
            ),
        ),
        "compositions": (
            _Rule(
                RECONNECTING,
                frozenset({"composition reconnecting", "destination reconnecting"}),
                frozenset(),
            ),
        ),
        "participants": (_Rule(ABSENT, frozenset({"left"}), frozenset({"joined again"})),),
    }
)


def episodes(transitions: Iterable[Transition]) -> list[Episode]:
    """What began among `transitions` and what ended it, in the order in which it began.

    They may come in any order. What was so before the first of them has no beginning here and
    makes no episode. What begins anew had ended unseen: only what was not so is told to begin.
    """
    found: list[Episode] = []
    lasting: dict[_About, dict[str, int]] = {}
    """Of what has not ended, by part, the place in `found`."""
    every = sorted(transitions, key=lambda one: one.at)
    gaps = [(datetime.fromisoformat(one.key), one.at) for one in every if is_gap(one)]
    for event in every:
        if is_gap(event):
            for place in chain.from_iterable(parts.values() for parts in lasting.values()):
                found[place] = found[place]._replace(unwatched=True)
        for rule in _RULES.get(event.topic.name, ()):
            about, part = _about(rule, event)
            if event.what in rule.begins:
                _begin(found, lasting.setdefault(about, {}), part, Episode(rule.state, event))
            elif about in lasting and (not rule.ends or event.what in rule.ends):
                # Somebody looked in for a moment, and did not watch.
                once = event.observed and any(began < event.at < until for began, until in gaps)
                for place in _over(lasting, about, part):
                    one = _ended(found[place], event)
                    found[place] = one._replace(unwatched=one.unwatched or once)
    return found


_About = tuple[str, str]
"""What a state is one of: the state, and a stream, channel, participant or composition."""


def _about(rule: _Rule, event: Transition) -> tuple[_About, str]:
    """What an event is about, and which part of it: a destination, or all (empty)."""
    between = event.topic.name == "streams" and rule.state == ABSENT
    part = event.detail.partition(",")[0] if event.what.startswith("destination ") else ""
    return (rule.state, event.subject if between else _stream(event) or event.key), part


def _stream(event: Transition) -> str:
    """Which stream an event is of, whoever told it; empty where it is of none."""
    if event.topic.name == "streams":
        return event.key
    return f"{event.subject}|{event.key}" if event.topic.name == "session" else ""


def _begin(found: list[Episode], parts: dict[str, int], part: str, new: Episode) -> None:
    """Add what begins, unless it is what lasts already, as somebody else saw it begin."""
    if part in parts:
        before = found[parts[part]]
        both_read = new.began.observed and before.began.observed
        soon = new.began.at - before.began.at < (BLIP if both_read else _LATE)
        if soon and not before.unwatched:
            return
        found[parts[part]] = before._replace(unwatched=True, over=True)
    parts[part] = len(found)
    found.append(new)


def _over(lasting: dict[_About, dict[str, int]], about: _About, part: str) -> list[int]:
    """Take out what ends: a part, or with the whole every part."""
    if part:
        parts = lasting[about]
        return [parts.pop(part)] if part in parts else []
    return list(lasting.pop(about).values())


def _ended(one: Episode, event: Transition) -> Episode:
    """With its end; nobody saw that where a read tells that it was over before."""
    starving = {"while starving"} if event.what == _OVER else {"", "was STARVING"}
    read = event.topic.name == "streams" and event.observed
    if one.state == STARVING and read and event.detail not in starving:
        return one._replace(unwatched=True, over=True)
    return one._replace(ended=event)


_SAME = MappingProxyType({"starving": "Starvation Start", "recovered": "Starvation End"})
"""What a read shows, and the event by which the API tells the same."""
_EARLY, _LATE = timedelta(seconds=-5), timedelta(minutes=1)
"""How long after the event a read may show it, by a clock that may be a little slow."""


def told_once(transitions: Iterable[Transition]) -> list[Transition]:
    """Without what a read showed of that which an event of the API tells too: its time is exact."""
    every = list(transitions)
    exact: dict[tuple[str, str], list[Transition]] = {}
    for one in every:
        if one.topic.name == "session":
            exact.setdefault((_stream(one), one.what), []).append(one)
    return [one for one in every if not _take_twin(one, exact)] if exact else every


def _take_twin(one: Transition, exact: Mapping[tuple[str, str], list[Transition]]) -> bool:
    """Whether an event tells the same; each is the twin of one alone."""
    told = exact.get((_stream(one), _SAME.get(one.what, "")), [])
    near = [event for event in told if _EARLY <= one.at - event.at <= _LATE]
    if near:
        told.remove(max(near, key=lambda event: event.at))
    return bool(near)
