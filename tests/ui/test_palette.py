"""The command palette has every view, action and order: `ui/palette.py`, `ui/picture.py`."""

from __future__ import annotations

import stat
from functools import partial
from pathlib import Path

import pytest
from textual import events

from ivs_tui.resources import VIEWS
from ivs_tui.ui import palette
from ivs_tui.ui.acts import ACTS, ORDERS
from tests.engine.processes import until
from tests.ui.monitor import Desk, open_desk


def offered(desk: Desk) -> dict[str, str]:
    """What may be done, with what is said of it."""
    return {one.title: one.help for one in palette.commands(desk.app, desk.app.screen)}


async def take(desk: Desk, title: str) -> None:
    """Do one of them."""
    (found,) = (one for one in palette.commands(desk.app, desk.app.screen) if one.title == title)
    found.callback()
    await desk.pilot.pause()


async def test_every_view_action_and_order_is_in_the_palette() -> None:
    async with open_desk("streams") as desk:
        titles = offered(desk)
        assert {kind.title for kind in VIEWS.values()} <= titles.keys()
        assert {act.word for act in ACTS.values()} <= titles.keys()
        begun = {title.removeprefix(":").split()[0] for title in titles if title[0] == ":"}
        assert begun == set(ORDERS)


async def test_what_an_order_may_take_is_there_for_a_search_alone() -> None:
    async with open_desk("streams") as desk:
        all_there = list(palette.commands(desk.app, desk.app.screen))
        unasked = [one.title for one in all_there if one.discover]
        assert ":columns -viewers" in {one.title for one in all_there} - set(unasked)
        assert ":columns" in unasked
        assert {kind.title for kind in VIEWS.values()} <= set(unasked)


async def test_an_order_that_takes_something_opens_the_prompt_for_it() -> None:
    async with open_desk("streams") as desk:
        asked = [one for one in ORDERS.values() if one.takes and f":{one.name}" in offered(desk)]
        assert asked
        await take(desk, f":{asked[0].name}")
        assert f":{asked[0].name} " in desk.text


async def test_a_screenshot_is_a_new_file_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_desk("streams") as desk:
        for count in (1, 2):
            await take(desk, "Screenshot")
            await until(partial(written, tmp_path, count))
    assert all("streams" in one.read_text() for one in pictures(tmp_path))
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in pictures(tmp_path))


def written(folder: Path, count: int) -> bool:
    """Whether so many are."""
    return len(pictures(folder)) == count


def pictures(folder: Path) -> list[Path]:
    """Those that are written."""
    return [one for one in folder.glob("ivs-tui-*.svg") if one.stat().st_size]


async def test_keys_that_come_before_the_list_is_drawn_break_nothing() -> None:
    async with open_desk() as desk:
        for key in ("ctrl+p", "down", "pagedown", "pageup"):
            await desk.app.on_event(events.Key(key, None))
        assert isinstance(desk.app.screen, palette.Palette)
