"""Sources one by one: what is in trouble first, and whether what is in front is true."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.engine.budget import OperationUsage
from ivs_tui.engine.snapshot import Gone, Usage
from ivs_tui.resources.filters import parse
from ivs_tui.resources.sources import KIND, sources
from ivs_tui.resources.spec import Look
from tests.ui.monitor import NOW, channel_arn, snapshot, stage, stream, topic

LOOK = Look(NOW)
STREAMS, STAGES = topic("streams"), topic("stages")
LONG_AGO = NOW - timedelta(minutes=3)
SESSION = topic("session", channelArn=channel_arn(1))
DENIED = Problem(
    kind=ProblemKind.DENIED,
    sentence="denied: ivs:ListStages",
    advice="add ivs:ListStages",
    attempt=2,
    retry_in=20.0,
)
USAGE = Usage((OperationUsage("ListStreams", 3, 23, throttled=False),), NOW)


def table(*read: Any, usage: Usage = USAGE, look: Look = LOOK) -> list[list[str]]:
    """The cells of each row, in the order in which they come up."""
    found = sources(((one, 5.0) for one in read), [STREAMS], usage, lambda arn: arn[-12:])
    rows = KIND.merge(snapshot(topic("sources"), found), {})
    return [
        [column.cell(row, look).text for column in KIND.columns]
        for row in sorted(rows, key=KIND.order)
    ]


def answer(*read: Any, look: Look = LOOK) -> str:
    found = sources(((one, 5.0) for one in read), [STREAMS], USAGE, str)
    (cell,) = KIND.answer({}, KIND.merge(snapshot(topic("sources"), found), {}), look)
    return cell.text


def test_trouble_comes_first_then_what_is_in_front() -> None:
    rows = table(
        snapshot(SESSION, []),
        snapshot(STREAMS, [stream(1), stream(2)], gone=(Gone(stream(3), NOW, confirmed=True),)),
        snapshot(STAGES, [stage(1)], error=DENIED, error_at=NOW),
    )
    assert [row[:2] for row in rows] == [
        ["✖ denied", "stages"],
        ["● complete", "streams"],
        ["● complete", "session of chan00000001"],
    ]
    assert rows[1][2:] == [
        *("14:03:05Z", "<10s", "5s", "2", "3/23", "ListStreams", "0", "1", ""),
    ]
    assert rows[0][-1] == "14:03:25Z"


def test_how_far_a_source_has_come() -> None:
    part = {"complete": False, "last_complete_at": None}
    unread = snapshot(STREAMS, [], read_at=None, **part)
    assert table(unread)[0][:3] == ["… not read yet", "streams", "-"]
    assert table(snapshot(STREAMS, [stream(1)], reading=300, **part))[0][0] == "◐ reading 300"
    # What was whole before stays whole while it is read anew.
    assert table(snapshot(STREAMS, [], complete=False, reading=9))[0][0] == "● complete"
    assert table(snapshot(STREAMS, [], unreadable=2))[0][0] == "▼ 2 unreadable"


def test_ages_do_not_tick_and_what_is_too_old_is_stale() -> None:
    whole = snapshot(STREAMS, [])
    told = [table(whole, look=Look(NOW + timedelta(seconds=age)))[0] for age in (0, 9, 14, 47, 200)]
    assert [(row[0], row[3]) for row in told] == [
        ("● complete", "<10s"),
        ("● complete", "<10s"),
        ("▼ stale", "10s"),
        ("▼ stale", "40s"),
        ("▼ stale", "3m"),
    ]
    # A list that takes a minute to be read is no older than it can be.
    slow = snapshot(STREAMS, [], interval=60.0)
    assert table(slow, look=Look(NOW + timedelta(seconds=90)))[0][0] == "● complete"


def test_a_throttled_operation_and_one_that_rests() -> None:
    held = Usage((OperationUsage("ListStreams", 23, 23, throttled=True),), NOW)
    assert table(snapshot(STREAMS, []), usage=held)[0][0] == "▼ throttled"
    later = Look(NOW + timedelta(seconds=10))
    assert table(snapshot(STREAMS, []), look=later)[0][6] == "0/23"
    assert table(snapshot(STAGES, []))[0][6] == "-"


def test_whether_what_is_in_front_is_true_in_one_line() -> None:
    whole, stages = snapshot(STREAMS, []), snapshot(STAGES, [])
    assert answer(whole, stages) == "● what is in front is complete, up to 10s old"
    unread = snapshot(STREAMS, [], read_at=None, last_complete_at=None, complete=False)
    assert answer(unread, stages) == "◐ what is in front is not complete: 1 of 1 still to be read"
    denied = snapshot(STAGES, [], error=DENIED, error_at=NOW)
    assert answer(whole, denied) == (
        "▼ 1 of 2 sources in trouble; what is in front is complete, up to 10s old"
    )
    assert answer() == "● what is in front is complete"


def test_a_source_in_trouble_says_all_of_it() -> None:
    found = sources(
        [(snapshot(STAGES, [stage(1)], error=DENIED, error_at=NOW), 30.0)], [], USAGE, str
    )
    (row,) = KIND.merge(snapshot(topic("sources"), found), {})
    assert KIND.explain is not None
    told = [
        " ".join((one.label, *(cell.text for cell in one.cells))) for one in KIND.explain(row, LOOK)
    ]
    assert told == [
        "source stages ListStages, every 30s beside it",
        "read 14:03:05Z, <10s ago 1 items in all",
        "trouble denied: ivs:ListStages: add ivs:ListStages try 3 at 14:03:25Z",
        "budget no request made yet",
    ]


def test_a_part_that_is_read_ahead_is_told_with_its_list() -> None:
    ahead = snapshot(topic("starving"), [])
    later = Look(NOW + timedelta(minutes=5))
    (row,) = table(ahead, look=later)
    assert row[:4] == ["● laid over", "starving", "-", "-"]
    denied = snapshot(topic("starving"), [], error=DENIED, error_at=NOW)
    assert table(denied)[0][0] == "✖ denied"


@pytest.mark.parametrize(
    ("typed", "passing"),
    [
        ("items>1", ["streams"]),
        ("10-s>=3", ["streams"]),
        ("age>1m", ["stages"]),
        ("every<10s", ["stages", "streams"]),
        ("next-try<1m", []),
        ("5.0", []),  # what is shown is 5s
    ],
)
def test_the_filter_compares_what_a_source_measures(typed: str, passing: list[str]) -> None:
    read = (
        snapshot(STREAMS, [stream(1), stream(2)]),
        snapshot(STAGES, [stage(1)], read_at=LONG_AGO, last_complete_at=LONG_AGO),
    )
    found = sources(((one, 5.0) for one in read), [], USAGE, str)
    chosen = parse(typed, KIND.columns)
    rows = KIND.merge(snapshot(topic("sources"), found), {})
    assert sorted(row.key.strip() for row in rows if chosen.passes(row, LOOK)) == passing
