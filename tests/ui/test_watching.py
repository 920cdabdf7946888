"""What the engine is asked to read: what is always read, and what is in front, nothing else."""

from __future__ import annotations

import asyncio
import os

import pytest

from ivs_tui.config import Config
from ivs_tui.engine.commands import Start, Unwatch, Watch
from ivs_tui.engine.engines import Engines
from ivs_tui.engine.link import EngineLink
from ivs_tui.engine.query import QUERIES
from ivs_tui.engine.snapshot import Topic
from ivs_tui.resources import KINDS
from ivs_tui.resources.spec import Goal, Kind
from ivs_tui.ui import board
from ivs_tui.ui.app import MonitorApp
from tests.engine.processes import until
from tests.sim.support import running
from tests.ui.monitor import SCOPE, Desk, ScriptedLink, open_desk, topic

ALWAYS = {topic(name) for name in board.ALWAYS}
FIRST = ALWAYS | {topic("names"), topic("last-events")}
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def watched(link: ScriptedLink) -> set[Topic]:
    """What the engine reads after all that it was told."""
    found: set[Topic] = set()
    for command in link.sent:
        if isinstance(command, Watch):
            found.add(command.topic)
        elif isinstance(command, Unwatch):
            found.remove(command.topic)
    return found


def asked(kind: Kind) -> dict[str, str]:
    needed = QUERIES[kind.query].required if kind.query in QUERIES else ()
    return dict.fromkeys(needed, "x")


async def open_view(desk: Desk, kind: Kind) -> None:
    desk.app.route.open_goal(Goal(kind.name, asked(kind)))
    await desk.pilot.pause()
    await desk.pilot.pause()


async def test_the_monitor_opens_with_its_first_lists_alone() -> None:
    async with open_desk() as desk:
        assert watched(desk.link) == FIRST


async def test_the_always_read_lists_are_read_behind_another_one() -> None:
    async with open_desk() as desk:
        await desk.press("2")
        await desk.press("3")
        assert Watch(topic("streams"), 15.0, front=False) in desk.link.sent
        assert Unwatch(topic("streams")) not in desk.link.sent


@each_kind
async def test_a_view_adds_its_own_when_it_is_opened_and_takes_it_back(kind: Kind) -> None:
    own = {topic(kind.query, **asked(kind))} if kind.query in QUERIES else set()
    async with open_desk() as desk:
        await open_view(desk, kind)
        # A channel that has no name yet gets one.
        named = {topic("names")} if "channelArn" in asked(kind) else set()
        assert watched(desk.link) == ALWAYS | own | named | {topic(name) for name in kind.joins}
        await desk.press("escape")
        assert watched(desk.link) == FIRST


async def test_what_a_view_only_uses_where_it_is_known_is_not_read_for_it() -> None:
    async with open_desk() as desk:
        await open_view(desk, KINDS["events"])
        assert watched(desk.link) == ALWAYS | {topic("names")}
        assert set(KINDS["events"].knows) - {one.name for one in ALWAYS}


@pytest.mark.usefixtures("credentials")
async def test_a_view_costs_no_request_until_it_is_opened() -> None:
    async with running(scenario="incident") as simulator:
        start = Start(Config(endpoint_url=simulator.url, interval=0.5, history=False), "us-west-2")
        link = EngineLink(start, dict(os.environ))
        app = MonitorApp(link, SCOPE, start.config, engines=Engines())
        try:
            async with app.run_test() as pilot:
                counts = simulator.requests.counts
                seen = {"ListStreams", "BatchGetChannel", "GetStreamSession", "ListStages"}
                seen |= {"ListCompositions", "ListParticipants", "ListParticipantEvents"}
                await until(lambda: counts.keys() >= seen and counts["ListStages"] > 1)
                assert counts.keys() == seen
                for kind in KINDS.values():
                    if kind.query not in QUERIES or QUERIES[kind.query].required:
                        continue
                    app.route.open_goal(Goal(kind.name, {}))
                    await pilot.pause()
                    lists = (kind.query, *kind.joins)
                    seen.update(QUERIES[name].operation.id for name in lists)
                    await until(lambda: counts.keys() >= seen)
                    assert counts.keys() == seen
        finally:
            await asyncio.to_thread(link.close)
