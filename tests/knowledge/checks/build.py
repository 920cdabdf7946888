"""Records in which there is nothing to find, and what makes others of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.aws.records import realtime as rt
from ivs_tui.knowledge.checks import (
    examine_channel,
    examine_composition,
    examine_ingest_configuration,
    examine_participant,
    examine_recording_configuration,
    examine_session,
    examine_stage,
)
from ivs_tui.knowledge.finding import Examination


class Case(NamedTuple):
    """`has` with the finding, `has_not` without it, and what its title says."""

    id: str
    has: Examination
    has_not: Examination
    title: str


NOW = datetime(2026, 3, 4, 14, 0, 0, tzinfo=UTC)
RECORDING = ll.RecordingConfiguration(arn="arn:recording", name="vod", state="ACTIVE")
CHANNEL = ll.Channel(
    arn="arn:channel", name="news", type="STANDARD", preset="", insecure_ingest=False
)
MULTITRACK = msgspec.structs.replace(
    CHANNEL,
    container_format="FRAGMENTED_MP4",
    multitrack_input_configuration=ll.MultitrackInputConfiguration(
        enabled=True, policy="ALLOW", maximum_resolution="FULL_HD"
    ),
)
VIDEO = ll.VideoConfiguration(
    codec="avc1.4D402A",
    profile="Main",
    level="4.2",
    encoder="vMix/27.0.0.49",
    target_bitrate=6_000_000,
    target_framerate=30,
    video_width=1920,
    video_height=1080,
    track="Track0",
)
AUDIO = ll.AudioConfiguration(
    codec="mp4a.40.2", target_bitrate=160_000, sample_rate=48_000, channels=2, track="Track0"
)


def ago(seconds: float = 0, *, minutes: float = 0, hours: float = 0) -> datetime:
    return NOW - timedelta(seconds=seconds, minutes=minutes, hours=hours)


def event(name: str, seconds: float, code: str | None = None) -> ll.StreamEvent:
    return ll.StreamEvent(name=name, event_time=ago(seconds), code=code)


STARTED = (event("Stream Start", 593), event("Session Created", 600))


def session(
    *events: ll.StreamEvent,
    video: Sequence[ll.VideoConfiguration] | None = (VIDEO,),
    audio: Sequence[ll.AudioConfiguration] | None = (AUDIO,),
    channel: ll.Channel | None = CHANNEL,
    started: Sequence[ll.StreamEvent] = STARTED,
    sessions: Sequence[ll.StreamSessionSummary] | None = (),
    **changes: object,
) -> Examination:
    """Examine a session of ten minutes whose newest events are `events`, newest first."""
    clean = ll.StreamSession(
        stream_id="st-1",
        start_time=ago(600),
        channel=channel,
        ingest_configurations=ll.IngestConfigurations(
            video_configurations=None if video is None else tuple(video),
            audio_configurations=None if audio is None else tuple(audio),
        ),
        truncated_events=(*events, *started),
    )
    return examine_session(msgspec.structs.replace(clean, **changes), sessions=sessions, now=NOW)


def of_video(channel: ll.Channel = CHANNEL, **changes: object) -> Examination:
    return session(video=(msgspec.structs.replace(VIDEO, **changes),), channel=channel)


def of_tracks(*changes: dict[str, object], channel: ll.Channel = MULTITRACK) -> Examination:
    tracks = [msgspec.structs.replace(VIDEO, **change) for change in changes]
    return session(video=tracks, channel=channel)


def of_audio(**changes: object) -> Examination:
    return session(audio=(msgspec.structs.replace(AUDIO, **changes),))


def channel_of(type_: str, **changes: object) -> ll.Channel:
    return msgspec.structs.replace(CHANNEL, type=type_, **changes)


def recorded(
    *events: ll.StreamEvent,
    state: str = "ACTIVE",
    window: int = 0,
    sessions: Sequence[ll.StreamSessionSummary] | None = (),
    started: Sequence[ll.StreamEvent] = STARTED,
) -> Examination:
    return session(
        *events,
        sessions=sessions,
        started=started,
        recording_configuration=msgspec.structs.replace(
            RECORDING, state=state, recording_reconnect_window_seconds=window
        ),
    )


def summary(number: int, start: datetime, end: datetime | None = None) -> ll.StreamSessionSummary:
    return ll.StreamSessionSummary(
        stream_id=f"st-{number}", start_time=start, end_time=end, has_error_event=False
    )


def summaries(*minutes: float) -> list[ll.StreamSessionSummary]:
    """Sessions that started so many minutes ago and lasted for one."""
    return [
        summary(number, ago(minutes=each), ago(minutes=each - 1))
        for number, each in enumerate(minutes, start=10)
    ]


def channel(
    sessions: Sequence[ll.StreamSessionSummary] | None = (),
    recording: ll.RecordingConfigurationSummary | None = None,
    **changes: object,
) -> Examination:
    return examine_channel(
        msgspec.structs.replace(CHANNEL, **changes),
        sessions=sessions,
        recording=recording,
        recording_read=True,
        now=NOW,
    )


def recording(state: str | None) -> Examination:
    return examine_recording_configuration(msgspec.structs.replace(RECORDING, state=state))


def person(number: int = 1, **changes: object) -> rt.Participant:
    clean = rt.Participant(
        participant_id=f"p-{number}",
        user_id=f"user-{number}",
        state="CONNECTED",
        first_join_time=ago(minutes=10),
        published=True,
        recording_state="ACTIVE",
        replication_type="NONE",
        protocol="WHIP",
    )
    return msgspec.structs.replace(clean, **changes)


def stage(*people: rt.ParticipantSummary) -> Examination:
    summary_ = rt.StageSummary(arn="arn:stage", active_session_id="ss-1")
    return examine_stage(summary_, participants=people, now=NOW)


def happened(name: str, minutes: float, code: str | None = None) -> rt.Event:
    return rt.Event(name=name, event_time=ago(minutes=minutes), error_code=code)


def participant(*events: rt.Event, **changes: object) -> Examination:
    return examine_participant(person(1, **changes), events, now=NOW)


def composition(*states: str, **changes: object) -> Examination:
    clean = rt.Composition(
        arn="arn:composition",
        state="ACTIVE",
        start_time=ago(minutes=10),
        destinations=tuple(
            rt.Destination(id=f"d-{number}", state=state)
            for number, state in enumerate(states, start=1)
        ),
    )
    return examine_composition(msgspec.structs.replace(clean, **changes), now=NOW)


def ingest_configuration(**changes: object) -> Examination:
    clean = rt.IngestConfiguration(
        arn="arn:ingest", ingest_protocol="RTMPS", stage_arn="arn:stage", state="INACTIVE"
    )
    return examine_ingest_configuration(msgspec.structs.replace(clean, **changes))
