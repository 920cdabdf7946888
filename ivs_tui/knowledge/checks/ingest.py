"""What the encoder announced, against the limits and recommendations of the channel's type."""

from __future__ import annotations

from dataclasses import dataclass

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.knowledge.checks import audio, video
from ivs_tui.knowledge.checks.checklist import UNSAID, Checklist
from ivs_tui.knowledge.checks.words import number, rate, short
from ivs_tui.knowledge.limits import LIMITS, ChannelType, Size

_FIRST_ONLY = "the API may be telling of the first of several tracks alone"


@dataclass(frozen=True, slots=True)
class Ingest:
    """The announced tracks; `whole` unless the deprecated member told of the first one alone."""

    video: tuple[ll.VideoConfiguration, ...]
    audio: tuple[ll.AudioConfiguration, ...]
    whole: bool
    without_video: bool

    @property
    def by_ffmpeg(self) -> bool:
        """Whether FFmpeg encodes it."""
        return any(
            (track.encoder or "").startswith(LIMITS.video.ffmpeg_encoder) for track in self.video
        )


def ingest_of(session: ll.StreamSession) -> Ingest:
    """The tracks of `ingestConfigurations`, or else those of the deprecated member."""
    every, first = session.ingest_configurations, session.ingest_configuration
    videos = (every and every.video_configurations) or ()
    audios = (every and every.audio_configurations) or ()
    whole = bool(videos)
    if not videos and first is not None and first.video is not None:
        videos = (first.video,)
    if not audios and first is not None and first.audio is not None:
        audios = (first.audio,)
    told_none = every is not None and every.video_configurations == ()
    return Ingest(videos, audios, whole, told_none and not videos)


def check_ingest(sheet: Checklist, session: ll.StreamSession) -> None:
    """Check every announced track, and all of them together."""
    ingest = ingest_of(session)
    if not ingest.video and not ingest.audio:
        sheet.unchecked("encoder settings (resolution, bitrate, frame rate, codecs)")
        return
    if ingest.video:
        _check_video(sheet, session.channel, ingest)
    elif ingest.without_video and ingest.audio:
        sheet.found("no-video-track", f"{len(ingest.audio)} audio and no video configuration")
    else:
        sheet.unchecked("video settings (resolution, bitrate, frame rate, codec)")
    if ingest.audio:
        for each in ingest.audio:
            audio.check_audio(sheet, each, by_ffmpeg=ingest.by_ffmpeg)
    else:
        sheet.unchecked("audio settings (codec, channels, sample rate, bitrate)")


def _check_video(sheet: Checklist, channel: ll.Channel | None, ingest: Ingest) -> None:
    sheet.checked("no-video-track")
    several = is_multitrack(channel, ingest)
    for track in ingest.video:
        video.check_codec(sheet, track, several=several)
        video.check_frame_rate(sheet, track, several=several)
    if several is None:
        sheet.skip("video-bitrate-over-limit", _FIRST_ONLY)
        sheet.skip("video-resolution-over-limit", _FIRST_ONLY)
    elif several:
        _check_multitrack(sheet, channel, ingest)
    else:
        _check_single(sheet, channel, ingest)


def is_multitrack(channel: ll.Channel | None, ingest: Ingest) -> bool | None:
    """Whether multitrack limits hold: None where one track is told and there may be more."""
    if len(ingest.video) > 1:
        return True
    config = channel and channel.multitrack_input_configuration
    if channel is not None and not (config and config.enabled):
        return False
    # Single-track video would have been refused.
    if config and config.policy == "REQUIRE":
        return True
    return False if ingest.whole else None


def _check_single(sheet: Checklist, channel: ll.Channel | None, ingest: Ingest) -> None:
    track = ingest.video[0]
    kind, why = _kind(channel)
    if kind is None:
        for id_ in ("video-bitrate-over-limit", "video-resolution-over-limit"):
            sheet.skip(id_, why)
        video.check_recommended_bitrate(sheet, track)
        return
    video.check_size(sheet, track, LIMITS.sizes[kind.size])
    if not video.is_over_limit(sheet, track, kind, by_ffmpeg=ingest.by_ffmpeg):
        video.check_recommended_bitrate(sheet, track)
    video.check_output(sheet, track, kind, (channel and channel.type) or "")


def _kind(channel: ll.Channel | None) -> tuple[ChannelType | None, str]:
    if channel is None or not channel.type:
        return None, "the API does not say the channel's type"
    kind = LIMITS.channel_types.get(channel.type)
    return kind, f"channel type {short(channel.type)} is not known to this version"


def _check_multitrack(sheet: Checklist, channel: ll.Channel | None, ingest: Ingest) -> None:
    size, why = _multitrack_size(channel)
    for track in ingest.video:
        if size is None:
            sheet.skip("video-resolution-over-limit", why)
        else:
            video.check_size(sheet, track, size)
    _check_sum(sheet, ingest)


def _multitrack_size(channel: ll.Channel | None) -> tuple[Size | None, str]:
    config = channel and channel.multitrack_input_configuration
    most = config.maximum_resolution if config else None
    if not most:
        return None, "the API does not say the channel's maximumResolution"
    size = LIMITS.multitrack.sizes.get(most)
    return size, f"maximumResolution {short(most)} is not known to this version"


def _check_sum(sheet: Checklist, ingest: Ingest) -> None:
    known = [bits for track in ingest.video if (bits := number(track.target_bitrate))]
    total, limit = sum(known), LIMITS.multitrack.bitrate
    if total > limit:
        each = " + ".join(f"{bits:,}" for bits in known)
        sheet.found(
            "tracks-bitrate-over-limit",
            f"targetBitrate {each} = {total:,} bit/s of {len(known)} video tracks; "
            f"limit {limit:,} bit/s for all of them",
            count=len(known),
            rate=rate(total),
            limit=rate(limit),
        )
    elif not ingest.whole or len(known) < len(ingest.video):
        sheet.skip("tracks-bitrate-over-limit", f"{UNSAID} the bitrate of every track")
    else:
        sheet.checked("tracks-bitrate-over-limit")
