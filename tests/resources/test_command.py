"""The command line that opens a view again: a shell takes it as it was meant."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ivs_tui.cli.commands import joined
from ivs_tui.cli.opening import parse
from ivs_tui.resources import DETAILS, KINDS
from ivs_tui.resources.command import over_lines, quoted, words
from ivs_tui.resources.opening import Opening, ViewState, path_to, required_parameters

ARN = "arn:aws:ivs:us-west-2:123456789012:channel/abcdefghijkl"
NASTY = [
    'it\'s "quoted" `id` $(id) $HOME !x \\',
    "*?[a-z]{1,2};&|<>#~",
    "日本語 äöü é",
    "x" * 200,
    "'" * 90,
    "-",
    " ",
]


def test_words_say_all_that_is_not_as_it_comes_up() -> None:
    state = ViewState(filter="age<2h", sort="-viewers", wide=True, columns=("a", "b"), row="k")
    opening = Opening("sessions", {"channelArn": ARN}, state)
    assert words(opening) == [
        *("sessions", "--with", f"channelArn={ARN}", "--filter", "age<2h", "--sort", "-viewers"),
        *("--columns", "a,b", "--wide", "--row", "k"),
    ]
    assert words(Opening("streams")) == ["streams"]
    demo = Opening("streams", {}, ViewState(problems=True), ("--seed", "3"))
    assert words(demo) == ["demo", "streams", "--seed", "3", "--problems"]


@pytest.mark.parametrize("width", [20, 60, 80, 200])
def test_a_shell_takes_all_lines_for_one_command(width: int) -> None:
    typed = ["echo", "--with", f"channelArn={ARN}", *NASTY]
    lines = over_lines(typed, width)
    assert all(cell_len(line) <= width for line in lines)
    for script in ("\n".join(lines), quoted(typed)):
        told = script.replace("echo", "printf '%s\\n'", 1)
        done = subprocess.run(["sh", "-c", told], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines() == typed[1:]


ANYTHING = st.text(
    st.one_of(st.sampled_from("'\"\\`$!-= *?~#;&|<>(){}[]%@:,"), st.characters()), max_size=40
).filter(str.isprintable)


@given(ANYTHING.filter(bool), ANYTHING, st.lists(ANYTHING, max_size=3), st.integers(20, 200))
def test_what_a_shell_hands_over_opens_the_same(
    stream: str, row: str, others: list[str], width: int
) -> None:
    asked = {"channelArn": ARN, "streamId": stream}
    state = ViewState(sort="-time", columns=("time", "event"), row=row)
    typed = [*words(Opening("session", asked, state)), *others]
    scripts = (quoted(typed), "\n".join(over_lines(typed, width)))
    told = "".join(f"printf '%s\\0' {script}\n" for script in scripts)
    done = subprocess.run(["bash", "-c", told], capture_output=True, check=True)
    assert done.stdout.decode().split("\0")[:-1] == typed * 2
    opened = parse(joined(typed[: len(typed) - len(others)]))
    assert (opened.target, opened.parameters, opened.state) == ("session", asked, state)


@pytest.mark.parametrize("target", [*KINDS, *DETAILS])
def test_a_path_leads_to_everything_from_a_list_of_all(target: str) -> None:
    asked = dict.fromkeys(required_parameters(target), "x")
    path = path_to(target, asked)
    assert not path[0].parameters
    assert path[0].target in KINDS
    assert path[-1].target == target


def test_a_path_leads_through_the_lists_above() -> None:
    stage = {"stageArn": "a", "sessionId": "s"}
    assert [goal.target for goal in path_to("participant", {**stage, "participantId": "p"})] == [
        *("stages", "stage-sessions", "participants", "participant")
    ]
    assert [goal.target for goal in path_to("session", {"channelArn": ARN})] == [
        *("streams", "session")
    ]
    # Nobody knows whose it is: that list from which to choose comes last.
    assert [goal.target for goal in path_to("participants", {})] == ["stages"]
    assert [goal.target for goal in path_to("channels", {"filterByName": "x"})] == [
        *("channels", "channels")
    ]
    whose = {"channelArn": ARN}
    assert [goal.target for goal in path_to("timeline", whose)] == ["streams", "timeline"]
    shown = {"sourceStageArn": "a", "participantId": "p"}
    assert [goal.target for goal in path_to("replicas", shown)] == ["stages", "replicas"]
