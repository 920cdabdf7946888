"""A stage: who is on it, how encoders reach it, how it is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from ivs_tui.aws.records.realtime import Stage
from ivs_tui.engine.snapshot import Topic
from ivs_tui.knowledge.checks import examine_stage
from ivs_tui.knowledge.finding import Examination
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, members
from ivs_tui.resources.spec import Cell, Jump, Line, Look, Mark, Read, Row, Subject, Tone


def _reads(topic: Topic, stage: Stage | None) -> Sequence[Read]:
    if stage is None or not stage.active_session_id:
        return ()
    asked = {"stageArn": topic.get("arn") or "", "sessionId": stage.active_session_id}
    return [Read("participants", asked, 2.0)]


def _facts(subject: Subject, look: Look) -> Sequence[Line]:
    stage: Stage = subject.record
    return [
        Line("state", (*_state(stage, look), fmt.text(stage.name, look, Tone.STRONG))),
        *_people(subject),
        Line("endpoints", tuple(_endpoints(stage, look))),
        Line("recording", tuple(_recording(subject, look))),
    ]


def _state(stage: Stage, look: Look) -> Iterable[Cell]:
    if not stage.active_session_id:
        yield fmt.marked(Mark.OFF, "inactive", Tone.DIM, look)
        return
    yield fmt.marked(Mark.GOOD, "active", Tone.GOOD, look)
    yield Cell(f"session {fmt.text(stage.active_session_id, look).text}")


def _people(subject: Subject) -> Iterable[Line]:
    if not subject.record.active_session_id:
        return
    people = subject.read("participants")
    if people is None:
        yield Line("people", (Cell("not read yet", Tone.DIM),))
        return
    there = [one for one in people if one.state == "CONNECTED"]
    ever = sum(1 for one in there if one.published)
    yield Line(
        "people",
        (
            Cell(f"{len(there):,} connected", Tone.STRONG),
            Cell(f"{ever:,} of them published at some time"),
            Cell(f"{len(people) - len(there):,} have left", Tone.DIM),
        ),
    )


def _endpoints(stage: Stage, look: Look) -> Iterable[Cell]:
    found = stage.endpoints
    # WHIP alone does not say by its scheme what it is.
    told = {"WHIP ": found.whip, "": found.rtmps} if found else {}
    known = [f"{name}{fmt.text(url, look).text}" for name, url in told.items() if url]
    yield from map(Cell, known)
    if not known:
        yield Cell("the API does not say", Tone.DIM)


def _recording(subject: Subject, look: Look) -> Iterable[Cell]:
    recording = subject.record.auto_participant_recording_configuration
    if recording is None or not recording.storage_configuration_arn:
        yield Cell("participants are not recorded by themselves", Tone.DIM)
        return
    storage = subject.name_of(recording.storage_configuration_arn)
    yield Cell(f"each publisher to {fmt.text(storage, look).text}")
    yield fmt.text(" ".join(recording.media_types or ()), look)


def _leads(subject: Subject, _row: Row | None) -> Sequence[Jump]:
    stage: Stage = subject.record
    recording = stage.auto_participant_recording_configuration
    return [
        *jumps.of_stage(stage.arn, stage.active_session_id),
        *jumps.to(recording.storage_configuration_arn if recording else None),
    ]


def _examine(subject: Subject, now: datetime) -> Examination:
    people = subject.read("participants") if subject.record.active_session_id else ()
    return examine_stage(subject.record, participants=people, now=now)


DETAIL = members.detail("stage", "Stage", _facts, reads=_reads, jumps=_leads, examine=_examine)
