"""What acts say: of nothing that there is nothing, and what a terminal can show."""

from __future__ import annotations

import msgspec
import pytest

from tests.ui.monitor import Desk, channel, open_desk, snapshot, stream, topic


def told(desk: Desk) -> list[str]:
    """What the notices say."""
    return [one.message for one in desk.app._notifications]  # Textual 8.2.8: no public list


@pytest.mark.parametrize("key", ["x", "f", "d", "y", "equals_sign", "t", "b"])
async def test_where_no_row_is_that_is_said(key: str) -> None:
    async with open_desk() as desk:
        await desk.say(snapshot(topic("streams"), []))
        await desk.press(key)
        assert told(desk) == ["there is no row here"]


async def test_what_is_copied_runs_nothing_where_it_is_pasted() -> None:
    async with open_desk() as desk:
        hostile = msgspec.structs.replace(stream(1), channel_arn="a\x1b]0;x\x07\nrm -r ü")
        await desk.say(snapshot(topic("streams"), [hostile]))
        await desk.press("y")
        assert desk.app.clipboard == "a␛]0;x␇␊rm -r ü"


async def test_a_notice_is_ascii_where_the_terminal_is() -> None:
    async with open_desk(ascii_only=True) as desk:
        await desk.say(snapshot(topic("streams"), [stream(1)]))
        await desk.say(snapshot(topic("names"), [channel(1, "köln 中")]))
        await desk.press("b")
        assert told(desk) == [r"k\xf6ln \u4e2d: you are told once, when anything happens to it"]
