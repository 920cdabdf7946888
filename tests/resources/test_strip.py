"""The strip above the home view: `resources/strip.py`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.records import realtime as rt
from ivs_tui.engine.gathering import InError, SessionInError
from ivs_tui.engine.last_events import LAST_EVENTS, LastEvent
from ivs_tui.engine.snapshot import Gone, Snapshot, Transition
from ivs_tui.resources.spec import Cell, Look, Tone
from ivs_tui.resources.strip import COUNTED, home
from ivs_tui.ui.board import Board
from tests.ui.monitor import NOW, SCOPE, channel_arn, snapshot, stage, stage_arn, stream, topic

LATER = NOW + timedelta(seconds=44)
ENDED = Problem(kind=ProblemKind.CREDENTIALS, sentence="credentials expired")
DENIED = Problem(kind=ProblemKind.DENIED, sentence="denied: ivs:ListCompositions")


def told(
    *read: Snapshot,
    happened: tuple[Transition, ...] = (),
    ascii_only: bool = False,
    width: int = 80,
) -> Any:
    """Both lines, 44 seconds after these reads."""
    lines = cells(*read, happened=happened, look=Look(LATER, ascii_only), width=width)
    return ["".join(cell.text for cell in line) for line in lines]


def cells(
    *read: Snapshot,
    happened: tuple[Transition, ...] = (),
    look: Look | None = None,
    width: int = 80,
) -> list[list[Cell]]:
    board = Board(SCOPE, NOW)
    for one in read:
        board.put(one)
    board.happened(happened)
    return home(board.joined(COUNTED), look or Look(LATER), width)


def mix(state: str, *destinations: str) -> rt.CompositionSummary:
    """A composition and where it goes."""
    return rt.CompositionSummary(
        arn=f"arn:{state}{destinations}",
        stage_arn=stage_arn(1),
        state=state,
        destinations=tuple(rt.DestinationSummary(id=one, state=one) for one in destinations),
    )


def test_before_anything_was_read_no_figure_is_told() -> None:
    assert told() == [
        " live …  viewers …",
        " active stages …  in error …  compositions …  events 0/h",
    ]


def test_what_was_read_is_counted_and_what_is_wrong_says_for_how_long() -> None:
    streams = [stream(1, health="STARVING"), stream(2), stream(3, health="ODD", viewers=-1)]
    first, second = told(
        snapshot(topic("streams"), streams),
        snapshot(topic("stages"), [stage(1), stage(2, active=False)]),
        snapshot(topic("compositions"), [mix("ACTIVE", "ACTIVE", "FAILED"), mix("ACTIVE")]),
    )
    assert first == (" live 3  ▼ 1 starving for 40s+  viewers 200+ ▁  ? 1 unknown  1 not counted")
    assert second == " active stages 1  in error …  compositions ✖ 1  events 0/h"


def test_where_the_events_say_since_when_it_starves_that_is_told() -> None:
    one = stream(1, health="STARVING")
    event = LastEvent(
        channel_arn=channel_arn(1),
        stream_id=one.stream_id,
        read_at=NOW,
        starving_since=NOW - timedelta(minutes=3),
    )
    first, _ = told(snapshot(topic("streams"), [one]), snapshot(topic(LAST_EVENTS), [event]))
    assert "▼ 1 starving for 3m  " in first


def test_of_several_that_starve_the_longest_is_told() -> None:
    starving = [stream(number, health="STARVING") for number in (1, 2)]
    assert "▼ 2 starving, longest 40s+  " in told(snapshot(topic("streams"), starving))[0]


def test_nothing_wrong_is_said_only_of_a_list_that_was_read_to_its_end() -> None:
    assert "none starving" in told(snapshot(topic("streams"), [stream(1)]))[0]
    half = snapshot(topic("streams"), [stream(1)], complete=False, last_complete_at=None)
    assert told(half)[0] == " live 1+  viewers …"


def test_a_list_that_may_not_be_read_says_so() -> None:
    refused = snapshot(topic("compositions"), [], read_at=None, last_complete_at=None, error=DENIED)
    stages = snapshot(topic("stages"), [], read_at=None, last_complete_at=None, error=ENDED)
    second = told(refused, stages)[1]
    assert second == " active stages no access  in error no access  compositions denied  events 0/h"


def test_a_destination_that_reconnects_is_no_failure_and_events_count_for_an_hour() -> None:
    def happening(minutes: int) -> Transition:
        at = NOW - timedelta(minutes=minutes)
        return Transition(at=at, topic=topic("streams"), key="", subject="", what="ended")

    _, second = told(
        snapshot(topic("compositions"), [mix("ACTIVE", "RECONNECTING")]),
        happened=(happening(90), happening(30), happening(1)),
    )
    assert "◐ 1 reconnecting" in second
    assert second.endswith("events 2/h")


def test_both_lines_fit_80_columns_in_a_large_account_and_any_terminal() -> None:
    streams = [
        stream(number, health="STARVING" if number % 20 == 0 else "HEALTHY", viewers=12_345)
        for number in range(1, 1_001)
    ]
    lines = told(
        snapshot(topic("streams"), streams),
        snapshot(topic("stages"), [stage(number) for number in range(500)]),
        snapshot(topic("compositions"), [mix("FAILED")] * 12),
        ascii_only=True,
    )
    assert all(len(line) <= 80 and line.isascii() for line in lines)


def test_of_nobody_read_it_is_not_known_who_is_in_error() -> None:
    session = stage(1).active_session_id or ""
    told_of = SessionInError(stage_arn=stage_arn(1), session_id=session)
    for one, said in (
        (told_of, "in error … (0 read)"),
        (msgspec.structs.replace(told_of, listed=True, participants=9), "in error … (0% read)"),
        (msgspec.structs.replace(told_of, listed=True), "in error 0  "),
    ):
        read = [snapshot(topic("stages"), [stage(1)]), snapshot(topic("errors"), [one])]
        assert said in told(*read)[1]


def test_a_stage_that_one_read_alone_has_missed_counts_as_its_row_says() -> None:
    wrong = InError(participant_id="ada", user_id="ada")
    held = [
        SessionInError(
            stage_arn=stage_arn(number),
            session_id=stage(number).active_session_id or "",
            listed=True,
            in_error=(wrong,),
        )
        for number in (1, 2, 3)
    ]
    gone = tuple(Gone(stage(number), NOW, confirmed=number == 3) for number in (2, 3))
    stages = snapshot(topic("stages"), [stage(1)], gone=gone)
    _, second = told(stages, snapshot(topic("errors"), held))
    assert second.startswith(" active stages 2  in error ✖ 2 ")


@pytest.mark.parametrize(
    ("active", "width", "said"),
    [
        (1, 80, "in error ✖ 2 (25% read)"),
        (1, 120, "participants in error ✖ 2 (3 of 12 read)"),
        (2, 80, "in error ✖ 2 (3 read)"),
        (2, 120, "participants in error ✖ 2 (3 of 12+ read)"),
    ],
)
def test_participants_in_error_are_those_of_whom_was_read(
    active: int, width: int, said: str
) -> None:
    wrong = tuple(InError(participant_id=user, user_id=user) for user in ("ada", "bea"))
    held = SessionInError(
        stage_arn=stage_arn(1),
        session_id=stage(1).active_session_id or "",
        listed=True,
        participants=12,
        read=3,
        in_error=wrong,
    )
    known = [
        snapshot(topic("stages"), [stage(number) for number in range(1, active + 1)]),
        snapshot(topic("errors"), [held]),
    ]
    assert said in told(*known, width=width)[1]


def test_what_cannot_be_read_any_more_says_so_and_lasts_no_longer() -> None:
    streams = snapshot(topic("streams"), [stream(1, health="STARVING")])
    refused = msgspec.structs.replace(streams, error=DENIED, error_at=LATER)
    mixes = snapshot(topic("compositions"), [mix("FAILED")], error=DENIED)
    first, second = told(streams, refused, mixes)
    assert first.startswith(" live 1 denied  ▼ 1 starving for <5s+")
    assert "compositions ✖ 1 denied" in second


def tones(*read: Snapshot) -> dict[str, Tone]:
    """How each figure looks, 44 seconds after these reads."""
    return {cell.text: cell.tone for line in cells(*read) for cell in line}


def test_that_nothing_is_wrong_is_green_while_it_is_fresh_and_unsaid_where_nobody_knows() -> None:
    def lists(**more: Any) -> list[Snapshot]:
        about = (("streams", [stream(1)]), ("compositions", [mix("ACTIVE")]))
        return [snapshot(topic(name), items, **more) for name, items in about]

    fresh, stale, denied = tones(*lists(interval=30.0)), tones(*lists()), lists(error=DENIED)
    assert (fresh["none starving"], fresh["none failed"]) == (Tone.GOOD, Tone.GOOD)
    assert (stale["none starving"], stale["none failed"]) == (Tone.DIM, Tone.DIM)
    assert Tone.GOOD not in tones(*denied).values()
    first, second = told(*denied)
    assert first.startswith(" live 1 denied  viewers")
    assert "compositions denied  " in second
