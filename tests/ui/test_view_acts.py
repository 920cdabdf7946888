"""Wide, chosen columns, what is remembered of a view, `Y` and where it leads, `e`."""

from __future__ import annotations

import asyncio
import json
import shlex
from pathlib import Path

import pytest

from ivs_tui.aws.records import realtime as rt
from ivs_tui.aws.records.lowlatency import StreamEvent, StreamSession
from ivs_tui.cli import opening as cli
from ivs_tui.cli.commands import joined
from ivs_tui.config import Config
from ivs_tui.engine.commands import Look as LookAt
from ivs_tui.engine.commands import Unwatch, Watch
from ivs_tui.engine.snapshot import Usage
from ivs_tui.resources.opening import Opening, ViewState
from ivs_tui.ui.remembered import Remembered
from ivs_tui.ui.screens.base import MonitorScreen
from tests.ui.monitor import (
    NOW,
    Desk,
    channel,
    channel_arn,
    open_desk,
    snapshot,
    stage,
    stage_arn,
    stream,
    topic,
)

ENDPOINT, SERVICES = "http://localhost:1", ("IVS", "IVS_REALTIME")
STREAMS, NAMES = topic("streams"), topic("names")


async def show_streams(desk: Desk, count: int = 3, name: str = "channel") -> None:
    await desk.say(
        snapshot(STREAMS, [stream(n, viewers=1000 - n) for n in range(1, count + 1)]),
        snapshot(NAMES, [channel(n, f"{name}-{n}") for n in range(1, count + 1)]),
    )


def front(desk: Desk) -> MonitorScreen:
    screen = desk.app.screen
    assert isinstance(screen, MonitorScreen)
    return screen


async def command(desk: Desk, text: str) -> None:
    """As if it was typed at the prompt, which takes a test much longer."""
    desk.app.obey(text)
    await desk.pilot.pause()


async def filtered(desk: Desk, text: str) -> None:
    """The same for a filter."""
    desk.app.filter(front(desk).table, text)
    front(desk).close_prompt()
    await desk.pilot.pause()


def table_lines(desk: Desk) -> list[str]:
    start = next(at for at, line in enumerate(desk.lines) if "HEALTH" in line or "CHANNEL" in line)
    return desk.lines[start : start + 4]


# Wide


async def test_wide_shows_whole_names_and_brings_every_column_into_sight() -> None:
    async with open_desk() as desk:
        await show_streams(desk, name="a-channel-whose-name-is-longer-than-its-column")
        before = table_lines(desk)
        assert "longer-than-its-column-1" not in desk.text
        await desk.press("w")
        assert "a-channel-whose-name-is-longer-than-its-column-1" in desk.text
        assert "wide, hidden: " in desk.lines[1]
        assert desk.lines[1].rstrip().endswith(">")
        seen = desk.text
        for _ in front(desk).table.columns:
            await desk.press("right")
            assert "HEALTH" in desk.text
            seen += desk.text
        for column in front(desk).table.columns:
            assert column.title in seen
        assert "desk=news" in desk.text
        assert ">" not in desk.lines[1].rpartition("hidden:")[2]
        await desk.press("less_than_sign", "left")
        assert ">" in desk.lines[1].rpartition("hidden:")[2]
        await desk.press("w")
        assert table_lines(desk) == before
        assert "wide" not in desk.lines[1]


async def test_columns_stand_still_where_nothing_is_hidden() -> None:
    async with open_desk("stages", size=(120, 24)) as desk:
        await desk.say(snapshot(topic("stages"), [stage(1)]))
        await desk.press("right", "w", "right", "left")
        assert "wide" in desk.lines[1]
        assert "hidden" not in desk.lines[1]


async def test_the_table_of_a_detail_is_wide_too() -> None:
    target = Opening("session", {"channelArn": channel_arn(1)})
    async with open_desk(opening=target) as desk:
        event = StreamEvent(name="x" * 70, type="y", code="z", event_time=NOW)
        session = StreamSession(stream_id="st-1", truncated_events=(event,))
        await desk.say(snapshot(topic("session", channelArn=channel_arn(1)), [session]))
        await desk.press("w")
        assert "wide" in desk.lines[1]
        await desk.press("greater_than_sign")
        assert "CODE" in desk.text


# Columns


