"""What the history knows of what is wrong now, and what a command that ends at once adds to it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec

from ivs_tui.config import Config
from ivs_tui.engine.snapshot import Scope, Severity, Topic, Transition
from ivs_tui.engine.spells import Spell, between
from ivs_tui.resources import problems

if TYPE_CHECKING:
    from ivs_tui.engine.history import History

LONGEST_BETWEEN = timedelta(minutes=10)
"""What two checks no further apart both saw has lasted from the one to the other."""
SEEN = "seen by check"
"""The detail of an entry that tells what was so already when it was first looked at."""
_FAR, _MOST = timedelta(days=7), 20_000
_BEGINS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("streams", problems.STARVING): ("starving",),
        ("streams", problems.UNKNOWN): ("health UNKNOWN",),
        ("compositions", problems.RECONNECTING): (
            "composition reconnecting",
            "destination reconnecting",
        ),
        ("compositions", problems.ERROR): ("composition failed", "destination failed"),
        ("recordings", problems.ERROR): ("recording configuration failed",),
    }
)
"""What tells that a problem began, by list and problem."""
_ENDS: Mapping[str, str] = MappingProxyType(
    {
        "streams": "recovered",
        "compositions": "composition active",
        "recordings": "recording configuration active",
    }
)


_NOTHING: Mapping[str, Learned] = MappingProxyType({})


class Since(NamedTuple):
    """When something began."""

    at: datetime
    at_least: bool = False
    """It was so at first sight, and may have begun long before."""
    after: datetime | None = None
    """When a check saw that it was not so yet, where one did."""


class Seen(NamedTuple):
    """How an item was when it was looked at; `word` is empty where it is well."""

    query: str
    key: str
    subject: str
    word: str
    since: Since | None = None
    name: str = ""


_Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class Learned(msgspec.Struct):
    """What a check learned of one problem, for the next one."""

    at: _Instant
    since: dict[str, _Instant | None] = {}
    """By key, all that had it; since when, where the API told."""
    names: dict[str, str] = {}
    """What is called how, by ARN."""
    account: str = ""
    """Whose; empty where no list had anything."""


class Past:
    """A scope's history; where there is none, it knows nothing and says why."""

    def __init__(self, scope: Scope, config: Config, now: datetime, account: str = "") -> None:
        self.trouble = ""
        self._scope, self._config, self._now = scope, config, now
        self._account = account
        self._newest: dict[tuple[str, str], Transition] = {}
        self._spells: list[Spell] = []
        self._learned: dict[str, Learned] = {}
        self._with(self._load)

    def _load(self, history: History) -> None:
        events = history.load(self._now - _FAR, _MOST)
        self._newest = {(one.topic.name, one.key): one for one in events}
        self._spells = history.spells(self._now - _FAR, self._account)
        for word in problems.PROBLEMS:
            with contextlib.suppress(msgspec.DecodeError):
                learned = _learned.decode(history.noted(f"check {word}"))
                ours = learned.account in {"", self._account}
                if ours and timedelta() <= self._now - learned.at <= LONGEST_BETWEEN:
                    self._learned[word] = learned

    @property
    def names(self) -> dict[str, str]:
        """What the last check called things, by ARN."""
        return {arn: name for one in self._learned.values() for arn, name in one.names.items()}

    def since(self, query: str, key: str, word: str) -> Since | None:
        """When it began, where nobody has seen it well since.

        A starvation may be over and another one begun where nobody watched: then it is not known.
        """
        learned, event = self._learned.get(word), self._newest.get((query, key))
        news = learned and event and event.at > learned.at
        if learned and not news and (told := learned.since.get(key)):
            return Since(told)
        if event and event.what in _BEGINS.get((query, word), ()):
            both = [Spell(learned.at, self._now)] if learned and key in learned.since else []
            unwatched = between([*self._spells, *both], event.at, self._now)
            if word != problems.STARVING or not unwatched:
                return Since(event.at, event.detail == SEEN)
        if learned and key not in learned.since:
            return Since(self._now, at_least=True, after=learned.at)
        return None

    def keep(self, seen: Iterable[Seen], learned: Mapping[str, Learned] = _NOTHING) -> None:
        """Have the next command, and the monitor, know of it."""
        news = [event for one in seen if (event := self._event(one))]

        def write(history: History) -> None:
            if news:
                history.prune(self._now)  # where no monitor ever runs, nobody else does
            history.append(news, "check")
            for word, one in learned.items():
                history.note(f"check {word}", msgspec.json.encode(one))

        if news or learned:
            self._with(write)

    def _event(self, one: Seen) -> Transition | None:
        known = self._newest.get((one.query, one.key))
        begins = _BEGINS.get((one.query, one.word), ())
        if not one.word:
            troubled = known is not None and any(
                known.what in names for (query, _), names in _BEGINS.items() if query == one.query
            )
            return self._told(one, _ENDS[one.query], Severity.GOOD, None) if troubled else None
        if not begins or (known is not None and known.what in begins and not _anew(one, known)):
            return None
        if one.word == problems.STARVING and one.since is None:
            return None  # its events tell, for whoever asks
        severity = Severity.ERROR if one.word == problems.ERROR else Severity.WARNING
        return self._told(one, begins[0], severity, one.since)

    def _told(self, one: Seen, what: str, severity: Severity, since: Since | None) -> Transition:
        first_seen = since is None or since.at_least
        unknown = first_seen and bool(one.word) and (since is None or since.after is None)
        return Transition(
            at=since.at if since else self._now,
            topic=Topic(self._scope, one.query),
            key=one.key,
            subject=one.subject,
            what=what,
            detail=SEEN if unknown else "",
            severity=severity,
            observed=first_seen,
            name=one.name,
        )

    def _with(self, does: Callable[[History], None]) -> None:
        """Do something with the open file; what is wrong with it stops nothing."""
        if self.trouble or not self._config.history:
            return
        from ivs_tui.engine.history import History
        from ivs_tui.engine.history_files import (
            DamagedError,
            HistoryError,
            history_path,
            put_aside,
        )

        try:
            try:
                path = history_path(self._scope, self._config)
                with contextlib.closing(History.open(path)) as history:
                    does(history)
            except DamagedError as error:
                aside = put_aside(error.path, self._now)
                self.trouble = f"the history was damaged: it lies at {aside}"
        except HistoryError as error:
            self.trouble = f"the history is of no use: {error}"


def _anew(one: Seen, known: Transition) -> bool:
    """Whether the API tells that it began after what is known of it."""
    return one.since is not None and not one.since.at_least and one.since.at > known.at


_learned = msgspec.json.Decoder(Learned)
