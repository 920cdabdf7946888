"""One video track: size, bitrate, frame rate, codec, profile and level."""

from __future__ import annotations

import math

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.knowledge.checks.checklist import Checklist
from ivs_tui.knowledge.checks.words import number, of_track, rate
from ivs_tui.knowledge.codecs import describe_codec, h264_profile_level
from ivs_tui.knowledge.limits import LIMITS, ChannelType, NamedSize, Size

_NAMES = {"avc1": "H.264", "avc3": "H.264", "hvc1": "H.265", "hev1": "H.265"}
_OTHERS = {"av01": "AV1", "vp08": "VP8", "vp09": "VP9"}
_PLAIN_PROFILES = frozenset({"Main", "Baseline", "Constrained Baseline", "Extended", "High"})
_OTHER_PIXELS = frozenset({"High 10", "High 4:2:2", "High 4:4:4 Predictive", "CAVLC 4:4:4 Intra"})


def size_of(track: ll.VideoConfiguration) -> tuple[int, int] | None:
    """Width and height, if both are said."""
    width, height = number(track.video_width), number(track.video_height)
    return (width, height) if width and height else None


def class_of(width: int, height: int) -> tuple[str, NamedSize] | None:
    """The smallest named size that holds the picture."""
    return next(
        ((name, size) for name, size in LIMITS.sizes.items() if size.holds(width, height)), None
    )


def check_size(sheet: Checklist, track: ll.VideoConfiguration, limit: Size) -> None:
    """Total pixels and pixels per edge."""
    size = size_of(track)
    if size is None:
        sheet.skip("video-resolution-over-limit", "the API does not say the resolution")
        return
    sheet.checked("video-resolution-over-limit")
    width, height = size
    if limit.holds(width, height):
        return
    over_edge = max(size) > limit.edge
    sheet.found(
        "video-resolution-over-limit",
        f"{width}x{height} = {width * height:,} pixels, {max(size)} on the longer edge"
        f"{of_track(track)}; limit {limit.pixels:,} pixels and {limit.edge} per edge",
        size=f"{width}x{height}",
        limit=f"{limit.edge} per edge" if over_edge else f"{limit.pixels / 1e6:.2f} M pixels",
    )


def is_over_limit(
    sheet: Checklist, track: ll.VideoConfiguration, kind: ChannelType, *, by_ffmpeg: bool
) -> bool:
    """Check the announced bitrate, and what it is in truth where FFmpeg announced it."""
    bits = number(track.target_bitrate)
    if not bits:
        sheet.skip("video-bitrate-over-limit", "the API does not say the bitrate")
        return False
    limit, note, sure = _bitrate_limit(track, kind)
    true = int(bits * LIMITS.video.ffmpeg_factor) if by_ffmpeg else bits
    if not sure and min(kind.bitrate_to_480p or limit, limit) < bits <= limit:
        sheet.skip("video-bitrate-over-limit", "the limit depends on the resolution, not said")
        return False
    sheet.checked("video-bitrate-over-limit")
    evidence = f"targetBitrate {bits:,} bit/s{of_track(track)}; limit {limit:,} bit/s{note}"
    if bits > limit:
        sheet.found("video-bitrate-over-limit", evidence, rate=rate(bits), limit=rate(limit))
    elif true > limit:
        sheet.found(
            "video-bitrate-ffmpeg",
            f"{evidence}; encoder {track.encoder}: {bits:,} x {LIMITS.video.ffmpeg_factor}"
            f" = {true:,} bit/s",
            rate=rate(bits),
            true=rate(true),
            limit=rate(limit),
        )
    return bits > limit


def _bitrate_limit(track: ll.VideoConfiguration, kind: ChannelType) -> tuple[int, str, bool]:
    """The limit, what it hangs on, and whether that is known."""
    lower = kind.bitrate_to_480p
    if lower is None:
        return kind.bitrate, "", True
    size = size_of(track)
    if size is None:
        return kind.bitrate, " above 480p", False
    border = LIMITS.sizes["480p"]
    if not border.holds(*size):
        return kind.bitrate, f" above 480p ({size[0]}x{size[1]})", True
    return lower, f" to 480p ({size[0]}x{size[1]}; border {border.edge} per edge, inferred)", True


def check_recommended_bitrate(sheet: Checklist, track: ll.VideoConfiguration) -> None:
    """What AWS recommends for the resolution."""
    bits, size = number(track.target_bitrate), size_of(track)
    if not bits or size is None:
        sheet.skip("video-bitrate-over-recommendation")
        return
    sheet.checked("video-bitrate-over-recommendation")
    named = class_of(*size)
    if named is not None and bits > named[1].bitrate:
        sheet.found(
            "video-bitrate-over-recommendation",
            f"targetBitrate {bits:,} bit/s at {size[0]}x{size[1]}; AWS recommends up to"
            f" {named[1].bitrate:,} bit/s for {named[0]}",
            rate=rate(bits),
            most=rate(named[1].bitrate),
            size=named[0],
        )


