"""From scope to scope in one monitor: another engine, another board, the same view."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.profile import REGIONS, Choice, ProfileError, choose, profiles
from ivs_tui.engine.commands import Report
from ivs_tui.engine.link import EngineLost
from ivs_tui.engine.query import QUERIES
from ivs_tui.engine.snapshot import Scope, Snapshot, Usage
from ivs_tui.resources import KINDS
from ivs_tui.resources.text import visible
from ivs_tui.ui.aside import aside
from ivs_tui.ui.board import Board
from ivs_tui.ui.desk import Desk, Opener
from ivs_tui.ui.watching import Want

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp

MOST_KEPT = 4
"""Scopes that were left and whose boards are kept: some megabytes each."""
PATIENCE = 5.0
"""Seconds for a profile to have anything answered, before its own screen tells what it lacks."""
_AGAIN = 1.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_ENDPOINTS = ("AWS_ENDPOINT_URL_IVS", "AWS_ENDPOINT_URL_IVS_REALTIME", "AWS_ENDPOINT_URL")


class _Left:
    """What stays of a scope that was left: all that it showed, for the way back."""

    def __init__(self, desk: Desk) -> None:
        self.board = desk.board
        self.known = desk.link.remembered()


class Scopes:
    """Goes where `:region` and `:profile` say; where that cannot be, says why and stays."""

    def __init__(self, monitor: MonitorApp, engines: Opener, first: Desk) -> None:
        self._monitor = monitor
        self._engines = engines
        self._first = first
        self._left: dict[Scope, _Left] = {}
        self._coming: Desk | None = None
        """A profile's, until it is known to have credentials."""
        self._profiles: tuple[str, ...] = ()
        self._looking = False

    # Where to

    def to_region(self, word: str) -> str:
        """Show the same of another Region; says why not."""
        region = word.casefold()
        if region not in REGIONS:
            asked = visible(word, limit=40)
            return f"IVS does not exist in Region {asked}; it does in {', '.join(REGIONS)}"
        return self._go(Scope(self._heading.profile, region))

    def to_profile(self, name: str) -> str:
        """Show the same of another profile; says why not, where that is known at once."""
        if not self._engines.no_profiles:
            self._monitor.run_worker(self._choose(name), group="scope", exclusive=True)
        return self._engines.no_profiles

    def profiles(self) -> Iterable[str]:
        """Those that were configured when somebody asked last; has the files read again."""
        if not (self._engines.no_profiles or self._looking):
            self._looking = True
            self._monitor.run_worker(self._look_up(), group="profiles")
        return self._profiles

    @property
    def _heading(self) -> Scope:
        """The scope in front, or the one that is about to be."""
        return (self._coming or self._monitor.desk).scope

    async def _choose(self, name: str) -> None:
        environ = self._environ
        try:
            async with asyncio.timeout(PATIENCE):
                choice = await aside(partial(choose, name, self._heading.region, environ))
        except ProfileError as error:
            why_not = str(error)
        except TimeoutError:
            why_not = "AWS's config file is not to be read"
        else:
            why_not = self._go(Scope(name, choice.region), choice)
        if why_not:
            self._say(why_not)

    async def _look_up(self) -> None:
        try:
            found = await aside(partial(profiles, self._environ))
        except ProfileError:
            found = ()  # said to whoever chooses one
        finally:
            self._looking = False
        if found != self._profiles:
            self._profiles = found
            self._monitor.advise()

    # On the way

    def _go(self, scope: Scope, choice: Choice | None = None) -> str:
        here = self._monitor.desk.scope
        self._drop()
        if scope == here:
            return f"this is {_told(scope)} already"
        if scope.region != here.region and (why_not := self._fixed(scope.region)):
            return why_not
        try:
            desk = self._open(scope)
        except OSError as error:
            return f"no engine for {_told(scope)}: {error.strerror}"
        self._monitor.listen(desk)
        if scope.profile == here.profile:
            self._enter(desk)
            return ""
        # Whether a profile has credentials only AWS's own chain knows, which its engine asks.
        self._coming = desk
        desk.watching.only(self._asked(desk.board))
        self._monitor.set_timer(PATIENCE, partial(self._arrive_late, desk))
        why = f": {choice.why}" if choice and choice.why else ""
        self._say(f"asking as {_told(scope)}{why}", calm=True)
        return ""

    def hear(self, desk: Desk, report: Report | EngineLost) -> None:
        """What an engine says that is not the one in front: that of a profile on its way counts."""
        if desk is not self._coming:
            return
        match report:
            case EngineLost():
                self._refuse("its engine ended")
            case Snapshot(error=Problem(kind=ProblemKind.CREDENTIALS, passing=False) as wrong):
                self._refuse(": ".join(filter(None, (wrong.sentence, wrong.advice))))
            case Snapshot():
                desk.board.put(report)
                self._arrive(desk)
            case Usage():
                desk.board.usage = report
            case _:
                pass  # what was never seen before is no news

    def _refuse(self, why: str) -> None:
        scope = self._heading
        self._drop()
        here = _told(self._monitor.desk.scope)
        self._say(f"{_told(scope)}: {why}; still at {here}")

    def _drop(self) -> None:
        coming, self._coming = self._coming, None
        if coming is not None:
            coming.link.end()

    def _arrive(self, desk: Desk) -> None:
        # What is being typed, or read in an overlay, would turn into keys of another screen.
        if desk is self._coming and self._monitor.keys_are_commands:
            self._coming = None
            self._enter(desk)

    def _arrive_late(self, desk: Desk) -> None:
        self._arrive(desk)
        if desk is self._coming:
            self._monitor.set_timer(_AGAIN, partial(self._arrive_late, desk))

    def _enter(self, desk: Desk) -> None:
        monitor, left = self._monitor, self._monitor.desk
        self._left.pop(desk.scope, None)
        self._left[left.scope] = _Left(left)
        for oldest in list(self._left)[:-MOST_KEPT]:
            del self._left[oldest]
        left.link.end()
        monitor.enter(desk)

    # Another engine

    def _open(self, scope: Scope) -> Desk:
        """Start its engine; raises OSError where the machine has no room for it."""
        config = self._first.config
        if scope.profile != self._first.scope.profile:
            config = msgspec.structs.replace(config, profile=scope.profile)
        config = msgspec.structs.replace(config, region=scope.region)
        known = self._left.get(scope)
        link = self._engines.open(config, scope.region, known.known if known else ())
        board = known.board if known else Board(scope, self._monitor.look().now)
        board.resume()
        return Desk(scope, config, link, board)

    def _asked(self, board: Board) -> list[Want]:
        """What will be in front there."""
        query = QUERIES.get(KINDS[self._monitor.route.root].query)
        return [Want(board.topic(query.name), front=True)] if query else []

    @property
    def endpoint(self) -> str:
        """That of both services where one was chosen; else empty, as for two that are not one."""
        environ, anywhere = self._environ, _ENDPOINTS[-1]
        urls = {environ.get(name) or environ.get(anywhere) or "" for name in _ENDPOINTS[:-1]}
        return self._first.config.endpoint_url or (urls.pop() if len(urls) == 1 else "")

    @property
    def _environ(self) -> dict[str, str]:
        environ = self._engines.environ
        return dict(os.environ if environ is None else environ)

    def _fixed(self, region: str) -> str:
        """Why no other Region can be reached: an endpoint is that of one, as its signatures are."""
        environ = self._environ
        urls = [self._first.config.endpoint_url, *map(environ.get, _ENDPOINTS)]
        for host in (urlsplit(url).hostname for url in urls if url):
            if host and host not in _LOOPBACK and region not in host:
                return (
                    f"the endpoint {visible(host, limit=80)} was set for {self._heading.region}: "
                    f"start ivs-tui anew for {region}"
                )
        return ""

    def _say(self, text: str, *, calm: bool = False) -> None:
        if calm:
            self._monitor.tell(text)
        else:
            self._monitor.warn(text)


def _told(scope: Scope) -> str:
    return f"{visible(scope.profile, limit=40)} {scope.region}"
