"""What an engine's process is given, and what it does before anybody listens."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest

from ivs_tui.config import Config
from ivs_tui.engine.commands import Start, Watch
from ivs_tui.engine.link import EngineLink
from ivs_tui.engine.snapshot import Snapshot
from ivs_tui.engine.spawn import spawn
from tests.engine.processes import alive, until
from tests.sim.support import running
from tests.support import topic

pytestmark = pytest.mark.usefixtures("credentials")

STREAMS = topic("streams")


async def test_it_reads_before_anybody_listens_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What lies where the user stands is no module of the engine's.
    (tmp_path / "ssl.py").write_text("raise RuntimeError")
    (tmp_path / "msgspec.py").write_text("raise RuntimeError")
    monkeypatch.chdir(tmp_path)
    async with running() as simulator:
        start = Start(Config(endpoint_url=simulator.url), "us-west-2")
        link = EngineLink(start, spawned=spawn())
        watch = Watch(STREAMS, 60.0)
        try:
            link.begin(watch)
            await until(lambda: simulator.requests.counts["ListStreams"] > 0)
            link.send(watch)
            async for report in link.reports():
                if isinstance(report, Snapshot) and report.complete:
                    link.close()
            assert simulator.requests.counts["ListStreams"] == 1
        finally:
            link.close()


def test_an_engine_that_is_gone_already_hears_nothing() -> None:
    spawned = spawn()
    spawned.process.kill()
    spawned.process.wait()
    link = EngineLink(Start(Config(), "us-west-2"), spawned=spawned)
    link.begin(Watch(STREAMS, 5.0))
    link.close()


async def test_its_environment_and_its_end() -> None:
    for environ, shown in (({"HOME": "/nowhere"}, {"HOME": "/nowhere"}), (None, os.environ)):
        made = spawn(environ)
        try:
            # Before it is this program's, its process has none.
            await until(partial(environment, made.process.pid))
            given = environment(made.process.pid)
            assert given == {"MALLOC_TRIM_THRESHOLD_": "131072", **shown}
        finally:
            made.end()
        assert not alive(made.process.pid)
        made.end()


def environment(pid: int) -> dict[str, str]:
    """What a process was given."""
    said = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    return dict(os.fsdecode(one).split("=", 1) for one in said if one)
