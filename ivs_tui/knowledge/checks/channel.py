"""A channel and its recording configuration, from their configuration and the list of sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.knowledge.checks import recording as recordings
from ivs_tui.knowledge.checks.checklist import Checklist
from ivs_tui.knowledge.checks.duration import NOT_READ, check_flapping, check_stream_age
from ivs_tui.knowledge.checks.session import check_insecure
from ivs_tui.knowledge.finding import Examination


def examine_channel(
    channel: ll.ChannelSummary,
    *,
    sessions: Sequence[ll.StreamSessionSummary] | None,
    recording: ll.RecordingConfigurationSummary | None,
    recording_read: bool,
    now: datetime,
) -> Examination:
    """Examine a channel; `recording_read` tells a configuration not read from one not there."""
    sheet = Checklist(now)
    check_insecure(sheet, channel)
    _check_recording(sheet, channel, recording, read=recording_read)
    check_flapping(sheet, sessions, now)
    _check_newest(sheet, sessions)
    return sheet.examination()


def examine_recording_configuration(
    recording: ll.RecordingConfigurationSummary,
) -> Examination:
    """Examine a recording configuration by its state."""
    sheet = Checklist()
    recordings.check_configuration(sheet, recording)
    return sheet.examination()


def _check_recording(
    sheet: Checklist,
    channel: ll.ChannelSummary,
    recording: ll.RecordingConfigurationSummary | None,
    *,
    read: bool,
) -> None:
    if recording is not None:
        recordings.check_configuration(sheet, recording)
    elif not channel.recording_configuration_arn:
        sheet.unchecked("recording", "none is configured")
    elif read:
        sheet.skip("recording-configuration-failed", "it is not among those that were read")
    else:
        sheet.skip("recording-configuration-failed", "it was not read")


def _check_newest(sheet: Checklist, sessions: Sequence[ll.StreamSessionSummary] | None) -> None:
    if sessions is None:
        sheet.skip("last-session-error", NOT_READ)
        return
    known = [(one.start_time, one) for one in sessions if one.start_time is not None]
    if not known:
        return
    started_at, newest = max(known, key=lambda pair: pair[0])
    if newest.end_time is None:
        check_stream_age(sheet, started_at, None)
    if newest.has_error_event is None:
        sheet.skip("last-session-error")
        return
    sheet.checked("last-session-error")
    if newest.has_error_event:
        sheet.found(
            "last-session-error",
            f"hasErrorEvent true of {newest.stream_id}, started at {sheet.at(started_at)}",
        )
