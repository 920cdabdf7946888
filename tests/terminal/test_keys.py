"""What the keys do, as a user sees it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest

from tests.sim.support import Control, simulate
from tests.terminal.support import Terminal, monitor

pytestmark = pytest.mark.xdist_group("keys")


@pytest.fixture(scope="module")
def control() -> Iterator[Control]:
    """An account whose clock stands still."""
    with simulate(scenario="calm") as control:
        control.change(pause=True)
        yield control


@pytest.fixture(scope="module")
def running(control: Control) -> Iterator[Terminal]:
    """A monitor of that account, for all."""
    with monitor(control) as terminal:
        terminal.wait_for("news-main")
        yield terminal


@pytest.fixture
def terminal(running: Terminal) -> Terminal:
    """The streams of that account, named, as they are at the start."""
    running.resize(80, 24)
    running.go_home()
    running.raw = b""
    return running


def names(terminal: Terminal) -> list[str]:
    """The second column of the rows in sight."""
    words = [line.split() for line in terminal.rows]
    return [row[2] for row in words if len(row) > 2]


def type_command(terminal: Terminal, text: str) -> None:
    """Open the prompt and type, all at once."""
    terminal.press(f":{text}")
    terminal.wait_for(lambda: typed(terminal) == f":{text}")


def typed(terminal: Terminal) -> str:
    """What stands in the prompt."""
    return re.split(r" {2,}", terminal.line(-1))[0]


def test_enter_opens_and_esc_comes_back_to_the_same_row(terminal: Terminal) -> None:
    terminal.press("2")
    terminal.wait_for(lambda: terminal.opened("channels"))
    terminal.wait_for("parliament-floor")
    terminal.resize(80, 16)
    terminal.wait_for(lambda: "?" in terminal.line(-1))
    terminal.press("G", "k")
    terminal.wait_for(" 19/20 ")
    terminal.wait_for(lambda: "shop-live-2" in terminal.cursor_line)
    terminal.settle()
    seen = terminal.rows
    terminal.press("enter")
    terminal.wait_for(lambda: terminal.opened("sessions"))
    assert terminal.path[-1] == "sessions of shop-live-2"
    terminal.press("enter")
    terminal.wait_for(lambda: terminal.opened("session"))
    terminal.wait_for("meaning")
    terminal.press("esc")
    terminal.wait_for(lambda: terminal.path[-1] == "sessions of shop-live-2")
    terminal.press("esc")
    terminal.wait_for(lambda: terminal.path[-1] == "channels")
    terminal.wait_for(" 19/20 ")
    terminal.wait_for(lambda: "shop-live-2" in terminal.cursor_line)
    terminal.wait_for(lambda: terminal.rows == seen)


@pytest.mark.parametrize(
    ("text", "view"),
    [("channels", "channels"), ("ch", "channels"), ("cha", "channels"), (" EV ", "events")],
    ids=["name", "alias", "prefix", "blanks and capitals"],
)
def test_the_prompt_opens_a_view(terminal: Terminal, text: str, view: str) -> None:
    terminal.press(":", text, "enter")
    terminal.wait_for(lambda: terminal.path == ["streams", view])


def test_the_prompt_stays_where_a_prefix_fits_several_views(terminal: Terminal) -> None:
    type_command(terminal, "sta")
    terminal.press("enter")
    terminal.wait_for("which one? stages  stage-sessions")
    assert typed(terminal) == ":sta"
    assert terminal.path == ["streams"]
    terminal.press("tab")
    terminal.wait_for(lambda: typed(terminal) == ":stage")
    terminal.press("-", "tab")
    terminal.wait_for(lambda: typed(terminal) == ":stage-sessions")
    terminal.press("esc")
    terminal.wait_for(lambda: "q quit" in terminal.line(-1))
    assert terminal.path == ["streams"]


def test_the_prompt_recalls_what_was_typed(terminal: Terminal) -> None:
    for text in ("ev", "sg"):
        type_command(terminal, text)
        terminal.press("enter")
        terminal.wait_for(lambda: "q quit" in terminal.line(-1))
    terminal.wait_for(lambda: terminal.path[-1] == "stages")
    type_command(terminal, "")
    terminal.press("up")
    terminal.wait_for(lambda: typed(terminal) in {":stages", ":sg"})
    terminal.press("up")
    terminal.wait_for(lambda: typed(terminal) in {":events", ":ev"})
    terminal.press("enter")
    terminal.wait_for(lambda: terminal.path[-1] == "events")


def test_q_is_a_letter_in_a_prompt(terminal: Terminal) -> None:
    type_command(terminal, "q12?rdpsS")
    terminal.press("esc")
    terminal.wait_for(lambda: "q quit" in terminal.line(-1))
    assert terminal.path == ["streams"]
    assert "paused" not in terminal.text


def test_the_filter(terminal: Terminal) -> None:
    terminal.press("/", "ARENA")
    terminal.wait_for(lambda: names(terminal) == ["sports-arena-1", "sports-arena-2"])
    terminal.wait_for("2 of 12 match ARENA")
    terminal.press(" !arena-2")
    terminal.wait_for(lambda: names(terminal) == ["sports-arena-1"])
    terminal.press("enter")
    terminal.wait_for("q quit")
    terminal.wait_for(lambda: names(terminal) == ["sports-arena-1"])
    terminal.press("enter")
    terminal.wait_for(lambda: terminal.opened("session"))
    assert terminal.path[-1] == "session of sports-arena-1"
    terminal.press("esc")
    terminal.wait_for("1 of 12 match")
    terminal.wait_for(lambda: names(terminal) == ["sports-arena-1"])
    terminal.press("esc")
    terminal.wait_for(lambda: len(names(terminal)) == 12)
    terminal.wait_gone("match")
    terminal.wait_for(lambda: "sports-arena-1" in terminal.cursor_line)


def test_esc_in_the_filter_takes_it_back(terminal: Terminal) -> None:
    terminal.press("/", "nothing has this")
    terminal.wait_for("no row matches the filter")
    terminal.wait_for("0 of 12 match")
    terminal.press("esc")
    terminal.wait_for(lambda: len(names(terminal)) == 12)
    terminal.wait_for("q quit")


def test_the_tree_shows_what_the_api_returned_but_no_secret(
    terminal: Terminal, control: Control
) -> None:
    terminal.press("enter")
    terminal.wait_for(lambda: terminal.opened("session"))
    terminal.press("d")
    terminal.wait_for("what the API returned")
    terminal.wait_for("GetStreamSession")
    terminal.wait_for("channel")
    for _ in range(6):
        terminal.press("pgdn")
        terminal.settle(0.1, 0.5)
    raw = terminal.raw.decode()
    assert "passphrase" in raw
    assert "srt://" in raw
    assert "SECRET" not in raw
    terminal.press("esc")
    terminal.wait_for(lambda: terminal.path[-1:] == ["session of gaming-finals"])
    assert control.counts()["GetStreamSession"]


def test_copying_reaches_the_terminal_that_the_user_sits_at(
    terminal: Terminal, control: Control
) -> None:
    arn = control.world()["channels"]["gaming-finals"]
    terminal.press("y")
    terminal.wait_for("copied")
    told = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)(?:\x07|\x1b\\)", terminal.raw)
    assert [base64.b64decode(one).decode() for one in told] == [arn]


def test_r_reads_now() -> None:
    with simulate(scenario="calm") as own, monitor(own, "--interval", "60") as terminal:

        def whole() -> int:
            """Reads of the whole list; the one for those that starve has a rhythm of its own."""
            return own.asked().count(("ListStreams", {"maxResults": 100}))

        terminal.wait_for("news-main")
        terminal.press("r")
        terminal.wait_for(lambda: whole() == 2)
        terminal.settle(0.5)
        assert whole() == 2


def test_p_stops_every_read(terminal: Terminal, control: Control) -> None:
    terminal.press("p")
    terminal.wait_for("paused")
    terminal.settle(0.3, 0.5)
    before = sum(control.counts().values())
    # Two intervals and more: the age of the last read tells that they have passed.
    terminal.wait_for("stale")
    assert sum(control.counts().values()) == before
    terminal.press("p")
    terminal.wait_gone("paused")
    terminal.wait_for(lambda: sum(control.counts().values()) > before)
    terminal.wait_gone("stale")


def test_the_help_lists_keys_and_marks(terminal: Terminal) -> None:
    terminal.press("?")
    terminal.wait_for("● healthy, live, connected")
    for mark in ("▼ starving", "✖ failed", "○ offline", "◐ starting", "? unknown", "… not read"):
        terminal.wait_for(mark)
    for key, does in (("s", "Sort by the next column"), ("p", "Pause or resume all polling")):
        terminal.press("pgdn")
        terminal.wait_for(lambda: re.search(rf" {key} +{does}", terminal.text))  # noqa: B023  # at once
    terminal.press("esc")
    terminal.wait_for("news-main")


def test_the_palette_opens_a_view(terminal: Terminal) -> None:
    terminal.press("ctrl+p")
    terminal.wait_for("search for views and actions")
    terminal.press("stages")
    terminal.wait_for("Stages")
    terminal.press("enter")
    terminal.wait_for(lambda: terminal.path[-1:] == ["stages"])


def test_a_view_without_its_parent_says_what_to_choose(terminal: Terminal) -> None:
    terminal.press(":", "key-pairs", "enter")
    terminal.wait_for(lambda: terminal.opened("key-pairs"))
    terminal.press(":", "participants", "enter")
    terminal.wait_for("choose a stage")
    assert terminal.path[-1] == "stages"
    assert terminal.lines[terminal.header].startswith(" STATE ")


def test_esc_at_the_first_list_does_nothing(terminal: Terminal) -> None:
    terminal.press("j", "esc")
    terminal.wait_for(" 2/12 ")
    terminal.settle(0.3, 1)
    assert terminal.path == ["streams"]
    assert " 2/12 " in terminal.line(1)


def test_keys_of_one_packet_are_obeyed_in_their_order(terminal: Terminal) -> None:
    terminal.press("3")
    terminal.wait_for("newsroom")
    terminal.press("\r1")
    terminal.wait_for(lambda: terminal.opened("streams"))
    terminal.settle()
    assert terminal.opened("streams")
    terminal.press(":stages\r/news\r")
    terminal.wait_for("match news")
    assert terminal.opened("stages")


def test_sorting(terminal: Terminal) -> None:
    # The last one: how a view is sorted stays.
    terminal.wait_for(lambda: len(names(terminal)) == 12)
    terminal.settle()
    own = names(terminal)
    terminal.press("s", "s", "s")
    terminal.wait_for("CHANNEL▲")
    terminal.wait_for(lambda: names(terminal) == sorted(own))
    terminal.press("S")
    terminal.wait_for("CHANNEL▼")
    terminal.wait_for(lambda: names(terminal) == sorted(own, reverse=True))
    terminal.press("s")
    terminal.wait_for("VIEWERS▼")
    terminal.wait_for(lambda: names(terminal)[0] == "gaming-finals")
