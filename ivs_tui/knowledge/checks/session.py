"""A stream session: its encoder, its events, its start and end, its recording."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.knowledge.checks.checklist import Checklist
from ivs_tui.knowledge.checks.course import Course, course_of
from ivs_tui.knowledge.checks.duration import check_flapping, check_stream_age
from ivs_tui.knowledge.checks.events import check_events, check_starvation
from ivs_tui.knowledge.checks.ingest import check_ingest
from ivs_tui.knowledge.checks.recording import check_session_recording
from ivs_tui.knowledge.finding import Examination
from ivs_tui.knowledge.limits import LIMITS


def examine_session(
    session: ll.StreamSession,
    *,
    sessions: Sequence[ll.StreamSessionSummary] | None,
    now: datetime,
) -> Examination:
    """Examine one stream session; `sessions` are the channel's, None where nobody read them."""
    sheet = Checklist(now)
    course = course_of(session)
    if course.all:
        check_events(sheet, course)
        check_starvation(sheet, course)
        _check_start(sheet, course)
        check_session_recording(sheet, session, course, sessions)
    else:
        sheet.unchecked("events (starvation, start, limit breaches, recording)")
    check_ingest(sheet, session)
    check_insecure(sheet, session.channel)
    check_stream_age(sheet, course.started_at, course.ended_at)
    check_flapping(sheet, sessions, session.start_time or course.started_at)
    return sheet.examination()


def check_insecure(sheet: Checklist, channel: ll.ChannelSummary | None) -> None:
    """Whether unencrypted ingest is accepted."""
    if channel is None or channel.insecure_ingest is None:
        sheet.skip("insecure-ingest")
        return
    sheet.checked("insecure-ingest")
    if channel.insecure_ingest:
        sheet.found("insecure-ingest", f"insecureIngest true of {channel.arn}")


def _check_start(sheet: Checklist, course: Course) -> None:
    created, live = course.first("Session Created"), course.has("Stream Start")
    if not live and course.truncated:
        sheet.skip("not-started", "the oldest events are missing")
        return
    if not live and created is None:
        sheet.skip("not-started", "there is no Session Created with a time")
        return
    sheet.checked("not-started")
    if live or created is None:
        return
    waited = sheet.now - created
    if waited < timedelta(seconds=LIMITS.ours.start_seconds):
        return
    evidence = f"Session Created at {sheet.at(created)}, no Stream Start"
    if course.ended_at is None:
        sheet.found("not-started", evidence, since=sheet.at(created))
    else:
        sheet.found("never-started", f"{evidence}; end at {sheet.at(course.ended_at)}")
