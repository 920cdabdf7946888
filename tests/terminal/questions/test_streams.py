"""Questions about streams, each with the keys and requests that it may cost."""

from __future__ import annotations

import re

import pytest

from tests.terminal.questions.desk import HOME, Desk, beside_home, of

pytestmark = pytest.mark.xdist_group("questions")


def test_1_which_streams_starve_now_and_for_how_long(desk: Desk) -> None:
    with desk.question() as asked:
        assert re.match(r"▼ starving 1\dm arena 9,000 ", desk.row("arena"))
        assert re.search(r"▼ 1 starving for 1\dm ", desk.terminal.text)
        assert "arena" in desk.terminal.rows[1]
        desk.press("!", until="problems only: 2 of 6")
        assert [row.split()[1] for row in desk.terminal.rows[:2]] == ["absent", "starving"]
        assert "lobby" not in desk.terminal.text
    assert beside_home(asked) == []


@pytest.mark.parametrize("key", ["x", "enter"])
def test_2_why_does_this_one_starve(desk: Desk, key: str) -> None:
    with desk.question("arena") as asked:
        desk.press(key, until="✖ starving now, since")
        if key == "x":
            desk.terminal.wait_for("At the encoder: lower the bitrate")
            assert "without Starvation End" in desk.terminal.text
        else:
            desk.terminal.wait_for("Too little upload bandwidth")
    assert [operation for operation, _ in beside_home(asked)] in ([], ["GetStreamSession"])


def test_3_what_changed_in_its_ingest_since_the_last_session(desk: Desk) -> None:
    with desk.question("arena") as asked:
        desk.press("=", until="members that differ")
        desk.read(r"video\.targetBitrate +6\.00 Mbps +2\.50 Mbps")
        desk.read(r"video\.videoHeight +1080 px +720 px")
        desk.read(r"video\.targetFramerate +30 fps +60 fps")
        assert "audio.codec" not in desk.terminal.text
    assert 2 <= len(beside_home(asked)) <= 3


def test_4_did_it_restart_in_the_last_hour_and_does_it_flap(desk: Desk) -> None:
    with desk.question("flapper") as asked:
        assert "▼4" in desk.row("flapper")
        desk.press("t", until="4 sessions started in the last hour: flapping")
        assert desk.terminal.text.count("● session started") == 4
    assert [operation for operation, _ in beside_home(asked)] == ["ListStreamSessions"]


def test_6_is_it_recorded_and_where_to(desk: Desk) -> None:
    with desk.question("arena") as asked:
        assert " ● on" in desk.row("arena")
        assert " no" in desk.row("lobby")
        desk.press("enter", until="s3://example-compliance")
    assert len(beside_home(asked)) <= 1


def test_7_did_viewers_drop_here_or_everywhere(desk: Desk) -> None:
    desk.terminal.go_home()
    desk.terminal.wait_for(lambda: desk.row("lobby").split()[4:5] == ["0"])
    with desk.question() as asked:
        desk.change("lobby", viewerCount=1_200)
        desk.terminal.wait_for(lambda: " lobby 1,200 −800 " in desk.row("lobby"))
        assert re.search(r" arena 9,000 0 [▁▂▃▄▅▆▇█]+ ", desk.row("arena"))
        assert re.search(r" lobby 1,200 −800 [▁▂▃▄▅▆▇█]+ ", desk.row("lobby"))
        assert re.search(r"viewers 1\d,\d\d\d [▁▂▃▄▅▆▇█]+ −800", desk.terminal.text)
    assert beside_home(asked) == []
    desk.change("lobby", viewerCount=2_000)


def test_18_what_should_be_live_and_is_not(desk: Desk) -> None:
    with desk.question() as asked:
        assert re.match(r"✖ absent \S+ morning-show ", " ".join(desk.terminal.rows[0].split()))
        assert "✖ 1 absent" in desk.terminal.text
    assert beside_home(asked) == []


def test_5_why_did_the_last_session_end(desk: Desk) -> None:
    desk.terminal.go_home()
    desk.control.change(end={"channelArn": desk.channels["shop"]})
    desk.terminal.wait_for(lambda: desk.row("shop").startswith("○ ended "))
    with desk.question("shop") as asked:
        desk.press("enter", until="Session Ended")
        desk.terminal.wait_for("Ingest Bitrate")
        assert re.search(r"findings +✖ .*bitrate", desk.terminal.text, re.IGNORECASE)
    assert len(beside_home(asked)) <= 1


def test_19_the_same_in_another_region(desk: Desk) -> None:
    with desk.question() as asked:
        desk.press(":region eu-west-1", "enter", until=" default eu-west-1  streams ")
        desk.terminal.wait_for(lambda: re.match(r"▼ starving \S+ arena ", desk.row("arena")))
        desk.terminal.wait_for("in error ✖ 3")
        desk.terminal.wait_for("events at most")
    view = HOME | {"GetStreamSession", "ListParticipants", "ListParticipantEvents"}
    assert {operation for operation, _ in asked} <= view
    assert len(of(asked, "GetStreamSession")) <= 5
    desk.press(":region us-west-2", "enter", until=" default us-west-2  streams ")
    desk.terminal.wait_for("events at most")
