"""Compositions: which run, where they go, and which lost a destination; those gone stay listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ivs_tui.aws.records.realtime import Composition, Destination
from ivs_tui.knowledge.checks import examine_composition
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, members, parts, problems, states
from ivs_tui.resources.spec import (
    Cell,
    Column,
    Goal,
    Jump,
    Kind,
    Line,
    Look,
    Presence,
    Row,
    Subject,
    Tone,
)


def _worst(row: Row) -> int:
    states_of = [one.state for one in row.record.destinations or ()]
    return min((states.life_rank(state) for state in states_of), default=states.life_rank(None))


def _destinations(row: Row, look: Look) -> Cell:
    """All of them in one cell, told by the one that needs a person first."""
    found = sorted((one.state for one in row.record.destinations or ()), key=states.life_rank)
    if not found:
        return fmt.UNSAID
    cells = [states.life(state, look) for state in found]
    return Cell(" ".join(cell.text for cell in cells), cells[0].tone)


def _words(row: Row) -> str:
    return " ".join((one.state or "").lower() for one in row.record.destinations or ())


def _order(row: Row) -> Any:
    record = row.record
    ended = row.presence is Presence.ENDED
    rank = min(states.life_rank(record.state), _worst(row))
    over = states.life_rank(record.state) >= states.life_rank("STOPPED")
    return (ended, over, rank, parts.newest_first(record.start_time), row.key)


def _jumps(row: Row, _topic: object) -> Sequence[Jump]:
    return jumps.to(row.record.stage_arn)


KIND = Kind(
    name="compositions",
    alias="co",
    title="Compositions",
    query="compositions",
    joins=("stages",),
    merge=parts.named_rows,
    order=_order,
    identity=lambda row: row.record.arn,
    problem=problems.of_composition,
    offers=lambda row: {"stageArn": row.record.stage_arn} if row.record.stage_arn else {},
    nothing="no composition runs, nor ended in the last five minutes",
    digit="4",
    drill=lambda row, _topic: Goal("composition", {"arn": row.record.arn}),
    jumps=_jumps,
    columns=(
        parts.life_column("state", "STATE", 12, lambda row: row.record.state, gone="gone"),
        parts.named_column("stage", "STAGE", 18, lambda row: row.record.stage_arn, shed=0, grow=2),
        Column(
            id="destinations",
            title="DESTINATIONS",
            width=24,
            value=_worst,
            cell=_destinations,
            text=_words,
            grow=1,
        ),
        parts.lasted_column(shed=1),
        parts.time_column("start", "START", lambda row: row.record.start_time, shed=3),
        parts.time_column("end", "END", lambda row: row.record.end_time, shed=2),
        *parts.identity_columns(shed=4),
    ),
)


def _facts(subject: Subject, look: Look) -> Sequence[Line]:
    composition: Composition = subject.record
    began = fmt.near_time(composition.start_time, look.now)
    ended = fmt.near_time(composition.end_time, look.now)
    stage = subject.name_of(composition.stage_arn)
    return [
        Line(
            "state",
            (
                states.life(composition.state, look),
                Cell(f"from {began} to {ended}" if composition.end_time else f"since {began}"),
                Cell(f"of stage {fmt.text(stage, look).text}", Tone.STRONG),
            ),
        ),
        *(_destination(one, subject, look) for one in composition.destinations or ()),
        Line("layout", (_layout(composition, look),)),
    ]


def _destination(one: Destination, subject: Subject, look: Look) -> Line:
    said = [states.life(one.state, look)]
    configuration = one.configuration
    if configuration and configuration.name:
        said.append(fmt.text(configuration.name, look, Tone.STRONG))
    if configuration and configuration.channel:
        channel = subject.name_of(configuration.channel.channel_arn)
        said.append(Cell(f"channel {fmt.text(channel, look).text}"))
    if configuration and configuration.s3:
        storage = subject.name_of(configuration.s3.storage_configuration_arn)
        said.append(Cell(f"storage {fmt.text(storage, look).text}"))
    if one.detail and one.detail.s3 and one.detail.s3.recording_prefix:
        said.append(fmt.text(one.detail.s3.recording_prefix, look, Tone.DIM))
    if one.end_time:
        said.append(Cell(f"ended {fmt.near_time(one.end_time, look.now)}"))
    return Line("destination", tuple(said))


def _layout(composition: Composition, look: Look) -> Cell:
    layout = composition.layout
    kind = "pip" if layout and layout.pip else "grid" if layout and layout.grid else None
    return fmt.text(kind, look)


def _leads(subject: Subject, _row: Row | None) -> Sequence[Jump]:
    composition: Composition = subject.record
    configurations = [one.configuration for one in composition.destinations or ()]
    channels = [one.channel for one in configurations if one and one.channel]
    buckets = [one.s3 for one in configurations if one and one.s3]
    return [
        *jumps.to(composition.stage_arn),
        *jumps.to(*(one.channel_arn for one in channels)),
        *jumps.to(*(one.storage_configuration_arn for one in buckets)),
        *jumps.to(
            *(one.encoder_configuration_arn for one in channels),
            *(arn for one in buckets for arn in one.encoder_configuration_arns or ()),
        ),
    ]


DETAIL = replace(
    members.detail(
        "composition",
        "Composition",
        _facts,
        joins=("stages", "names", "storages", "encoders"),
        jumps=_leads,
        examine=lambda subject, now: examine_composition(subject.record, now=now),
    ),
    remembered="compositions",
)
