"""Stages and compositions: for each finding a case that has it and the nearest without."""

from __future__ import annotations

from ivs_tui.aws.records import realtime as rt
from tests.knowledge.checks.build import (
    Case,
    ago,
    composition,
    happened,
    ingest_configuration,
    participant,
    person,
    stage,
)


def encoder(number: int, state: str) -> rt.Participant:
    return person(number, state=state, redundant_ingest=True, ingest_configuration_arn="arn:ingest")


REALTIME = [
    Case(
        "stage-full",
        stage(*map(person, range(12))),
        stage(
            *map(person, range(11)), person(12, published=False), person(13, state="DISCONNECTED")
        ),
        "12 publishers connected; a stage takes 12",
    ),
    Case(
        "joined-near-24h",
        stage(person(1, first_join_time=ago(hours=22)), person(2)),
        stage(person(1, first_join_time=ago(hours=21.9)), person(2)),
        "joined 22h00m ago: user-1; the limit is 24 h",
    ),
    Case(
        "joined-near-24h",
        participant(first_join_time=ago(hours=23)),
        participant(happened("JOINED", 60), first_join_time=ago(hours=23)),
        "joined 23h00m ago: user-1; the limit is 24 h",
    ),
    Case(
        "publishing-near-24h",
        participant(happened("PUBLISH_STARTED", 22 * 60)),
        participant(happened("PUBLISH_STOPPED", 70), happened("PUBLISH_STARTED", 22 * 60)),
        "publishing for 22h00m; IVS ends it at 24 h",
    ),
    Case(
        "participant-recording-failed",
        stage(person(1, recording_state="FAILED"), person(2, recording_state="FAILED")),
        stage(person(1, recording_state="STOPPED"), person(2, recording_state=None)),
        "recording failed: 2 participants",
    ),
    Case(
        "participant-recording-failed",
        participant(recording_state="FAILED", user_id=""),
        participant(recording_state="DISABLED"),
        "recording failed: p-1",
    ),
    Case(
        "replication-stopped",
        stage(person(1, replication_type="REPLICA", replication_state="STOPPED")),
        stage(person(1, replication_type="REPLICA", replication_state="ACTIVE")),
        "replication has stopped: user-1",
    ),
    Case(
        "replication-stopped",
        participant(replication_type="SOURCE", replication_state="STOPPED"),
        participant(replication_type="SOURCE", replication_state="STOPPED", state="DISCONNECTED"),
        "replication has stopped: user-1",
    ),
    Case(
        "redundant-encoder-missing",
        stage(encoder(1, "CONNECTED"), encoder(2, "DISCONNECTED")),
        stage(encoder(1, "CONNECTED"), encoder(2, "CONNECTED")),
        "redundant ingest: only one of two encoders is connected",
    ),
    Case(
        "publish-error",
        participant(*[happened("PUBLISH_ERROR", each, "BITRATE_EXCEEDED") for each in (5, 7, 6)]),
        participant(happened("PUBLISH_STOPPED", 5, "BITRATE_EXCEEDED")),
        "PUBLISH_ERROR BITRATE_EXCEEDED, 3 times",
    ),
    Case(
        "subscribe-error",
        participant(happened("SUBSCRIBE_ERROR", 5, "PUBLISHER_NOT_FOUND")),
        participant(happened("SUBSCRIBE_STOPPED", 5)),
        "SUBSCRIBE_ERROR PUBLISHER_NOT_FOUND",
    ),
    Case(
        "join-error",
        participant(happened("JOIN_ERROR", 5)),
        participant(happened("JOINED", 5)),
        "JOIN_ERROR without a code",
    ),
    Case(
        "failed-attempt",
        participant(happened("LAUGH_ERROR", 5)),
        participant(happened("LAUGH_STARTED", 5)),
        "LAUGH_ERROR without a code",
    ),
    Case(
        "failed-attempt",
        participant(happened("PUBLISH_STOPPED", 5, "BITRATE_EXCEEDED")),
        participant(happened("PUBLISH_STOPPED", 5)),
        "PUBLISH_STOPPED BITRATE_EXCEEDED",
    ),
    Case(
        "rtmp-publisher",
        participant(protocol="RTMP"),
        participant(protocol="RTMPS"),
        "published by RTMP, which is not encrypted",
    ),
    Case(
        "rtmp-publisher",
        ingest_configuration(ingest_protocol="RTMP"),
        ingest_configuration(ingest_protocol="RTMPS"),
        "published by RTMP, which is not encrypted",
    ),
    Case(
        "ingest-without-stage",
        ingest_configuration(stage_arn=""),
        ingest_configuration(stage_arn=None),
        "no stage: its stream key cannot be used",
    ),
    Case(
        "composition-failed",
        composition(state="FAILED"),
        composition(state="STOPPED"),
        "the composition failed",
    ),
    Case(
        "composition-starting",
        composition(state="STARTING", start_time=ago(60)),
        composition(state="STARTING", start_time=ago(59)),
        "STARTING since 13:59:00Z",
    ),
    Case(
        "destination-failed",
        composition("ACTIVE", "FAILED"),
        composition("ACTIVE", "STOPPED"),
        "destination failed: d-2",
    ),
    Case(
        "destination-reconnecting",
        composition("RECONNECTING"),
        composition("STARTING"),
        "destination reconnecting: d-1",
    ),
    Case(
        "composition-near-24h",
        composition(start_time=ago(hours=22)),
        composition(start_time=ago(hours=22), state="STOPPED"),
        "composing for 22h00m; IVS ends it at 24 h",
    ),
]
