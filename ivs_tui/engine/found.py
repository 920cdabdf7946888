"""Where a user is: each active stage session is asked for one user id, once a find."""

from __future__ import annotations

from collections.abc import Container, Iterable
from contextlib import aclosing
from typing import Any

import msgspec

from ivs_tui.aws.decode import Page
from ivs_tui.aws.errors import GatewayError
from ivs_tui.engine.context import Context, Turn
from ivs_tui.engine.gathering import (
    PASSED_OVER,
    USER,
    Searched,
    Session,
    active_sessions,
    may_be_user,
)
from ivs_tui.engine.snapshot import Topic

FOUND = "found"
_BATCH = 2.0
"""Seconds of answers that found nobody that are published together."""


class FoundReads:
    """Searches the sessions that were not searched yet; all of them when the user asks anew."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def read(self, turn: Turn) -> None:
        """One call a session, as the budget allows."""
        stages = self._context.store.get(Topic(turn.topic.scope, "stages"))
        if stages.read_at is None:
            return
        known = self._context.store.get(turn.topic)
        searched = {_key(one) for one in known.items if one.searched_at and not turn.anew}
        user = turn.topic.get(USER) or ""
        active = active_sessions(stages.items) if may_be_user(user) else []
        todo = [
            Searched(stage_arn=stage, session_id=session)
            for stage, session in active
            if (stage, session) not in searched
        ]
        if todo or known.read_at is None or turn.anew:
            await self._search(turn, todo, searched | {*active})

    async def _search(self, turn: Turn, todo: list[Searched], keep: Container[Session]) -> None:
        self._publish(turn.topic, todo, keep, done=not todo)
        published = turn.working()
        fresh: list[Searched] = []
        left = len(todo)
        try:
            for one in todo:
                fresh.append(await self._one(turn, one))
                left -= 1
                late = turn.working() - published >= _BATCH
                if left and (late or fresh[-1].participants):
                    published = turn.working()
                    self._publish(turn.topic, fresh, keep, done=False)
                    fresh = []
        finally:
            if fresh:
                self._publish(turn.topic, fresh, keep, done=not left)

    async def _one(self, turn: Turn, session: Searched) -> Searched:
        """What the first page says: a find makes one call a session."""
        try:
            page, unread = await self._page(turn, session), ""
        except GatewayError as error:
            if error.problem.kind not in PASSED_OVER:
                raise
            page, unread = Page(()), error.problem.sentence
        return msgspec.structs.replace(
            session,
            searched_at=self._context.clock.now(),
            participants=page.items,
            more=page.next_token is not None,
            unread=unread,
        )

    async def _page(self, turn: Turn, session: Searched) -> Page:
        asked = {"stageArn": session.stage_arn, "sessionId": session.session_id}
        asked[USER] = turn.topic.get(USER) or ""
        pages: Any = self._context.reader.pages(turn.topic.query.operation, asked, turn.pace)
        async with aclosing(pages):
            return await anext(pages, Page(()))

    def _publish(
        self, topic: Topic, fresh: Iterable[Searched], keep: Container[Session], *, done: bool
    ) -> None:
        self._context.tell_some(topic, fresh, done=done, keep=lambda one: _key(one) in keep)


def _key(one: Searched) -> Session:
    return one.stage_arn, one.session_id
