"""The errors of one stage session: its participants' events, one call each, likely ones first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from ivs_tui.aws.errors import GatewayError
from ivs_tui.aws.operations import OPERATIONS
from ivs_tui.aws.records.realtime import Event, Participant, ParticipantSummary
from ivs_tui.engine import gathering
from ivs_tui.engine.clock import Clock
from ivs_tui.engine.context import Context, Turn
from ivs_tui.engine.gathering import Attempts, Session
from ivs_tui.engine.snapshot import Topic

SESSION_ERRORS = "session-errors"
FRESH_FOR = 120.0
"""Seconds that the events of one who is connected are good for; who has left adds none."""
RELIST = 30.0
"""Seconds after which a session's participants are listed anew, while any is connected."""
_RELIST_QUIET = 120.0
_LONGER_THAN_IT_TOOK = 10
MOST_SESSIONS = 8
"""Sessions whose participants are known at a time: the one in front, and those on the way back."""
_BATCH = 2.0
"""Seconds of reads that are published together; more for many participants, whom each redraws."""
_PER_SECOND = 500


class _Person:
    """A participant as last listed, what its events said, and when they are due; steady seconds."""

    def __init__(self, listed: ParticipantSummary, now: float) -> None:
        self.listed = listed
        self.gist = gathering.unread(listed)
        self.due = now
        self.news = False
        """Whether its entry in the list has changed since it was read."""


