"""Marks on rows that have just changed: who has one, which, for how long, and what they cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ivs_tui.engine.commands import Happened
from ivs_tui.engine.snapshot import Severity, Transition
from ivs_tui.resources import KINDS
from ivs_tui.resources.spec import Cell, Look, Tone
from ivs_tui.ui.board import Board
from ivs_tui.ui.freshness import FRESH, MOST, Freshness
from ivs_tui.ui.screens.listing import ListScreen
from tests.ui.monitor import (
    NOW,
    SCOPE,
    Desk,
    channel,
    channel_arn,
    open_desk,
    snapshot,
    stream,
    topic,
)

LOOK = Look(NOW)
STREAMS = topic("streams")


class Steady:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def happening(number: int, what: str, severity: Severity, **more: Any) -> Transition:
    """Something that happened to a stream."""
    facts: dict[str, Any] = {
        "at": NOW,
        "topic": STREAMS,
        "key": STREAMS.query.key_of(stream(number)),
        "subject": channel_arn(number),
        "what": what,
        "severity": severity,
    }
    return Transition(**(facts | more))


STARVED = happening(1, "starving", Severity.WARNING)
RECOVERED = happening(1, "recovered", Severity.GOOD)
NAMES = (STARVED.topic.name, STARVED.key)


@pytest.mark.parametrize(
    ("severity", "marks"),
    [
        (Severity.GOOD, ("↑", "+")),
        (Severity.WARNING, ("↓", "-")),
        (Severity.ERROR, ("!", "!")),
        (Severity.INFO, ("›", ">")),
    ],
)
def test_each_severity_has_its_mark(severity: Severity, marks: tuple[str, str]) -> None:
    fresh = Freshness(Steady())
    fresh.add([happening(1, "x", severity)])
    told = [fresh.mark([NAMES], Look(NOW, ascii_only)).text for ascii_only in (False, True)]
    assert tuple(told) == marks


def test_a_mark_fades_whatever_the_wall_clock_says() -> None:
    steady = Steady()
    fresh = Freshness(steady)
    fresh.add([STARVED])
    later = Look(NOW - timedelta(days=1))
    assert fresh.mark([NAMES], later) == Cell("↓", Tone.WARNING)
    assert fresh.fades_in() == FRESH
    steady.now += FRESH
    assert fresh.mark([NAMES], LOOK) == Cell(" ")
    assert fresh.fades_in() is None


def test_of_one_report_the_worst_counts_and_of_two_the_newer() -> None:
    steady = Steady()
    fresh = Freshness(steady)
    fresh.add([STARVED, RECOVERED])
    assert fresh.mark([NAMES], LOOK).text == "↓"
    steady.now += 1
    fresh.add([RECOVERED])
    assert fresh.mark([NAMES], LOOK).text == "↑"
    steady.now += FRESH - 1
    assert fresh.mark([NAMES], LOOK).text == "↑"


def test_a_burst_is_bounded() -> None:
    fresh = Freshness(Steady())
    for start in (0, MOST):
        fresh.add(happening(number, "x", Severity.INFO) for number in range(start, start + MOST))
    assert fresh.mark([channel_arn(0)], LOOK) == Cell(" ")
    assert fresh.mark([channel_arn(2 * MOST - 1)], LOOK).text == "›"


async def _settled(desk: Desk, steady: Steady) -> None:
    """Two streams that were there at the start, and a clock at hand."""
    desk.app.desk.board = Board(SCOPE, NOW, steady)
    await desk.say(
        snapshot(topic("names"), [channel(number) for number in (1, 2, 3)]),
        snapshot(STREAMS, [stream(1), stream(2)]),
    )


def _sides(desk: Desk) -> dict[str, str]:
    lines = [line for line in desk.lines if "channel-" in line]
    return {word: line[0] for line in lines for word in line.split() if "channel-" in word}


async def test_changed_and_new_rows_are_marked_and_fade() -> None:
    steady = Steady()
    async with open_desk() as desk:
        await _settled(desk, steady)
        assert _sides(desk) == {"channel-1": " ", "channel-2": " "}
        came = happening(3, "went live", Severity.GOOD)
        streams = [stream(1, health="STARVING"), stream(2), stream(3)]
        await desk.say(snapshot(STREAMS, streams), Happened((STARVED, came)))
        assert _sides(desk) == {"channel-1": "↓", "channel-2": " ", "channel-3": "↑"}
        await desk.press("d")
        steady.now += FRESH
        desk.app.draw_marks()
        await desk.press("escape")
        assert set(_sides(desk).values()) == {" "}


async def test_what_stands_for_a_resource_is_marked_too() -> None:
    async with open_desk("channels") as desk:
        await _settled(desk, Steady())
        await desk.say(snapshot(topic("channels"), [channel(1), channel(2)]))
        await desk.say(Happened((STARVED,)))
        assert _sides(desk) == {"channel-1": "↓", "channel-2": " "}


async def test_an_event_that_comes_in_is_marked_and_no_older_one_of_its_resource() -> None:
    steady = Steady()
    async with open_desk("events", ascii_only=True) as desk:
        await _settled(desk, steady)
        await desk.say(Happened((STARVED,)))
        steady.now += FRESH
        await desk.say(Happened((RECOVERED,)))
        marked = [line[0] for line in desk.lines if "channel-1" in line]
        assert marked == ["+", " "]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_no_list_loses_a_column_that_it_must_show_to_the_marks(kind: Any) -> None:
    needed = [column.width for column in kind.columns if column.shed == 0]
    assert sum(needed) + len(needed) <= 80
    assert ListScreen(kind, topic(kind.query)).table.column_layout.columns == kind.columns
