"""Half of the permissions are missing: every view opens, says which one it lacks, or lives on."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.sim.support import Control, simulate
from tests.terminal.support import Terminal, monitor

DENIED = {
    "sessions": "ListStreamSessions",
    "compositions": "ListCompositions",
    "key-pairs": "ListPlaybackKeyPairs",
    "ads": "ListAdConfigurations",
    "encoders": "ListEncoderConfigurations",
    "public-keys": "ListPublicKeys",
    "replicas": "ListParticipantReplicas",
}
"""Views whose own list is denied."""
BESIDE = ("BatchGetChannel", "GetRecordingConfiguration", "ListParticipantEvents", "GetStage")
VIEWS = (
    *("channels", "sessions", "stream-keys", "recordings", "key-pairs", "restrictions", "ads"),
    *("stages", "stage-sessions", "participants", "replicas"),
    *("compositions", "ingest", "encoders", "storages", "public-keys", "streams"),
)


@pytest.fixture
def control() -> Iterator[Control]:
    with simulate(scenario="incident") as control:
        control.change(pause=True)
        for operation in (*DENIED.values(), *BESIDE):
            control.fault(operation, "denied")
        yield control


def test_every_view_opens_with_half_of_the_permissions(control: Control) -> None:
    with monitor(control, "--region", "us-west-2") as terminal:
        terminal.wait_for(lambda: terminal.opened("streams"))
        terminal.wait_for("names: ✖ denied: ivs:BatchGetChannel")
        for view in VIEWS:
            go_to(terminal, view)
            if operation := DENIED.get(view):
                terminal.wait_for(f"✖ denied: ivs:{operation}")
                terminal.wait_for(lambda: "not read yet" in terminal.line(1))
                assert not re.search(r" \d+/\d+ ", terminal.line(1).partition("not read")[0])
            else:
                terminal.wait_for(lambda: re.match(r" \d+/[1-9]\d* ", terminal.line(1)))
                assert f"{view}: ✖" not in terminal.text
        assert terminal.screen.overflow == []


def test_details_tell_their_own_facts_without_what_is_read_beside_them(control: Control) -> None:
    with monitor(control, "channels", "--region", "us-west-2") as terminal:
        terminal.wait_for("news-main")
        terminal.press("f")
        terminal.wait_for("c  channel")
        terminal.press("c")
        terminal.wait_for("✖ denied: ivs:ListStreamSessions")
        terminal.wait_for(" playback ")
        assert " recording " in terminal.text
        terminal.press("x")
        terminal.wait_for("not checked")
        terminal.press("esc")
        terminal.wait_for(lambda: " quit" in terminal.line(-1))
        go_to(terminal, "stages")
        terminal.wait_for("newsroom")
        terminal.press("x")
        terminal.wait_for("✖ denied: ivs:GetStage")
        assert "nothing found" not in terminal.text
        terminal.press("esc")
        terminal.wait_for(lambda: " quit" in terminal.line(-1))
        go_to(terminal, "participants")
        terminal.wait_for(lambda: re.match(r" \d+/[1-9]\d* ", terminal.line(1)))
        terminal.press("enter")
        terminal.wait_for("✖ denied: ivs:ListParticipantEvents")
        terminal.wait_for(" first joined ")


def go_to(terminal: Terminal, view: str) -> None:
    """By its name; what it needs comes from the path."""
    terminal.press(f":{view}")
    terminal.wait_for(lambda: terminal.line(-1).startswith(f":{view}"))
    terminal.press("enter")
    terminal.wait_for(lambda: terminal.path[-1:] and terminal.path[-1].split()[0] == view)
    terminal.wait_for(lambda: " quit" in terminal.line(-1))
