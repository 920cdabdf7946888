"""No record breaks an examination, a clean one has nothing, and the worst comes first."""

from __future__ import annotations

import types
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.aws.records import realtime as rt
from ivs_tui.knowledge.checks import (
    CATALOGUE,
    examine_channel,
    examine_composition,
    examine_ingest_configuration,
    examine_participant,
    examine_recording_configuration,
    examine_session,
    examine_stage,
)
from ivs_tui.knowledge.explain import SEVERITIES
from ivs_tui.knowledge.finding import Examination
from tests.knowledge.checks import build
from tests.knowledge.checks.build import NOW

WORDS = (
    "",
    "[/red]{0}{x}%s\x1b[31m",
    "A" * 300,
    *("STANDARD", "BASIC", "ADVANCED_SD", "ADVANCED_HD", "REQUIRE", "ALLOW", "SD", "FULL_HD"),
    *("avc1.4D402A", "avc1.7A001E", "hvc1.1.6.L123.B0", "mp4a.40.2", "opus", "Lavf60", "avc1"),
    *("ACTIVE", "CREATE_FAILED", "CREATING", "STARTING", "RECONNECTING", "FAILED", "STOPPED"),
    *("CONNECTED", "DISCONNECTED", "REPLICA", "SOURCE", "RTMP", "WHIP", "Baseline", "4.2"),
    *("Session Created", "Stream Start", "Session Ended", "Stream End", "Stream Takeover"),
    *(
        "Starvation Start",
        "Starvation End",
        "Ingest Bitrate",
        "Recording Start",
        "IVS Limit Breach",
    ),
    *("StreamTakeoverLimitBreached", "MultitrackInputRequired", "Stream Takeover Failure"),
    *("JOINED", "LEFT", "PUBLISH_STARTED", "PUBLISH_STOPPED", "PUBLISH_ERROR", "B_FRAME_PRESENT"),
)
NUMBERS = st.sampled_from(
    [
        -1,
        0,
        1,
        24,
        30,
        60,
        61,
        480,
        852,
        1080,
        1920,
        96_000,
        1_600_000,
        9_000_000,
        2**31 - 1,
        10**400,
    ]
)
TIMES = st.one_of(
    st.integers(0, 200_000).map(build.ago),
    st.datetimes(timezones=st.just(UTC)),
    st.sampled_from([NOW, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]),
)
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: st.one_of(st.sampled_from(WORDS), st.text(max_size=20)),
    int: NUMBERS,
    float: NUMBERS.map(float),
    bool: st.booleans(),
    datetime: TIMES,
}


def records(kind: Any) -> st.SearchStrategy[Any]:
    """Any record of the kind, with any of its members missing."""
    return st.builds(kind, **{name: values(of) for name, of in get_type_hints(kind).items()})


def values(of: Any) -> st.SearchStrategy[Any]:
    if of in SCALARS:
        return SCALARS[of]
    if get_origin(of) in {Union, types.UnionType}:
        return st.one_of(*(values(each) for each in get_args(of)))
    if of is type(None):
        return st.none()
    if get_origin(of) is tuple:
        return st.lists(values(get_args(of)[0]), max_size=6).map(tuple)
    if get_origin(of) is dict:
        return st.just({})
    assert issubclass(of, msgspec.Struct)
    return records(of)


