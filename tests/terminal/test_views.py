"""Every view of an account: its rows, what Enter opens, the whole answer, why, and whereto."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import pytest

from ivs_tui.resources import KINDS
from tests.sim.support import simulate
from tests.terminal.support import Terminal, monitor

COUNTED = re.compile(r" \d+/[1-9]\d* ")


class Visit(NamedTuple):
    """A view, what Enter opens from it, and the operations that `d` tells of.

    `d`, `x` and `f` are pressed in the detail, or in the list where Enter opens another list.
    """

    view: str
    opens: str
    answers: Sequence[str]
    follow: str = ""
    """A step that `f` offers."""
    why: bool = False
    pick: str = ""
    """A filter that leaves rows of which Enter opens the first."""


USERS = "u  channels that use it"
LOW_LATENCY = (
    Visit("streams", "session", ("GetStreamSession",), "h  stream sessions", why=True),
    Visit(
        *("channels", "sessions", ("ListChannels", "GetChannel"), "l  newest stream session"),
        why=True,
        pick="news-main",
    ),
    Visit("sessions", "session", ("GetStreamSession",), "c  channel", why=True),
    Visit("stream-keys", "stream-key", ("ListStreamKeys",), "c  channel"),
    Visit(
        *("recordings", "recording-configuration", ("GetRecordingConfiguration",), USERS), why=True
    ),
    Visit("key-pairs", "key-pair", ("GetPlaybackKeyPair",)),
    Visit("restrictions", "restriction-policy", ("GetPlaybackRestrictionPolicy",), USERS),
    Visit("ads", "ad-configuration", ("GetAdConfiguration",), USERS),
)
REAL_TIME = (
    Visit(
        *("stages", "stage-sessions", ("ListStages", "GetStage"), "t  participants now"),
        why=True,
        pick="newsroom",
    ),
    Visit(
        *("stage-sessions", "participants", ("ListStageSessions", "GetStageSession"), "g  stage"),
        why=True,
        pick="active",
    ),
    Visit(
        *("participants", "participant", ("GetParticipant",), "w  replicas"),
        why=True,
        pick="source",
    ),
    Visit("replicas", "participants", ("ListParticipantReplicas",), "n  the publisher"),
    Visit("compositions", "composition", ("GetComposition",), "e  encoder", why=True),
    Visit("ingest", "ingest-configuration", ("GetIngestConfiguration",), "g  stage", why=True),
    Visit("encoders", "encoder-configuration", ("GetEncoderConfiguration",), "u  compositions"),
    Visit("storages", "storage-configuration", ("GetStorageConfiguration",)),
    Visit("public-keys", "public-key", ("GetPublicKey",)),
)
UNASKED = {"events", "errors", "found", "failing"}
"""What shows what happened, or what was asked for by a key."""
TOURS = {"low-latency": LOW_LATENCY, "real-time": REAL_TIME}


def test_no_view_is_left_out() -> None:
    assert {visit.view for tour in TOURS.values() for visit in tour} == KINDS.keys() - UNASKED


@pytest.mark.parametrize("tour", TOURS.values(), ids=TOURS.keys())
def test_a_view_has_rows_and_opens_and_tells_all(tour: Sequence[Visit]) -> None:
    at_home = ("--region", "us-west-2", "--interval", "5")
    with simulate(scenario="incident") as control, monitor(control, *at_home) as terminal:
        terminal.wait_for(lambda: terminal.opened("streams"))
        for visit in tour:
            open_view(terminal, visit)
            if visit.opens in KINDS:
                look_around(terminal, visit)
            terminal.press("enter")
            terminal.wait_for(partial(terminal.opened, visit.opens))
            # A list may come with the filter that its view has from before.
            terminal.wait_for(lambda: re.match(r" \d+(/[1-9]| of \d+ match )", terminal.line(1)))
            if visit.opens not in KINDS:
                look_around(terminal, visit)
        assert terminal.screen.overflow == []
        assert "SECRET" not in terminal.raw.decode()
        terminal.press("q")
        assert terminal.exit_status() == 0


def open_view(terminal: Terminal, visit: Visit) -> None:
    """By its name; it has rows, no trouble, and a header whose titles are whole."""
    prompted(terminal, ":", visit.view)
    terminal.wait_for(lambda: terminal.opened(visit.view))
    terminal.wait_for(lambda: COUNTED.match(terminal.line(1)))
    assert titles_are_whole(terminal.lines[terminal.header], visit.view), terminal.text
    assert terminal.rows
    if visit.pick:
        prompted(terminal, "/", visit.pick)
        terminal.wait_for(lambda: re.match(r" [1-9]\d* of \d+ match", terminal.line(1)))


def prompted(terminal: Terminal, mode: str, text: str) -> None:
    """Type something into a prompt and wait until it has closed."""
    terminal.press(f"{mode}{text}")
    terminal.wait_for(lambda: terminal.line(-1).startswith(f"{mode}{text}"))
    terminal.press("enter")
    terminal.wait_for(lambda: " quit" in terminal.line(-1))


def titles_are_whole(header: str, view: str) -> bool:
    """Whether nothing is left of the header without the columns' titles and what is hidden."""
    for title in sorted((column.title for column in KINDS[view].columns), key=len, reverse=True):
        header = header.replace(title, "", 1)
    return re.fullmatch(r" *(\+\d+)?", header) is not None


def look_around(terminal: Terminal, visit: Visit) -> None:
    """`d`, `x` where the hints offer it, and `f` where it leads somewhere."""
    terminal.wait_for(lambda: ("x why" in terminal.line(-1)) == visit.why)
    terminal.press("d")
    terminal.wait_for("what the API returned")
    for operation in visit.answers:
        terminal.wait_for(operation)
    terminal.wait_gone("not read yet")
    leave(terminal, "what the API returned")
    if visit.why:
        terminal.press("x")
        terminal.wait_for("  checked ")
        leave(terminal, "  checked ")
    if visit.follow:
        terminal.press("f")
        terminal.wait_for(visit.follow)
        leave(terminal, visit.follow)


def leave(terminal: Terminal, overlay: str) -> None:
    """Close what lies over it."""
    terminal.press("esc")
    terminal.wait_gone(overlay)
    terminal.wait_for(lambda: " quit" in terminal.line(-1))
