"""Every kind and detail, walked: nothing it names is missing, and nothing it shows can break."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from rich.cells import cell_len

from ivs_tui.aws.records.base import Record
from ivs_tui.aws.records.realtime import ParticipantSummary
from ivs_tui.engine.gathering import Attempts, Failure, Searched
from ivs_tui.engine.query import QUERIES
from ivs_tui.engine.snapshot import Gone, Scope, Severity, Snapshot, Topic, Transition
from ivs_tui.resources import DETAILS, KINDS, jumps
from ivs_tui.resources.beside import KNOWN
from ivs_tui.resources.spec import Detail, Goal, Kind, Look, Presence, Subject

NOW = datetime(2026, 11, 21, 14, 3, 5, tzinfo=UTC)
SCOPE = Scope("p", "us-west-2")
LOOKS = (Look(NOW), Look(NOW, ascii_only=True))
FAILED = Attempts(
    participant_id="x", read_at=NOW, failures=(Failure(event="PUBLISH_ERROR", last=NOW),)
)
BARE: dict[str, Any] = {
    "errors": FAILED,
    "failing": FAILED,
    "found": Searched(
        stage_arn="x", session_id="x", participants=(ParticipantSummary(participant_id="x"),)
    ),
    "events": Transition(at=NOW, topic=Topic(SCOPE, "streams"), key="k", subject="s", what="w"),
}
KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
DETAIL = pytest.mark.parametrize("detail", DETAILS.values(), ids=DETAILS.keys())


def bare(record: type[Record]) -> Record:
    """An item that has its required members alone."""
    needed = [field.name for field in msgspec.structs.fields(record) if field.required]
    return record(**dict.fromkeys(needed, "x"))


def item_of(kind: Kind) -> Any:
    return BARE.get(kind.name) or bare(QUERIES[kind.query].operation.record)


def topic_of(query: str) -> Topic:
    needed = QUERIES[query].required if query in QUERIES else ()
    return Topic(SCOPE, query, tuple(sorted((name, "x") for name in needed)))


def snapshots(kind: Kind, item: Any) -> list[Snapshot]:
    """What a list may hold: nothing, an item, one that has gone."""
    about = topic_of(kind.query)
    held = [Snapshot(topic=about), Snapshot(topic=about, items=(item,), read_at=NOW, complete=True)]
    if kind.query in QUERIES:
        held.append(Snapshot(topic=about, gone=(Gone(item, NOW, confirmed=True),)))
    return held


@KIND
def test_a_kind_is_read_by_a_query_of_its_own_name(kind: Kind) -> None:
    assert kind.query in QUERIES or kind.name == "events"
    assert all(name in QUERIES for name in kind.joins)
    assert all(name in QUERIES or name in KNOWN for name in kind.knows)


@KIND
def test_every_cell_renders_for_an_item_with_only_the_required_members(kind: Kind) -> None:
    item = item_of(kind)
    for snapshot in snapshots(kind, item):
        for row in kind.merge(snapshot, {}):
            for look in LOOKS:
                for column in kind.columns:
                    cell = column.cell(row, look)
                    assert cell.text.isprintable()
                    assert cell_len(cell.text) >= 0
                    column.value(row)
                    if column.text:
                        assert isinstance(column.text(row), str)
            kind.order(row)
            assert isinstance(kind.identity(row), str)
            assert all(isinstance(value, str) for value in kind.offers(row).values())


@KIND
def test_enter_leads_to_something_that_exists_with_all_that_it_needs(kind: Kind) -> None:
    row, *_ = kind.merge(snapshots(kind, item_of(kind))[1], {})
    goal = kind.drill(row, topic_of(kind.query)) if kind.drill else None
    assert goal is not None
    if kind.name == "events":
        assert goal.target in DETAILS
    else:
        reaches(goal)


@KIND
def test_a_kind_that_needs_parameters_has_a_parent_that_offers_them(kind: Kind) -> None:
    needed = set(QUERIES[kind.query].required) if kind.query in QUERIES else set()
    offered: set[str] = set()
    step = kind
    while step.parent:
        step = KINDS[step.parent]
        row, *_ = step.merge(snapshots(step, full_of(step))[1], {})
        offered |= step.offers(row).keys()
    offered |= {name for name, other in kind.takes.items() if other in offered}
    assert needed <= offered


def reaches(goal: Goal) -> None:
    """A goal names a screen, and gives what that is read with."""
    target = DETAILS[goal.target].query if goal.target in DETAILS else KINDS[goal.target].query
    query = QUERIES[target]
    assert set(query.required) <= goal.parameters.keys() <= {*query.required, *query.optional}


def full(record: type[Record]) -> Record:
    """An item in which every text is an ARN or an id of some kind."""
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(record):
        if "arn" in field.name.split("_"):
            values[field.name] = ARNS.get(field.name, f"{ARN}:channel/x")
        elif field.type is str or field.type == str | None:
            values[field.name] = "SOURCE" if field.name == "replication_type" else "x"
    return record(**values)


def full_of(kind: Kind) -> Any:
    """An item of a kind that has all that it may have."""
    if kind.name in BARE or kind.query not in QUERIES:
        return item_of(kind)
    return full(QUERIES[kind.query].operation.record)


ARN = "arn:aws:ivs:us-west-2:123456789012"
ARNS = {
    "recording_configuration_arn": f"{ARN}:recording-configuration/x",
    "playback_restriction_policy_arn": f"{ARN}:playback-restriction-policy/x",
    "ad_configuration_arn": f"{ARN}:ad-configuration/x",
    "ingest_configuration_arn": f"{ARN}:ingest-configuration/x",
    "stage_arn": f"{ARN}:stage/x",
    "source_stage_arn": f"{ARN}:stage/x",
    "destination_stage_arn": f"{ARN}:stage/x",
}


@KIND
def test_every_step_aside_of_a_row_leads_to_a_screen(kind: Kind) -> None:
    row, *_ = kind.merge(snapshots(kind, full_of(kind))[1], {})
    for jump in kind.jumps(row, topic_of(kind.query)):
        reaches(jump.goal)
        assert len(jump.letter) == 1
        assert jump.label
    for read in kind.described(row, topic_of(kind.query)):
        assert set(QUERIES[read.query].required) == read.parameters.keys()
    examined = kind.examined(row, topic_of(kind.query)) if kind.examined else None
    if examined is not None:
        reaches(examined)


@DETAIL
def test_every_step_aside_of_a_detail_leads_to_a_screen(detail: Detail) -> None:
    record = full(QUERIES[detail.query].operation.record)
    about = topic_of(detail.query)
    subject = Subject(record, about, {detail.query: Snapshot(topic=about, items=(record,))})
    rows = [None, *detail.rows(subject)]
    for row in rows:
        for jump in detail.jumps(subject, row):
            reaches(jump.goal)
        goal = detail.drill(row, about) if row else None
        if goal is not None:
            reaches(goal)
    for read in detail.reads(about, record):
        assert set(QUERIES[read.query].required) == read.parameters.keys()


def test_what_an_arn_leads_to() -> None:
    assert jumps.goal_of(f"{ARN}:stage/x") == Goal("stage", {"arn": f"{ARN}:stage/x"})
    assert jumps.goal_of("arn:aws-cn:ivs:cn-north-1:1:channel/y") is not None
    for text in (None, "", "x", "arn:", "arn:aws:s3:::bucket", f"{ARN}:stream-key/x", "stage/x"):
        assert jumps.goal_of(text) is None


def test_names_aliases_and_digits_are_unique() -> None:
    words = [word for kind in KINDS.values() for word in (kind.name, kind.alias)]
    digits = [kind.digit for kind in KINDS.values() if kind.digit]
    assert len(set(words)) == len(words)
    assert len(set(digits)) == len(digits)


@KIND
def test_columns_that_stay_fit_into_the_narrowest_terminal(kind: Kind) -> None:
    stay = [column.width for column in kind.columns if not column.shed]
    assert sum(stay) + len(stay) - 1 <= 72
    ids = [column.id for column in kind.columns]
    assert len(set(ids)) == len(ids)


@DETAIL
def test_a_detail_renders_with_only_the_required_members(detail: Detail) -> None:
    record = bare(QUERIES[detail.query].operation.record)
    about = topic_of(detail.query)
    own = Snapshot(topic=about, items=(record,), read_at=NOW, complete=True)
    names = [*detail.joins, *(one.query for one in detail.reads(about, record))]
    joined = {name: Snapshot(topic=topic_of(name)) for name in names}
    for look in LOOKS:
        subject = Subject(record, about, {**joined, detail.query: own})
        for line in detail.facts(subject, look):
            assert line.cells
            assert all(cell.text.isprintable() for cell in line.cells)
        rows = detail.rows(subject)
        source = joined[detail.source] if detail.source else own
        assert rows or detail.notice(subject, source)
        for row in rows:
            assert all(column.cell(row, look).text.isprintable() for column in detail.columns)
            assert all(line.cells for line in detail.explain(row, look))
            detail.order(row)
        for under_cursor in (None, *rows):
            detail.jumps(subject, under_cursor)
    assert isinstance(detail.identity(about), str)


def test_severities_that_the_engine_tells_are_known_to_the_events_list() -> None:
    rows = [
        KINDS["events"].merge(
            Snapshot(
                topic=Topic(SCOPE, "events"),
                items=(msgspec.structs.replace(BARE["events"], severity=severity),),
            ),
            {},
        )[0]
        for severity in Severity
    ]
    what = next(column for column in KINDS["events"].columns if column.id == "what")
    ranks: list[Any] = [what.value(row) for row in rows]
    assert all(a < b for a, b in pairwise(sorted(ranks)))


def test_what_has_gone_is_marked_and_goes_last() -> None:
    kind = KINDS["streams"]
    query = QUERIES["streams"]
    live = query.operation.record(channel_arn="a", stream_id="1", health="HEALTHY")
    was = query.operation.record(channel_arn="b", stream_id="2", health="STARVING")
    snapshot = Snapshot(
        topic=topic_of("streams"), items=(live,), gone=(Gone(was, NOW, confirmed=True),)
    )
    rows = sorted(kind.merge(snapshot, {}), key=kind.order)
    assert [row.presence for row in rows] == [Presence.LISTED, Presence.ENDED]
    assert kind.columns[0].cell(rows[1], LOOKS[0]).text == "○ ended"
    assert kind.columns[0].cell(rows[1], LOOKS[1]).text == "o ended"
