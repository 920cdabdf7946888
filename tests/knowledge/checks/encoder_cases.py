"""What encoders announce: for each finding a case that has it and the nearest that has not."""

from __future__ import annotations

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.knowledge.finding import Examination
from tests.knowledge.checks import build
from tests.knowledge.checks.build import (
    CHANNEL,
    Case,
    channel_of,
    of_audio,
    of_tracks,
    of_video,
    session,
)

BASIC = channel_of("BASIC")
INSECURE = channel_of("STANDARD", insecure_ingest=True)
FFMPEG = "Lavf60.16.100"


def tracks(**changes: object) -> Examination:
    return of_tracks({}, changes)


def limited(most: str, **changes: object) -> Examination:
    config = ll.MultitrackInputConfiguration(
        enabled=True, policy="REQUIRE", maximum_resolution=most
    )
    return of_video(channel_of("STANDARD", multitrack_input_configuration=config), **changes)


ENCODER = [
    Case(
        "video-bitrate-over-limit",
        of_video(target_bitrate=9_200_000),
        of_video(target_bitrate=8_500_000),
        "video bitrate 9.20 Mbps is over the limit of 8.50 Mbps",
    ),
    Case(
        "video-bitrate-over-limit",
        of_video(BASIC, target_bitrate=1_600_000, video_width=852, video_height=480),
        of_video(BASIC, target_bitrate=1_500_000, video_width=852, video_height=480),
        "video bitrate 1.60 Mbps is over the limit of 1.50 Mbps",
    ),
    Case(
        "video-bitrate-over-limit",
        of_video(BASIC, target_bitrate=3_600_000),
        of_video(BASIC, target_bitrate=3_500_000),
        "video bitrate 3.60 Mbps is over the limit of 3.50 Mbps",
    ),
    Case(
        "video-bitrate-over-limit",
        of_video(BASIC, target_bitrate=3_600_000, video_width=None),
        of_video(BASIC, target_bitrate=2_000_000, video_width=None),
        "video bitrate 3.60 Mbps is over the limit of 3.50 Mbps",
    ),
    Case(
        "video-bitrate-ffmpeg",
        of_video(target_bitrate=8_400_000, encoder=FFMPEG),
        of_video(target_bitrate=8_300_781, encoder=FFMPEG),  # 8.5 Mbps, divided by 1.024
        "FFmpeg's 8.40 Mbps is likely 8.60 Mbps, over 8.50 Mbps",
    ),
    Case(
        "video-bitrate-ffmpeg",
        of_video(target_bitrate=8_400_000, encoder=FFMPEG),
        of_video(target_bitrate=8_400_000),
        "FFmpeg's 8.40 Mbps is likely 8.60 Mbps, over 8.50 Mbps",
    ),
    Case(
        "tracks-bitrate-over-limit",
        of_tracks({"target_bitrate": 8_000_000}, {"target_bitrate": 7_000_001}),
        of_tracks({"target_bitrate": 8_000_000}, {"target_bitrate": 7_000_000}),
        "2 video tracks have 15.00 Mbps, over the limit of 15.00 Mbps",
    ),
    Case(
        "video-resolution-over-limit",
        of_video(video_width=1922, video_height=1080),
        of_video(video_width=1920, video_height=1080),
        "resolution 1922x1080 is over the limit: 1920 per edge",
    ),
    Case(
        "video-resolution-over-limit",
        of_video(video_width=1200, video_height=1800),
        of_video(video_width=1080, video_height=1920),
        "resolution 1200x1800 is over the limit: 2.10 M pixels",
    ),
    Case(
        "video-resolution-over-limit",
        limited("SD", video_width=1280, video_height=720),
        limited("SD", video_width=852, video_height=480),
        "resolution 1280x720 is over the limit: 864 per edge",
    ),
    Case(
        "video-resolution-over-limit",
        limited("HD", video_width=1280, video_height=800),
        limited("HD", video_width=1280, video_height=720),
        "resolution 1280x800 is over the limit: 0.92 M pixels",
    ),
    Case(
        "video-bitrate-over-recommendation",
        of_video(target_bitrate=4_600_000, video_width=1280, video_height=720),
        of_video(target_bitrate=4_500_000, video_width=1280, video_height=720),
        "video bitrate 4.60 Mbps; AWS recommends 4.50 Mbps for 720p",
    ),
    Case(
        "frame-rate-over-limit",
        of_video(target_framerate=61),
        of_video(target_framerate=60),
        "frame rate 61 is over the 60 that IVS takes",
    ),
    Case(
        "multitrack-frame-rate",
        tracks(target_framerate=40),
        tracks(target_framerate=29),
        "multitrack takes no frame rate of 40",
    ),
    Case(
        "frame-rate-over-recommendation",
        of_video(target_framerate=60, target_bitrate=1_400_000, video_width=852, video_height=480),
        of_video(target_framerate=30, target_bitrate=1_400_000, video_width=852, video_height=480),
        "frame rate 60; AWS recommends 30 for 480p",
    ),
    Case(
        "video-codec",
        of_video(codec="hvc1.1.6.L123.B0"),
        tracks(codec="hvc1.1.6.L123.B0"),
        "video codec H.265; IVS takes H.264",
    ),
    Case(
        "video-codec",
        tracks(codec="av01.0.08M.08"),
        tracks(codec="av02.0.08M.08"),
        "video codec AV1; IVS takes H.264 or H.265",
    ),
    Case(
        "video-profile",
        of_video(codec="avc1.64002A"),
        of_video(codec="avc1.4D402A"),
        "H.264 profile High; AWS recommends Main",
    ),
    Case(
        "video-profile",
        of_video(codec="avc1", profile="", avc_profile="Baseline"),
        of_video(codec="avc1", profile="", avc_profile="something"),
        "H.264 profile Baseline; AWS recommends Main",
    ),
    Case(
        "video-pixel-format",
        of_video(codec="avc1.7A002A"),
        of_video(codec="avc1.64002A"),
        "H.264 profile High 4:2:2 is not for 8-bit YUV420P",
    ),
    Case(
        "video-level",
        of_video(codec="avc1.4D401F"),
        of_video(codec="avc1.4D401F", video_width=1280, video_height=720, target_bitrate=4_000_000),
        "H.264 level 3.1 is too low for 1920x1080 at 30 fps",
    ),
    Case(
        "video-level",
        of_video(codec="avc1.4D4028", target_framerate=60),
        of_video(codec="avc1.4D4028", target_framerate=30),
        "H.264 level 4.0 is too low for 1920x1080 at 60 fps",
    ),
    Case(
        "input-above-output",
        of_video(channel_of("ADVANCED_HD")),
        of_video(
            channel_of("ADVANCED_HD"),
            video_width=720,
            video_height=1280,
            target_bitrate=4_000_000,
        ),
        "input 1920x1080, but ADVANCED_HD puts out 720p at the most",
    ),
    Case(
        "input-above-output",
        of_video(channel_of("ADVANCED_SD")),
        of_video(channel_of("STANDARD")),
        "input 1920x1080, but ADVANCED_SD puts out 480p at the most",
    ),
    Case(
        "no-video-track",
        session(video=()),
        session(video=None),
        "audio, but no video track was announced",
    ),
    Case(
        "audio-codec",
        of_audio(codec="mp4a.40.5"),
        of_audio(codec="mp4a.40.02"),
        "audio codec HE-AAC; IVS takes AAC-LC",
    ),
    Case(
        "audio-codec",
        of_audio(codec="opus"),
        of_audio(codec="aac"),
        "audio codec Opus; IVS takes AAC-LC",
    ),
    Case(
        "audio-channels",
        of_audio(channels=6),
        of_audio(channels=1),
        "6 audio channels; IVS takes 2",
    ),
    Case(
        "audio-sample-rate",
        of_audio(sample_rate=32_000),
        of_audio(sample_rate=44_100),
        "audio at 32.0 kHz; AWS recommends 44.1 or 48",
    ),
    Case(
        "audio-bitrate",
        of_audio(target_bitrate=93_750),
        session(
            video=(ll.VideoConfiguration(encoder=FFMPEG),),
            audio=(ll.AudioConfiguration(codec="mp4a.40.2", target_bitrate=93_750),),
        ),
        "audio bitrate 94 kbps; AWS recommends 96 to 320 kbps",
    ),
    Case(
        "audio-bitrate",
        of_audio(target_bitrate=320_001),
        of_audio(target_bitrate=320_000),
        "audio bitrate 320 kbps; AWS recommends 96 to 320 kbps",
    ),
    Case(
        "insecure-ingest",
        session(channel=INSECURE),
        session(channel=CHANNEL),
        "insecure ingest is on: unencrypted RTMP is accepted",
    ),
    Case(
        "insecure-ingest",
        build.channel(insecure_ingest=True),
        build.channel(insecure_ingest=None),
        "insecure ingest is on: unencrypted RTMP is accepted",
    ),
]