class SessionErrors:
    """Who takes part in a session, and in which order their events are read."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._people: dict[str, _Person] = {}
        self._queue: list[str] = []
        """Whose events are due, the next one last."""
        self._relist = clock.steady()
        self.whole = False
        """Whether all participants were listed."""
        self.touched = False
        """Whether anything was read since all was last taken."""

    def renew(self) -> None:
        """All that may have changed is read again."""
        now = self._relist = self._clock.steady()
        for person in self._people.values():
            if person.listed.state == "CONNECTED":
                person.due = now

    @property
    def is_list_due(self) -> bool:
        """Whether to list the participants now."""
        return self._relist <= self._clock.steady()

    def add(self, listed: Iterable[ParticipantSummary]) -> None:
        """Some participants were listed."""
        now = self._clock.steady()
        self.touched = True
        for one in listed:
            person = self._people.get(one.participant_id)
            if person is None:
                person = self._people[one.participant_id] = _Person(one, now)
            elif gathering.changes(person.listed) != gathering.changes(one):
                person.due, person.news = now, True
                person.gist = msgspec.structs.replace(
                    person.gist,
                    state=one.state,
                    published=one.published,
                    recording_state=one.recording_state,
                )
            person.listed = one

    def listed(self, present: Iterable[str], took: float) -> None:
        """That was all of them, in so many seconds."""
        now, kept = self._clock.steady(), set(present)
        self.touched = True
        self._people = {key: one for key, one in self._people.items() if key in kept}
        self.whole = True
        lively = any(one.listed.state == "CONNECTED" for one in self._people.values())
        rest = RELIST if lively else _RELIST_QUIET
        self._relist = now + max(rest, _LONGER_THAN_IT_TOOK * took)
        due = [key for key, person in self._people.items() if person.due <= now]
        self._queue = sorted(due, key=self._urgency, reverse=True)

    def next(self) -> tuple[ParticipantSummary, Attempts] | None:
        """Whose events to read now, and what is known of them."""
        while self._queue:
            person = self._people[self._queue[-1]]
            if person.due <= self._clock.steady():
                return person.listed, person.gist
            self._queue.pop()
        return None

    def told(self, gist: Attempts) -> None:
        """One was read, or cannot be."""
        self.touched = True
        person = self._people[gist.participant_id]
        person.gist = gist
        person.news = False
        again = person.listed.state == "CONNECTED"
        person.due = self._clock.steady() + FRESH_FOR if again else float("inf")

    def take(self) -> tuple[Attempts, ...]:
        """What is known of each."""
        self.touched = False
        return tuple(person.gist for person in self._people.values())

    def wanted(self, gist: Attempts) -> bool:
        """Whether that participant is listed."""
        return gist.participant_id in self._people

    @property
    def all_read(self) -> bool:
        """Whether each participant was read once."""
        return self.whole and all(one.gist.read_at for one in self._people.values())

    @property
    def spacing(self) -> float:
        """Seconds between two reports."""
        return max(_BATCH, len(self._people) / _PER_SECOND)

    @property
    def rest(self) -> float:
        """Seconds to the next time that the participants are listed."""
        return max(1.0, self._relist - self._clock.steady())

    def _urgency(self, key: str) -> tuple[object, ...]:
        person = self._people[key]
        known = person.gist.read_at is not None and not person.news
        return known, *gathering.suspicion(person.listed)


class SessionErrorsReads:
    """Reads the errors of whichever stage session is asked for."""

    def __init__(self, context: Context, tell: Callable[[Topic, Attempts], None]) -> None:
        self._context = context
        self._tell = tell
        """Who else has use for what was read."""
        self._sessions: OrderedDict[Session, SessionErrors] = OrderedDict()

    async def read(self, turn: Turn) -> None:
        """List who takes part, then one after the other, as long as any is due."""
        session = self._session(turn.topic)
        if turn.anew:
            session.renew()
        published = turn.working()
        try:
            while True:
                if session.is_list_due:
                    await self._list(turn, session)
                if (due := session.next()) is None:
                    break
                session.told(await self._attempts(turn, *due))
                if turn.working() - published >= session.spacing:
                    published = turn.working()
                    self._publish(turn.topic, session)
        finally:
            self._publish(turn.topic, session)

    def _session(self, topic: Topic) -> SessionErrors:
        key = stage_session(topic)
        session = self._sessions.get(key)
        if session is None:
            session = self._sessions[key] = SessionErrors(self._context.clock)
        self._sessions.move_to_end(key)
        if len(self._sessions) > MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return session

    async def _list(self, turn: Turn, session: SessionErrors) -> None:
        started = published = turn.working()
        present: list[str] = []
        list_all, asked = OPERATIONS["ListParticipants"], _asked(turn)
        pages: Any = self._context.reader.pages(list_all, asked, turn.pace)
        async for page in pages:
            session.add(page.items)
            present += (one.participant_id for one in page.items)
            if page.next_token and turn.working() - published >= session.spacing:
                published = turn.working()
                self._publish(turn.topic, session)
        session.listed(present, turn.working() - started)
        self._publish(turn.topic, session)

    async def _attempts(self, turn: Turn, one: ParticipantSummary, before: Attempts) -> Attempts:
        events: Sequence[Event] = await self._of(turn, "ListParticipantEvents", one)
        gist = gathering.attempts(one, events, self._context.clock.now(), before)
        if gist.failures and not gist.client:
            try:
                found: Sequence[Participant] = await self._of(turn, "GetParticipant", one)
            except GatewayError as error:
                if error.problem.kind not in gathering.PASSED_OVER:
                    raise
                found = ()  # what somebody runs on stays unknown, and all the rest is told
            if found:
                gist = msgspec.structs.replace(gist, **gathering.client(found[0]))
        self._tell(turn.topic, gist)
        return gist

    async def _of(self, turn: Turn, operation: str, one: ParticipantSummary) -> Sequence[Any]:
        """What an operation says of a participant; nothing where IVS knows it no more."""
        asked = _asked(turn) | {"participantId": one.participant_id}
        return await self._context.if_known(OPERATIONS[operation], asked, turn.pace)

    def _publish(self, topic: Topic, session: SessionErrors) -> None:
        """What is new, or that it was looked at again and is as it was."""
        known, touched, items = self._context.store.get(topic), session.touched, session.take()
        if not touched and known.read_at and items == known.items:
            return
        self._context.tell_some(
            topic,
            items,
            done=session.all_read,
            keep=session.wanted,
            interval=session.rest + session.spacing,
        )


def _asked(turn: Turn) -> dict[str, str]:
    return dict(zip(("stageArn", "sessionId"), stage_session(turn.topic), strict=True))


def stage_session(topic: Topic) -> Session:
    """The stage session that a topic is about, whatever else of it is chosen."""
    return topic.get("stageArn") or "", topic.get("sessionId") or ""
