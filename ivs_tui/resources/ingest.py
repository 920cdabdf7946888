"""Ingest configurations: how encoders publish to stages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ivs_tui.aws.records.realtime import IngestConfiguration
from ivs_tui.engine.snapshot import Topic
from ivs_tui.knowledge.checks import examine_ingest_configuration
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, members, parts, states
from ivs_tui.resources.spec import (
    Cell,
    Goal,
    Jump,
    Kind,
    Line,
    Look,
    Parameters,
    Presence,
    Read,
    Row,
    Subject,
    Tone,
)


def _order(row: Row) -> Any:
    record = row.record
    ended = row.presence is Presence.ENDED
    return (ended, record.state != "ACTIVE", (record.name or "").casefold(), row.key)


def _offers(row: Row) -> Parameters:
    return {"stageArn": row.record.stage_arn} if row.record.stage_arn else {}


def _described(row: Row, _topic: Topic) -> Sequence[Read]:
    # The list has no tags, and who may not read stream keys may well be denied the whole of it.
    return [
        Read("ingest-configuration", {"arn": row.record.arn}),
        Read("realtime-tags", {"resourceArn": row.record.arn}),
    ]


KIND = Kind(
    name="ingest",
    alias="in",
    title="Ingest configurations",
    query="ingest",
    joins=("stages",),
    merge=parts.named_rows,
    order=_order,
    identity=lambda row: row.record.arn,
    offers=_offers,
    nothing="this account has no ingest configuration in this Region",
    drill=lambda row, _topic: Goal("ingest-configuration", {"arn": row.record.arn}),
    jumps=lambda row, _topic: jumps.to(row.record.stage_arn),
    described=_described,
    columns=(
        parts.life_column("state", "STATE", 10, lambda row: row.record.state, gone="deleted"),
        parts.name_column(width=18),
        parts.text_column("protocol", "PROTOCOL", 8, lambda row: row.record.ingest_protocol),
        parts.named_column("stage", "STAGE", 14, lambda row: row.record.stage_arn, shed=0, grow=2),
        parts.flag_column(
            "redundant", "REDUNDANT", 9, lambda row: row.record.redundant_ingest, shed=1
        ),
        parts.text_column("user", "USER", 14, lambda row: row.record.user_id, shed=2),
        parts.text_column(
            "participant", "PARTICIPANT", 12, lambda row: row.record.participant_id, shed=3
        ),
        parts.arn_column("id", "ID", lambda row: row.record.arn, shed=4),
    ),
)


def _facts(subject: Subject, look: Look) -> Sequence[Line]:
    one: IngestConfiguration = subject.record
    stage = subject.name_of(one.stage_arn)
    where = (
        Cell(f"to stage {fmt.text(stage, look).text}", Tone.STRONG)
        if one.stage_arn
        else Cell("no stage", Tone.WARNING)
    )
    encoders = {True: "redundant: two encoders", False: "one encoder", None: "-"}
    return [
        Line("state", (states.life(one.state, look), fmt.text(one.name, look, Tone.STRONG), where)),
        Line(
            "ingest",
            (
                fmt.text(one.ingest_protocol, look),
                Cell(encoders[one.redundant_ingest]),
                Cell(f"as participant {fmt.text(one.participant_id, look).text}"),
                Cell("stream keys are not shown", Tone.DIM),
            ),
        ),
    ]


def _leads(subject: Subject, _row: Row | None) -> Sequence[Jump]:
    one: IngestConfiguration = subject.record
    stages = {stage.arn: stage for stage in subject.read("stages") or ()}
    stage = stages.get(one.stage_arn or "")
    session = stage.active_session_id if stage else None
    # Of a redundant one the two encoders take part; its own id is what subscribers see of both.
    ids = [each.participant_id for each in one.redundant_ingest_credentials or ()]
    ids = ids if one.redundant_ingest else [one.participant_id]
    return [
        *jumps.to(one.stage_arn),
        *(
            jump
            for id_ in dict.fromkeys(ids)
            for jump in jumps.to_participant(f"participant {id_}", one.stage_arn, session, id_)
        ),
    ]


DETAIL = members.detail(
    "ingest-configuration",
    "Ingest configuration",
    _facts,
    joins=("stages",),
    jumps=_leads,
    examine=lambda subject, _now: examine_ingest_configuration(subject.record),
)
