"""The stream session's screen: state, ingest configuration, events with their remedies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.engine.snapshot import Scope, Snapshot, Topic
from ivs_tui.resources import DETAILS
from ivs_tui.resources.spec import Look, Subject

NOW = datetime(2026, 11, 21, 14, 3, 5, tzinfo=UTC)
SCOPE = Scope("p", "us-west-2")
TOPIC = Topic(SCOPE, "session", (("channelArn", "arn:c/1"),))
DETAIL = DETAILS["session"]
LOOK = Look(NOW)
VIDEO = ll.VideoConfiguration(
    codec="avc1.64002A",
    target_bitrate=8_500_000,
    target_framerate=60,
    video_width=1920,
    video_height=1080,
    encoder="obs",
)
AUDIO = ll.AudioConfiguration(
    codec="mp4a.40.2", target_bitrate=160_000, sample_rate=48_000, channels=2
)


def session(**more: Any) -> ll.StreamSession:
    facts: dict[str, Any] = {"stream_id": "st-1", "start_time": NOW - timedelta(hours=2)} | more
    return ll.StreamSession(**facts)


def told(record: ll.StreamSession, *live: ll.StreamSummary, read: bool = True) -> str:
    """The facts, a line each."""
    at = NOW if read else None
    streams = Snapshot(topic=Topic(SCOPE, "streams"), items=live, last_complete_at=at)
    lines = DETAIL.facts(Subject(record, TOPIC, {"streams": streams}), LOOK)
    return "\n".join(
        f"{line.label}: {'  '.join(cell.text for cell in line.cells)}" for line in lines
    )


def explained(event: ll.StreamEvent) -> str:
    (row,) = DETAIL.rows(Subject(session(truncated_events=(event,)), TOPIC, {}))
    lines = DETAIL.explain(row, LOOK)
    return "\n".join(f"{line.label}: {' '.join(c.text for c in line.cells)}" for line in lines)


def test_a_live_session_tells_health_viewers_and_since() -> None:
    stream = ll.StreamSummary(
        channel_arn="arn:c/1", stream_id="st-1", health="STARVING", viewer_count=1234
    )
    channel = ll.Channel(arn="arn:c/1", type="STANDARD", latency_mode="LOW")
    line = told(session(channel=channel), stream).splitlines()[0]
    assert line == (
        "state: ▼ starving  1,234 viewers  for 2h00m since 12:03:05Z  STANDARD  latency LOW"
    )


def test_health_is_unread_until_the_list_was_read_and_never_guessed_after() -> None:
    assert "health not read yet" in told(session(), read=False)
    assert "not in the list of live streams" in told(session())


def test_an_ended_session_tells_how_long_it_lasted() -> None:
    line = told(session(end_time=NOW)).splitlines()[0]
    assert "○ ended  from 12:03:05Z to 14:03:05Z  2h00m" in line


def test_every_track_is_shown_with_the_codec_in_words() -> None:
    low = ll.VideoConfiguration(codec="avc1.4D401F", track="track1", video_width=1280)
    tracks = ll.IngestConfigurations(
        video_configurations=(VIDEO, low), audio_configurations=(AUDIO,)
    )
    lines = told(session(ingest_configurations=tracks)).splitlines()
    assert lines[1] == "video: H.264 High 4.2 (avc1.64002A)  1920x1080  60 fps  8.50 Mbps  obs"
    assert lines[2].startswith("video: [track1]  H.264 Main 3.1 (avc1.4D401F)  1280x?")
    assert lines[3] == "audio: AAC-LC (mp4a.40.2)  48 kHz  stereo  160 kbps"


def test_the_deprecated_single_track_is_the_fallback_alone() -> None:
    single = ll.IngestConfiguration(video=VIDEO, audio=AUDIO)
    assert "1920x1080" in told(session(ingest_configuration=single))
    both = told(
        session(
            ingest_configuration=single,
            ingest_configurations=ll.IngestConfigurations(
                video_configurations=(ll.VideoConfiguration(video_width=640),)
            ),
        )
    )
    assert "640x?" in both
    assert "1920" not in both
    # Each kind by itself: what only the old member tells is told all the same.
    assert "AAC-LC" in both


def test_no_ingest_configuration_is_said() -> None:
    assert "the API does not say what the encoder sends" in told(session())


def test_a_codec_that_cannot_be_read_keeps_what_the_api_says_beside_it() -> None:
    odd = ll.VideoConfiguration(codec="avc1.zz", profile="High", avc_level="4.1")
    single = ll.IngestConfiguration(video=odd)
    assert "avc1.zz" in told(session(ingest_configuration=single))
    assert "profile High  level 4.1" in told(session(ingest_configuration=single))


def test_recording_and_channel_are_those_of_go_live() -> None:
    recording = ll.RecordingConfiguration(
        arn="arn:r/1",
        name="archive",
        state="ACTIVE",
        destination_configuration=ll.DestinationConfiguration(
            s3=ll.S3DestinationConfiguration(bucket_name="bucket")
        ),
        recording_reconnect_window_seconds=60,
    )
    text = told(session(recording_configuration=recording))
    assert "● active  archive  s3://bucket  reconnect window 60 s  as at go-live" in text
    assert "recording: none at go-live" in told(session())


def test_events_that_cannot_be_told_apart_keep_their_numbers_when_newer_ones_come() -> None:
    event = ll.StreamEvent(name="Starvation Start", event_time=NOW)
    before = DETAIL.rows(Subject(session(truncated_events=(event, event)), TOPIC, {}))
    newer = ll.StreamEvent(name="Starvation End", event_time=NOW + timedelta(seconds=1))
    after = DETAIL.rows(Subject(session(truncated_events=(newer, event, event)), TOPIC, {}))
    assert [row.key for row in after[1:]] == [row.key for row in before]
    assert len({row.key for row in after}) == 3


def test_a_code_brings_its_meaning_and_remedy() -> None:
    text = explained(
        ll.StreamEvent(
            type="IVS Stream State Change", name="Session Ended", code="MultitrackInputNotAllowed"
        )
    )
    assert text.startswith("meaning: MultitrackInputNotAllowed")
    assert "do: " in text


def test_an_unknown_code_is_shown_as_it_came() -> None:
    assert "UmbrellaNotAllowed" in explained(ll.StreamEvent(name="x", code="UmbrellaNotAllowed"))


def test_the_limit_of_the_api_is_told() -> None:
    about = Snapshot(topic=TOPIC)
    subject = Subject(session(truncated_events=(ll.StreamEvent(),)), TOPIC, {})
    cut = Snapshot(topic=TOPIC, truncated=True)
    assert DETAIL.notice(subject, about) == ""
    assert DETAIL.notice(subject, cut) == (
        "500 reached: earlier events are not available from the API"
    )
    assert "5,000" in DETAIL.notice(subject, Snapshot(topic=TOPIC, trimmed=True))
