"""The numbers that findings measure against, from `data/limits.toml`."""

from __future__ import annotations

import msgspec

from ivs_tui.knowledge.tables import read_table


class Size(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What picture still fits, upright or lying: pixels in all and on the longer edge."""

    pixels: int
    edge: int

    def holds(self, width: int, height: int) -> bool:
        """Whether the picture is within both limits."""
        return width * height <= self.pixels and max(width, height) <= self.edge


class NamedSize(Size, frozen=True):
    """A size with the bitrate and frame rate that AWS recommends for it."""

    bitrate: int
    frame_rate: int


class ChannelType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The highest input of a channel type; `size` and `output` name one of the sizes."""

    bitrate: int
    size: str
    bitrate_to_480p: int | None = None
    output: str | None = None


class Multitrack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The limits of several video tracks; sizes by `maximumResolution`."""

    bitrate: int
    frame_rates: frozenset[int]
    also_frame_rates: frozenset[int]
    sizes: dict[str, Size]


class Video(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Frames a second, and how FFmpeg's bitrates are read."""

    frame_rate: int
    ffmpeg_encoder: str
    ffmpeg_factor: float


class Audio(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bits per second, hertz, channels."""

    bitrate_least: int
    bitrate_most: int
    sample_rates: frozenset[int]
    channels: int


class Stream(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a stream may last, and what the API tells of it."""

    hours: int
    events: int
    takeovers: int


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many publish on a stage, and for how long."""

    publishers: int
    hours: int


class Composition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a composition may last and start."""

    hours: int
    start_seconds: int


class Ours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Thresholds that AWS does not state."""

    near_hours: int
    at_limit_minutes: int
    start_seconds: int
    recording_start_seconds: int
    near_takeovers: int
    flapping_sessions: int


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `data/limits.toml`; levels are (macroblocks a picture, macroblocks a second)."""

    channel_types: dict[str, ChannelType]
    multitrack: Multitrack
    sizes: dict[str, NamedSize]
    video: Video
    audio: Audio
    stream: Stream
    stage: Stage
    composition: Composition
    ours: Ours
    h264_levels: dict[str, tuple[int, int]]


LIMITS = msgspec.convert(read_table("limits"), Limits)
