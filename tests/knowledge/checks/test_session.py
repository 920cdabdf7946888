"""What a session's events can and cannot prove."""

from __future__ import annotations

import msgspec
import pytest

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.knowledge.checks import examine_session
from ivs_tui.knowledge.finding import Examination, Finding
from tests.knowledge.checks import build
from tests.knowledge.checks.build import NOW, ago, event, session, summary


def one(found: Examination, id_: str) -> Finding:
    [only] = [each for each in found.findings if each.id == id_]
    return only


def ids(found: Examination) -> set[str]:
    return {each.id for each in found.findings}


def test_evidence_gives_event_and_time_in_utc() -> None:
    found = one(session(event("Starvation Start", 125)), "starving-now")
    assert found.evidence == "Starvation Start at 13:57:55Z without Starvation End"


def test_another_day_is_dated() -> None:
    long_ago = session(start_time=ago(hours=47))
    assert one(long_ago, "stream-near-48h").evidence == (
        "started at 2026-03-02 15:00:00Z; 1h00m are left"
    )


def test_event_says_what_it_means_and_how_often() -> None:
    found = one(
        session(event("Ingest Bitrate", 5), event("Ingest Bitrate", 65)), "limit-breach-bitrate"
    )
    assert found.evidence == (
        "Ingest Bitrate: 2 times, first at 13:58:55Z, last at 13:59:55Z. The bitrate is over the"
        " limit of the channel type; IVS has probably disconnected the stream."
    )


def test_code_gives_its_own_remedy_and_says_that_it_is_inferred() -> None:
    code = "InvalidMultitrackInputTrackCount"
    found = one(session(event("Session Ended", 20, code)), "session-refused")
    assert found.remedy.startswith("Let the encoder configure itself")
    assert found.source.endswith("(remedy inferred)")
    known = one(session(event("Session Ended", 20, "MultitrackInputRequired")), "session-refused")
    assert "inferred" not in known.source


@pytest.mark.parametrize(
    ("first", "second"),
    [("Starvation Start", "Starvation End"), ("Starvation End", "Starvation Start")],
)
def test_events_of_one_second_pair_whatever_their_order(first: str, second: str) -> None:
    both = session(event(first, 50), event(second, 50))
    assert one(both, "starved").title == "starved 1 time, 0s in all, longest 0s"
    goes_on = [event(first, 50), event(second, 50), event("Starvation Start", 90)]
    assert one(session(*goes_on), "starving-now").title == "starving now, since 13:59:10Z"
    assert one(session(*goes_on), "starved").title == "starved 1 time, 40s in all, longest 40s"


def test_starvation_that_lost_its_end_has_no_length() -> None:
    lost = session(
        event("Starvation End", 10), event("Starvation Start", 30), event("Starvation Start", 90)
    )
    found = one(lost, "starved")
    assert found.title == "starved 2 times, at least 20s in all, longest 20s"
    assert "1 of unknown length" in found.evidence


def test_starvation_before_the_known_events_is_counted() -> None:
    assert one(session(event("Starvation End", 10)), "starved").title == (
        "starved 1 time, unknown in all, longest unknown"
    )


def truncated(*, starts: bool) -> Examination:
    """500 events: starvations each second one, without or with the session's start."""
    names = ["Starvation End", "Starvation Start"] * 249
    rest = [event(name, 5 + number) for number, name in enumerate(names)]
    first = [event("Stream Start", 598), event("Session Created", 600)]
    return build.recorded(*rest, started=first if starts else [event("Starvation End", 598)] * 2)


def test_of_500_events_counts_are_at_least() -> None:
    found = truncated(starts=False)
    assert one(found, "starved").title.startswith(
        "starved at least 251 times, 4m09s in all, longest"
    )
    assert "only the newest 500 events are known" in one(found, "starved").evidence
    assert "events before 13:50:02Z: the API tells the newest 500 alone" in found.unchecked


def test_of_500_events_nothing_missing_is_taken_for_missing() -> None:
    found = truncated(starts=False)
    assert ids(found) == {"starved"}
    assert "Stream Start after Session Created: the oldest events are missing" in found.unchecked
    assert "recording started: the oldest events are missing" in found.unchecked


def test_end_that_a_takeover_followed_is_no_end() -> None:
    goes_on = session(
        event("Starvation Start", 20), event("Stream Takeover", 30), event("Session Ended", 31)
    )
    assert "starving-now" in ids(goes_on)


