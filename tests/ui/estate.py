"""Resources that belong to each other: one of every kind, as a scripted engine reports them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.aws.records import realtime as rt
from ivs_tui.engine.commands import Report
from ivs_tui.engine.snapshot import Topic
from tests.ui.monitor import NOW, channel, channel_arn, snapshot, stage, stage_arn, stream, topic


def arn(kind: str, name: str) -> str:
    """The ARN of a resource in the test's Region."""
    return f"arn:aws:ivs:eu-west-1:123456789012:{kind}/{name}"


RECORDING = arn("recording-configuration", "archive00001")
POLICY = arn("playback-restriction-policy", "europe000001")
ADS = arn("ad-configuration", "midroll00001")
KEY = arn("stream-key", "key000000001")
COMPOSITION = arn("composition", "mix000000001")
INGEST = arn("ingest-configuration", "van000000001")
ENCODER = arn("encoder-configuration", "hd0000000001")
STORAGE = arn("storage-configuration", "bucket000001")
SESSION = "st-session0001"
"""Of stage 1; it is open."""
STREAM = f"st-{1:023}"
"""The stream of channel 1."""
AN_HOUR_AGO = NOW - timedelta(hours=1)

CHANNEL = msgspec.structs.replace(
    channel(1),
    recording_configuration_arn=RECORDING,
    playback_restriction_policy_arn=POLICY,
    ad_configuration_arn=ADS,
)
RECORDED = ll.RecordingConfiguration(
    arn=RECORDING,
    name="archive",
    state="ACTIVE",
    destination_configuration=ll.DestinationConfiguration(
        s3=ll.S3DestinationConfiguration(bucket_name="example-archive")
    ),
    recording_reconnect_window_seconds=60,
    rendition_configuration=ll.RenditionConfiguration(rendition_selection="ALL"),
    thumbnail_configuration=ll.ThumbnailConfiguration(
        recording_mode="INTERVAL", target_interval_seconds=60, storage=("LATEST",)
    ),
    tags={"team": "archive"},
)
POLICED = ll.PlaybackRestrictionPolicy(
    arn=POLICY, name="europe", allowed_countries=("DE", "FR"), allowed_origins=()
)
ADVERTISED = ll.AdConfiguration(arn=ADS, name="midroll")
STAGE = rt.Stage(
    arn=stage_arn(1),
    name="stage-1",
    active_session_id=SESSION,
    auto_participant_recording_configuration=rt.AutoParticipantRecordingConfiguration(
        storage_configuration_arn=STORAGE, media_types=("AUDIO_VIDEO",)
    ),
)
MIX = rt.Composition(
    arn=COMPOSITION,
    stage_arn=stage_arn(1),
    state="ACTIVE",
    start_time=AN_HOUR_AGO,
    layout=rt.LayoutConfiguration(grid=rt.GridConfiguration(grid_gap=2)),
    destinations=(
        rt.Destination(
            id="d1",
            state="ACTIVE",
            start_time=AN_HOUR_AGO,
            configuration=rt.DestinationConfiguration(
                name="on air",
                channel=rt.ChannelDestinationConfiguration(
                    channel_arn=channel_arn(1), encoder_configuration_arn=ENCODER
                ),
            ),
        ),
        rt.Destination(
            id="d2",
            state="FAILED",
            start_time=AN_HOUR_AGO,
            end_time=NOW - timedelta(minutes=50),
            configuration=rt.DestinationConfiguration(
                name="archive",
                s3=rt.S3DestinationConfiguration(storage_configuration_arn=STORAGE),
            ),
        ),
    ),
)
MIX_SUMMARY = msgspec.convert(msgspec.to_builtins(MIX), rt.CompositionSummary)
VAN = rt.IngestConfiguration(
    arn=INGEST,
    name="outside-van",
    ingest_protocol="RTMPS",
    stage_arn=stage_arn(1),
    participant_id="p2",
    state="ACTIVE",
    user_id="van",
    redundant_ingest=False,
    stream_key="[redacted]",
)
VAN_SUMMARY = msgspec.convert(msgspec.to_builtins(VAN), rt.IngestConfigurationSummary)
ADA = rt.Participant(
    participant_id="p1",
    user_id="ada",
    state="CONNECTED",
    published=True,
    first_join_time=AN_HOUR_AGO,
    replication_type="SOURCE",
    replication_state="ACTIVE",
)
ENCODED = rt.Participant(
    participant_id="p2", user_id="van", state="CONNECTED", ingest_configuration_arn=INGEST
)
SHOWN = rt.Participant(
    participant_id="p1",
    user_id="ada",
    replication_type="REPLICA",
    source_stage_arn=stage_arn(1),
    source_session_id=SESSION,
)
REPLICA = rt.ParticipantReplica(
    destination_stage_arn=stage_arn(2),
    destination_session_id="st-session0002",
    source_stage_arn=stage_arn(1),
    source_session_id=SESSION,
    participant_id="p1",
    replication_state="ACTIVE",
)
EVENTS = (
    rt.Event(name="JOINED", event_time=AN_HOUR_AGO),
    rt.Event(
        name="SUBSCRIBE_STARTED",
        event_time=AN_HOUR_AGO + timedelta(minutes=1),
        remote_participant_id="p2",
    ),
)
BROADCAST = ll.StreamSession(
    stream_id=STREAM, start_time=AN_HOUR_AGO, channel=CHANNEL, recording_configuration=RECORDED
)


def person(number: int) -> dict[str, str]:
    """How a participant of stage 1 is asked for."""
    return {"stageArn": stage_arn(1), "sessionId": SESSION, "participantId": f"p{number}"}


def _one(query: str, item: Any, **asked: str) -> Report:
    return snapshot(topic(query, **(asked or {"arn": item.arn})), [item])


def estate() -> list[Report]:
    """All of it, each list read to its end."""
    session = {"channelArn": channel_arn(1)}
    lists: dict[Topic, Sequence[Any]] = {
        topic("streams"): [stream(1)],
        topic("channels"): [CHANNEL, channel(2)],
        topic("channels", filterByRecordingConfigurationArn=RECORDING): [CHANNEL],
        topic("stages"): [stage(1), stage(2)],
        topic("sessions", **session): [ll.StreamSessionSummary(stream_id=STREAM)],
        topic("stream-keys", **session): [ll.StreamKeySummary(arn=KEY, channel_arn=channel_arn(1))],
        topic("recordings"): [RECORDED],
        topic("restrictions"): [POLICED],
        topic("ads"): [ADVERTISED],
        topic("compositions"): [MIX_SUMMARY],
        topic("ingest"): [VAN_SUMMARY],
        topic("participants", stageArn=stage_arn(1), sessionId=SESSION): [ADA, ENCODED],
        topic("participants", stageArn=stage_arn(2), sessionId="st-session0002"): [SHOWN],
        topic("participant-events", **person(1)): EVENTS,
        topic("replicas", sourceStageArn=stage_arn(1), participantId="p1"): [REPLICA],
    }
    return [
        *(snapshot(about, items) for about, items in lists.items()),
        snapshot(topic("names"), [CHANNEL, channel(2)]),
        _one("channel", CHANNEL),
        _one("session", BROADCAST, **session),
        _one("session", BROADCAST, **session, streamId=STREAM),
        _one("recording-configuration", RECORDED),
        _one("restriction-policy", POLICED),
        _one("ad-configuration", ADVERTISED),
        _one("stage", STAGE),
        _one("composition", MIX),
        _one("ingest-configuration", VAN),
        _one("participant", ADA, **person(1)),
        _one("participant", ENCODED, **person(2)),
    ]
