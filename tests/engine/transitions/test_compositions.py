"""What is news of compositions and their destinations, and what is told only once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from ivs_tui.aws.records.realtime import CompositionSummary, DestinationSummary
from ivs_tui.engine.snapshot import Severity, Topic
from tests.engine.transitions.test_transitions import Watcher, after
from tests.support import STAGE, START, topic

ALL = topic("compositions")
OF_STAGE = topic("compositions", filterByStageArn=STAGE)
ARN = STAGE.replace(":stage/", ":composition/")
GOOD, INFO, WARNING, ERROR = Severity.GOOD, Severity.INFO, Severity.WARNING, Severity.ERROR


def composition(state: str | None, *destinations: str | None) -> CompositionSummary:
    """A composition in this state, and its destinations `d-0`, `d-1` … in theirs."""
    held = tuple(DestinationSummary(id=f"d-{n}", state=one) for n, one in enumerate(destinations))
    over = START + timedelta(minutes=7) if state in {"FAILED", "STOPPED"} else None
    return CompositionSummary(
        arn=ARN,
        stage_arn=STAGE,
        state=state,
        destinations=held,
        start_time=START - timedelta(minutes=9),
        end_time=over,
    )


Reads = Sequence[Sequence[CompositionSummary]]
STARTED = ("composition started", GOOD)
NEWS: list[tuple[Reads, list[tuple[str, Severity]]]] = [
    ([[], [composition("STARTING", "STARTING")]], [STARTED]),
    ([[], [composition("ACTIVE", "ACTIVE")]], [STARTED]),
    (
        [[], [composition("FAILED", "FAILED")]],
        [STARTED, ("composition failed", ERROR), ("destination failed", ERROR)],
    ),
    (
        [[], [composition("ACTIVE", "RECONNECTING")]],
        [STARTED, ("destination reconnecting", WARNING)],
    ),
    (
        [[composition("STARTING", "STARTING")], [composition("ACTIVE", "ACTIVE")]],
        [("composition active", GOOD)],
    ),
    (
        [
            [composition("ACTIVE", "ACTIVE", "STARTING")],
            [composition("ACTIVE", "ACTIVE", "ACTIVE")],
        ],
        [("destination active", GOOD)],
    ),
    (
        [[composition("ACTIVE", "ACTIVE")], [composition("ACTIVE", "RECONNECTING")]],
        [("destination reconnecting", WARNING)],
    ),
    (
        [[composition("ACTIVE", "RECONNECTING")], [composition("ACTIVE", "ACTIVE")]],
        [("destination recovered", GOOD)],
    ),
    (
        [
            [composition("ACTIVE", "RECONNECTING", "ACTIVE")],
            [composition("ACTIVE", "FAILED", "ACTIVE")],
        ],
        [("destination failed", ERROR)],
    ),
    (
        [[composition("ACTIVE", "ACTIVE")], [composition("FAILED", "FAILED")]],
        [("composition failed", ERROR), ("destination failed", ERROR)],
    ),
    (
        [[composition("ACTIVE", "ACTIVE")], [composition("STOPPING", "STOPPING")]],
        [("composition stopping", INFO)],
    ),
    (
        [[composition("ACTIVE", "ACTIVE")], [composition("STOPPED", "STOPPED")]],
        [("composition stopped", INFO)],
    ),
    (
        [[composition("ACTIVE", "ACTIVE", "ACTIVE")], [composition("ACTIVE", "STOPPED", "ACTIVE")]],
        [("destination stopped", INFO)],
    ),
    ([[composition("ACTIVE")], [composition("ASLEEP")]], [("composition asleep", INFO)]),
    ([[composition("ACTIVE")], [composition(None)]], [("composition state not said", INFO)]),
    ([[composition("STOPPED", "STOPPED")], [], []], [("composition gone", INFO)]),
    ([[composition("ACTIVE", "ACTIVE")], [], [], [composition("ACTIVE", "ACTIVE")]], [STARTED]),
]
NO_NEWS: list[Reads] = [
    [[composition("FAILED", "FAILED")]],
    [[composition("ACTIVE", "RECONNECTING")]] * 2,
    [[composition("STOPPED")], []],
    [[composition("STOPPED")], [], [composition("STOPPED")]],
    [[composition("STOPPED")], [], [], []],
]


@pytest.mark.parametrize("about", [ALL, OF_STAGE], ids=["all", "of a stage"])
@pytest.mark.parametrize(("reads", "expected"), NEWS)
def test_news(about: Topic, reads: Reads, expected: list[tuple[str, Severity]]) -> None:
    # Of a composition its stage never changes: who leaves that filter has gone.
    found = after(about, *reads)
    assert sorted((what, severity) for _, what, severity in found) == sorted(expected)
    assert {subject for subject, _, _ in found} == {ARN}


@pytest.mark.parametrize("reads", NO_NEWS)
def test_no_news(reads: Reads) -> None:
    assert after(ALL, *reads) == []


def test_which_destination_and_what_it_was_before() -> None:
    watcher = Watcher(ALL)
    watcher.read(composition("ACTIVE", "ACTIVE", "ACTIVE"))
    (found,) = watcher.read(composition("ACTIVE", "ACTIVE", "RECONNECTING"))
    assert found.detail == "destination d-1, was active"
    assert (found.at, found.observed) == (watcher.now, True)
    (gone,) = [one for _ in range(3) for one in watcher.read()]
    assert (gone.what, gone.detail) == ("composition gone", "last seen active")


def test_destinations_without_an_id_are_told_apart_by_their_place() -> None:
    def unnamed(*states: str) -> CompositionSummary:
        held = tuple(DestinationSummary(state=state) for state in states)
        return CompositionSummary(arn=ARN, state="ACTIVE", destinations=held)

    watcher = Watcher(ALL)
    watcher.read(unnamed("ACTIVE", "ACTIVE"))
    (found,) = watcher.read(unnamed("ACTIVE", "FAILED"))
    assert found.detail == "destination number 2, was active"


def test_beginning_and_end_have_the_time_that_the_api_gives() -> None:
    watcher = Watcher(ALL)
    watcher.read()
    (began,) = watcher.read(composition("ACTIVE", "ACTIVE"))
    assert (began.at, began.observed) == (START - timedelta(minutes=9), False)
    watcher.now += timedelta(hours=1)
    (ended,) = watcher.read(composition("STOPPED", "STOPPED"))
    assert (ended.at, ended.observed) == (START + timedelta(minutes=7), False)


def test_what_vanished_is_told_once_however_long_it_is_remembered() -> None:
    watcher = Watcher(ALL)
    watcher.read(composition("ACTIVE"))
    told = []
    for _ in range(50):
        watcher.now += timedelta(minutes=10)
        told += [one.what for one in watcher.read()]
    assert told == ["composition gone"]
