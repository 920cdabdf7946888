"""`x`: what is wrong, worst first, with its evidence; and the worst of it on top of a detail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.engine.commands import Unwatch, Watch
from ivs_tui.ui.screens.findings import FindingsScreen
from tests.engine.processes import until
from tests.ui import estate
from tests.ui.monitor import NOW, Desk, channel, channel_arn, open_desk, snapshot, stream, topic

ASKED = {"channelArn": channel_arn(2), "streamId": f"st-{2:023}"}
SESSION = topic("session", **ASKED)
SESSIONS = topic("sessions", channelArn=channel_arn(2))
BEGAN = NOW - timedelta(minutes=30)


def event(minutes: float, name: str, type_: str, code: str | None = None) -> ll.StreamEvent:
    """So many minutes after the session began."""
    at = BEGAN + timedelta(minutes=minutes)
    return ll.StreamEvent(name=name, type=f"IVS {type_}", event_time=at, code=code)


CREATED = event(0, "Session Created", "Stream State Change")
STARTED = event(1, "Stream Start", "Stream State Change")
STARVED = event(2, "Starvation Start", "Stream Health Change")
FED = event(3, "Starvation End", "Stream Health Change")


def tracks(**video: Any) -> ll.IngestConfigurations:
    """What an encoder announces that has nothing wrong, but for `video`."""
    sound: dict[str, Any] = {
        "codec": "mp4a.40.2",
        "sample_rate": 48_000,
        "channels": 2,
        "target_bitrate": 128_000,
    }
    picture: dict[str, Any] = {
        "codec": "avc1.4D401F",
        "video_width": 1280,
        "video_height": 720,
        "target_framerate": 30,
        "target_bitrate": 2_500_000,
    }
    return ll.IngestConfigurations(
        video_configurations=(ll.VideoConfiguration(**picture | video),),
        audio_configurations=(ll.AudioConfiguration(**sound),),
    )


def session(*events: ll.StreamEvent, **more: Any) -> ll.StreamSession:
    """A session with these events, oldest first."""
    members: dict[str, Any] = {"channel": channel(2), "ingest_configurations": tracks()} | more
    return ll.StreamSession(
        stream_id=ASKED["streamId"],
        start_time=BEGAN,
        truncated_events=events[::-1],
        **members,
    )


BAD = session(
    *(CREATED, STARTED, STARVED, FED),
    event(5, "Stream Takeover Failure", "Stream State Change", "StreamTakeoverMediaMismatch"),
    event(6, "Recording Start Failure", "Recording State Change"),
    event(8, "Starvation Start", "Stream Health Change"),
    ingest_configurations=tracks(
        codec="avc1.64002A", target_framerate=120, target_bitrate=9_000_000
    ),
)


async def streams(desk: Desk, name: str = "channel-2") -> None:
    """Three live streams; the cursor on the second."""
    await desk.say(
        snapshot(topic("streams"), [stream(n, viewers=1000 - n) for n in (1, 2, 3)]),
        snapshot(topic("names"), [channel(n, name if n == 2 else None) for n in (1, 2, 3)]),
    )
    await desk.press("j")


async def read(desk: Desk, what: ll.StreamSession = BAD) -> None:
    """The session is read, and the channel's sessions."""
    summary = ll.StreamSessionSummary(stream_id=what.stream_id, start_time=BEGAN)
    await desk.say(snapshot(SESSION, [what]), snapshot(SESSIONS, [summary]))


def is_open(desk: Desk) -> bool:
    """Whether the findings lie over the list."""
    return isinstance(desk.app.screen, FindingsScreen)


def severities(desk: Desk) -> list[str]:
    """The severities on the screen, from the top."""
    known = ("critical", "error", "warning", "info")
    words = [line.split()[0] for line in desk.lines if line.split()]
    return [word for word in words if word in known]


