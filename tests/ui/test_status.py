"""What a screen always tells, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.engine.budget import OperationUsage
from ivs_tui.engine.snapshot import Snapshot, Usage
from ivs_tui.resources.spec import Cell, Look
from ivs_tui.ui import status
from tests.ui.monitor import NOW, snapshot, topic

LOOK = Look(NOW)


def words(cells: list[Cell]) -> str:
    return "".join(cell.text for cell in cells)


def test_the_budget_tells_the_busiest_operation() -> None:
    busy = OperationUsage("ListStreams", 12, 23, throttled=False)
    idle = OperationUsage("ListStages", 1, 23, throttled=False)
    assert words(status.budget(Usage((busy, idle), NOW), LOOK)) == "ListStreams 12/23 per 10s"
    assert status.budget(Usage(), LOOK) == []


def test_a_budget_that_was_told_long_ago_is_not_told_as_used_now() -> None:
    busy = OperationUsage("ListStreams", 12, 23, throttled=False)
    later = Look(NOW + timedelta(seconds=11))
    assert words(status.budget(Usage((busy,), NOW), later)) == "no request in 10s"


def test_while_polling_is_paused_no_next_try_is_promised() -> None:
    problem = Problem(kind=ProblemKind.SERVER, sentence="IVS error 500", attempt=1, retry_in=8.0)
    assert words(status.problem(problem, NOW, LOOK, paused=True)) == "✖ IVS error 500: paused"


def test_a_throttled_operation_is_told_with_its_own_numbers() -> None:
    busy = OperationUsage("ListStreams", 12, 23, throttled=False)
    slowed = OperationUsage("ListStages", 3, 23, throttled=True)
    assert words(status.budget(Usage((busy, slowed), NOW), LOOK)) == "throttled ListStages 3/23"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(10, ""), (11, "stale 10 s"), (47, "stale 40 s"), (200, "stale 3 min"), (4000, "stale 1h05m")],
)
def test_an_old_read_is_stale_after_twice_its_interval(seconds: int, told: str) -> None:
    one = snapshot(topic("streams"), [], last_complete_at=NOW - timedelta(seconds=seconds))
    said = [cell.text for cell in status.read_state(one, LOOK, paused=False)]
    assert (said[1:] or [""]) == [told]


def test_a_read_of_another_day_is_told_with_its_day() -> None:
    one = snapshot(topic("streams"), [], last_complete_at=NOW - timedelta(days=1), interval=0.0)
    assert words(status.read_state(one, LOOK, paused=False)) == "read 2026-11-20 14:03:05Z"


def test_what_was_never_read_is_not_called_old_or_empty() -> None:
    never = Snapshot(topic=topic("streams"))
    assert words(status.read_state(never, LOOK, paused=False)) == "… not read yet"


def test_a_clock_that_was_set_back_makes_no_try_later() -> None:
    problem = Problem(kind=ProblemKind.SERVER, sentence="IVS error 500", attempt=1, retry_in=8)
    told = words(status.problem(problem, NOW + timedelta(hours=1), LOOK))
    assert told == "✖ IVS error 500: 2nd try in 8 s"


@pytest.mark.parametrize(
    ("attempt", "told"), [(1, "2nd"), (2, "3rd"), (3, "4th"), (10, "11th"), (20, "21st")]
)
def test_the_next_try_counts_down_to_now(attempt: int, told: str) -> None:
    problem = Problem(
        kind=ProblemKind.SERVER, sentence="IVS error 500", attempt=attempt, retry_in=8.0
    )
    assert words(status.problem(problem, NOW, LOOK)) == f"✖ IVS error 500: {told} try in 8 s"
    late = Look(NOW + timedelta(seconds=30))
    assert words(status.problem(problem, NOW, late)).endswith(f"{told} try now")


def test_hostile_sentences_are_made_visible() -> None:
    problem = Problem(kind=ProblemKind.REFUSED, sentence="no\x1b[31m", advice="\u202edo")
    assert words(status.problem(problem, NOW, LOOK)).isprintable()


def test_the_use_of_the_budget_is_told_now_and_then_and_a_throttle_at_once() -> None:
    def used(seconds: float, *, throttled: bool = False) -> Usage:
        one = OperationUsage("ListStreams", int(seconds), 23, throttled=throttled)
        return Usage((one,), NOW + timedelta(seconds=seconds))

    assert status.is_news(Usage(), used(0))
    assert not status.is_news(used(0), used(1))
    assert status.is_news(used(0), used(5))
    assert status.is_news(used(0), used(1, throttled=True))
    assert status.is_news(used(0, throttled=True), used(1))
    assert status.is_news(used(60), used(0))
