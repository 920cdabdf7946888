"""The engines of one monitor: what each may use, and that none stays."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import time

from ivs_tui.config import Config
from ivs_tui.engine.clock import boot_time
from ivs_tui.engine.engines import Engines
from ivs_tui.engine.link import EngineLink
from ivs_tui.engine.snapshot import Snapshot
from ivs_tui.engine.spawn import Spawned
from tests.engine.processes import alive, until
from tests.support import START, topic

CONFIG = Config(endpoint_url="http://127.0.0.1:1")


def spawned() -> Spawned:
    """As an engine, it ends at the end of its line; it costs next to nothing."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(["cat"], stdin=theirs.fileno(), stdout=subprocess.DEVNULL)
    ours.setblocking(False)
    return Spawned(process, ours)


def used_until(link: EngineLink) -> float | None:
    return link._start.used_until


def opened(engines: Engines, region: str) -> EngineLink:
    return engines.open(CONFIG, region, spawned=spawned())


async def test_an_engine_hears_when_its_region_s_budget_was_used_last() -> None:
    engines = Engines()
    try:
        first = opened(engines, "us-west-2")
        other = opened(engines, "eu-west-1")
        assert (used_until(first), used_until(other)) == (None, None)
        first.end()
        again = opened(engines, "us-west-2")
        assert used_until(again) == first.ended_at
        # Another profile of what may be the same account, while the first one is in front.
        before = boot_time()
        assert (used_until(opened(engines, "us-west-2")) or 0) >= before
        await until(lambda: not first.is_running)
        # Of an engine that is long gone, too.
        again.end()
        await until(lambda: not again.is_running)
        opened(engines, "eu-west-1")
        assert again not in engines._links
        assert (used_until(opened(engines, "us-west-2")) or 0) >= before
    finally:
        began, processes = time.monotonic(), [one._process.pid for one in engines._links]
        await asyncio.to_thread(engines.close)
    assert time.monotonic() - began < 5
    assert not [pid for pid in processes if alive(pid)]


def test_what_the_api_tells_no_more_goes_on_to_the_next_engine() -> None:
    engines, kept = Engines(), Snapshot(topic=topic("compositions"), read_at=START)
    try:
        link = engines.open(CONFIG, "us-west-2", [kept], spawned())
        link._known[topic("streams")] = Snapshot(topic=topic("streams"), read_at=START)
        assert link.remembered() == (kept,)
    finally:
        engines.close()
