"""What happened before comes back, and what happens now is kept; no disk is waited for."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from ivs_tui.aws.records.lowlatency import StreamSessionSummary
from ivs_tui.config import Config, Expected
from ivs_tui.engine.commands import Happened, LookAt, Watch
from ivs_tui.engine.gathering import InError, SessionInError
from ivs_tui.engine.history import History
from ivs_tui.engine.history_files import history_path
from ivs_tui.engine.snapshot import Severity, Transition
from ivs_tui.ui import recorder
from ivs_tui.ui.recorder import past_of
from ivs_tui.ui.timeline import Past
from tests.ui.monitor import (
    NOW,
    SCOPE,
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

KEPT = Config(history=True)
EVER = datetime.min.replace(tzinfo=NOW.tzinfo)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "_AFTER", 0.0)


@pytest.fixture
def path(home: Path) -> Path:
    return history_path(SCOPE)


def event(before: float, what: str, number: int = 1, **more: Any) -> Transition:
    facts: dict[str, Any] = {"topic": topic("streams"), "severity": Severity.WARNING} | more
    arn = channel_arn(number)
    at = NOW - timedelta(seconds=before)
    return Transition(at=at, key=f"{arn}|st", subject=arn, what=what, **facts)


@contextmanager
def opened(path: Path) -> Iterator[History]:
    history = History.open(path)
    try:
        yield history
    finally:
        history.close()


def kept(path: Path) -> list[str]:
    with opened(path) as history:
        return [one.what for one in history.load(EVER)]


def damage(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"this is no database" * 100)


async def until(true: Callable[[], bool], desk: Desk) -> None:
    async with asyncio.timeout(20):
        while not true():
            await desk.pilot.pause(0.01)


def live() -> Any:
    return snapshot(topic("streams"), [stream(1)])


async def test_what_happened_before_stands_before_what_happens_now(path: Path) -> None:
    with opened(path) as history:
        history.append([event(7_200, "starving"), event(7_158, "recovered")], "a")
        history.append([event(1_803, "starving"), event(1_800, "recovered")], "a")
        began = NOW - timedelta(hours=3)
        history.watched("a", began, NOW - timedelta(minutes=20))
    async with open_desk("events", config=KEPT, size=(100, 24)) as desk:
        await desk.say(live(), Happened((event(-1, "ended"),)))
        await until(lambda: desk.app.board.timeline.past is not None, desk)
        await desk.pilot.pause()
        assert "from history back to 11:03:05Z" in desk.text
        order = ["ended", "not watched", "blip: about 3s", "starving", "recovered after about 42s"]
        places = [next(n for n, line in enumerate(desk.lines) if word in line) for word in order]
        assert places == sorted(places)
        gap = desk.row_with("not watched")
        assert "not watched for 20m" in gap
        assert "since 13:43:05Z" in gap
    desk.app.recorder.close()
    assert kept(path)[-1] == "ended"


def of_another_account(one: Transition) -> Transition:
    arn = one.subject.replace("123456789012", "999999999999")
    return structs.replace(one, key=f"{arn}|st", subject=arn)


async def test_another_account_s_history_under_the_same_profile_is_not_told(path: Path) -> None:
    began, other = NOW - timedelta(hours=3), of_another_account(event(50, "recovered"))
    with opened(path) as history:
        history.append([event(7_200, "starving"), other], "a")
        history.watched("123456789012:a", began, NOW - timedelta(minutes=20))
        history.watched("999999999999:b", began, NOW)
    async with open_desk("events", config=KEPT, size=(100, 24)) as desk:
        timeline = desk.app.board.timeline
        await until(lambda: timeline.past is not None, desk)
        # Nobody knows yet whose this is to be.
        assert timeline.past == Past((), None)
        await desk.say(live(), Happened((event(-1, "ended"),)))
        await until(lambda: timeline.past is not None and bool(timeline.past.account), desk)
        await desk.pilot.pause()
        assert "starving" in desk.text
        assert "recovered" not in desk.text
        assert "not watched for 20m" in desk.row_with("not watched")
    with opened(path) as history:
        assert past_of(history, SCOPE, NOW, "999999999999").events[-1] == other
        # An hour ago it was of one account alone.
        (alone,) = past_of(history, SCOPE, NOW - timedelta(hours=1), "").events
        assert alone.what == "starving"


async def test_what_happened_is_named_and_leads_on_without_the_list_of_it() -> None:
    async with open_desk("events") as desk:
        await desk.say(live(), Happened((event(1, "ended"),)))
        assert "chan00000001" in desk.row_with("ended")
        assert {LookAt((channel_arn(1),))} <= {one for one in desk.link.sent if type(one) is LookAt}
        assert topic("names") in {one.topic for one in desk.link.sent if isinstance(one, Watch)}
        await desk.say(snapshot(topic("names"), [channel(1, "news")]))
        assert "news" in desk.row_with("ended")
        desk.app.obey("sessions")
        await desk.pilot.pause()
        assert "sessions of news" in desk.lines[0]


async def test_without_history_nothing_is_written(path: Path) -> None:
    async with open_desk("events", config=Config(history=False)) as desk:
        await desk.say(live(), Happened((event(0, "ended"),)))
        assert "since 14:03:05Z" in desk.text
    desk.app.recorder.close()
    assert not path.parent.exists()


async def test_two_monitors_at_once(path: Path) -> None:
    async with open_desk(config=KEPT) as one, open_desk(config=KEPT) as other:
        await one.say(live(), Happened((event(0, "starving"),)))
        await other.say(live(), Happened((event(-3, "starving"), event(-9, "recovered"))))
        await one.say(Happened((event(-11, "recovered"),)))
    one.app.recorder.close()
    other.app.recorder.close()
    assert kept(path) == ["starving", "recovered"]


async def test_a_damaged_file_is_put_aside_and_said(path: Path) -> None:
    damage(path)
    async with open_desk("events", config=KEPT) as desk:
        await desk.say(live(), Happened((event(0, "starving"),)))
        await until(lambda: "the history was damaged" in desk.text, desk)
    desk.app.recorder.close()
    (aside,) = path.parent.glob("*.broken-*")
    assert aside.read_bytes().startswith(b"this is no database")
    assert kept(path) == ["starving"]


async def test_what_could_not_be_kept_is_kept_once_it_can_be(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "_LONGEST_WAIT", 0.02)
    os.makedirs(path)  # in its place: nothing that passes, and not ours to move
    async with open_desk("events", config=KEPT, size=(120, 24)) as desk:
        await desk.say(live(), Happened((event(0, "starving"),)))
        await until(lambda: "history not kept" in desk.text, desk)
        assert "Is a directory" in desk.text
        await desk.say(Happened((event(-2, "recovered"),)))
        assert "blip: about 2s" in desk.text
        os.rmdir(path)
        await until(lambda: "history not kept" not in desk.text, desk)
    desk.app.recorder.close()
    assert kept(path) == ["starving", "recovered"]


async def test_a_file_that_was_deleted_is_begun_anew_with_all_of_this_run(path: Path) -> None:
    async with open_desk("events", config=KEPT) as desk:
        await desk.say(live(), Happened((event(0, "starving"),)))
        await until(lambda: path.exists() and kept(path) == ["starving"], desk)
        os.unlink(path)
        await desk.say(Happened((event(-2, "recovered"),)))
        await until(lambda: path.exists() and len(kept(path)) == 2, desk)
    desk.app.recorder.close()
    assert kept(path) == ["starving", "recovered"]


async def test_while_it_is_locked_the_monitor_goes_on_and_ends_at_once(path: Path) -> None:
    with opened(path):
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        async with open_desk("events", config=KEPT) as desk:
            await desk.say(live(), Happened((event(0, "starving"),)))
            assert "starving" in desk.text
        desk.app.recorder.close()
        holder.close()
    assert kept(path) == []


async def test_a_newer_version_s_file_is_left_alone(path: Path) -> None:
    with opened(path):
        pass
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 9")
    database.close()
    async with open_desk("events", config=KEPT, size=(200, 24)) as desk:
        await desk.say(live(), Happened((event(0, "starving"),)))
        await until(lambda: "newer version" in " ".join(desk.text.split()), desk)
        assert "starving" in desk.text
    desk.app.recorder.close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def watched(desk: Desk) -> set[str]:
    """What was asked for beside the lists that are always read."""
    asked = [one.topic for one in desk.link.sent if isinstance(one, Watch)]
    return {one.name for one in asked if one.parameters}


async def test_t_tells_what_happened_to_this_for_one_request(path: Path) -> None:
    async with open_desk(size=(100, 24)) as desk:
        await desk.say(snapshot(topic("streams"), [stream(1), stream(2)]))
        await desk.say(Happened((event(100, "starving"), event(58, "recovered", 1))))
        await desk.say(Happened((event(9, "starving", 2),)))
        await desk.press("home", "t")
        assert watched(desk) == {"sessions"}
        assert "sessions not read yet" in desk.text
        asked = topic("sessions", channelArn=channel_arn(1))
        began = NOW - timedelta(hours=4, minutes=12)
        one = StreamSessionSummary(stream_id="st-1", start_time=began)
        await desk.say(snapshot(asked, [one]))
        assert "no restart in the last hour, live for 4h12m, starved once in it" in desk.text
        assert "timeline of chan00000001" in desk.lines[0]
        assert len([line for line in desk.lines if "starving" in line or "recovered" in line]) == 2
        await desk.say(Happened((event(-3, "ended"),)))
        assert "ended" in desk.lines[4]
        await desk.press("end", "enter")
        assert "session of" in desk.lines[0]
        await desk.press("t")
        assert "timeline of chan00000001" in desk.lines[0]


async def test_t_of_an_expected_channel_that_is_deleted_tells_what_is_known_by_its_name() -> None:
    expecting = Config(history=False, expect=(Expected(name="news"),))
    async with open_desk(size=(100, 24), config=expecting) as desk:
        await desk.say(snapshot(topic("names"), [channel(1, "news")]))
        await desk.say(Happened((event(90, "ended"), event(80, "ended", 2))))
        await desk.say(snapshot(topic("names"), []), snapshot(topic("channels"), []))
        await desk.say(snapshot(topic("streams"), [stream(3)]))
        await desk.press("home", "t")
        assert "timeline of news" in desk.lines[0]
        assert "1/1" in desk.lines[1]
        assert "ended" in desk.text
        assert watched(desk) == set()


@pytest.mark.parametrize("view", ["channels", "stages", "compositions", "recordings", "events"])
async def test_t_where_there_is_no_row(view: str) -> None:
    async with open_desk(view) as desk:
        await desk.press("t")
        assert "there is no row here" in desk.text


async def test_o_writes_a_report_of_all_or_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_desk(size=(120, 24)) as desk:
        await desk.say(snapshot(topic("streams"), [stream(1, health="STARVING"), stream(2)]))
        await desk.say(Happened((event(100, "starving"), event(99, "starving", 2))))
        await desk.press("o")
        await until(lambda: "report of everything in" in desk.text, desk)
        error = InError(participant_id="p-1", user_id="ann", code="BITRATE_EXCEEDED", at=NOW)
        wrong = SessionInError(
            stage_arn=stage_arn(1), session_id="st-session0001", in_error=(error,)
        )
        await desk.say(snapshot(topic("stages"), [stage(1)]), snapshot(topic("errors"), [wrong]))
        await desk.press("home", "t", "o")
        await until(lambda: "report of chan00000001 in" in desk.text, desk)
        await desk.press("escape", "3", "o")
        await until(lambda: len(list(tmp_path.iterdir())) == 3, desk)
    whole, one, last = texts_in(tmp_path)
    assert "| BITRATE\\_EXCEEDED | participant p-1 on stage stage-1 |" in last
    assert "ann" not in last
    assert "chan00000002" in whole
    assert "chan00000002" not in one
    for text in (whole, one):
        assert "| starving | chan00000001 |" in text


def texts_in(folder: Path) -> list[str]:
    """Reports, the first one first, which are for this user alone."""
    paths = sorted(
        folder.glob("ivs-tui-report-prod-eu-west-1-*.md"), key=lambda path: len(path.name)
    )
    assert [path.stat().st_mode & 0o777 for path in paths] == [0o600] * len(paths)
    return [path.read_text() for path in paths]


async def test_a_report_that_no_disk_takes_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/proc")
    monkeypatch.setenv("XDG_STATE_HOME", "/proc/none")
    async with open_desk(size=(120, 24)) as desk:
        await desk.press("o")
        await until(lambda: "no report was written" in desk.text, desk)
