"""The timeline: what each event is about, what that is called, and where Enter leads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from ivs_tui.aws.records.lowlatency import ChannelSummary
from ivs_tui.aws.records.realtime import CompositionSummary, StageSummary
from ivs_tui.engine.query import QUERIES
from ivs_tui.engine.snapshot import Gone, Snapshot, Topic, Transition
from ivs_tui.resources import DETAILS, KINDS, events
from ivs_tui.resources.spec import Goal, Look, Row
from tests.engine.transitions.test_configurations import NOUNS
from tests.support import CHANNEL, STAGE, START, topic

ARN = STAGE.replace(":stage/", ":composition/")
NEWSROOM = Snapshot(topic=topic("stages"), items=(StageSummary(arn=STAGE, name="newsroom"),))
LOOK = Look(START)


def event(about: Topic, subject: str, **more: Any) -> Transition:
    members: dict[str, Any] = {"key": subject, "what": "w", **more}
    return Transition(at=START, topic=about, subject=subject, **members)


def row(told: Transition, *known: Snapshot) -> Row:
    joined = {snapshot.topic.name: snapshot for snapshot in known}
    (found,) = events.KIND.merge(Snapshot(topic=topic("events"), items=(told,)), joined)
    return found


def cell(column: str, found: Row) -> str:
    return next(one for one in events.KIND.columns if one.id == column).cell(found, LOOK).text


def leads(about: Topic, subject: str, **more: Any) -> Goal:
    assert events.KIND.drill is not None
    goal = events.KIND.drill(row(event(about, subject, **more)), topic("events"))
    assert goal is not None
    target = DETAILS[goal.target].query if goal.target in DETAILS else KINDS[goal.target].query
    query = QUERIES[target]
    assert set(query.required) <= goal.parameters.keys() <= {*query.required, *query.optional}
    return goal


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("compositions", "composition"),
        ("ingest", "ingest-configuration"),
        ("recordings", "recording-configuration"),
        ("key-pairs", "key-pair"),
        ("restrictions", "restriction-policy"),
        ("ads", "ad-configuration"),
        ("encoders", "encoder-configuration"),
        ("storages", "storage-configuration"),
        ("public-keys", "public-key"),
    ],
)
def test_enter_opens_the_resource(name: str, target: str) -> None:
    assert leads(topic(name), ARN) == Goal(target, {"arn": ARN})
    assert leads(topic(name, filterByStageArn=STAGE), ARN) == Goal(target, {"arn": ARN})


def test_enter_where_the_subject_is_not_what_opens() -> None:
    keys = topic("stream-keys", channelArn=CHANNEL)
    assert leads(keys, "key") == Goal("stream-key", {"channelArn": CHANNEL})
    replicas = topic("replicas", sourceStageArn="other", participantId="p")
    shown = Goal("participants", {"stageArn": STAGE, "sessionId": "st-9"})
    assert leads(replicas, STAGE, key=f"{STAGE}|st-9") == shown
    filtered = topic("channels", filterByRecordingConfigurationArn="r")
    assert leads(filtered, CHANNEL) == Goal("sessions", {"channelArn": CHANNEL})


@pytest.mark.parametrize("name", [*NOUNS, "compositions", "replicas", "streams", "participants"])
def test_each_says_what_kind_of_thing_it_is_about(name: str) -> None:
    said = cell("kind", row(event(topic(name), "s")))
    kind = next(one for one in events.KIND.columns if one.id == "kind")
    assert said != "-"
    assert len(said) <= kind.width


def test_a_composition_is_called_by_its_stage() -> None:
    listed = (CompositionSummary(arn=ARN, stage_arn=STAGE),)
    all_of_them = topic("compositions")
    told = event(all_of_them, ARN)
    assert (
        cell("where", row(told, NEWSROOM, Snapshot(topic=all_of_them, items=listed))) == "newsroom"
    )
    gone = tuple(Gone(one, START, confirmed=True) for one in listed)
    assert cell("where", row(told, NEWSROOM, Snapshot(topic=all_of_them, gone=gone))) == "newsroom"
    of_stage = event(topic("compositions", filterByStageArn=STAGE), ARN)
    assert cell("where", row(of_stage, NEWSROOM)) == "newsroom"
    assert cell("where", row(told, NEWSROOM)) == ARN.rpartition("/")[2]


def test_what_was_deleted_is_called_as_it_was_last() -> None:
    told = event(topic("channels"), CHANNEL, name="news-main")
    assert cell("where", row(told)) == "news-main"
    renamed = Snapshot(topic=topic("channels"), items=(ChannelSummary(arn=CHANNEL, name="new"),))
    assert cell("where", row(told, renamed)) == "new"
    unnamed = event(topic("channels"), CHANNEL)
    assert cell("where", row(unnamed)) == CHANNEL.rpartition("/")[2]


def test_what_the_api_and_the_reads_both_tell_is_one_event() -> None:
    session = topic("session", channelArn=CHANNEL, streamId="st-1")

    def at(seconds: float, what: str, about: Topic = session, **more: Any) -> Transition:
        key = "st-1" if about is session else f"{CHANNEL}|st-1"
        told = event(about, CHANNEL, what=what, key=key, **more)
        return replace(told, at=START + timedelta(seconds=seconds), observed=about is not session)

    streams = topic("streams")
    items = (
        *(at(0, "starving", streams), at(18, "Starvation End"), at(20, "recovered", streams)),
        *(at(40, "Starvation Start"), at(43, "starving", streams), at(70, "Session Ended")),
        at(75, "ended", streams, detail="while starving"),
    )
    rows = events.KIND.merge(Snapshot(topic=topic("events"), items=items), {})
    assert [(cell("what", one).strip(), one.key) for one in rows] == [
        ("starving", "0"),
        ("Starvation End after about 18s", "1"),
        ("Starvation Start", "3"),
        ("Session Ended", "5"),
        ("ended", "6"),
    ]
    assert cell("detail", rows[3]).startswith("while starving for 30s. ")
