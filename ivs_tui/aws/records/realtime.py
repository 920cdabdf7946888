"""Output shapes of Amazon IVS RealTime (API 2020-07-14)."""

from __future__ import annotations

from ivs_tui.aws.records.base import Record, Time


class StageSummary(Record, frozen=True):
    """A stage as ListStages says it; an `active_session_id` means a session is open."""

    arn: str
    name: str | None = None
    active_session_id: str | None = None
    tags: dict[str, str] | None = None


class ParticipantThumbnailConfiguration(Record, frozen=True):
    """How thumbnails of a participant are recorded; the interval is in seconds."""

    target_interval_seconds: int | None = None
    storage: tuple[str, ...] | None = None
    recording_mode: str | None = None


class ParticipantRecordingHlsConfiguration(Record, frozen=True):
    """The length of a recorded HLS segment, in seconds."""

    target_segment_duration_seconds: int | None = None


class AutoParticipantRecordingConfiguration(Record, frozen=True):
    """How publishers are recorded one by one."""

    storage_configuration_arn: str | None = None
    media_types: tuple[str, ...] | None = None
    thumbnail_configuration: ParticipantThumbnailConfiguration | None = None
    recording_reconnect_window_seconds: int | None = None
    hls_configuration: ParticipantRecordingHlsConfiguration | None = None
    record_participant_replicas: bool | None = None


class StageEndpoints(Record, frozen=True):
    """Where clients and encoders connect."""

    events: str | None = None
    whip: str | None = None
    rtmp: str | None = None
    rtmps: str | None = None


class Stage(StageSummary, frozen=True):
    """A stage as GetStage says it."""

    auto_participant_recording_configuration: AutoParticipantRecordingConfiguration | None = None
    endpoints: StageEndpoints | None = None


class StageSessionSummary(Record, frozen=True):
    """A stage session; no end time means active."""

    session_id: str
    start_time: Time | None = None
    end_time: Time | None = None


class StageSession(StageSessionSummary, frozen=True):
    """A stage session as GetStageSession says it."""


class ParticipantSummary(Record, frozen=True):
    """A participant as ListParticipants says it; `published` means *ever* published."""

    participant_id: str
    user_id: str | None = None
    state: str | None = None
    first_join_time: Time | None = None
    published: bool | None = None
    recording_state: str | None = None
    replication_type: str | None = None
    replication_state: str | None = None
    source_stage_arn: str | None = None
    source_session_id: str | None = None
    redundant_ingest: bool | None = None
    ingest_configuration_arn: str | None = None


class Participant(ParticipantSummary, frozen=True):
    """A participant as GetParticipant says it."""

    attributes: dict[str, str] | None = None
    isp_name: str | None = None
    os_name: str | None = None
    os_version: str | None = None
    browser_name: str | None = None
    browser_version: str | None = None
    sdk_version: str | None = None
    recording_s3_bucket_name: str | None = None
    recording_s3_prefix: str | None = None
    protocol: str | None = None


class ExchangedParticipantToken(Record, frozen=True):
    """What a token allowed, before or after an exchange."""

    capabilities: tuple[str, ...] | None = None
    attributes: dict[str, str] | None = None
    user_id: str | None = None
    expiration_time: Time | None = None


class Event(Record, frozen=True):
    """A participant event; `error_code` is set on error events alone, and LEFT has no reason."""

    name: str | None = None
    participant_id: str | None = None
    event_time: Time | None = None
    remote_participant_id: str | None = None
    error_code: str | None = None
    destination_stage_arn: str | None = None
    destination_session_id: str | None = None
    replica: bool | None = None
    previous_token: ExchangedParticipantToken | None = None
    new_token: ExchangedParticipantToken | None = None


class ParticipantReplica(Record, frozen=True):
    """A publisher of one stage shown in another one."""

    destination_stage_arn: str
    destination_session_id: str
    source_stage_arn: str | None = None
    participant_id: str | None = None
    source_session_id: str | None = None
    replication_state: str | None = None


class IngestConfigurationSummary(Record, frozen=True):
    """How an encoder publishes to a stage; `stage_arn` is "" where it has no stage."""

    arn: str
    name: str | None = None
    ingest_protocol: str | None = None
    stage_arn: str | None = None
    participant_id: str | None = None
    state: str | None = None
    user_id: str | None = None
    redundant_ingest: bool | None = None


class RedundantIngestCredential(Record, frozen=True):
    """One of the two encoders of a redundant ingest; its key is redacted at the gateway."""

    participant_id: str | None = None
    stream_key: str | None = None


class IngestConfiguration(IngestConfigurationSummary, frozen=True):
    """An ingest configuration as GetIngestConfiguration says it; its key is redacted."""

    stream_key: str | None = None
    redundant_ingest_credentials: tuple[RedundantIngestCredential, ...] | None = None
    attributes: dict[str, str] | None = None
    tags: dict[str, str] | None = None


