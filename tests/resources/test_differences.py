"""What changed between two stream sessions, and what nobody can know of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.resources.differences import Difference, compared, told
from tests.ui.estate import BROADCAST, CHANNEL, RECORDED
from tests.ui.monitor import NOW

replace = msgspec.structs.replace
VIDEO = ll.VideoConfiguration(
    avc_profile="High",
    codec="avc1.64002A",
    encoder="obs-studio",
    target_bitrate=4_500_000,
    target_framerate=30,
    video_width=1920,
    video_height=1080,
)
AUDIO = ll.AudioConfiguration(
    codec="mp4a.40.2", target_bitrate=160_000, sample_rate=48_000, channels=2
)


def tracks(*videos: ll.VideoConfiguration, audio: ll.AudioConfiguration = AUDIO) -> dict[str, Any]:
    """What the encoder sends, in the newer spelling."""
    return {
        "ingest_configurations": ll.IngestConfigurations(
            video_configurations=videos, audio_configurations=(audio,)
        )
    }


def session(**more: Any) -> ll.StreamSession:
    """A session of one video and one audio track unless said otherwise."""
    return replace(BROADCAST, **(tracks(VIDEO) | more))


def changes(before: ll.StreamSession, now: ll.StreamSession) -> dict[str, tuple[Any, Any]]:
    return {one.member: (one.before, one.now) for one in compared(before, now).differing}


def test_sessions_alike_differ_in_nothing_whatever_their_times_and_events() -> None:
    later = session(
        stream_id="st-other",
        start_time=NOW,
        end_time=NOW + timedelta(hours=1),
        truncated_events=(ll.StreamEvent(name="Starvation Start"),),
    )
    found = compared(session(), later)
    assert found.differing == ()
    assert found.same > 20
    assert found.parts == ("video", "audio", "channel", "recording")


def test_members_of_the_encoder_the_channel_and_the_recording_by_dotted_path() -> None:
    now = session(
        **tracks(replace(VIDEO, target_bitrate=8_500_000, video_height=720)),
        channel=replace(CHANNEL, type="ADVANCED_HD", tags={"desk": "sports"}),
        recording_configuration=replace(
            RECORDED,
            destination_configuration=ll.DestinationConfiguration(
                s3=ll.S3DestinationConfiguration(bucket_name="other")
            ),
        ),
    )
    assert changes(session(), now) == {
        "video.targetBitrate": (4_500_000, 8_500_000),
        "video.videoHeight": (1080, 720),
        "channel.type": ("STANDARD", "ADVANCED_HD"),
        "channel.tags.desk": ("news", "sports"),
        "recording.destinationConfiguration.s3.bucketName": ("example-archive", "other"),
    }


def test_what_one_session_does_not_say_is_no_change_and_comes_last() -> None:
    before = session(**tracks(replace(VIDEO, encoder=None)))
    now = session(**tracks(replace(VIDEO, target_framerate=60)))
    found = compared(before, now)
    assert [(one.member, one.certain) for one in found.differing] == [
        ("video.targetFramerate", True),
        ("video.encoder", False),
    ]
    assert found.changed == 1


@pytest.mark.parametrize("silent", [0, 1])
def test_a_session_of_which_the_api_tells_no_ingest(silent: int) -> None:
    sides = [session(), session()]
    sides[silent] = replace(sides[silent], ingest_configurations=None, channel=None)
    found = compared(*sides)
    assert {one.member for one in found.differing} == {"video", "audio", "channel"}
    assert found.changed == 0
    assert found.parts == ("recording",)


def test_the_deprecated_spelling_says_the_same() -> None:
    old = session(
        ingest_configurations=None,
        ingest_configuration=ll.IngestConfiguration(video=VIDEO, audio=AUDIO),
    )
    renamed = tracks(replace(VIDEO, avc_profile=None, profile="High"))
    assert changes(old, session(**renamed)) == {}


def test_tracks_are_told_by_their_names_and_one_that_came_or_went_as_one() -> None:
    high, low = replace(VIDEO, track="high"), replace(VIDEO, track="low", video_height=360)
    before = session(**tracks(high, low))
    now = session(**tracks(replace(low, target_bitrate=700_000), replace(VIDEO, track="new")))
    assert changes(before, now) == {
        "video[low].targetBitrate": (4_500_000, 700_000),
        "video[new]": ("none", "4.50 Mbps 1920 px 1080 px 30 fps"),
        "video[high]": ("4.50 Mbps 1920 px 1080 px 30 fps", "none"),
    }


def test_a_lone_track_is_the_same_under_another_name() -> None:
    now = session(**tracks(replace(VIDEO, track="main")))
    assert changes(session(), now) == {"video.track": (None, "main")}


@pytest.mark.parametrize("kept", [0, 1])
def test_whether_it_is_recorded_at_all_is_said_once(kept: int) -> None:
    sides = [session(recording_configuration=None), session(recording_configuration=None)]
    sides[kept] = session()
    wanted = ("none", "archive") if kept else ("archive", "none")
    assert changes(*sides) == {"recording": wanted}


def test_secrets_are_not_called_the_same() -> None:
    secret = replace(CHANNEL, srt=ll.Srt(endpoint="srt://example", passphrase="[redacted]"))
    plain = replace(CHANNEL, srt=ll.Srt(endpoint="srt://example"))
    both = compared(session(channel=secret), session(channel=secret))
    assert both == compared(session(channel=plain), session(channel=plain))


@pytest.mark.parametrize(
    ("member", "before", "now", "words"),
    [
        ("video.targetBitrate", 4_500_000, 800_000, ("4.50 Mbps", "800 kbps")),
        ("video.targetBitrate", 4_500_000, 4_500_400, ("4,500,000 b/s", "4,500,400 b/s")),
        ("audio.sampleRate", 44_100, 48_000, ("44.1 kHz", "48 kHz")),
        ("video.codec", "avc1.64002A", "odd", ("H.264 High 4.2", "odd")),
        ("audio.codec", "mp4a.40.2", "mp4a.40.02", ("mp4a.40.2", "mp4a.40.02")),
        ("channel.authorized", False, True, ("no", "yes")),
        ("channel.preset", "", "HIGHER_BANDWIDTH_DELIVERY", None),
        ("channel.tags.channels", "2", "3", ("2", "3")),
    ],
)
def test_values_read_in_their_units(
    member: str, before: Any, now: Any, words: tuple[str, str] | None
) -> None:
    one = Difference(member, before, now)
    assert (told(one, before), told(one, now)) == (words or ("(empty)", now))