async def test_a_session_shows_its_worst_findings_on_top() -> None:
    async with open_desk(size=(120, 36)) as desk:
        await streams(desk)
        await desk.press("enter")
        await read(desk)
        first = next(n for n, line in enumerate(desk.lines) if line.startswith(" findings"))
        told = [line[13:].split()[0] for line in desk.lines[first : first + 3]]
        assert told == sorted(told, key="✖▼".index)
        assert told[0] == "✖"
        assert "more: x tells all, and what to do" in desk.lines[first + 3]
        assert desk.lines[first + 4].startswith(" state")


async def test_what_is_only_to_note_takes_one_line_on_top() -> None:
    async with open_desk() as desk:
        await streams(desk)
        await desk.press("enter")
        await read(
            desk, session(CREATED, STARTED, ingest_configurations=tracks(codec="avc1.64001F"))
        )
        assert " findings    1 to note: x tells all" in desk.lines[2]
        assert desk.lines[3].startswith(" state")


async def test_x_on_a_row_asks_for_the_session_and_says_that_it_is_not_read_yet() -> None:
    async with open_desk() as desk:
        await streams(desk)
        assert "x why" in desk.lines[-1]
        await desk.press("x")
        assert Watch(SESSION, 5.0, front=True) in desk.link.sent
        assert "not read yet" in desk.text
        assert "channel-2" in desk.lines[0]
        assert "nothing found" not in desk.text
        await read(desk)
        assert "not read yet" not in desk.text
        assert "read 14:03:05Z" in desk.lines[0]
        assert severities(desk)[0] == "error"


async def test_every_finding_has_evidence_a_remedy_and_a_source_worst_first() -> None:
    async with open_desk(size=(120, 100)) as desk:
        await streams(desk)
        await desk.press("x")
        await read(desk)
        found = severities(desk)
        assert found == sorted(found, key=("critical", "error", "warning", "info").index)
        assert len(found) >= 4
        for label in ("evidence", "do", "source"):
            assert sum(line.split()[:1] == [label] for line in desk.lines) == len(found)
        assert "a recommendation, no limit" in desk.text
        assert "checked" in desk.text


async def test_where_nothing_is_found_it_names_what_was_checked() -> None:
    async with open_desk() as desk:
        await streams(desk)
        await desk.press("x")
        await read(desk, session(CREATED, STARTED))
        assert "nothing found" in desk.text
        assert "checked     limit breaches; Stream Failure" in desk.text
        assert "video codec" in " ".join(desk.text.split())
        await desk.press("escape", "enter")
        assert "findings    nothing found in" in desk.text


async def test_what_could_not_be_checked_is_named() -> None:
    async with open_desk(size=(80, 40)) as desk:
        await streams(desk)
        await desk.press("x")
        await read(desk, session(CREATED, STARTED, ingest_configurations=None))
        assert "not checked" in desk.text


async def test_it_is_kept_up_to_date_while_it_is_open() -> None:
    async with open_desk() as desk:
        await streams(desk)
        await desk.press("x")
        await read(desk, session(CREATED, STARTED))
        assert "nothing found" in desk.text
        await read(desk)
        assert "nothing found" not in desk.text
        await read(desk, session(CREATED, STARTED))
        assert "nothing found" in desk.text


async def test_a_source_that_fails_is_told_and_what_was_found_stays() -> None:
    problem = Problem(
        kind=ProblemKind.DENIED,
        sentence="denied: ivs:GetStreamSession",
        advice="add ivs:GetStreamSession to the IAM policy",
    )
    async with open_desk() as desk:
        await streams(desk)
        await desk.press("x")
        refused = {"read_at": None, "last_complete_at": None, "complete": False}
        await desk.say(snapshot(SESSION, [], error=problem, error_at=NOW, **refused))
        assert "✖ denied: ivs:GetStreamSession" in desk.text
        await read(desk)
        found = severities(desk)
        assert found
        assert "trouble" not in desk.text
        old = snapshot(SESSION, [BAD], error=problem, error_at=NOW)
        await desk.say(old)
        assert "trouble     session:  ✖ denied: ivs:GetStreamSession" in desk.text
        assert severities(desk)[:2] == found[:2]
        assert "stale" not in desk.text
        desk.now += timedelta(minutes=3)
        assert isinstance(desk.app.screen, FindingsScreen)
        desk.app.screen.tick()
        await desk.pilot.pause()
        assert "stale 3 min" in desk.text


