"""What is wrong in an account now, and since when: read once, or known from the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ivs_tui.aws.errors import GatewayError, ProblemKind
from ivs_tui.aws.operations import MAX_BATCH
from ivs_tui.aws.records.lowlatency import ChannelSummary
from ivs_tui.aws.records.realtime import StageSummary
from ivs_tui.cli.past import Learned, Past, Seen, Since
from ivs_tui.cli.reading import why_not
from ivs_tui.engine.last_events import Asked, last_event
from ivs_tui.engine.oneshot import PASSING, OneShot
from ivs_tui.engine.snapshot import Scope, Snapshot, Topic
from ivs_tui.resources import KINDS, naming, problems
from ivs_tui.resources import format as fmt
from ivs_tui.resources.expected import EVER, Expectation, absent
from ivs_tui.resources.filters import Filter
from ivs_tui.resources.jumps import account_of
from ivs_tui.resources.spec import Kind, Look, Row

_SKEW = timedelta(minutes=1)
"""What the clocks of AWS and of this machine may differ by."""
MOST_ASKED = 20
"""Sessions that are asked since when, one request each."""
LISTS: Mapping[str, tuple[str, ...]] = {
    problems.STARVING: ("streams",),
    problems.UNKNOWN: ("streams",),
    problems.ABSENT: ("channels", "streams"),
    problems.ERROR: ("compositions", "recordings"),
    problems.RECONNECTING: ("compositions",),
}
"""What has to be read to know of a problem."""
LISTED = ("streams", "compositions", "recordings")
"""Those whose items have problems."""
_ASKED = frozenset({problems.STARVING, problems.ABSENT})
"""Of which a session tells since when."""


class Holding(NamedTuple):
    """Something that is wrong, and since when, where that is known."""

    word: str
    query: str
    row: Row
    name: str
    subject: str
    since: Since | None = None


class Account:
    """What the lists say, each read once."""

    def __init__(self, source: OneShot, scope: Scope, now: datetime) -> None:
        self._source = source
        self._scope = scope
        self.now = now
        self._read: dict[str, Snapshot] = {}
        self._partial: set[str] = set()
        """Lists of which something could not be read."""
        self.notes: list[str] = []
        """What could not be found out, a sentence each."""
        self.nameless = False
        """Whether something has no name because names could not be read."""
        self.doubts: list[str] = []
        """Of that, what may hide that something is wrong."""
        self._spent = False
        """Whether patience was at its end: each further question would wait as long in vain."""

    @property
    def names(self) -> dict[str, str]:
        """What is called how, by ARN, as far as that was read; empty what has no name."""
        return {
            item.arn: item.name or ""
            for name in ("names", "stages", "channels", "recordings")
            if name in self._read
            for item in self._read[name].items
        }

    @property
    def number(self) -> str:
        """Of the account; empty where no list has anything."""
        listed = (KINDS[query] for query in LISTED if query in self._read)
        return account_of(*(row.key for kind in listed for row in self._rows(kind)))

    async def read(self, words: Sequence[str], expected: Sequence[Expectation]) -> None:
        """Read the lists that tell of these problems; raises GatewayError where none can be."""
        failed: list[GatewayError] = []
        for query in dict.fromkeys(query for word in words for query in LISTS[word]):
            asked: dict[str, Any] = {}
            if query == "streams" and not {*words} & {problems.UNKNOWN, problems.ABSENT}:
                asked = {"filterBy": {"health": "STARVING"}}
            try:
                found = await self._source.read(query, asked)
            except GatewayError as error:
                failed.append(error)
                self._partial.add(query)
                self.doubts.append(f"{query} could not be read: {why_not(error.problem)}")
                continue
            self._keep(query, found.items, found.unreadable)
            if number := found.unreadable:
                self._partial.add(query)
                items = "item was" if number == 1 else "items were"
                self.doubts.append(f"{number} unreadable {items} left out of {query}")
        if failed and not self._read:
            raise failed[0]
        if self._read.keys() >= {*LISTS[problems.ABSENT]}:
            away = absent(expected, self._read["channels"], self._read["streams"], {}, None)
            self._keep("expected", away or ())

    def _keep(self, query: str, items: Iterable[Any], unreadable: int = 0) -> None:
        self._read[query] = Snapshot(
            topic=Topic(self._scope, query),
            items=tuple(items),
            unreadable=unreadable,
            read_at=self.now,
            complete=True,
            last_complete_at=self.now,
        )

    async def name(self, words: Sequence[str], known: Mapping[str, str]) -> None:
        """Name the channels and stages of what is wrong, as far as anybody may read them.

        `known` are names, by ARN, that need not be asked for.
        """
        streams = self._wrong("streams", words)
        arns = {row.record.channel_arn for row, _ in streams if row.record.channel_arn}
        staged = {row.record.stage_arn for row, _ in self._wrong("compositions", words)}
        names: list[Any] = [ChannelSummary(arn=arn, name=known[arn]) for arn in arns & {*known}]
        if "channels" in self._read:
            names = [one for one in self._read["channels"].items if one.arn in arns]
        self._keep("stages", [StageSummary(arn=arn, name=known[arn]) for arn in staged & {*known}])
        wanted = sorted(arns - {one.arn for one in names})
        try:
            for start in range(0, len(wanted), MAX_BATCH):
                batch = {"arns": wanted[start : start + MAX_BATCH]}
                names += (await self._source.read("names", batch)).items
            if staged - {*known}:
                self._keep("stages", (await self._source.read("stages")).items)
        except GatewayError as error:
            self.nameless = True
            self.notes.append(f"without names: {error.problem.sentence}")
        finally:
            self._keep("names", names)

    def holding(self, words: Sequence[str], filters: Mapping[str, Filter]) -> list[Holding]:
        """What is wrong, worst first."""
        look, names = Look(self.now), self.names
        found = [
            _told(query, row, word, names)
            for query, chosen in filters.items()
            for row, word in self._wrong(query, words)
            if chosen.passes(row, look)
        ]
        rank = problems.PROBLEMS.index
        return sorted(found, key=lambda one: (rank(one.word), one.name.casefold(), one.row.key))

    def seen(self, told: Iterable[Holding]) -> list[Seen]:
        """How all that was looked at is, for the history."""
        names = self.names
        return [
            *(
                Seen(
                    one.query,
                    one.row.key,
                    one.subject,
                    one.word,
                    one.since,
                    names.get(one.subject, ""),
                )
                for one in told
            ),
            *self._well(),
        ]

    def learned(
        self, words: Sequence[str], told: Iterable[Holding], past: Past
    ) -> dict[str, Learned]:
        """What the next check need not ask for."""
        known = {(one.word, one.row.key): one.since for one in told}
        names = self.names
        sure = [word for word in words if not self._partial & {*LISTS[word]}]
        found = {word: Learned(self.now, account=self.number) for word in sure}
        for query in LISTED:
            for row, word in self._wrong(query, sure):
                since = known.get((word, row.key)) or past.since(query, row.key, word)
                found[word].since[row.key] = since.at if since and not since.at_least else None
                whose = (KINDS[query].identity(row), *KINDS[query].offers(row).values())
                found[word].names |= {arn: names[arn] for arn in whose if arn in names}
        return found

    def _well(self) -> list[Seen]:
        """All that is well."""
        return [
            Seen(query, row.key, kind.identity(row), "")
            for query, kind in KINDS.items()
            if query in LISTED and query in self._read
            for row in self._rows(kind)
            if not kind.problem(row)
        ]

    def _wrong(self, query: str, words: Sequence[str]) -> list[tuple[Row, str]]:
        kind = KINDS[query]
        told = ((row, kind.problem(row)) for row in self._rows(kind))
        return [(row, word) for row, word in told if word in words]

    def _rows(self, kind: Kind) -> list[Row]:
        if kind.query not in self._read:
            return []
        joined = {
            name: self._read.get(name) or Snapshot(topic=Topic(self._scope, name))
            for name in (*kind.joins, *kind.knows)
        }
        return kind.merge(self._read[kind.query], joined)

    # Since when

    async def since(self, found: Sequence[Holding], past: Past, *, ask: bool) -> list[Holding]:
        """Say since when, by what the lists and the history know; `ask` for what they do not."""
        told, left = [], MOST_ASKED if ask else 0
        for one in found:
            known = _failed(one) or past.since(one.query, one.row.key, one.word)
            if (known is None or known.at_least) and ask and one.word in _ASKED:
                if left:
                    known = await self._ask(one) or known
                elif not self._spent:
                    self._note(f"since when was asked for {MOST_ASKED} sessions, and no more")
                left = max(0, left - 1)
            elif known and one.word == problems.ABSENT:
                known = _due(one, known.at)
            # A clock that was set back tells nothing.
            possible = known is not None and known.at - self.now < _SKEW
            told.append(one._replace(since=known if possible else None))
        return told

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    async def _ask(self, one: Holding) -> Since | None:
        """By the events of the stream, or the end of the channel's newest session."""
        record = one.row.record
        if not record.channel_arn:
            return _due(one, None)
        if self._spent:
            return None
        stream = {"streamId": record.stream_id} if record.stream_id else {}
        try:
            read = await self._source.read("session", {"channelArn": record.channel_arn} | stream)
            session = read.one()
        except GatewayError as error:
            if one.word == problems.ABSENT and error.problem.kind is ProblemKind.NOT_FOUND:
                return _due(one, None)  # it never was live
            self._note(f"since when is not known of all: {error.problem.sentence}")
            self._spent = error.problem.kind in PASSING
            return None
        if one.word == problems.ABSENT:
            return _due(one, session.end_time)
        asked = Asked(record.channel_arn, record.stream_id)
        begun = last_event(asked, session, self.now).starving_since
        return Since(begun) if begun else None


def _told(query: str, row: Row, word: str, names: Mapping[str, str]) -> Holding:
    kind = KINDS[query]
    subject = kind.identity(row) or row.key
    name = naming.called(kind, row, names) or fmt.short_arn(subject)
    return Holding(word, query, row, name, subject)


def _failed(one: Holding) -> Since | None:
    at = problems.failed_at(one.row) if one.query == "compositions" else None
    return Since(at) if at and one.word == problems.ERROR else None


def _due(one: Holding, ended: datetime | None) -> Since | None:
    """An absent channel's: since it should be live, or since it was last."""
    away = one.row.joined.absent
    known = [at for at in (away.due, ended) if at is not None and at != EVER]
    return Since(max(known)) if known else None
