"""The course of sessions: for each finding a case that has it and the nearest that has not."""

from __future__ import annotations

from ivs_tui.aws.records import lowlatency as ll
from tests.knowledge.checks import build
from tests.knowledge.checks.build import (
    Case,
    ago,
    event,
    recorded,
    recording,
    session,
    summaries,
    summary,
)

STARVATION = [event("Starvation End", 100), event("Starvation Start", 160)]
LONG = (event("Stream Start", 47 * 3600),)
COURSE = [
    Case(
        "starving-now",
        session(event("Starvation Start", 65), *STARVATION),
        session(*STARVATION),
        "starving now, since 13:58:55Z",
    ),
    Case(
        "starving-now",
        session(event("Starvation Start", 125)),
        session(event("Starvation Start", 125), end_time=ago(90)),
        "starving now, since 13:57:55Z",
    ),
    Case(
        "ended-starving",
        session(event("Starvation Start", 125), end_time=ago(90)),
        session(event("Starvation End", 100), event("Starvation Start", 125), end_time=ago(90)),
        "ended 35s into a starvation: likely for lack of data",
    ),
    Case(
        "ended-starving",
        session(event("Session Ended", 94), event("Starvation Start", 125)),
        session(event("Stream Takeover", 94), event("Starvation Start", 125)),
        "ended 31s into a starvation: likely for lack of data",
    ),
    Case(
        "starved",
        session(event("Starvation End", 10), event("Starvation Start", 13), *STARVATION),
        session(event("Starvation Start", 13)),
        "starved 2 times, 1m03s in all, longest 1m00s",
    ),
    Case(
        "not-started",
        session(started=[event("Session Created", 45)]),
        session(started=[event("Session Created", 25)]),
        "created at 13:59:15Z, and still not live",
    ),
    Case(
        "not-started",
        session(started=[event("Session Created", 45)]),
        session(started=[event("Stream Start", 40), event("Session Created", 45)]),
        "created at 13:59:15Z, and still not live",
    ),
    Case(
        "never-started",
        session(event("Session Ended", 590), started=[event("Session Created", 600)]),
        session(event("Session Ended", 590)),
        "the session ended without ever going live",
    ),
    *(
        Case(
            id_,
            session(event(name, 20), event(name, 30)),
            session(event(name.lower(), 20), event(name.lower(), 30)),
            title,
        )
        for id_, name, title in [
            ("limit-breach-bitrate", "Ingest Bitrate", "limit breach: ingest bitrate, 2 times"),
            (
                "limit-breach-resolution",
                "Ingest Resolution",
                "limit breach: ingest resolution, 2 times",
            ),
            (
                "limit-breach-broadcasts",
                "Concurrent Broadcasts",
                "limit breach: concurrent streams, 2 times",
            ),
            (
                "limit-breach-viewers",
                "Concurrent Viewers",
                "limit breach: concurrent views, 2 times",
            ),
            (
                "stream-failure",
                "Stream Failure",
                "Stream Failure: IVS could not process the stream, 2 times",
            ),
            (
                "recording-start-failed",
                "Recording Start Failure",
                "Recording Start Failure: live, but not recorded, 2 times",
            ),
            (
                "recording-end-failed",
                "Recording End Failure",
                "Recording End Failure: it ended with errors, 2 times",
            ),
        ]
    ),
    Case(
        "takeover-failed",
        session(event("Stream Takeover Failure", 20, "StreamTakeoverMediaMismatch")),
        session(event("Stream Takeover", 20)),
        "takeover rejected: StreamTakeoverMediaMismatch",
    ),
    Case(
        "takeovers-near-limit",
        session(*[event("Stream Takeover", 20 + number) for number in range(90)]),
        session(*[event("Stream Takeover", 20 + number) for number in range(89)]),
        "90 takeovers; a stream may have 100 by default",
    ),
    Case(
        "session-refused",
        session(event("Session Ended", 20, "InvalidMultitrackInputVideoTrackMediaProperties")),
        session(event("Session Ended", 20)),
        "ended: InvalidMultitrackInputVideoTrackMediaProperties",
    ),
    Case(
        "event-code",
        session(event("Session Ended", 20, "SomethingNew")),
        session(event("Session Ended", 20, "MultitrackInputRequired")),
        "Session Ended: unknown code SomethingNew",
    ),
    Case(
        "stream-near-48h",
        session(started=LONG, start_time=ago(hours=46)),
        session(start_time=ago(hours=45.9)),
        "live for 47h00m; IVS ends a stream at 48 h",
    ),
    Case(
        "stream-near-48h",
        build.channel([summary(1, ago(hours=46))]),
        build.channel([summary(1, ago(hours=46), ago(60))]),
        "live for 46h00m; IVS ends a stream at 48 h",
    ),
    Case(
        "ended-at-48h",
        session(start_time=ago(hours=49), end_time=ago(hours=1)),
        session(start_time=ago(hours=49), end_time=ago(hours=1.2)),
        "ended after 48h00m: likely by the limit of 48 h",
    ),
    Case(
        "flapping",
        session(sessions=[summary(1, ago(600)), *summaries(20, 40, 69)]),
        session(sessions=[summary(1, ago(600)), *summaries(20, 40, 71)]),
        "flapping: 4 sessions started within an hour",
    ),
    Case(
        "flapping",
        build.channel(summaries(5, 20, 40, 59)),
        build.channel(summaries(5, 20, 40, 61)),
        "flapping: 4 sessions started within an hour",
    ),
    Case(
        "last-session-error",
        build.channel(
            [ll.StreamSessionSummary(stream_id="st-1", start_time=ago(60), has_error_event=True)]
        ),
        build.channel(
            [
                ll.StreamSessionSummary(stream_id="st-1", start_time=ago(9), has_error_event=False),
                ll.StreamSessionSummary(stream_id="st-2", start_time=ago(60), has_error_event=True),
            ]
        ),
        "the newest session has an error event",
    ),
    Case(
        "recording-not-started",
        recorded(),
        recorded(event("Recording Start", 590)),
        "no Recording Start 9m53s after Stream Start",
    ),
    Case(
        "recording-not-started",
        recorded(window=60),
        recorded(window=60, sessions=[summary(2, ago(1800), ago(630))]),
        "no Recording Start 9m53s after Stream Start",
    ),
    Case(
        "recording-not-started",
        recorded(started=[event("Stream Start", 60), event("Session Created", 66)]),
        recorded(started=[event("Stream Start", 59), event("Session Created", 66)]),
        "no Recording Start 1m00s after Stream Start",
    ),
    Case(
        "recording-configuration-failed",
        recorded(state="CREATE_FAILED"),
        recorded(state="NEW"),
        "the recording configuration is CREATE_FAILED",
    ),
    Case(
        "recording-configuration-failed",
        recording("CREATE_FAILED"),
        recording("ACTIVE"),
        "the recording configuration is CREATE_FAILED",
    ),
    Case(
        "recording-configuration-creating",
        build.channel(recording=ll.RecordingConfigurationSummary(arn="r", state="CREATING")),
        build.channel(recording=ll.RecordingConfigurationSummary(arn="r", state="ACTIVE")),
        "the recording configuration is not ready yet: CREATING",
    ),
]
