"""Output shapes of Amazon IVS low-latency streaming (API 2020-07-14)."""

from __future__ import annotations

from ivs_tui.aws.records.base import Record, Time


class StreamSummary(Record, frozen=True):
    """A live stream as ListStreams says it; `viewer_count` -1 means "ask again"."""

    channel_arn: str
    stream_id: str | None = None
    state: str | None = None
    health: str | None = None
    viewer_count: int | None = None
    start_time: Time | None = None


class Stream(StreamSummary, frozen=True):
    """A live stream as GetStream says it."""

    playback_url: str | None = None


class ChannelSummary(Record, frozen=True):
    """A channel as ListChannels says it; `preset` is "" for BASIC and STANDARD."""

    arn: str
    name: str | None = None
    latency_mode: str | None = None
    authorized: bool | None = None
    recording_configuration_arn: str | None = None
    tags: dict[str, str] | None = None
    insecure_ingest: bool | None = None
    type: str | None = None
    preset: str | None = None
    playback_restriction_policy_arn: str | None = None
    ad_configuration_arn: str | None = None


class Srt(Record, frozen=True):
    """Where SRT is taken in; the passphrase is redacted at the gateway."""

    endpoint: str | None = None
    passphrase: str | None = None


class MultitrackInputConfiguration(Record, frozen=True):
    """Whether several video tracks are allowed or required, and how large."""

    enabled: bool | None = None
    policy: str | None = None
    maximum_resolution: str | None = None


class Channel(ChannelSummary, frozen=True):
    """A channel as GetChannel and BatchGetChannel say it."""

    ingest_endpoint: str | None = None
    playback_url: str | None = None
    srt: Srt | None = None
    multitrack_input_configuration: MultitrackInputConfiguration | None = None
    container_format: str | None = None


class StreamSessionSummary(Record, frozen=True):
    """A stream session as ListStreamSessions says it; no end time means live."""

    stream_id: str
    start_time: Time | None = None
    end_time: Time | None = None
    has_error_event: bool | None = None


class VideoConfiguration(Record, frozen=True):
    """What the encoder announced for one video track; `target_bitrate` is bits per second.

    `avc_profile` and `avc_level` are deprecated for `profile` and `level`.
    """

    avc_profile: str | None = None
    avc_level: str | None = None
    codec: str | None = None
    encoder: str | None = None
    target_bitrate: int | None = None
    target_framerate: int | None = None
    video_height: int | None = None
    video_width: int | None = None
    level: str | None = None
    track: str | None = None
    profile: str | None = None


class AudioConfiguration(Record, frozen=True):
    """What the encoder announced for one audio track; bits per second, hertz."""

    codec: str | None = None
    target_bitrate: int | None = None
    sample_rate: int | None = None
    channels: int | None = None
    track: str | None = None


class IngestConfiguration(Record, frozen=True):
    """The deprecated single video and audio track."""

    video: VideoConfiguration | None = None
    audio: AudioConfiguration | None = None


class IngestConfigurations(Record, frozen=True):
    """Every video and audio track of the session."""

    video_configurations: tuple[VideoConfiguration, ...] | None = None
    audio_configurations: tuple[AudioConfiguration, ...] | None = None


class StreamEvent(Record, frozen=True):
    """One entry of `truncatedEvents`; it has no id and no reason text."""

    name: str | None = None
    type: str | None = None
    event_time: Time | None = None
    code: str | None = None


class S3DestinationConfiguration(Record, frozen=True):
    """The bucket that recordings go to."""

    bucket_name: str | None = None


class DestinationConfiguration(Record, frozen=True):
    """Where recordings go."""

    s3: S3DestinationConfiguration | None = None


class ThumbnailConfiguration(Record, frozen=True):
    """How thumbnails are recorded; the interval is in seconds."""

    recording_mode: str | None = None
    target_interval_seconds: int | None = None
    resolution: str | None = None
    storage: tuple[str, ...] | None = None


class RenditionConfiguration(Record, frozen=True):
    """Which renditions are recorded."""

    rendition_selection: str | None = None
    renditions: tuple[str, ...] | None = None


class RecordingConfigurationSummary(Record, frozen=True):
    """A recording configuration as ListRecordingConfigurations says it."""

    arn: str
    name: str | None = None
    destination_configuration: DestinationConfiguration | None = None
    state: str | None = None
    tags: dict[str, str] | None = None


class RecordingConfiguration(RecordingConfigurationSummary, frozen=True):
    """A recording configuration, in a stream session as it was when the stream went live.

    `recording_reconnect_window_seconds` is 0 where streams that reconnect are not merged.
    """

    thumbnail_configuration: ThumbnailConfiguration | None = None
    recording_reconnect_window_seconds: int | None = None
    rendition_configuration: RenditionConfiguration | None = None


class StreamSession(Record, frozen=True):
    """A stream session as GetStreamSession says it: channel and recording as at go-live.

    `truncated_events` holds the newest 500 at most, newest first.
    """

    stream_id: str
    start_time: Time | None = None
    end_time: Time | None = None
    channel: Channel | None = None
    ingest_configuration: IngestConfiguration | None = None
    ingest_configurations: IngestConfigurations | None = None
    recording_configuration: RecordingConfiguration | None = None
    truncated_events: tuple[StreamEvent, ...] | None = None


class StreamKeySummary(Record, frozen=True):
    """A stream key without its value, which only GetStreamKey tells and nobody here reads."""

    arn: str
    channel_arn: str | None = None
    tags: dict[str, str] | None = None


class PlaybackKeyPairSummary(Record, frozen=True):
    """The public half of a key that signs playback tokens."""

    arn: str
    name: str | None = None
    tags: dict[str, str] | None = None


class PlaybackKeyPair(PlaybackKeyPairSummary, frozen=True):
    """A playback key pair as GetPlaybackKeyPair says it."""

    fingerprint: str | None = None


class PlaybackRestrictionPolicySummary(Record, frozen=True):
    """Where playback is allowed: countries (ISO 3166-1 alpha-2) and origins; empty allows all."""

    arn: str
    allowed_countries: tuple[str, ...] | None = None
    allowed_origins: tuple[str, ...] | None = None
    enable_strict_origin_enforcement: bool | None = None
    name: str | None = None
    tags: dict[str, str] | None = None


class PlaybackRestrictionPolicy(PlaybackRestrictionPolicySummary, frozen=True):
    """A playback restriction policy as GetPlaybackRestrictionPolicy says it."""


class MediaTailorPlaybackConfiguration(Record, frozen=True):
    """Where MediaTailor's advertisements come from."""

    playback_configuration_arn: str | None = None


class PostRollConfiguration(Record, frozen=True):
    """Advertisements after the stream's end; the duration is in seconds."""

    duration_seconds: int | None = None
    enabled: bool | None = None


class AdConfigurationSummary(Record, frozen=True):
    """An ad configuration as ListAdConfigurations says it."""

    arn: str
    name: str | None = None
    media_tailor_playback_configurations: tuple[MediaTailorPlaybackConfiguration, ...] | None = None
    post_roll_configuration: PostRollConfiguration | None = None
    tags: dict[str, str] | None = None


class AdConfiguration(AdConfigurationSummary, frozen=True):
    """An ad configuration as GetAdConfiguration says it."""


class ListTagsForResourceResponse(Record, frozen=True):
    """A resource's tags: the one answer that nothing wraps; both services give it alike."""

    tags: dict[str, str] | None = None
