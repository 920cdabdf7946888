"""Steps sideways, from a resource to those that it belongs to: one letter each, everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ivs_tui.aws.records.realtime import ParticipantSummary
from ivs_tui.engine.snapshot import Topic
from ivs_tui.resources.spec import Goal, Jump


class _Target(NamedTuple):
    letter: str
    detail: str


_TARGETS: Mapping[str, _Target] = MappingProxyType(
    {
        "channel": _Target("c", "channel"),
        "recording-configuration": _Target("r", "recording-configuration"),
        "playback-restriction-policy": _Target("p", "restriction-policy"),
        "playback-key": _Target("v", "key-pair"),
        "ad-configuration": _Target("a", "ad-configuration"),
        "stage": _Target("g", "stage"),
        "composition": _Target("m", "composition"),
        "ingest-configuration": _Target("i", "ingest-configuration"),
        "encoder-configuration": _Target("e", "encoder-configuration"),
        "storage-configuration": _Target("o", "storage-configuration"),
        "public-key": _Target("b", "public-key"),
    }
)
"""What an ARN leads to, by its resource type (the word before the slash)."""


def resource_type(arn: str | None) -> str:
    """The word before the slash: `arn:aws:ivs:us-west-2:123456789012:stage/x` is of `stage`."""
    parts = (arn or "").split(":", 5)
    return parts[5].partition("/")[0] if len(parts) == 6 and parts[0] == "arn" else ""


def region_of(arn: str) -> str:
    """The Region in an ARN; empty where there is none."""
    parts = arn.split(":", 5)
    return parts[3] if len(parts) == 6 and parts[0] == "arn" else ""


def account_of(*named: str) -> str:
    """The account in the first ARN among these; empty where there is none."""
    parts = (one.split(":", 5) for one in named)
    return next((one[4] for one in parts if len(one) == 6 and one[0] == "arn"), "")


def goal_of(arn: str | None) -> Goal | None:
    """The detail of the resource that an ARN names; None where there is no such screen."""
    target = _TARGETS.get(resource_type(arn))
    return Goal(target.detail, {"arn": arn}) if target and arn else None


def to(*arns: str | None) -> list[Jump]:
    """To each of these resources that there is and that has a screen."""
    found = []
    for arn in dict.fromkeys(arns):
        goal = goal_of(arn)
        if goal is not None:
            letter = _TARGETS[resource_type(arn)].letter
            found.append(Jump(letter, goal.target.replace("-", " "), goal))
    return found


def of_channel(arn: str | None) -> list[Jump]:
    """What belongs to a channel."""
    if not arn:
        return []
    asked = {"channelArn": arn}
    return [
        Jump("l", "newest stream session", Goal("session", asked)),
        Jump("h", "stream sessions", Goal("sessions", asked)),
        Jump("y", "stream key", Goal("stream-keys", asked)),
    ]


def channels_with(parameter: str, arn: str) -> list[Jump]:
    """The channels that use a configuration: the API's own filter."""
    return [Jump("u", "channels that use it", Goal("channels", {parameter: arn}))]


def of_stage(arn: str | None, session: str | None = None) -> list[Jump]:
    """What belongs to a stage; `session` is its active one."""
    if not arn:
        return []
    filtered = {"filterByStageArn": arn}
    now = Goal("participants", {"stageArn": arn, "sessionId": session}) if session else None
    return [
        *([Jump("t", "participants now", now)] if now else []),
        Jump("s", "stage sessions", Goal("stage-sessions", {"stageArn": arn})),
        Jump("m", "compositions of the stage", Goal("compositions", filtered)),
        Jump("i", "ingest configurations of the stage", Goal("ingest", filtered)),
    ]


def to_participant(
    label: str, stage: str | None, session: str | None, participant: str | None
) -> list[Jump]:
    """A participant of a stage session."""
    if not (stage and session and participant):
        return []
    asked = {"stageArn": stage, "sessionId": session, "participantId": participant}
    return [Jump("n", label, Goal("participant", asked))]


def to_session(label: str, stage: str | None, session: str | None) -> list[Jump]:
    """The participants of a stage session."""
    if not (stage and session):
        return []
    return [Jump("t", label, Goal("participants", {"stageArn": stage, "sessionId": session}))]


def to_replicas(stage: str | None, participant: str | None) -> list[Jump]:
    """Where a publisher is shown beside its own stage."""
    if not (stage and participant):
        return []
    asked = {"sourceStageArn": stage, "participantId": participant}
    return [Jump("w", "replicas", Goal("replicas", asked))]


def of_participant(one: ParticipantSummary, topic: Topic) -> list[Jump]:
    """What a participant comes from, and where else it is shown."""
    stage = topic.get("stageArn")
    source = (one.source_stage_arn, one.source_session_id, one.participant_id)
    shown = one.replication_type == "SOURCE"
    return [
        *to(stage, one.ingest_configuration_arn),
        *(to_replicas(stage, one.participant_id) if shown else ()),
        *to_participant("publisher it is a replica of", *source),
    ]
