"""Questions about stages, people, compositions, and all that happened."""

from __future__ import annotations

import re

import pytest

from tests.terminal.questions.desk import Desk, beside_home, of

pytestmark = pytest.mark.xdist_group("questions")


def test_8_who_is_on_stage_now_and_who_publishes(desk: Desk) -> None:
    with desk.question() as asked:
        desk.press("3", until=lambda: desk.terminal.opened("stages"))
        desk.press("enter", until=lambda: desk.terminal.opened("stage-sessions"))
        desk.press("enter", until=lambda: desk.terminal.opened("participants"))
        desk.terminal.wait_for(lambda: re.match(r"● connected ada \S+ now ", desk.row("ada")))
        assert re.match(r"● connected 8842 \S+ never B_FRAME_PRESENT", desk.row("8842"))
        assert "1/5" in desk.terminal.line(1)
    assert sorted(operation for operation, _ in beside_home(asked)) == [
        *("ListParticipants", "ListStageSessions")
    ]


def test_9_why_can_this_user_not_publish(desk: Desk) -> None:
    with desk.question() as asked:
        desk.press("/8842", "enter", until=lambda: desk.terminal.opened("found"))
        desk.terminal.wait_for("searched 1 of 1 active stage session")
        desk.press("enter", until=lambda: desk.terminal.opened("participant"))
        desk.terminal.wait_for("✖ PUBLISH_ERROR B_FRAME_PRESENT")
    # One for the session that is searched, and both of whoever was found in it.
    assert sorted(operation for operation, _ in beside_home(asked)) == [
        *("GetParticipant", "ListParticipantEvents", "ListParticipants")
    ]


def test_10_all_errors_of_this_stage_session(desk: Desk) -> None:
    with desk.question() as asked:
        desk.press("3", until=lambda: desk.terminal.opened("stages"))
        desk.press("E", until="5 of 5 read")
        rows = [" ".join(line.split()) for line in desk.terminal.rows]
        for group, first in (
            ("error B_FRAME_PRESENT", 2),
            ("error BITRATE_EXCEEDED", 1),
            ("sdk 1.14.1", 2),
            ("os iOS 17", 2),
            ("os Android 17", 1),
            ("isp Vodafone", 2),
            ("isp Orange S.A.", 1),
        ):
            assert any(row.startswith(f"{group} {first} ") for row in rows), desk.terminal.text
    # Who is there, and both of each.
    assert len(of(asked, "ListParticipants")) <= 1
    assert len(beside_home(asked)) <= 1 + 2 * 5


def test_11_does_the_composition_reach_its_destination(desk: Desk) -> None:
    with desk.question() as asked:
        assert "compositions ✖ 1" in desk.terminal.text
        desk.press("4", until=lambda: desk.terminal.opened("compositions"))
        assert re.match(r"● active green-room .*✖ failed", desk.row("green-room"))
    assert beside_home(asked) == []
    assert len(of(asked, "ListCompositions")) <= 1


def test_12_what_happened_in_the_last_hour_everywhere(desk: Desk) -> None:
    desk.terminal.go_home()
    desk.change("annex", health="STARVING")
    desk.terminal.wait_for(lambda: desk.row("annex").startswith("▼ starving "))
    with desk.question() as asked:
        desk.press("5", until=lambda: desk.terminal.opened("events"))
        desk.read(r"\d\dZ +▼ starving +annex ")
    assert beside_home(asked) == []
    desk.change("annex", health="HEALTHY")


def test_13_where_is_user_8842(desk: Desk) -> None:
    with desk.question() as asked:
        desk.press(":find 8842", "enter", until=lambda: desk.terminal.opened("found"))
        desk.terminal.wait_for("searched 1 of 1 active stage session")
        assert re.match(r"participant 8842 \S+ green-room ", desk.row("8842"))
        assert "Not searched: ended sessions" in desk.terminal.text
    (one,) = beside_home(asked)
    assert one[0] == "ListParticipants"
    assert one[1]["filterByUserId"] == "8842"


def test_13_where_is_this_stream_id(desk: Desk) -> None:
    with desk.question() as asked:
        desk.press(f":find {desk.stream_id('arena')}", "enter", until=" arena ")
    assert len(beside_home(asked)) <= 1


def test_13_where_is_this_arn(desk: Desk) -> None:
    with desk.question() as asked:
        desk.press(f":find {desk.channels['arena']}", "enter", until="channel arena")
        desk.terminal.wait_for(lambda: desk.terminal.opened("channel"))
    assert of(asked, "ListParticipants") == []
