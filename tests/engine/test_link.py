"""The screen's end of the line, with real engine processes."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from ivs_tui.config import Config
from ivs_tui.engine import line
from ivs_tui.engine import link as module
from ivs_tui.engine.commands import LookAt, Pause, Report, Start, Unwatch, Watch
from ivs_tui.engine.link import EngineLink, EngineLost
from ivs_tui.engine.snapshot import Snapshot
from ivs_tui.sim.faults import Fault
from tests.engine.processes import Engine, alive, engine, until
from tests.sim.support import running
from tests.support import START, topic

pytestmark = pytest.mark.usefixtures("credentials")

STREAMS = topic("streams")
STAGES = topic("stages")
NAMES = topic("names")
COMPOSITIONS = topic("compositions")


def read(report: Report | EngineLost) -> bool:
    return isinstance(report, Snapshot) and report.topic == STREAMS and report.complete


def lost(report: Report | EngineLost) -> bool:
    return isinstance(report, EngineLost)


def failed(report: Report | EngineLost) -> bool:
    return isinstance(report, Snapshot) and report.error is not None


async def test_streams_arrive_and_the_engine_ends_when_the_screen_hangs_up() -> None:
    async with running() as simulator, engine(simulator.url) as made:
        made.link.send(Watch(STREAMS, 5.0))
        snapshot = await made.first(read)
        assert isinstance(snapshot, Snapshot)
        assert {one.channel_arn for one in snapshot.items} == simulator.world.live.keys()
        # A credential process must not inherit the line as its standard input.
        assert os.readlink(f"/proc/{made.pid}/fd/0") == os.devnull
        began = time.monotonic()
        made.link.close()
        assert time.monotonic() - began < 2
        assert not alive(made.pid)


async def test_a_request_that_hangs_does_not_keep_the_engine() -> None:
    async with running(faults=["*=hang"]) as simulator, engine(simulator.url) as made:
        made.link.send(Watch(STREAMS, 5.0))
        await until(lambda: bool(simulator.requests.counts))
        began = time.monotonic()
        os.kill(made.pid, signal.SIGINT)
        made.link.close()
        assert time.monotonic() - began < 2
        assert made.link._process.returncode == 0


async def test_an_engine_that_dies_is_reported_and_goes_on_in_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_AGAIN_AFTER", 0.05)
    async with running() as simulator, engine(simulator.url) as made:
        made.link.send(Watch(STREAMS, 5.0))
        made.link.send(Watch(STAGES, 5.0))
        made.link.send(Unwatch(STAGES))
        await made.first(read)
        first = made.pid
        simulator.requests.clear()
        os.kill(first, signal.SIGKILL)
        await made.first(lost)
        await made.first(read)
        assert made.pid != first
        assert not alive(first)
        await until(lambda: bool(simulator.requests.counts))
        assert set(simulator.requests.counts) == {"ListStreams"}

        made.link.send(Pause(True))
        os.kill(made.pid, signal.SIGKILL)
        await made.first(lost)
        await until(lambda: made.link._writer is not None)
        simulator.requests.clear()
        second = made.pid
        made.link.send(Pause(False))
        await made.first(read)
        assert made.pid == second


def compositions(made: Engine) -> dict[str, str]:
    """What the newest snapshot says of each composition: its state, or that it has gone."""
    told = [one for one in made.reports if isinstance(one, Snapshot) and one.topic == COMPOSITIONS]
    if not told:
        return {}
    listed = {item.arn: item.state or "" for item in told[-1].items}
    gone = {one.item.arn: "gone" if one.confirmed else "missed" for one in told[-1].gone}
    return listed | gone


@pytest.mark.parametrize("left", [False, True], ids=["in front", "left"])
async def test_what_vanished_stays_over_the_death_of_an_engine(
    monkeypatch: pytest.MonkeyPatch, left: bool
) -> None:
    monkeypatch.setattr(module, "_AGAIN_AFTER", 0.05)
    async with running() as simulator, engine(simulator.url) as made:
        known = simulator.world.of("composition")
        made.link.send(Watch(COMPOSITIONS, 0.3))
        await until(lambda: compositions(made).keys() == known.keys())
        ended = next(iter(known))
        del known[ended]
        await until(lambda: compositions(made).get(ended) == "gone")
        if left:
            made.link.send(Unwatch(COMPOSITIONS))
        os.kill(made.pid, signal.SIGKILL)
        await made.first(lost)
        simulator.requests.clear()
        if left:
            made.link.send(Watch(COMPOSITIONS, 0.3))
        await until(lambda: simulator.requests.counts["ListCompositions"] >= 2)
        made.reports.clear()
        await until(lambda: bool(compositions(made)))
        assert compositions(made)[ended] == "gone"
        assert compositions(made).keys() == {*known, ended}


async def test_rows_stay_when_an_engine_dies_and_the_next_cannot_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_AGAIN_AFTER", 0.05)
    async with running() as simulator, engine(simulator.url) as made:
        made.link.send(Watch(STREAMS, 5.0))
        before = await made.first(read)
        simulator.faults.add(Fault("ListStreams", "denied"))
        os.kill(made.pid, signal.SIGKILL)
        await made.first(lost)
        after = await made.first(failed)
        assert isinstance(before, Snapshot)
        assert isinstance(after, Snapshot)
        assert after.items == before.items


async def test_an_engine_of_another_version_reads_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AGAIN_AFTER", 0.05)
    async with running() as simulator, engine(simulator.url) as made:
        made.link.send(Watch(STREAMS, 5.0))
        await made.first(read)
        monkeypatch.setattr(line, "encode_report", lambda _: b"\xc1")
        os.kill(made.pid, signal.SIGKILL)
        await made.first(lost)
        await made.first(read)


def test_only_what_is_watched_or_remembered_is_kept_for_another_engine() -> None:
    link = EngineLink(Start(Config(endpoint_url="http://127.0.0.1:1"), "us-west-2"))
    said = [Snapshot(topic=about, read_at=START) for about in (STREAMS, COMPOSITIONS)]
    try:
        for one in said:
            link.send(Watch(one.topic, 5.0))
            link._remember(one)
            link._remember(Snapshot(topic=one.topic))
        assert list(link._known.values()) == said
        for one in said:
            link.send(Unwatch(one.topic))
            link._remember(one)
        assert list(link._known.values()) == said[1:]
    finally:
        link.close()


async def test_a_list_that_says_the_same_again_has_its_items_here() -> None:
    async with running(scenario="calm") as simulator, engine(simulator.url) as made:
        simulator.world.pause(True)
        made.link.send(Watch(STREAMS, 1.0))
        one, other = await made.first(read), await made.first(read)
        assert isinstance(one, Snapshot)
        assert isinstance(other, Snapshot)
        assert one.items
        assert other.items is one.items
        assert not other.before
        # Watched anew, all of it comes anew.
        made.link.send(Unwatch(STREAMS))
        made.link.send(Watch(STREAMS, 1.0))
        anew = await made.first(read)
        assert isinstance(anew, Snapshot)
        assert anew.items == one.items


def test_items_that_are_not_here_any_more_are_nobody_s() -> None:
    link = EngineLink(Start(Config(endpoint_url="http://127.0.0.1:1"), "us-west-2"))
    try:
        assert link._whole(Snapshot(topic=STREAMS, read_at=START, before=1)) is None
    finally:
        link.close()


async def test_what_is_in_sight_is_told_to_another_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AGAIN_AFTER", 0.05)
    async with running(scenario="calm") as simulator, engine(simulator.url) as made:
        made.link.send(Watch(NAMES, 60.0))
        made.link.send(LookAt((next(iter(simulator.world.channels)),)))
        await until(lambda: "BatchGetChannel" in simulator.requests.counts)
        os.kill(made.pid, signal.SIGKILL)
        await made.first(lost)
        simulator.requests.clear()
        await until(lambda: "BatchGetChannel" in simulator.requests.counts)


async def test_errors_and_recovery_cross_the_line() -> None:
    async with running() as simulator, engine(simulator.url) as made:
        simulator.faults.add(Fault("ListStreams", "denied", 1))
        made.link.send(Watch(STREAMS, 1.0))
        snapshot = await made.first(failed)
        assert isinstance(snapshot, Snapshot)
        assert snapshot.error is not None
        assert snapshot.error.sentence == "denied: ivs:ListStreams"
        await made.first(read)


async def test_a_credential_process_does_not_eat_the_line(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    script = home / "process.sh"
    script.write_text(
        "#!/bin/sh\ncat > /dev/null\n"
        """echo '{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "b"}'\n"""
    )
    script.chmod(0o700)
    (home / "aws-config").write_text(f"[default]\ncredential_process = {script}\n")
    async with running() as simulator, engine(simulator.url) as made:
        made.link.send(Watch(STREAMS, 5.0))
        await made.first(read)
        made.link.send(Watch(STAGES, 5.0))
        await until(lambda: "ListStages" in simulator.requests.counts)


def stand_in(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have this shell script started in the engine's place."""
    script = folder / "engine.sh"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))


