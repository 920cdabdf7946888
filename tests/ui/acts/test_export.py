"""`e`: the rows in front as a file."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.config import Config
from ivs_tui.engine.commands import Happened
from ivs_tui.engine.spells import Spell, gap_told
from ivs_tui.ui import picture
from tests.ui.monitor import NOW, SCOPE, Desk, open_desk, snapshot, stream
from tests.ui.test_view_acts import STREAMS, command, filtered, front, show_streams


async def written(desk: Desk, letter: str, folder: Path) -> Path:
    """The file that `e` and a letter make."""
    before = files(folder)
    desk.app.clear_notifications()
    await desk.press("e", letter)
    async with asyncio.timeout(5):
        while " in " not in desk.text:
            await desk.pilot.pause(0.01)
    (path,) = files(folder) - before
    return path


def files(folder: Path) -> set[Path]:
    """All that lies there."""
    return set(folder.iterdir())


async def test_the_rows_in_front_are_written_in_the_order_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_desk() as desk:
        await show_streams(desk, 5)
        await filtered(desk, "!channel-2")
        await command(desk, "columns channel,viewers")
        path = await written(desk, "c", tmp_path)
        assert path.name == "ivs-tui-streams-20261121T140305Z.csv"
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.read_bytes().decode().split("\r\n")[:3] == [
            *("channel,viewers", "channel-1,999", "channel-3,997")
        ]
        again = await written(desk, "c", tmp_path)
        assert again.name == "ivs-tui-streams-20261121T140305Z-2.csv"
        items = json.loads((await written(desk, "j", tmp_path)).read_text())
        assert [item["ivsTui"]["channel"] for item in items] == [
            *("channel-1", "channel-3", "channel-4", "channel-5")
        ]
        lines = (await written(desk, "n", tmp_path)).read_text().splitlines()
        assert [json.loads(line) for line in lines] == items
        lost = Problem(kind=ProblemKind.UNREACHABLE, sentence="unreachable")
        await desk.say(snapshot(STREAMS, [stream(1)], error=lost, error_at=NOW))
        await written(desk, "c", tmp_path)
        assert "1 row, as read at 2026-11-21 14:03:05Z in" in " ".join(desk.text.split())


async def test_a_file_is_in_utc_whatever_the_screen_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    gap = gap_told(SCOPE, Spell(NOW - timedelta(minutes=9), NOW - timedelta(minutes=4)))
    try:
        async with open_desk("events", (120, 36), Config(utc=False, history=False)) as desk:
            await desk.say(Happened((gap,)))
            assert "+05:30" in desk.text
            path = await written(desk, "c", tmp_path)
            assert "since 13:54:05Z" in path.read_text()
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


async def test_nothing_is_written_where_there_is_nothing_or_esc_is_pressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_desk() as desk:
        await desk.press("e")
        assert "there is no row to write" in desk.text
        await show_streams(desk)
        await desk.press("e", "escape", "e", "e")
        assert front(desk).target == "streams"
        assert files(tmp_path) == set()


async def test_a_folder_that_is_gone_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    (tmp_path / "state").write_text("no folder")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    async with open_desk() as desk:
        await show_streams(desk)
        await desk.press("e", "c")
        await said(desk, "nothing was written")
        assert front(desk).target == "streams"


async def test_what_no_disk_takes_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_desk() as desk:
        await desk.say(snapshot(STREAMS, [structs.replace(stream(1), stream_id="\ud800")]))
        await desk.press("e", "j")
        await said(desk, "nothing was written: 'utf-8' codec")
        # A name that the file system's own encoding does not know.
        monkeypatch.setattr(tempfile, "mkstemp", lambda **_: os.fsencode("\ud800"))
        await desk.press("o")
        await said(desk, "no report was written: 'utf-8' codec")
        picture.save(desk.app)
        await said(desk, "no screenshot: 'utf-8' codec")
        assert front(desk).target == "streams"


async def said(desk: Desk, sentence: str) -> None:
    async with asyncio.timeout(5):
        while sentence not in " ".join(desk.text.split()):
            await desk.pilot.pause(0.01)
