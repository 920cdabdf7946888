"""A stage with its participants, and what encoders publish to it with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from ivs_tui.aws.records import realtime as rt
from ivs_tui.knowledge.checks.checklist import Checklist
from ivs_tui.knowledge.checks.duration import is_near
from ivs_tui.knowledge.checks.words import lasting, short, some, times
from ivs_tui.knowledge.finding import Examination
from ivs_tui.knowledge.limits import LIMITS

_STATES = frozenset({"CONNECTED", "DISCONNECTED"})


def examine_stage(
    stage: rt.StageSummary,
    *,
    participants: Sequence[rt.ParticipantSummary] | None,
    now: datetime,
) -> Examination:
    """Examine a stage's active session; `participants` None means that nobody read them."""
    sheet = Checklist(now)
    if not stage.active_session_id and not participants:
        sheet.unchecked("participants", "no session is active")
        return sheet.examination()
    if participants is None:
        sheet.unchecked("participants", "they were not read")
        return sheet.examination()
    connected = [one for one in participants if one.state == "CONNECTED"]
    unknown = sum(one.state not in _STATES for one in participants)
    if unknown:
        sheet.unchecked(f"{unknown} of {len(participants)} participants", "their state is unknown")
    _check_publishers(sheet, connected)
    _check_age(sheet, connected)
    _check_recordings(sheet, participants)
    _check_replication(sheet, connected)
    _check_redundancy(sheet, participants)
    return sheet.examination()


def name_of(one: rt.ParticipantSummary) -> str:
    """The user's id and the participant's."""
    return f"{one.user_id} ({one.participant_id})" if one.user_id else one.participant_id


def counted(people: Sequence[rt.ParticipantSummary]) -> str:
    """The only one's name, or how many they are: short enough for a title."""
    if len(people) == 1:
        return short(people[0].user_id or people[0].participant_id, 20)
    return f"{len(people)} participants"


def _listed(people: Sequence[rt.ParticipantSummary]) -> str:
    return some([name_of(one) for one in people])


def _check_publishers(sheet: Checklist, connected: Sequence[rt.ParticipantSummary]) -> None:
    sheet.checked("stage-full")
    publishers = [one for one in connected if one.published]
    replicas = sum(one.replication_type == "REPLICA" for one in publishers)
    limit = LIMITS.stage.publishers
    if len(publishers) >= limit:
        sheet.found(
            "stage-full",
            f"{len(publishers)} connected participants have published in this session"
            + (f", {replicas} of them replicas" if replicas else "")
            + "; whether they publish now is inferred",
            count=len(publishers),
            limit=limit,
        )


def _check_age(sheet: Checklist, connected: Sequence[rt.ParticipantSummary]) -> None:
    sheet.checked("joined-near-24h")
    hours = LIMITS.stage.hours
    # IVS staggers the two connections of a redundant ingest by itself.
    old = [
        one
        for one in connected
        if one.first_join_time is not None
        and not one.redundant_ingest
        and is_near(sheet.now - one.first_join_time, hours)
    ]
    if old:
        first = min(one.first_join_time for one in old if one.first_join_time is not None)
        sheet.found(
            "joined-near-24h",
            f"first joined at {sheet.at(first)}: {_listed(old)}; reconnects since are not known",
            lasting=lasting(sheet.now - first),
            who=counted(old),
            limit=hours,
        )


def _check_recordings(sheet: Checklist, people: Sequence[rt.ParticipantSummary]) -> None:
    sheet.checked("participant-recording-failed")
    failed = [one for one in people if one.recording_state == "FAILED"]
    if failed:
        sheet.found(
            "participant-recording-failed",
            f"recordingState FAILED, {times(len(failed))}: {_listed(failed)}",
            who=counted(failed),
        )


def _check_replication(sheet: Checklist, connected: Sequence[rt.ParticipantSummary]) -> None:
    sheet.checked("replication-stopped")
    stopped = [
        one
        for one in connected
        if one.replication_state == "STOPPED" and one.replication_type in {"SOURCE", "REPLICA"}
    ]
    if stopped:
        sheet.found(
            "replication-stopped",
            f"replicationState STOPPED while connected: {_listed(stopped)}",
            who=counted(stopped),
        )


def _check_redundancy(sheet: Checklist, people: Sequence[rt.ParticipantSummary]) -> None:
    redundant = [one for one in people if one.redundant_ingest]
    if any(not one.ingest_configuration_arn for one in redundant):
        sheet.skip("redundant-encoder-missing", "the API does not say their ingest configuration")
        return
    sheet.checked("redundant-encoder-missing")
    connected = Counter(
        one.ingest_configuration_arn for one in redundant if one.state == "CONNECTED"
    )
    unknown = {one.ingest_configuration_arn for one in redundant if one.state not in _STATES}
    for arn in (arn for arn, count in connected.items() if count == 1 and arn not in unknown):
        there = [one for one in redundant if one.ingest_configuration_arn == arn]
        here = [one for one in there if one.state == "CONNECTED"]
        sheet.found(
            "redundant-encoder-missing",
            f"connected by {arn}: {_listed(here)} alone; participants of it: {len(there)}",
        )


def examine_ingest_configuration(configuration: rt.IngestConfigurationSummary) -> Examination:
    """Examine how an encoder publishes: with a stage, and encrypted."""
    sheet = Checklist()
    if configuration.stage_arn is None:
        sheet.skip("ingest-without-stage")
    else:
        sheet.checked("ingest-without-stage")
    if configuration.stage_arn == "":
        sheet.found("ingest-without-stage", f'stageArn "" of {configuration.arn}')
    check_protocol(sheet, configuration.ingest_protocol, f"ingestProtocol of {configuration.arn}")
    return sheet.examination()


def check_protocol(sheet: Checklist, protocol: str | None, evidence: str) -> None:
    """Whether the encoder's connection is encrypted."""
    if protocol not in {"RTMP", "RTMPS", "WHIP"}:
        sheet.skip("rtmp-publisher")
        return
    sheet.checked("rtmp-publisher")
    if protocol == "RTMP":
        sheet.found("rtmp-publisher", f"{evidence}: {protocol}")
