"""`Y`, and where its command line leads."""

from __future__ import annotations

import shlex

import pytest

from ivs_tui.aws.records import realtime as rt
from ivs_tui.cli import opening as cli
from ivs_tui.cli.commands import joined
from ivs_tui.config import Config
from ivs_tui.engine.commands import LookAt, Unwatch, Watch
from ivs_tui.engine.snapshot import Usage
from ivs_tui.resources.opening import Opening, ViewState
from ivs_tui.ui.screens.base import MonitorScreen
from tests.ui.monitor import (
    NOW,
    Desk,
    channel,
    channel_arn,
    open_desk,
    snapshot,
    stage_arn,
    stream,
    topic,
)
from tests.ui.test_view_acts import NAMES, STREAMS, command, filtered, front, show_streams

ENDPOINT, SERVICES = "http://localhost:1", ("IVS", "IVS_REALTIME")


async def shared(desk: Desk) -> list[str]:
    """The words that `Y` tells."""
    await desk.press("Y")
    told = shlex.split(desk.app.clipboard)
    await desk.press("escape")
    return told


def reopened(words: list[str]) -> Opening:
    """What the command line makes of them, options of the account aside."""
    at = words.index("--region")
    return cli.parse(joined([*words[1:at], *words[at + 2 :]]))


async def test_y_tells_a_command_that_opens_exactly_this() -> None:
    async with open_desk() as desk:
        await show_streams(desk, 5)
        await filtered(desk, "channel !channel-4")
        await desk.press("s", "j", "w")
        await command(desk, "columns channel,viewers,health")
        await desk.press("Y")
        assert "ivs-tui --profile prod --region eu-west-1 streams" in desk.text
        assert "'channel !channel-4'" in desk.text
        await desk.press("escape")
        before, words = (desk.lines[1:-1], front(desk).table.cursor_key), await shared(desk)
    async with open_desk(opening=reopened(["ivs-tui", *words[3:]])) as desk:
        await show_streams(desk, 5)
        assert (desk.lines[1:-1], front(desk).table.cursor_key) == before
        assert await shared(desk) == words


async def test_it_opens_on_problems_alone_where_they_were_asked_for() -> None:
    told = Opening("streams", {}, ViewState(problems=True))
    async with open_desk(opening=told) as desk:
        await desk.say(snapshot(STREAMS, [stream(1), stream(2, health="STARVING")]))
        assert front(desk).table.row_count == 1
        assert "--problems" in await shared(desk)
        assert desk.app.remembered.of("streams") == ViewState()


async def test_a_detail_opens_with_the_lists_that_lead_to_it() -> None:
    asked = {"stageArn": stage_arn(1), "sessionId": "st-session0001", "participantId": "p1"}
    async with open_desk(opening=Opening("participant", asked)) as desk:
        words = await shared(desk)
        assert reopened(["ivs-tui", *words[3:]]).parameters == asked
        watched = {one.topic.name for one in desk.link.sent if isinstance(one, Watch)}
        assert {"participant", "participant-events"} <= watched
        assert not {"stage-sessions", "participants"} & watched
        for view in ("participants", "stage-sessions", "stages"):
            await desk.press("escape")
            assert front(desk).target == view
        await desk.press("escape")
        assert front(desk).target == "stages"


async def test_a_channel_that_no_list_has_named_is_named() -> None:
    for target, query in (("session", "session"), ("timeline", "sessions")):
        asked = {"channelArn": channel_arn(1)}
        async with open_desk(opening=Opening(target, asked)) as desk:
            assert f"{target} of chan00000001" in desk.lines[0]
            assert LookAt((channel_arn(1),)) in desk.link.sent
            watched = {one.topic.name for one in desk.link.sent if isinstance(one, Watch)}
            assert {query, "names"} <= watched
            await desk.say(snapshot(NAMES, [channel(1, "news")]), Usage())
            assert f"{target} of news" in desk.lines[0]
            desk.link.sent.clear()
            desk.app.watch_front()
            assert desk.link.sent == [Unwatch(NAMES)]


async def test_a_detail_comes_up_on_the_newest_error() -> None:
    asked = {"stageArn": stage_arn(1), "sessionId": "st-session0001", "participantId": "p1"}
    told = [
        rt.Event(name="JOINED", event_time=NOW),
        rt.Event(name="PUBLISH_ERROR", event_time=NOW, error_code="INVALID_INPUT"),
        rt.Event(name="LEFT", event_time=NOW),
    ]
    person = snapshot(topic("participant", **asked), [rt.Participant(participant_id="p1")])
    events = snapshot(topic("participant-events", **asked), told)
    async with open_desk(opening=Opening("participant", asked)) as desk:
        await desk.say(person)
        await desk.say(events)
        row = front(desk).table.cursor_row
        assert row is not None
        assert row.record.error_code == "INVALID_INPUT"
        assert "An attempt to publish failed" in desk.text
        await desk.press("k")
        key = front(desk).table.cursor_key or ""
        await desk.say(events)
        assert front(desk).table.cursor_key == key
    async with open_desk(opening=Opening("participant", asked, ViewState(row=key))) as desk:
        await desk.say(person, events)
        assert front(desk).table.cursor_key == key


@pytest.mark.parametrize("key", ["x", "d"])
async def test_over_an_overlay_y_tells_of_what_is_below(key: str) -> None:
    async with open_desk() as desk:
        await show_streams(desk, 2)
        words = await shared(desk)
        await desk.press(key)
        desk.app.copy_to_clipboard("")
        assert " Y command" in desk.lines[-1]
        await desk.press("Y")
        assert "This opens what is below" in desk.text
        await desk.press("escape")
        assert await shared(desk) == words
        assert not isinstance(desk.app.screen, MonitorScreen)


async def test_endpoint_and_demo_are_told_but_no_password() -> None:
    config = Config(profile="x y", endpoint_url="http://me:secret@localhost:8080/a")
    async with open_desk(config=config) as desk:
        words = await shared(desk)
        assert words[words.index("--endpoint-url") + 1] == "http://localhost:8080/a"
    async with open_desk() as desk:
        desk.engines.environ = {f"AWS_ENDPOINT_URL_{one}": ENDPOINT for one in SERVICES}
        words = await shared(desk)
        assert words[words.index("--endpoint-url") + 1] == ENDPOINT
        desk.engines.environ["AWS_ENDPOINT_URL_IVS"] = "http://localhost:2"
        assert "--endpoint-url" not in await shared(desk)
    told = Opening("streams", demo=("--scenario", "calm", "--seed", "7"))
    async with open_desk(opening=told) as desk:
        assert await shared(desk) == ["ivs-tui", "demo", "streams", *told.demo]


async def test_a_row_whose_key_a_shell_cannot_hold_is_left_out() -> None:
    async with open_desk() as desk:
        hostile = stream(1)
        await desk.say(snapshot(STREAMS, [type(hostile)(channel_arn="a\x1b]0;x\x07\nrm")]))
        assert "--row" not in await shared(desk)