def test_starvation_after_the_end_did_not_cause_it() -> None:
    late = session(event("Starvation Start", 20), end_time=ago(30))
    assert ids(late) == set()


def test_first_session_of_the_flapping_hour_flaps_too() -> None:
    # Its summary may say a start some seconds after Session Created.
    of_the_hour = [summary(number, ago(593 - 100 * number)) for number in range(4)]
    found = session(sessions=of_the_hour, start_time=ago(593))
    assert one(found, "flapping").evidence.startswith(
        "4 sessions started from 13:50:07Z to 13:55:07Z"
    )


def test_sessions_not_read_are_said_to_be_so() -> None:
    assert (
        "sessions an hour: the channel's sessions were not read" in session(sessions=None).unchecked
    )


def test_recording_may_go_on_with_that_of_an_unread_session() -> None:
    assert "recording-not-started" not in ids(build.recorded(window=60, sessions=None))
    assert "recording-not-started" in ids(build.recorded(window=0, sessions=None))


def test_recording_is_expected_by_the_channel_alone() -> None:
    channel = build.channel_of("STANDARD", recording_configuration_arn="arn:recording")
    assert "recording-not-started" in ids(session(channel=channel))
    assert "recording: none is configured" in session().unchecked


def test_recording_failure_is_not_also_a_recording_not_started() -> None:
    assert ids(build.recorded(event("Recording Start Failure", 590))) == {"recording-start-failed"}


def test_deprecated_settings_stand_in() -> None:
    video = msgspec.structs.replace(build.VIDEO, target_bitrate=9_000_000, track=None)
    old = ll.StreamSession(
        stream_id="s",
        channel=build.CHANNEL,
        ingest_configuration=ll.IngestConfiguration(video=video, audio=build.AUDIO),
    )
    assert ids(examine_session(old, sessions=(), now=NOW)) == {"video-bitrate-over-limit"}
    several = msgspec.structs.replace(old, channel=build.MULTITRACK)
    found = examine_session(several, sessions=(), now=NOW)
    assert ids(found) == set()
    assert any("first of several tracks" in line for line in found.unchecked)


@pytest.mark.parametrize(
    ("type_", "why"),
    [
        ("PREMIUM", "channel type PREMIUM is not known to this version"),
        ("", "the API does not say the channel's type"),
        (None, "the API does not say the channel's type"),
    ],
)
def test_channel_type_that_is_not_known_has_no_limits(type_: str | None, why: str) -> None:
    channel = msgspec.structs.replace(build.CHANNEL, type=type_)
    found = build.of_video(channel, target_bitrate=99_000_000, video_width=7680)
    assert ids(found) == {"video-level"}
    assert f"video bitrate against the limit of the channel type: {why}" in found.unchecked


def test_limit_and_recommendation_are_not_both_told() -> None:
    found = build.of_video(target_bitrate=9_000_000, video_width=1280, video_height=720)
    assert ids(found) == {"video-bitrate-over-limit"}


def test_basic_channel_without_a_resolution_has_no_certain_limit() -> None:
    found = build.of_video(build.channel_of("BASIC"), target_bitrate=2_000_000, video_width=None)
    assert any(
        line.endswith("the limit depends on the resolution, not said") for line in found.unchecked
    )


def test_every_track_is_named() -> None:
    found = build.of_tracks({}, {"track": "Track1", "video_width": 2560, "target_bitrate": 1})
    assert "track Track1" in one(found, "video-resolution-over-limit").evidence


def test_strings_are_left_as_they_came_and_never_interpreted() -> None:
    found = one(session(event("Session Ended", 20, "{0}[/red]\x1b")), "event-code")
    assert found.title == "Session Ended: unknown code {0}[/red]\x1b"
    assert "with code {0}[/red]\x1b" in found.evidence


def test_event_without_a_time_counts_where_time_does_not_matter() -> None:
    found = session(ll.StreamEvent(name="Ingest Bitrate"), ll.StreamEvent(name="Starvation Start"))
    assert ids(found) == {"limit-breach-bitrate"}
    assert one(found, "limit-breach-bitrate").evidence.startswith(
        "Ingest Bitrate: at an unknown time."
    )
    assert "time of 2 events: the API does not say" in found.unchecked


def test_unknown_events_are_named() -> None:
    assert (
        "event Stream Paused: not known to this version"
        in session(event("Stream Paused", 5)).unchecked
    )
