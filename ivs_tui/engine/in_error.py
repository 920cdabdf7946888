"""Who is in error on any stage: read in the background, a little at a time, likely ones first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ivs_tui.aws.errors import GatewayError
from ivs_tui.aws.operations import OPERATIONS, Operation
from ivs_tui.aws.records.realtime import ParticipantSummary
from ivs_tui.engine import gathering
from ivs_tui.engine.clock import Clock
from ivs_tui.engine.context import Context, Turn
from ivs_tui.engine.gathering import Allowance, Attempts, InError, Session, SessionInError
from ivs_tui.engine.session_errors import stage_session
from ivs_tui.engine.snapshot import Topic

ERRORS = "errors"
MOST_FOLLOWED = 2_000
"""Participants whose events are read, of all sessions together; each has its share of them."""
MOST_IN_ERROR = 500
"""Participants in error that are told by name; beyond these they are counted."""
_FASTEST = (0.5, 10.0)
"""Requests a second that are made of each operation, and seconds of them that are made up for."""
_LISTS, _EVENTS = (0.1, 60.0), (0.2, 60.0)
"""The same of each once all was read, and of a large account always: a request costs a
millisecond and a half, and there is no end to them."""
SMALL = 120
"""Participants, and half as many sessions, that are read for the first time as fast as may be."""
_LIST_FRESH = 60.0
"""Seconds that a session's list is good for, at the least."""
_EVENTS_FRESH = 300.0
"""Seconds that the events of one who is connected are good for; who has left adds none."""
_AGAIN = 300.0
"""Seconds after which a session that could not be read is tried again."""
_BATCH = 30.0
"""Seconds after which a large account's progress is told; who is in error is told at once."""


class _Person:
    """A participant that is followed; steady seconds."""

    __slots__ = ("changes", "due", "error", "listed", "publishes", "read", "suspicion")

    def __init__(self, listed: ParticipantSummary, now: float) -> None:
        self.listed = listed
        self.changes = gathering.changes(listed)
        self.suspicion = gathering.suspicion(listed)
        self.due = now
        self.read = False
        self.publishes = False
        self.error: InError | None = None


class _Followed:
    """An active session: who is followed there, and when it is listed again."""

    def __init__(self, now: float) -> None:
        self.due = now
        self.listed = False
        self.total = 0
        self.unread = ""
        self.people: dict[str, _Person] = {}
        self.told: SessionInError | None = None
        """What it came to; None where that has changed."""


class Next(NamedTuple):
    """A session to list, or one of its participants to read."""

    session: Session
    person: ParticipantSummary | None = None


class _Manners:
    """How often one operation is asked when nobody looks."""

    def __init__(self, long_run: tuple[float, float], now: float) -> None:
        self._fast = Allowance(*_FASTEST, now)
        self._slow = Allowance(*long_run, now)

    def allow(self, now: float, *, fast: bool) -> bool:
        """Whether to ask now."""
        return self._fast.allows(now) and (fast or self._slow.allows(now))

    def take(self, now: float) -> None:
        """It is asked."""
        self._fast.take(now)
        self._slow.take(now)