async def test_esc_returns_to_the_row_and_the_engine_reads_no_more_of_it() -> None:
    async with open_desk() as desk:
        await streams(desk)
        await desk.press("x")
        assert is_open(desk)
        await read(desk)
        await desk.press("escape")
        assert "2/3" in desk.lines[1]
        assert Unwatch(SESSION) in desk.link.sent
        await desk.press("x", "x")
        assert not is_open(desk)


async def test_it_scrolls_to_the_last_line() -> None:
    async with open_desk() as desk:
        await streams(desk)
        await desk.press("x")
        await read(desk)
        before = beside_the_bar(desk)
        await desk.press(*"j" * 35)
        assert beside_the_bar(desk) != before
        assert "checked" in desk.text
        await desk.press(*"k" * 35)
        await until(lambda: beside_the_bar(desk) == before)


def beside_the_bar(desk: Desk) -> list[str]:
    """The lines without the scroll bar, which is drawn once more when all is laid out."""
    return [line[:-3] for line in desk.lines]


async def test_hostile_names_and_codes_are_shown_and_not_obeyed() -> None:
    hostile = "[/x] \x1b[31m\u202e\x07"
    what = session(
        CREATED,
        STARTED,
        event(5, "Stream Takeover Failure", "Stream State Change", hostile),
        event(6, hostile, "Limit Breach", hostile),
        channel=channel(2, hostile),
        ingest_configurations=tracks(codec=hostile),
    )
    async with open_desk(size=(120, 50)) as desk:
        await streams(desk, hostile)
        for keys in ("x", "escape", "enter", "x"):
            await desk.press(keys)
            await read(desk, what)
            assert not {"\x1b", "\u202e", "\x07"} & set(desk.text)
        assert "[/x] ␛[31m<U+202E>␇" in desk.lines[0]
        assert sum("[/x]" in line for line in desk.lines) > 2


@pytest.mark.parametrize("keys", ["x", "enter", "enter x"])
async def test_it_is_ascii_where_the_terminal_is(keys: str) -> None:
    async with open_desk(ascii_only=True) as desk:
        await streams(desk, "界 \u202e")
        await desk.press(*keys.split())
        await read(desk, msgspec.structs.replace(BAD, channel=channel(2, "界 \u202e")))
        assert desk.text.isascii()
        assert "x " in desk.text


@pytest.mark.parametrize(
    ("view", "keys", "asks"),
    [
        ("channels", "x", topic("channel", arn=channel_arn(1))),
        (
            "channels enter",
            "x",
            topic("session", channelArn=channel_arn(1), streamId=estate.STREAM),
        ),
        ("stages", "x", topic("stage", arn=estate.STAGE.arn)),
        ("stages f t", "x", topic("participant", **estate.person(1))),
        ("compositions", "x", topic("composition", arn=estate.COMPOSITION)),
        ("ingest", "x", topic("ingest-configuration", arn=estate.INGEST)),
        ("recordings", "x", topic("recording-configuration", arn=estate.RECORDING)),
    ],
)
async def test_a_row_of_any_list_with_checks_is_read_and_examined(
    view: str, keys: str, asks: Any
) -> None:
    name, *before = view.split()
    async with open_desk(name, size=(120, 50)) as desk:
        await desk.say(*estate.estate())
        await desk.press(*before, keys) if before else await desk.press(keys)
        assert Watch(asks, 5.0, front=True) in desk.link.sent
        assert "checked" in desk.text
        assert "not read yet" not in desk.text


async def test_where_nothing_is_checked_a_notice_says_so() -> None:
    async with open_desk("restrictions") as desk:
        await desk.say(*estate.estate())
        assert "x why" not in desk.lines[-1]
        await desk.press("x")
        assert "nothing is checked here" in desk.text
        assert not is_open(desk)