async def test_columns_are_chosen_in_their_order_and_stay_for_the_view() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        await command(desk, "columns viewers,channel")
        assert table_lines(desk)[0].split() == ["VIEWERS", "CHANNEL"]
        await command(desk, "columns +tags -viewers")
        assert table_lines(desk)[0].split() == ["CHANNEL", "TAGS"]
        assert "desk=news" in desk.text
        await filtered(desk, "healthy")
        assert "3 of 3" in desk.lines[1]  # the filter sees what is not shown
        await command(desk, "columns all")
        assert table_lines(desk)[0].split()[0] == "HEALTH"


async def test_columns_that_are_not_there_are_said_and_change_nothing() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        before = table_lines(desk)
        await command(desk, "columns nope")
        assert table_lines(desk) == before
        assert "no column 'nope'" in desk.text
        await command(desk, "columns")
        assert "shown: health" in desk.text
        line = desk.app.command_line
        assert line.complete("columns health,lat") == "columns health,latency"
        assert "-health" in line.candidates("columns ")


# Remembered


async def test_a_view_comes_up_as_it_was_left(tmp_path: Path) -> None:
    path = tmp_path / "views.json"
    async with open_desk(remembered=Remembered(path)) as desk:
        await show_streams(desk)
        await desk.press("slash", *"channel-2", "enter", "s", "w")
        await command(desk, "columns channel,viewers")
        desk.app.remembered.flush()
    again = Remembered(path)
    again.load()
    async with open_desk(remembered=again) as desk:
        await show_streams(desk)
        assert "1 of 3 match channel-2, as last time: esc shows all" in desk.lines[1]
        assert table_lines(desk)[0].split() == ["CHANNEL", "VIEWERS"]
        assert front(desk).table.sort.column_id is not None
        await desk.press("slash", "enter")
        assert "match channel-2  " in desk.lines[1]
        assert "wide" in desk.lines[1]
        await command(desk, "reset")
        assert "match" not in desk.lines[1]
        assert "HEALTH" in table_lines(desk)[0]
        desk.app.remembered.flush()
    assert json.loads(path.read_text())["views"] == {}


async def test_each_view_has_its_own_and_all_are_forgotten_at_once() -> None:
    async with open_desk() as desk:
        await show_streams(desk)
        await desk.press("w", "3")
        await desk.say(snapshot(topic("stages"), [stage(1), stage(2)]))
        await filtered(desk, "stage-1")
        assert "wide" not in desk.lines[1]
        await desk.press("1", "3")
        assert "1 of 2 match stage-1" in desk.lines[1]
        await command(desk, "reset all")
        assert "match" not in desk.lines[1]
        await desk.press("1")
        assert "wide" not in desk.lines[1]
        await command(desk, "reset nonsense")
        assert "reset forgets this view" in desk.text


async def test_what_no_longer_can_be_is_let_go_with_a_sentence() -> None:
    remembered = Remembered()
    remembered.keep(
        "streams", ViewState(filter="viewers>>x", sort="-gone", columns=("gone", "channel"))
    )
    async with open_desk(remembered=remembered) as desk:
        await show_streams(desk)
        assert "cannot be read" in desk.text.replace("\n", " ")
        assert "1/3" in desk.lines[1]
        assert table_lines(desk)[0].split() == ["CHANNEL"]
        # What is said once is not said at every start.
        assert remembered.of("streams") == ViewState(columns=("channel",))


async def test_a_damaged_file_is_said_on_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "views.json"
    path.write_text("{")
    remembered = Remembered(path)
    remembered.load()
    async with open_desk(remembered=remembered) as desk:
        await desk.pilot.pause()
        assert "damaged" in desk.text


async def test_scroll_cursor_and_filter_are_there_on_the_way_back() -> None:
    async with open_desk() as desk:
        await show_streams(desk, 60)
        await desk.press("pagedown", "pagedown", "k")
        await filtered(desk, "channel")
        before = (front(desk).table.top, front(desk).table.position, desk.lines[2:])
        await desk.press("enter")
        assert "session of" in desk.lines[0]
        await desk.press("escape")
        assert (front(desk).table.top, front(desk).table.position, desk.lines[2:]) == before
        assert before[0] > 0


# Y


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


# e


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
        async with asyncio.timeout(5):
            while "nothing was written" not in desk.text:
                await desk.pilot.pause(0.01)
        assert front(desk).target == "streams"


async def test_a_notice_is_shown_to_its_last_line() -> None:
    async with open_desk() as desk:
        # As wide as a toast of 80 columns, to the letter.
        desk.app.notify("0xxxxx 1xxxx 2x 3xxxxxxxxx 4xxxxxxx 5x", markup=False)
        await desk.pilot.pause()
        await desk.pilot.pause()
        assert " 5x" in desk.text
