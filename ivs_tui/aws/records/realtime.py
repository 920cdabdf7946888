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
