"""Ten hours in moments: nothing that happens is lost or told twice, and nothing grows."""

from __future__ import annotations

import pytest

from ivs_tui.ui import board, timeline
from tests.engine.polling import Stage, page, running
from tests.engine.soak import HOUR, Soak
from tests.engine.test_budget import most_within
from tests.support import arn, session, stream, topic


async def test_ten_hours_lose_nothing_tell_nothing_twice_and_keep_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # So that what is kept on purpose is full before the first look.
    monkeypatch.setattr(timeline, "MOST_EVENTS", 100)
    monkeypatch.setattr(board, "MOST_NAMES", 100)
    soak = Soak()
    first, warm, *_, last, _ = held = await soak.run(10 * HOUR, every=2 * HOUR)
    assert soak.world.done > 1_500
    assert not soak.world.untold
    assert not soak.invented
    assert not soak.api.hasty
    assert {one.tasks for one in held} == {first.tasks}
    assert last.blocks - warm.blocks < 300, held


async def test_a_machine_that_slept_for_an_hour_reads_on_without_a_rush() -> None:
    stage = Stage()
    abouts = [topic("session", channelArn=arn(number)) for number in range(40)]
    async with running(stage):
        stage.script.answers["GetStreamSession"] = [page(session())]
        stage.script.answers["ListStreams"] = [page(stream(1), token="1"), page(stream(2))]
        stage.script.latency = 1
        for about in abouts:
            stage.poller.watch(about, 30, front=True)
        # Some nap, some are on the wire, some wait for their turn; then all of them are due.
        for slept_after in (0.5, 14.2, 37.0):
            await stage.clock.advance(slept_after)
            stage.clock.jump(HOUR)
            await stage.clock.advance(60)
    times = stage.script.times("GetStreamSession")
    assert most_within(times, 1) <= 5
    assert most_within(times, 10) <= 23
    # Whatever was due when it woke was read within the minute that the budget takes for it.
    assert all(stage.last(about).read_at == stage.last(about).last_complete_at for about in abouts)
    woke = stage.clock.steady() - 1_000.0 - 60
    assert len([at for at in times if at >= woke]) >= len(abouts)
