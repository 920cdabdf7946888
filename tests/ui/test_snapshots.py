"""The screens as pictures, at both sizes: `pytest --snapshot-update` accepts what is meant."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.aws.records import realtime as rt
from ivs_tui.config import Config
from ivs_tui.engine.budget import OperationUsage
from ivs_tui.engine.commands import Report
from ivs_tui.engine.snapshot import Gone, Usage
from ivs_tui.ui.app import MonitorApp
from tests.ui.estate import COMPOSITION, INGEST, MIX_SUMMARY, VAN_SUMMARY, estate
from tests.ui.monitor import (
    NOW,
    SCOPE,
    ScriptedEngines,
    ScriptedLink,
    channel,
    channel_arn,
    snapshot,
    stage_arn,
    stream,
    topic,
)

SIZES = ((80, 24), (120, 36))
Compare = Callable[..., bool]


def world() -> list[Report]:
    """One of everything that a screen can show."""
    streams = [
        stream(1, viewers=12_430),
        stream(2, health="STARVING", viewers=310),
        stream(3, health="UNKNOWN", viewers=-1),
        stream(4, health="WOBBLY", viewers=7),
    ]
    asked = {"channelArn": channel_arn(2), "streamId": f"st-{2:023}"}
    person = {"stageArn": stage_arn(1), "sessionId": "st-1", "participantId": "p1"}
    return [
        Usage((OperationUsage("ListStreams", 2, 23, throttled=False),)),
        snapshot(topic("streams"), streams, gone=(Gone(stream(5), NOW, confirmed=True),)),
        snapshot(topic("names"), [channel(n) for n in (1, 2, 4)] + [channel(5, "[/x] 界\x1b[31m")]),
        snapshot(topic("session", **asked), [_session()]),
        snapshot(topic("participant", **person), [_participant()]),
        snapshot(topic("participant-events", **person), _events()),
    ]


def _session() -> ll.StreamSession:
    video = ll.VideoConfiguration(
        codec="avc1.64002A",
        target_bitrate=8_500_000,
        target_framerate=60,
        video_width=1920,
        video_height=1080,
        encoder="obs-output",
    )
    audio = ll.AudioConfiguration(
        codec="mp4a.40.2", target_bitrate=160_000, sample_rate=48_000, channels=2
    )
    starved = ll.StreamEvent(
        name="Starvation Start", type="IVS Stream Health Change", event_time=NOW
    )
    rejected = ll.StreamEvent(
        name="Stream Takeover Failure",
        type="IVS Stream State Change",
        event_time=NOW - timedelta(minutes=5),
        code="StreamTakeoverMediaMismatch",
    )
    return ll.StreamSession(
        stream_id=f"st-{2:023}",
        start_time=NOW - timedelta(hours=2),
        channel=channel(2),
        ingest_configurations=ll.IngestConfigurations(
            video_configurations=(video,), audio_configurations=(audio,)
        ),
        truncated_events=(starved, rejected),
    )


def _participant() -> rt.Participant:
    return rt.Participant(
        participant_id="p1",
        user_id="ada",
        state="CONNECTED",
        published=True,
        first_join_time=NOW - timedelta(minutes=3),
        recording_state="FAILED",
        browser_name="Chrome",
        attributes={"role": "host"},
    )


def _events() -> list[rt.Event]:
    failed = NOW - timedelta(minutes=2)
    return [
        rt.Event(name="PUBLISH_ERROR", event_time=failed, error_code="B_FRAME_PRESENT"),
        rt.Event(name="JOINED", event_time=NOW - timedelta(minutes=3)),
    ]


@pytest.fixture
def compare(snap_compare: Compare) -> Callable[..., bool]:
    """Compare one screen, reached by keys over the whole world, with its picture."""

    def _compare(
        *keys: str, size: tuple[int, int] = (80, 24), extra: tuple[Report, ...] = (), **more: Any
    ) -> bool:
        link = ScriptedLink()
        link.say(*world(), *extra)
        more = {"engines": ScriptedEngines(), "now": lambda: NOW + timedelta(seconds=2), **more}
        app = MonitorApp(link, SCOPE, Config(history=False), **more)

        async def settle(pilot: Pilot[None]) -> None:
            # The picture is taken at once; what the engine said comes a turn of the loop later.
            for key in ("", *keys):
                if key:
                    await pilot.press(key)
                for _ in range(3):
                    await pilot.pause()

        before: Callable[[Pilot[None]], Awaitable[None]] = settle
        return snap_compare(app, terminal_size=size, run_before=before)

    return _compare


@pytest.mark.parametrize("size", SIZES)
def test_streams(compare: Compare, size: tuple[int, int]) -> None:
    assert compare(size=size)


@pytest.mark.parametrize("size", SIZES)
def test_session(compare: Compare, size: tuple[int, int]) -> None:
    assert compare("enter", "j", size=size)


def test_help(compare: Compare) -> None:
    assert compare("question_mark")


def test_tree(compare: Compare) -> None:
    assert compare("d")


def test_ascii(compare: Compare) -> None:
    assert compare(ascii_only=True)


def test_prompt_with_candidates(compare: Compare) -> None:
    assert compare("colon", "s")


def test_filter(compare: Compare) -> None:
    assert compare("slash", *"channel !4")


def test_trouble(compare: Compare) -> None:
    problem = Problem(
        kind=ProblemKind.DENIED,
        sentence="denied: ivs:ListStreams",
        advice="add ivs:ListStreams to the IAM policy of profile prod",
        attempt=1,
        retry_in=60.0,
    )
    old = snapshot(
        topic("streams"),
        [stream(1)],
        read_at=NOW - timedelta(minutes=4),
        last_complete_at=NOW - timedelta(minutes=4),
        error=problem,
        error_at=NOW,
    )
    assert compare(size=(120, 36), extra=(old,))


@pytest.mark.parametrize("size", SIZES)
def test_compositions(compare: Compare, size: tuple[int, int]) -> None:
    over = rt.CompositionSummary(
        arn=f"{COMPOSITION}2",
        stage_arn=stage_arn(2),
        state="STOPPED",
        start_time=NOW - timedelta(hours=26),
        end_time=NOW - timedelta(hours=2),
        destinations=(rt.DestinationSummary(state="STOPPED"),),
    )
    troubled = msgspec.structs.replace(
        MIX_SUMMARY,
        arn=f"{COMPOSITION}3",
        start_time=NOW - timedelta(minutes=4),
        destinations=(rt.DestinationSummary(state="RECONNECTING"),),
        tags={"desk": "sports"},
    )
    gone = (Gone(over, NOW - timedelta(hours=1), confirmed=True),)
    listed = snapshot(topic("compositions"), [MIX_SUMMARY, troubled], gone=gone)
    assert compare("4", size=size, extra=(*estate(), listed))


@pytest.mark.parametrize("size", SIZES)
def test_composition(compare: Compare, size: tuple[int, int]) -> None:
    assert compare("4", "enter", size=size, extra=tuple(estate()))


@pytest.mark.parametrize("size", SIZES)
def test_findings(compare: Compare, size: tuple[int, int]) -> None:
    assert compare("x", size=size)


@pytest.mark.parametrize("size", SIZES)
def test_jumps(compare: Compare, size: tuple[int, int]) -> None:
    assert compare("2", "f", size=size, extra=tuple(estate()))


@pytest.mark.parametrize("size", SIZES)
def test_channel(compare: Compare, size: tuple[int, int]) -> None:
    assert compare("2", "f", "c", size=size, extra=tuple(estate()))


@pytest.mark.parametrize("size", SIZES)
def test_recording_configuration(compare: Compare, size: tuple[int, int]) -> None:
    assert compare("colon", *"re", "enter", "enter", size=size, extra=tuple(estate()))


@pytest.mark.parametrize("size", SIZES)
def test_ingest(compare: Compare, size: tuple[int, int]) -> None:
    spare = msgspec.structs.replace(
        VAN_SUMMARY, arn=f"{INGEST}2", name="spare", stage_arn="", state="INACTIVE"
    )
    listed = snapshot(topic("ingest"), [VAN_SUMMARY, spare])
    assert compare("3", "colon", *"in", "enter", size=size, extra=(*estate(), listed))
