"""What participants, their events and compositions prove."""

from __future__ import annotations

from ivs_tui.aws.records import realtime as rt
from ivs_tui.knowledge.checks import examine_participant, examine_stage
from tests.knowledge.checks import build
from tests.knowledge.checks.build import NOW, ago, happened, person


def test_error_gives_times_meaning_cause_and_whether_it_worked_later() -> None:
    found = build.participant(
        happened("PUBLISH_STARTED", 3),
        *[happened("PUBLISH_ERROR", each, "B_FRAME_PRESENT") for each in (5, 9)],
    )
    [error] = found.findings
    assert error.evidence == (
        "2 times, first at 13:51:00Z, last at 13:55:00Z. An attempt to publish failed. The video"
        " has B-frames; IVS disconnects such a publisher. Likely cause: An encoder not set for"
        " real time: B-frames are on by default in x264 and NVENC. It worked at 13:57:00Z."
    )
    assert error.remedy.startswith("Set B-frames to 0")


def test_each_code_is_its_own_finding() -> None:
    found = build.participant(
        happened("PUBLISH_ERROR", 5, "B_FRAME_PRESENT"),
        happened("PUBLISH_ERROR", 6, "SOMETHING_NEW"),
    )
    assert sorted(one.title for one in found.findings) == [
        "PUBLISH_ERROR B_FRAME_PRESENT",
        "PUBLISH_ERROR SOMETHING_NEW",
    ]


def test_events_of_one_second_begin_before_they_end() -> None:
    started, stopped = happened("PUBLISH_STARTED", 1400), happened("PUBLISH_STOPPED", 1400)
    for events in ([started, stopped], [stopped, started]):
        assert build.participant(*events).findings == ()


def test_redundant_ingest_outlives_24_h() -> None:
    old = {"first_join_time": ago(hours=23), "ingest_configuration_arn": "arn:ingest"}
    assert build.participant(redundant_ingest=True, **old).findings == ()
    pair = [person(number, redundant_ingest=True, **old) for number in (1, 2)]
    assert build.stage(*pair).findings == ()


def test_redundant_ingest_is_told_by_its_configuration() -> None:
    pairs = [
        person(number, redundant_ingest=True, ingest_configuration_arn=f"arn:{number % 2}")
        for number in (1, 2, 3)
    ]
    [found] = build.stage(*pairs).findings
    assert found.evidence == "connected by arn:0: user-2 (p-2) alone; participants of it: 1"


def test_stage_counts_replicas_and_says_what_is_inferred() -> None:
    people = [
        person(number, replication_type="REPLICA" if number < 2 else "NONE") for number in range(13)
    ]
    [found] = build.stage(*people).findings
    assert found.title == "13 publishers connected; a stage takes 12"
    assert found.evidence == (
        "13 connected participants have published in this session, 2 of them replicas;"
        " whether they publish now is inferred"
    )


def test_what_was_not_read_is_said() -> None:
    stage = rt.StageSummary(arn="arn:stage", active_session_id="ss")
    assert examine_stage(stage, participants=None, now=NOW).unchecked == (
        "participants: they were not read",
    )
    found = examine_participant(person(), None, now=NOW)
    assert (
        "failed attempts to join, publish and subscribe: the participant's events were not read"
        in found.unchecked
    )


def test_destination_is_named_by_name_by_channel_or_by_id() -> None:
    to_channel = rt.ChannelDestinationConfiguration(channel_arn="arn:aws:ivs:x:1:channel/AbC")
    named = rt.DestinationConfiguration(name="main", channel=to_channel)
    destinations = tuple(
        rt.Destination(id="d", state="FAILED", configuration=configuration)
        for configuration in (
            named,
            rt.DestinationConfiguration(channel=to_channel),
            rt.DestinationConfiguration(s3=rt.S3DestinationConfiguration()),
            None,
        )
    )
    found = build.composition(destinations=destinations)
    assert [one.title for one in found.findings] == [
        "destination failed: main",
        "destination failed: channel AbC",
        "destination failed: S3",
        "destination failed: d",
    ]


def test_summary_of_a_composition_is_enough() -> None:
    [found] = build.composition("RECONNECTING").findings
    assert found.evidence == "state RECONNECTING of d-1, started at an unknown time"