def check_output(
    sheet: Checklist, track: ll.VideoConfiguration, kind: ChannelType, type_: str
) -> None:
    """Input above what the channel type puts out is upload for nothing."""
    size = size_of(track)
    if kind.output is None or size is None:
        return
    sheet.checked("input-above-output")
    if not LIMITS.sizes[kind.output].holds(*size):
        text = f"{size[0]}x{size[1]}"
        sheet.found(
            "input-above-output",
            f"{text} comes in; {type_} puts out {kind.output} at the most",
            size=text,
            type=type_,
            output=kind.output,
        )


def check_frame_rate(
    sheet: Checklist, track: ll.VideoConfiguration, *, several: bool | None
) -> None:
    """Frames a second."""
    frames = number(track.target_framerate)
    if not frames:
        sheet.skip("frame-rate-over-limit")
        return
    sheet.checked("frame-rate-over-limit")
    evidence = f"targetFramerate {frames}{of_track(track)}"
    most, multi = LIMITS.video.frame_rate, LIMITS.multitrack
    size = size_of(track)
    named = class_of(*size) if size else None
    if frames > most:
        sheet.found("frame-rate-over-limit", f"{evidence}; limit {most}", rate=frames, limit=most)
    elif several and frames not in multi.frame_rates | multi.also_frame_rates:
        listed = ", ".join(map(str, sorted(multi.frame_rates)))
        sheet.found("multitrack-frame-rate", f"{evidence}; multitrack takes {listed}", rate=frames)
    elif several is False and named is not None and frames > named[1].frame_rate:
        sheet.found(
            "frame-rate-over-recommendation",
            f"{evidence} at {track.video_width}x{track.video_height}; "
            f"AWS recommends {named[1].frame_rate} for {named[0]}",
            rate=frames,
            most=named[1].frame_rate,
            size=named[0],
        )


def check_codec(sheet: Checklist, track: ll.VideoConfiguration, *, several: bool | None) -> None:
    """The codec, and of H.264 its profile and level."""
    codec = track.codec or ""
    family = codec.split(".", 1)[0]
    name = _NAMES.get(family)
    if name is None and family not in _OTHERS:
        sheet.skip_unknown("video-codec", "codec", codec)
        return
    sheet.checked("video-codec")
    takes = "H.264 or H.265" if several else "H.264"
    if name != "H.264" and not (name == "H.265" and several is not False):
        sheet.found(
            "video-codec",
            f"codec {codec} ({describe_codec(codec)}){of_track(track)}",
            codec=name or _OTHERS[family],
            takes=takes,
        )
    if name == "H.264":
        _check_profile(sheet, track, several=several)
        _check_level(sheet, track)


def _check_profile(sheet: Checklist, track: ll.VideoConfiguration, *, several: bool | None) -> None:
    read = h264_profile_level(track.codec or "")
    profile = read[0] if read else (track.profile or track.avc_profile or "")
    if profile not in _PLAIN_PROFILES | _OTHER_PIXELS:
        sheet.skip("video-profile")
        return
    sheet.checked("video-profile")
    evidence = f"codec {track.codec}, profile {profile}{of_track(track)}"
    if profile in _OTHER_PIXELS:
        sheet.found("video-pixel-format", evidence, profile=profile)
    # With multitrack the encoder is told its profile by IVS.
    elif profile != "Main" and several is False:
        sheet.found("video-profile", evidence, profile=profile)


def _check_level(sheet: Checklist, track: ll.VideoConfiguration) -> None:
    read = h264_profile_level(track.codec or "")
    level = read[1] if read else (track.level or track.avc_level or "")
    most, size, frames = (
        LIMITS.h264_levels.get(level),
        size_of(track),
        number(track.target_framerate),
    )
    if most is None or size is None or not frames:
        sheet.skip("video-level")
        return
    sheet.checked("video-level")
    blocks = math.prod(-(-pixels // 16) for pixels in size)
    if blocks > most[0] or blocks * frames > most[1]:
        text = f"{size[0]}x{size[1]}"
        sheet.found(
            "video-level",
            f"codec {track.codec}{of_track(track)}; {text} at {frames} are {blocks:,} macroblocks"
            f" and {blocks * frames:,} a second; level {level} holds {most[0]:,} and {most[1]:,}",
            level=level,
            size=text,
            rate=frames,
        )
