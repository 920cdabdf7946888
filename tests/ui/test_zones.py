"""Times in the machine's own zone: everywhere on the screen, and never cut."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from ivs_tui.config import Config
from tests.ui import estate
from tests.ui.monitor import NOW, open_desk, snapshot, topic

_TIME = re.compile(r"\b\d\d:\d\d(?::\d\d)?(Z|[+-]\d\d(?::\d\d)?)?")
PATHS = ("enter", "x", "4", "3 f t enter", "5")
"""Screens with times; the members of an answer stay as the API says them."""


@pytest.fixture(autouse=True)
def india(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose zone is not whole hours off."""
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


async def test_every_time_on_a_screen_is_in_the_machine_s_zone() -> None:
    async with open_desk(size=(120, 36), config=Config(utc=False)) as desk:
        await desk.say(*estate.estate())
        for path in PATHS:
            await desk.press("1", *path.split())
            told = _TIME.findall(desk.text)
            assert told, path
            assert set(told) == {"+05:30"}, (path, desk.text)
            await desk.press("escape")


async def test_local_times_of_other_days_fit() -> None:
    old = msgspec.structs.replace(
        estate.MIX_SUMMARY, start_time=NOW - timedelta(days=3), end_time=NOW - timedelta(days=2)
    )
    async with open_desk("compositions", size=(120, 36), config=Config(utc=False)) as desk:
        await desk.say(snapshot(topic("compositions"), [old]))
        assert "read 19:33:05+05:30" in desk.lines[1]
        row = desk.row_with("11-18 19:33+05:30")
        assert "11-19 19:33+05:30" in row
        assert row.index("11-18") == desk.row_with("START").index("START")
