"""What is news of configurations, and that a filter makes and deletes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from ivs_tui.aws.records.base import Record
from ivs_tui.aws.records.lowlatency import ChannelSummary, RecordingConfigurationSummary
from ivs_tui.aws.records.realtime import IngestConfigurationSummary, ParticipantReplica
from ivs_tui.engine.query import QUERIES
from ivs_tui.engine.snapshot import Severity, Topic
from tests.engine.transitions.test_transitions import Watcher, after
from tests.support import CHANNEL, STAGE, arn, topic

GOOD, INFO, WARNING, ERROR = Severity.GOOD, Severity.INFO, Severity.WARNING, Severity.ERROR
OTHER_STAGE = f"{STAGE}2"
RECORDING = CHANNEL.replace(":channel/", ":recording-configuration/")
INGEST = STAGE.replace(":stage/", ":ingest-configuration/")
RECORDINGS, INGESTS = topic("recordings"), topic("ingest")
REPLICAS = topic("replicas", sourceStageArn=STAGE, participantId="p")

NOUNS = {
    "channels": "channel",
    "stages": "stage",
    "recordings": "recording configuration",
    "ingest": "ingest configuration",
    "stream-keys": "stream key",
    "key-pairs": "key pair",
    "restrictions": "restriction policy",
    "ads": "ad configuration",
    "encoders": "encoder configuration",
    "storages": "storage configuration",
    "public-keys": "public key",
}


def recording(state: str | None) -> RecordingConfigurationSummary:
    return RecordingConfigurationSummary(arn=RECORDING, name="nightly", state=state)


def ingest(state: str | None = "INACTIVE", stage: str | None = STAGE) -> IngestConfigurationSummary:
    return IngestConfigurationSummary(arn=INGEST, state=state, stage_arn=stage)


def replica(state: str | None) -> ParticipantReplica:
    return ParticipantReplica(
        destination_stage_arn=OTHER_STAGE, destination_session_id="st-9", replication_state=state
    )


@pytest.mark.parametrize(("name", "noun"), NOUNS.items())
def test_created_and_deleted(name: str, noun: str) -> None:
    about = topic(name, **dict.fromkeys(QUERIES[name].required, CHANNEL))
    item: Any = QUERIES[name].operation.record(arn=arn(1))
    assert after(about, [item]) == []
    assert after(about, [], [item]) == [(arn(1), f"{noun} created", INFO)]
    assert after(about, [item], []) == []
    assert after(about, [item], [], [item]) == []
    assert after(about, [item], [], []) == [(arn(1), f"{noun} deleted", INFO)]
    assert after(about, [item], [], [], []) == []


@pytest.mark.parametrize("name", [name for name in NOUNS if QUERIES[name].optional])
def test_what_enters_or_leaves_a_filter_was_neither_created_nor_deleted(name: str) -> None:
    record = QUERIES[name].operation.record
    one, two = (record(arn=arn(number)) for number in (1, 2))
    for parameter in QUERIES[name].optional:
        watcher = Watcher(topic(name, **{parameter: "x"}))
        watcher.read(one)
        assert watcher.read(one, two) == ()
        assert [watcher.read(two) for _ in range(3)] == [()] * 3
        assert watcher.store.get(watcher.topic).gone == ()


def test_a_filter_hides_no_change_of_what_is_in_it() -> None:
    about = topic("ingest", filterByStageArn=STAGE)
    assert after(about, [ingest()], [ingest("ACTIVE")]) == [(INGEST, "ingest became active", GOOD)]


NEWS: list[tuple[Topic, Sequence[Sequence[Record]], list[tuple[str, str, Severity]]]] = [
    (
        RECORDINGS,
        [[recording("CREATING")], [recording("ACTIVE")]],
        [(RECORDING, "recording configuration active", GOOD)],
    ),
    (
        RECORDINGS,
        [[recording("CREATING")], [recording("CREATE_FAILED")]],
        [(RECORDING, "recording configuration failed", ERROR)],
    ),
    (
        RECORDINGS,
        [[], [recording("CREATE_FAILED")]],
        [
            (RECORDING, "recording configuration created", INFO),
            (RECORDING, "recording configuration failed", ERROR),
        ],
    ),
    (
        RECORDINGS,
        [[recording("ACTIVE")], [recording("FADING_OUT")]],
        [(RECORDING, "recording configuration fading out", INFO)],
    ),
    (INGESTS, [[ingest()], [ingest("ACTIVE")]], [(INGEST, "ingest became active", GOOD)]),
    (INGESTS, [[ingest("ACTIVE")], [ingest()]], [(INGEST, "ingest became inactive", INFO)]),
    (INGESTS, [[ingest()], [ingest("SHY")]], [(INGEST, "ingest shy", INFO)]),
    (INGESTS, [[ingest()], [ingest(stage="")]], [(INGEST, "ingest lost its stage", WARNING)]),
    (
        INGESTS,
        [[ingest("ACTIVE")], [ingest(stage="")]],
        [
            (INGEST, "ingest became inactive", INFO),
            (INGEST, "ingest lost its stage", WARNING),
        ],
    ),
    (INGESTS, [[ingest(stage="")], [ingest()]], [(INGEST, "ingest given to a stage", INFO)]),
    (
        INGESTS,
        [[ingest()], [ingest(stage=OTHER_STAGE)]],
        [(INGEST, "ingest given to a stage", INFO)],
    ),
    (REPLICAS, [[], [replica("ACTIVE")]], [(OTHER_STAGE, "replication began", GOOD)]),
    (
        REPLICAS,
        [[replica("ACTIVE")], [replica("STOPPED")]],
        [(OTHER_STAGE, "replication ended", INFO)],
    ),
    (
        REPLICAS,
        [[replica("STOPPED")], [replica("ACTIVE")]],
        [(OTHER_STAGE, "replication began", GOOD)],
    ),
    (REPLICAS, [[replica("ACTIVE")], [], []], [(OTHER_STAGE, "replication ended", INFO)]),
]
NO_NEWS: list[tuple[Topic, Sequence[Sequence[Record]]]] = [
    (RECORDINGS, [[recording("CREATE_FAILED")]] * 2),
    (INGESTS, [[ingest(stage="")], [ingest(stage=None)]]),
    (REPLICAS, [[], [replica("STOPPED")]]),
    (REPLICAS, [[replica("ACTIVE")], [replica("STOPPED")], [], []]),
]


@pytest.mark.parametrize(("about", "reads", "expected"), NEWS)
def test_news(
    about: Topic, reads: Sequence[Sequence[Record]], expected: list[tuple[str, str, Severity]]
) -> None:
    assert after(about, *reads) == expected


@pytest.mark.parametrize(("about", "reads"), NO_NEWS)
def test_no_news(about: Topic, reads: Sequence[Sequence[Record]]) -> None:
    assert after(about, *reads) == []


def test_what_was_deleted_keeps_its_name() -> None:
    watcher = Watcher(topic("channels"))
    watcher.read(ChannelSummary(arn=CHANNEL, name="news-main"))
    (deleted,) = [one for _ in range(3) for one in watcher.read()]
    assert (deleted.subject, deleted.name) == (CHANNEL, "news-main")


def test_a_participant_s_replica_names_whose_it_is_and_where() -> None:
    watcher = Watcher(REPLICAS)
    watcher.read()
    (began,) = watcher.read(replica("ACTIVE"))
    assert (began.key, began.detail) == (f"{OTHER_STAGE}|st-9", "of participant p")


def test_a_list_that_nobody_looked_at_for_an_hour_tells_what_changed_since() -> None:
    watcher = Watcher(RECORDINGS)
    watcher.read(recording("CREATING"))
    watcher.now += timedelta(hours=1)
    (found,) = watcher.read(recording("CREATE_FAILED"))
    assert (found.what, found.detail) == ("recording configuration failed", "was creating")
    assert found.at == watcher.now