class GridConfiguration(Record, frozen=True):
    """Participants side by side; the gap is in pixels."""

    featured_participant_attribute: str | None = None
    omit_stopped_video: bool | None = None
    video_aspect_ratio: str | None = None
    video_fill_mode: str | None = None
    grid_gap: int | None = None
    participant_order_attribute: str | None = None


class PipConfiguration(Record, frozen=True):
    """One participant in a corner of another; gap, offset and size are in pixels."""

    featured_participant_attribute: str | None = None
    omit_stopped_video: bool | None = None
    video_fill_mode: str | None = None
    grid_gap: int | None = None
    pip_participant_attribute: str | None = None
    pip_behavior: str | None = None
    pip_offset: int | None = None
    pip_position: str | None = None
    pip_width: int | None = None
    pip_height: int | None = None
    participant_order_attribute: str | None = None


class LayoutConfiguration(Record, frozen=True):
    """How a composition is laid out: one of the two."""

    grid: GridConfiguration | None = None
    pip: PipConfiguration | None = None


class ChannelDestinationConfiguration(Record, frozen=True):
    """A channel that a composition is sent to."""

    channel_arn: str | None = None
    encoder_configuration_arn: str | None = None


class CompositionRecordingHlsConfiguration(Record, frozen=True):
    """The length of a recorded HLS segment, in seconds."""

    target_segment_duration_seconds: int | None = None


class RecordingConfiguration(Record, frozen=True):
    """How a composition is recorded; not the low-latency resource of that name."""

    hls_configuration: CompositionRecordingHlsConfiguration | None = None
    format: str | None = None


class CompositionThumbnailConfiguration(Record, frozen=True):
    """How thumbnails of a composition are recorded; the interval is in seconds."""

    target_interval_seconds: int | None = None
    storage: tuple[str, ...] | None = None


class S3DestinationConfiguration(Record, frozen=True):
    """A bucket that a composition is recorded to."""

    storage_configuration_arn: str | None = None
    encoder_configuration_arns: tuple[str, ...] | None = None
    recording_configuration: RecordingConfiguration | None = None
    thumbnail_configurations: tuple[CompositionThumbnailConfiguration, ...] | None = None


class DestinationConfiguration(Record, frozen=True):
    """Where a composition goes: a channel or a bucket."""

    name: str | None = None
    channel: ChannelDestinationConfiguration | None = None
    s3: S3DestinationConfiguration | None = None


class S3Detail(Record, frozen=True):
    """Under which prefix a composition is recorded."""

    recording_prefix: str | None = None


class DestinationDetail(Record, frozen=True):
    """What IVS adds to a destination."""

    s3: S3Detail | None = None


class DestinationSummary(Record, frozen=True):
    """How a composition's destination stands."""

    id: str | None = None
    state: str | None = None
    start_time: Time | None = None
    end_time: Time | None = None


class Destination(DestinationSummary, frozen=True):
    """A destination as GetComposition says it."""

    configuration: DestinationConfiguration | None = None
    detail: DestinationDetail | None = None


class CompositionSummary(Record, frozen=True):
    """A composition as ListCompositions says it; five minutes after its end it is not listed."""

    arn: str
    stage_arn: str | None = None
    destinations: tuple[DestinationSummary, ...] | None = None
    state: str | None = None
    tags: dict[str, str] | None = None
    start_time: Time | None = None
    end_time: Time | None = None


class Composition(CompositionSummary, frozen=True):
    """A composition as GetComposition says it."""

    destinations: tuple[Destination, ...] | None = None
    layout: LayoutConfiguration | None = None


class Video(Record, frozen=True):
    """What a composition is encoded to: pixels, frames and bits per second."""

    width: int | None = None
    height: int | None = None
    framerate: float | None = None
    bitrate: int | None = None


class EncoderConfigurationSummary(Record, frozen=True):
    """An encoder configuration as ListEncoderConfigurations says it."""

    arn: str
    name: str | None = None
    tags: dict[str, str] | None = None


class EncoderConfiguration(EncoderConfigurationSummary, frozen=True):
    """An encoder configuration as GetEncoderConfiguration says it."""

    video: Video | None = None


class S3StorageConfiguration(Record, frozen=True):
    """The bucket of a storage configuration."""

    bucket_name: str | None = None


class StorageConfigurationSummary(Record, frozen=True):
    """A storage configuration as ListStorageConfigurations says it."""

    arn: str
    name: str | None = None
    s3: S3StorageConfiguration | None = None
    tags: dict[str, str] | None = None


class StorageConfiguration(StorageConfigurationSummary, frozen=True):
    """A storage configuration as GetStorageConfiguration says it."""


class PublicKeySummary(Record, frozen=True):
    """A public key as ListPublicKeys says it: it checks the tokens of stages."""

    arn: str
    name: str | None = None
    tags: dict[str, str] | None = None


class PublicKey(PublicKeySummary, frozen=True):
    """A public key as GetPublicKey says it."""

    public_key_material: str | None = None
    fingerprint: str | None = None
