"""The alerts that stand, and that somebody has seen them: `ui/alerts/screen.py`."""

from __future__ import annotations

from tests.ui.alerts.support import NAMES, happened, read, settings, told
from tests.ui.monitor import open_desk, stream


async def test_a_acknowledges_the_row_else_lists_what_stands() -> None:
    async with open_desk(config=settings(alert=[{"on": "starving"}])) as desk:
        ill = [stream(number, health="STARVING", viewers=9 - number) for number in (1, 2)]
        await desk.say(NAMES)
        await read(desk, 0, *ill, stream(3))
        await desk.press("a")
        assert "1 alert: a" in desk.lines[1]
        await read(desk, 5, *ill, stream(3))
        await desk.press("a")
        assert desk.row_with("channel-1").rstrip().endswith("acknowledged")
        assert "acknowledged" not in desk.row_with("channel-2")
        await desk.press("a", "A")
        assert desk.row_with("channel-2").rstrip().endswith("acknowledged")
        await desk.press("escape")
        assert "alert" not in desk.lines[1]
        # Well and ill anew, it is news again.
        await read(desk, 10, ill[1], stream(1), stream(3))
        await read(desk, 20, *ill, stream(3))
        assert "1 alert: a" in desk.lines[1]


async def test_enter_in_the_list_opens_the_resource_and_an_empty_list_closes() -> None:
    async with open_desk(config=settings(alert=[{"on": "ended"}])) as desk:
        await desk.say(NAMES)
        await read(desk, 0, stream(2))
        await desk.say(happened(1, "ended"))
        await desk.press("a", "enter")
        await desk.pilot.pause()
        assert "sessions of channel-1" in desk.lines[0] or "session of channel-1" in desk.lines[0]
        await desk.press("escape", "a", "a")
        await desk.pilot.pause()
        assert "2/2" in desk.lines[1] or "1/1" in desk.lines[1]
        await desk.press("a")
        assert told(desk)[-1] == "no alert stands"