def lists(kind: type[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.lists(records(kind), max_size=14)


def is_sound(found: Examination) -> None:
    grades = [SEVERITIES.index(one.severity) for one in found.findings]
    assert grades == sorted(grades, reverse=True)
    for one in found.findings:
        assert one.id in CATALOGUE
        assert 0 < len(one.title) <= 200
        assert one.evidence
        assert CATALOGUE[one.id].checked in found.checked
    assert len(set(found.checked)) == len(found.checked)
    assert len(set(found.unchecked)) == len(found.unchecked)


many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(records(ll.StreamSession), lists(ll.StreamSessionSummary))
def test_no_session_breaks_it(session: ll.StreamSession, sessions: Any) -> None:
    is_sound(examine_session(session, sessions=sessions, now=NOW))


@many
@given(
    records(ll.Channel),
    lists(ll.StreamSessionSummary),
    st.none() | records(ll.RecordingConfigurationSummary),
    st.booleans(),
)
def test_no_channel_breaks_it(channel: Any, sessions: Any, recording: Any, read: bool) -> None:
    is_sound(
        examine_channel(
            channel, sessions=sessions, recording=recording, recording_read=read, now=NOW
        )
    )


@many
@given(records(rt.StageSummary), lists(rt.ParticipantSummary))
def test_no_stage_breaks_it(stage: rt.StageSummary, participants: Any) -> None:
    is_sound(examine_stage(stage, participants=participants, now=NOW))


@many
@given(records(rt.Participant), lists(rt.Event))
def test_no_participant_breaks_it(participant: rt.Participant, events: Any) -> None:
    is_sound(examine_participant(participant, events, now=NOW))


@many
@given(st.one_of(records(rt.Composition), records(rt.CompositionSummary)))
def test_no_composition_breaks_it(composition: rt.CompositionSummary) -> None:
    is_sound(examine_composition(composition, now=NOW))


@many
@given(records(rt.IngestConfigurationSummary), records(ll.RecordingConfigurationSummary))
def test_no_configuration_breaks_it(ingest: Any, recording: Any) -> None:
    is_sound(examine_ingest_configuration(ingest))
    is_sound(examine_recording_configuration(recording))


BARE: list[Callable[[], Examination]] = [
    lambda: examine_session(ll.StreamSession(stream_id="s"), sessions=None, now=NOW),
    lambda: examine_channel(
        ll.Channel(arn="c"), sessions=None, recording=None, recording_read=False, now=NOW
    ),
    lambda: examine_recording_configuration(ll.RecordingConfigurationSummary(arn="r")),
    lambda: examine_stage(rt.StageSummary(arn="s"), participants=None, now=NOW),
    lambda: examine_participant(rt.Participant(participant_id="p"), None, now=NOW),
    lambda: examine_composition(rt.CompositionSummary(arn="c"), now=NOW),
    lambda: examine_ingest_configuration(rt.IngestConfigurationSummary(arn="i")),
]


@pytest.mark.parametrize("examine", BARE)
def test_what_is_not_said_is_not_found_but_named(examine: Callable[[], Examination]) -> None:
    found = examine()
    assert found.findings == ()
    assert found.unchecked
    assert all(": " in line for line in found.unchecked)


CLEAN: dict[str, Callable[[], Examination]] = {
    "session": lambda: build.recorded(build.event("Recording Start", 590)),
    "multitrack session": lambda: build.of_tracks(
        {}, {"video_width": 1280, "video_height": 720, "target_bitrate": 3_000_000}
    ),
    "channel": build.channel,
    "recording configuration": lambda: build.recording("ACTIVE"),
    "stage": lambda: build.stage(build.person(1), build.person(2)),
    "participant": lambda: build.participant(build.happened("PUBLISH_STARTED", 5)),
    "composition": lambda: build.composition("ACTIVE", "ACTIVE"),
    "ingest configuration": build.ingest_configuration,
}


@pytest.mark.parametrize("what", CLEAN)
def test_nothing_is_found_on_a_clean_one_and_it_says_what_was_checked(what: str) -> None:
    found = CLEAN[what]()
    assert found.findings == ()
    assert found.checked


def test_a_clean_session_leaves_nothing_unchecked() -> None:
    found = build.recorded(build.event("Recording Start", 590))
    assert found.unchecked == ()
    assert "video bitrate against the limit of the channel type" in found.checked
    assert "unclosed Starvation Start" in found.checked
    assert "recording started" in found.checked


def test_the_worst_comes_first() -> None:
    found = build.session(
        build.event("Ingest Bitrate", 5),
        build.event("Starvation Start", 9),
        video=[msgspec.structs.replace(build.VIDEO, codec="avc1.64002A")],
        channel=build.channel_of("STANDARD", insecure_ingest=True),
    )
    assert [one.severity for one in found.findings] == ["critical", "error", "warning", "info"]