async def test_garbage_on_the_line_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A frame of garbage, then an empty Usage: ["usage", {}].
    stand_in(
        tmp_path,
        r"""printf '\000\000\000\003abc\000\000\000\010\222\245usage\200' >&0; sleep 5""",
        monkeypatch,
    )
    async with engine("http://127.0.0.1:1") as made:
        report = await made.first(lambda _: True)
        assert type(report).__name__ == "Usage"
        made.link._process.kill()


async def test_an_engine_that_cannot_live_is_not_started_all_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AGAIN_AFTER", 0.02)
    monkeypatch.setattr(module, "_LONGEST_WAIT", 0.08)
    stand_in(tmp_path, "exit 1", monkeypatch)
    began = time.monotonic()
    async with engine("http://127.0.0.1:1") as made:
        for _ in range(5):
            await made.first(lost)
        assert time.monotonic() - began >= 0.02 + 0.04 + 0.08 + 0.08


async def test_an_engine_that_hung_up_but_stays_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.1)
    monkeypatch.setattr(module, "_AGAIN_AFTER", 0.1)
    stand_in(tmp_path, "exec sleep 60 <&-", monkeypatch)
    async with engine("http://127.0.0.1:1") as made:
        first = made.pid
        await made.first(lost)
        assert not alive(first)


async def test_closed_before_anyone_listened() -> None:
    made = EngineLink(Start(Config(endpoint_url="http://127.0.0.1:1"), "us-west-2"))
    made.close()
    made.close()
    assert [report async for report in made.reports()] == []


async def test_closed_while_it_waits_to_start_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AGAIN_AFTER", 0.1)
    stand_in(tmp_path, "exit 1", monkeypatch)
    async with engine("http://127.0.0.1:1") as made:
        await made.first(lost)
        gone = made.pid
        made.link.close()
        await asyncio.sleep(0.2)
        assert made.pid == gone
        made.link.send(Pause(True))
