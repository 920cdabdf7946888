"""Recording to S3: the state of its configuration, and whether it began."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.knowledge.checks.checklist import Checklist
from ivs_tui.knowledge.checks.course import Course
from ivs_tui.knowledge.checks.words import lasting, number
from ivs_tui.knowledge.limits import LIMITS

_BY_STATE = {
    "CREATE_FAILED": "recording-configuration-failed",
    "CREATING": "recording-configuration-creating",
}
_BEGUN = ("Recording Start", "Recording Start Failure", "Recording End", "Recording End Failure")


def check_configuration(sheet: Checklist, recording: ll.RecordingConfigurationSummary) -> None:
    """The state of the configuration."""
    state = recording.state or ""
    if state != "ACTIVE" and state not in _BY_STATE:
        sheet.skip_unknown("recording-configuration-failed", "state", state)
        return
    sheet.checked("recording-configuration-failed")
    if state in _BY_STATE:
        name = f"{recording.name}, " if recording.name else ""
        sheet.found(_BY_STATE[state], f"state {state} of {name}{recording.arn}")


def check_session_recording(
    sheet: Checklist,
    session: ll.StreamSession,
    course: Course,
    sessions: Sequence[ll.StreamSessionSummary] | None,
) -> None:
    """What the session's recording configuration promised, and whether it was kept."""
    recording, channel = session.recording_configuration, session.channel
    if recording is not None:
        check_configuration(sheet, recording)
    if recording is None and not (channel and channel.recording_configuration_arn):
        why = "none is configured" if channel else "the API does not say whether one is configured"
        sheet.unchecked("recording", why)
        return
    live_at = course.first("Stream Start")
    why = _cannot_tell(session, course, live_at, sessions)
    if why or live_at is None:
        sheet.skip("recording-not-started", why)
        return
    sheet.checked("recording-not-started")
    age = (course.ended_at or sheet.now) - live_at
    wait = timedelta(seconds=LIMITS.ours.recording_start_seconds)
    if age >= wait and not any(map(course.has, _BEGUN)):
        sheet.found(
            "recording-not-started",
            f"Stream Start at {sheet.at(live_at)}; no event Recording Start since",
            lasting=lasting(age),
        )


def _cannot_tell(
    session: ll.StreamSession,
    course: Course,
    live_at: datetime | None,
    sessions: Sequence[ll.StreamSessionSummary] | None,
) -> str:
    if course.truncated:
        return "the oldest events are missing"
    if live_at is None:
        return "there is no Stream Start"
    recording = session.recording_configuration
    window = number(recording.recording_reconnect_window_seconds if recording else None)
    if window and _follows(session, live_at, timedelta(seconds=window), sessions):
        return f"it may go on with the recording of the session before (window {window} s)"
    return ""


def _follows(
    session: ll.StreamSession,
    live_at: datetime,
    window: timedelta,
    sessions: Sequence[ll.StreamSessionSummary] | None,
) -> bool:
    """Whether another session ended within the reconnect window before, or nobody knows."""
    if sessions is None:
        return True
    ends = [one.end_time for one in sessions if one.stream_id != session.stream_id]
    # Start times are not precise to some seconds, so neither is the window here.
    slack = timedelta(seconds=LIMITS.ours.start_seconds)
    return any(end is not None and -slack <= live_at - end <= window + slack for end in ends)
