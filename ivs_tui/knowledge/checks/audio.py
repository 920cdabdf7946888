"""One audio track: codec, channels, sample rate, bitrate."""

from __future__ import annotations

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.knowledge.checks.checklist import Checklist
from ivs_tui.knowledge.checks.words import number, of_track, rate, short
from ivs_tui.knowledge.codecs import describe_codec
from ivs_tui.knowledge.limits import LIMITS


def check_audio(sheet: Checklist, track: ll.AudioConfiguration, *, by_ffmpeg: bool) -> None:
    """Check one audio track; FFmpeg announces less than it sends."""
    _check_codec(sheet, track)
    _check_channels(sheet, track)
    _check_sample_rate(sheet, track)
    _check_bitrate(sheet, track, by_ffmpeg=by_ffmpeg)


def _check_codec(sheet: Checklist, track: ll.AudioConfiguration) -> None:
    codec = track.codec or ""
    name = describe_codec(codec)
    if name == codec and codec.lower() != "opus":
        sheet.skip_unknown("audio-codec", "codec", codec)
        return
    sheet.checked("audio-codec")
    if name != "AAC-LC":
        sheet.found("audio-codec", f"codec {codec} ({name}){of_track(track)}", codec=short(name))


def _check_channels(sheet: Checklist, track: ll.AudioConfiguration) -> None:
    count, limit = number(track.channels), LIMITS.audio.channels
    if not count:
        sheet.skip("audio-channels")
        return
    sheet.checked("audio-channels")
    if count > limit:
        sheet.found(
            "audio-channels",
            f"channels {count}{of_track(track)}; limit {limit}",
            count=count,
            limit=limit,
        )


def _check_sample_rate(sheet: Checklist, track: ll.AudioConfiguration) -> None:
    hertz = number(track.sample_rate)
    if not hertz:
        sheet.skip("audio-sample-rate")
        return
    sheet.checked("audio-sample-rate")
    if hertz not in LIMITS.audio.sample_rates:
        sheet.found(
            "audio-sample-rate", f"sampleRate {hertz:,} Hz{of_track(track)}", rate=hertz / 1000
        )


def _check_bitrate(sheet: Checklist, track: ll.AudioConfiguration, *, by_ffmpeg: bool) -> None:
    bits, limits = number(track.target_bitrate), LIMITS.audio
    if not bits:
        sheet.skip("audio-bitrate")
        return
    sheet.checked("audio-bitrate")
    # 96 kbps of FFmpeg's are announced as 93.75, which is no reason for a finding.
    true = round(bits * LIMITS.video.ffmpeg_factor) if by_ffmpeg else bits
    if true < limits.bitrate_least or bits > limits.bitrate_most:
        sheet.found(
            "audio-bitrate",
            f"targetBitrate {bits:,} bit/s{of_track(track)}; AWS recommends"
            f" {limits.bitrate_least:,} to {limits.bitrate_most:,} bit/s",
            rate=rate(bits),
            least=limits.bitrate_least // 1000,
            most=rate(limits.bitrate_most),
        )
