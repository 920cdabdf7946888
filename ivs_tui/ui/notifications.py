"""Calling for attention through the terminal: its bell, and notifications of its desktop."""

from __future__ import annotations

import os
from collections.abc import Mapping

from textual.app import App

from ivs_tui.resources.text import visible

TITLE = "ivs-tui"
_MOST = 200
"""Characters: a notification is a line."""
_BELL = "\a"
_DEAF = frozenset({"linux", "vt100", "vt220"})
"""Would print what it does not know, or has no desktop."""
_TITLED = ("xterm-kitty", "xterm-ghostty", "foot", "rxvt", "wezterm")
"""Understand OSC 777; of both notifications they would show both, or know no other."""


def attention(
    text: str, *, bell: bool = True, environ: Mapping[str, str] = os.environ, ascii_only: bool
) -> str:
    """What to write so that the terminal calls for whoever sits at it.

    OSC 9 is iTerm2's notification, OSC 777 that of rxvt, with a title; which one a terminal knows
    it does not say. tmux hands them on where `allow-passthrough` is on, and the bell always.
    """
    ring = _BELL if bell else ""
    term = environ.get("TERM", "")
    if term in _DEAF:
        return ring
    safe = visible(text, ascii_only=ascii_only, limit=_MOST).replace(";", ",")
    titled = f"\x1b]777;notify;{TITLE};{safe}\a"
    # ConEmu and Windows Terminal take a number at the start for another command.
    plain = f"\x1b]9;{TITLE}: {safe}\a"
    told = [titled] if term.startswith(_TITLED) else [plain, titled]
    # Over SSH the type alone tells of it.
    if environ.get("TMUX") or term.startswith("tmux"):
        told = [_through_tmux(one) for one in told]
    return "".join((ring, *told))


def _through_tmux(sequence: str) -> str:
    doubled = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}\x1b\\"


def call(app: App[None], sequence: str) -> None:
    """Write it where the screen is written, between two of its updates."""
    driver = app._driver  # 8.2.8: it has no public name
    if driver is not None and sequence:
        driver.write(sequence)
