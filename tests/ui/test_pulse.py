"""What no timer tells: time that leapt, and a log that takes nothing."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ivs_tui.config import Config
from ivs_tui.engine.commands import Refresh
from ivs_tui.engine.log import log_to_file
from ivs_tui.ui import pulse
from ivs_tui.ui.pulse import EVERY, Pulse
from tests.ui.monitor import NOW, Desk, open_desk, snapshot, stream, topic


class Wall:
    """A wall clock that is set by hand."""

    def __init__(self) -> None:
        self.time = NOW
        self.pulse = Pulse(self.now)

    def now(self) -> datetime:
        return self.time

    def leapt_by(self, seconds: float) -> bool:
        """Whether a look finds that it leapt, where it went so many seconds beyond the usual."""
        self.time += timedelta(seconds=EVERY + seconds)
        return self.pulse.leapt()


def test_only_time_that_leapt_is_told_and_once() -> None:
    wall = Wall()
    assert [wall.leapt_by(late) for late in (0, 0.1, 2, -0.5)] == [False] * 4
    assert wall.leapt_by(3_600)
    assert not wall.leapt_by(0)
    assert wall.leapt_by(-3_600)
    assert not wall.leapt_by(0)


async def leaps(desk: Desk, by: timedelta, told: str) -> None:
    """The machine's clock moves, and within a look the screen tells it."""
    desk.now += by
    async with asyncio.timeout(EVERY + 2):
        while told not in desk.text:
            await desk.pilot.pause(0.05)


async def test_ages_are_true_within_a_look_of_waking_and_what_is_in_front_is_read_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pulse, "EVERY", 0.2)
    async with open_desk() as desk:
        await desk.say(snapshot(topic("streams"), [stream(1)]))
        assert "1h00m" in desk.text
        desk.link.sent.clear()
        await leaps(desk, timedelta(hours=1), "stale 1h00m")
        assert "2h00m" in desk.row_with("healthy")
        assert desk.link.sent == [Refresh(topic("streams"))]
        # A clock that is set back makes nothing older than it is, or younger than nothing.
        await leaps(desk, timedelta(hours=-3), "<1m")
        assert "stale" not in desk.text


async def test_a_log_that_takes_nothing_is_told_on_the_screen_once(
    tmp_path: Path, loggers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "EVERY", 0.05)
    path = tmp_path / "log"
    log_to_file(Config(log_file=str(path)))
    async with open_desk() as desk:
        path.unlink()
        path.mkdir()
        logging.getLogger("ivs_tui").error("lost")
        async with asyncio.timeout(5):
            while "log not written: Is a directory" not in " ".join(desk.text.split()):
                await desk.pilot.pause(0.05)
        logging.getLogger("ivs_tui").error("lost too")
        await desk.pilot.pause(0.2)
        assert desk.text.count("log not written") == 1


def test_a_disk_that_filled_up_in_silence_is_found_out(loggers: None, tmp_path: Path) -> None:
    path = tmp_path / "log"
    log_to_file(Config(log_file=str(path)))
    wall = Wall()
    path.unlink()
    path.mkdir()
    told = []
    for _ in range(15 * 60):
        wall.leapt_by(0)
        told.append(wall.pulse.log_trouble())
    assert [one for one in told if one] == ["Is a directory"]
    path.rmdir()
    for _ in range(15 * 60):
        wall.leapt_by(0)
        assert not wall.pulse.log_trouble()
    assert "INFO ivs_tui.ui.pulse: alive, at most " in path.read_text()
