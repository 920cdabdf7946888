"""What is written to call for attention: `ui/notifications.py`."""

from __future__ import annotations

import pytest

from ivs_tui.ui.notifications import attention


def written(text: str, bell: bool = True, **environ: str) -> str:
    """What a terminal with this environment gets."""
    return attention(text, bell=bell, environ=environ, ascii_only=False)


def test_both_notifications_and_the_bell() -> None:
    told = written("a starving", TERM="xterm-256color")
    assert told == "\a\x1b]9;ivs-tui: a starving\a\x1b]777;notify;ivs-tui;a starving\a"


def test_a_terminal_that_knows_both_is_told_once() -> None:
    assert written("a", TERM="xterm-kitty") == "\a\x1b]777;notify;ivs-tui;a\a"


@pytest.mark.parametrize("term", ["linux", "vt100"])
def test_a_terminal_that_would_print_it_is_rung_alone(term: str) -> None:
    assert written("a", TERM=term) == "\a"


def test_without_bell() -> None:
    assert "\a\x1b" not in written("a", bell=False, TERM="xterm")[:2]
    assert written("a", bell=False, TERM="linux") == ""


@pytest.mark.parametrize(
    "environ", [{"TERM": "screen-256color", "TMUX": "/tmp/x,1,0"}, {"TERM": "tmux-256color"}]
)
def test_tmux_hands_them_on_and_rings_itself(environ: dict[str, str]) -> None:
    told = attention("a", environ=environ, ascii_only=False)
    assert told == (
        "\a\x1bPtmux;\x1b\x1b]9;ivs-tui: a\a\x1b\\\x1bPtmux;\x1b\x1b]777;notify;ivs-tui;a\a\x1b\\"
    )


def test_text_ends_no_sequence_and_is_bounded() -> None:
    hostile = "a\a\x1b\\\x9c;\n" + "中" * 10_000
    told = written(hostile, bell=False, TERM="xterm-kitty")
    body = told.removeprefix("\x1b]777;notify;ivs-tui;").removesuffix("\a")
    assert body.isprintable()
    assert ";" not in body
    assert len(body) <= 200