class InErrors:
    """Every active session, and in which order they and their participants are read."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sessions: dict[Session, _Followed] = {}
        self._lists = _Manners(_LISTS, clock.steady())
        self._events = _Manners(_EVENTS, clock.steady())

    def want(self, sessions: Iterable[Session]) -> None:
        """Replace what is active."""
        now, before = self._clock.steady(), self._sessions
        self._sessions = {one: before.get(one) or _Followed(now) for one in sessions}

    def next(self) -> Next | None:
        """What to read now; None where nothing is due, or enough was read for the moment."""
        now = self._clock.steady()
        small = self.is_small
        if self._lists.allow(now, fast=small):
            due = [(one.due, key) for key, one in self._sessions.items() if one.due <= now]
            chosen = min(due)[1] if due else None
            first = chosen is not None and not self._sessions[chosen].listed
            if chosen is not None and self._lists.allow(now, fast=small and first):
                self._lists.take(now)
                return Next(chosen)
        if self._events.allow(now, fast=small):
            likeliest = self._likeliest(now)
            if likeliest and self._events.allow(now, fast=small and not likeliest[1].read):
                self._events.take(now)
                return Next(likeliest[0], likeliest[1].listed)
        return None

    @property
    def is_small(self) -> bool:
        """Whether all of it is soon read."""
        sessions = self._sessions.values()
        return len(sessions) <= SMALL // 2 and sum(one.total for one in sessions) <= SMALL

    def _likeliest(self, now: float) -> tuple[Session, _Person] | None:
        """Unread before read, and of those who is likelier in error."""
        best: tuple[Any, ...] | None = None
        chosen = None
        for key, followed in self._sessions.items():
            for person in followed.people.values():
                if person.due > now:
                    continue
                urgency = (person.read, person.suspicion)
                if best is None or urgency < best:
                    best, chosen = urgency, (key, person)
        return chosen

    def listed(self, session: Session, found: Iterable[ParticipantSummary]) -> None:
        """All of a session's participants; of many the likeliest to be in error are followed."""
        followed = self._sessions.get(session)
        if followed is None:
            return
        now, before = self._clock.steady(), followed.people
        people = sorted(found, key=lambda one: (not _fails(before, one), gathering.suspicion(one)))
        followed.listed, followed.total, followed.unread = True, len(people), ""
        followed.due, followed.told = now + _LIST_FRESH, None
        followed.people = {
            one.participant_id: _seen(before.get(one.participant_id), one, now)
            for one in people[: self._share(followed)]
        }

    def _share(self, session: _Followed) -> int:
        """How many a session's followed may be: as many as any other's, or what those leave."""
        fair = max(1, MOST_FOLLOWED // max(1, len(self._sessions)))
        others = (one for one in self._sessions.values() if one is not session)
        taken = sum(len(one.people) if one.listed else fair for one in others)
        return max(fair, MOST_FOLLOWED - taken)

    def told(self, session: Session, gist: Attempts) -> None:
        """A participant's events were read, for this or for a screen."""
        followed = self._sessions.get(session)
        person = followed.people.get(gist.participant_id) if followed else None
        if followed is None or person is None:
            return
        again = person.listed.state == "CONNECTED"
        person.due = self._clock.steady() + _EVENTS_FRESH if again else float("inf")
        person.read, person.error, followed.told = True, _error(gist), None
        person.publishes = gist.publishes

    def failed(self, chosen: Next, sentence: str) -> None:
        """It could not be read: it is tried again later, and the others before it."""
        followed, again = self._sessions[chosen.session], self._clock.steady() + _AGAIN
        followed.unread, followed.told = sentence, None
        if chosen.person is None:
            followed.due = again
        for person in followed.people.values():
            person.due = max(person.due, again)

    def paged(self, items: int) -> None:
        """A list came in more than one request."""
        now = self._clock.steady()
        for _ in range((items - 1) // 100):
            self._lists.take(now)

    def told_of(self) -> tuple[tuple[SessionInError, ...], bool]:
        """What each session came to, and whether all of it was read once."""
        room = MOST_IN_ERROR
        told = []
        for key, followed in self._sessions.items():
            one = followed.told
            if one is None or len(one.in_error) > room or one.more_in_error:
                one = followed.told = _told(key, followed, room)
            room -= len(one.in_error)
            told.append(one)
        return tuple(told), all(one.listed and one.read >= one.followed for one in told)


def _fails(people: Mapping[str, _Person], listed: ParticipantSummary) -> bool:
    known = people.get(listed.participant_id)
    return known is not None and known.error is not None


def _seen(person: _Person | None, listed: ParticipantSummary, now: float) -> _Person:
    """A participant as it is listed now: what has changed there is read at once."""
    if person is None:
        return _Person(listed, now)
    changes = gathering.changes(listed)
    if changes != person.changes:
        person.changes, person.due = changes, now
        person.suspicion = gathering.suspicion(listed)
    person.listed = listed
    return person


def _error(gist: Attempts) -> InError | None:
    failure = gathering.in_error(gist)
    if failure is None:
        return None
    return InError(
        participant_id=gist.participant_id,
        user_id=gist.user_id,
        event=failure.event,
        code=failure.code,
        at=failure.last,
        connected=gist.state == "CONNECTED",
    )


def _told(key: Session, followed: _Followed, room: int) -> SessionInError:
    errors = [person.error for person in followed.people.values() if person.error is not None]
    return SessionInError(
        stage_arn=key[0],
        session_id=key[1],
        listed=followed.listed,
        participants=followed.total,
        followed=len(followed.people),
        read=sum(person.read for person in followed.people.values()),
        in_error=tuple(errors[:room]),
        more_in_error=max(0, len(errors) - room),
        publishing=tuple(
            id_
            for id_, person in followed.people.items()
            if person.publishes and person.listed.state == "CONNECTED"
        ),
        unread=followed.unread,
    )


class InErrorReads:
    """Reads whoever is likeliest in error, and no faster than it is polite."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._order = InErrors(context.clock)
        self._published = 0.0

    async def read(self, turn: Turn) -> None:
        """What is due and allowed; what it came to is told where it is news."""
        stages = self._context.store.get(Topic(turn.topic.scope, "stages"))
        if stages.read_at is None:
            return
        self._order.want(gathering.active_sessions(stages.items))
        try:
            while chosen := self._order.next():
                await self._one(turn, chosen)
        finally:
            self._publish(turn)

    def listed(self, topic: Topic, found: Iterable[ParticipantSummary]) -> None:
        """What was listed for a screen need not be listed for this."""
        self._order.listed(stage_session(topic), found)

    def told(self, topic: Topic, gist: Attempts) -> None:
        """What was read for a screen need not be read for this."""
        self._order.told(stage_session(topic), gist)

    async def _one(self, turn: Turn, chosen: Next) -> None:
        try:
            await self._list_or_person(turn, chosen)
        except GatewayError as error:
            if error.problem.kind not in gathering.PASSED_OVER:
                raise
            self._order.failed(chosen, error.problem.sentence)

    async def _list_or_person(self, turn: Turn, chosen: Next) -> None:
        now = self._context.clock.now
        if chosen.person is None:
            found = await self._context.whole(*_asked(chosen), turn.pace)
            self._order.paged(len(found))
            self._order.listed(chosen.session, found)
        else:
            # One who has left since the list says nothing of the others.
            events = await self._context.if_known(*_asked(chosen), turn.pace)
            gist = gathering.attempts(chosen.person, events, now(), None)
            self._order.told(chosen.session, gist)

    def _publish(self, turn: Turn) -> None:
        now, known = turn.working(), self._context.store.get(turn.topic)
        items, done = self._order.told_of()
        # An engine before this one may have known of those that are not listed yet.
        before = {(one.stage_arn, one.session_id): one for one in known.items}
        items = tuple(
            one if one.listed or one.unread else before.get((one.stage_arn, one.session_id), one)
            for one in items
        )
        same = items == known.items or (
            _alike(items, known.items)
            and not self._order.is_small
            and now - self._published < _BATCH
        )
        told = same and known.read_at and known.error is None and done == known.complete
        if told and now - self._published < _EVENTS_FRESH:
            return
        self._published = now
        keys = {(one.stage_arn, one.session_id) for one in items}
        self._context.tell_some(
            turn.topic,
            items,
            done=done,
            keep=lambda one: (one.stage_arn, one.session_id) in keys,
            # It is told no oftener where nothing changes, and is not late before that.
            interval=max(turn.interval, _EVENTS_FRESH),
        )


def _asked(chosen: Next) -> tuple[Operation, dict[str, str]]:
    """What lists a session's participants, or the events of one."""
    asked = dict(zip(("stageArn", "sessionId"), chosen.session, strict=True))
    if chosen.person is None:
        return OPERATIONS["ListParticipants"], asked
    one = {"participantId": chosen.person.participant_id}
    return OPERATIONS["ListParticipantEvents"], asked | one


def _alike(items: Iterable[SessionInError], known: Iterable[SessionInError]) -> bool:
    """Whether the same are in error."""
    return [one.in_error for one in items if one.in_error] == [
        one.in_error for one in known if one.in_error
    ]
