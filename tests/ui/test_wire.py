"""What is sent of a changed line: the change alone, and the terminal shows the same as before."""

from __future__ import annotations

import pyte
from rich.console import Console
from rich.segment import Segment
from textual import __version__
from textual._compositor import ChopsUpdate
from textual.strip import Strip

from ivs_tui.ui import wire


def update(text: str, *spans: tuple[int, int, int]) -> ChopsUpdate:
    """A screen of one widget a line, of which the spans changed."""
    lines = text.splitlines()
    chops = [{0: Strip([Segment(line)])} for line in lines]
    return ChopsUpdate(chops, list(spans), [[80] for _ in lines])


def shown(data: str, before: str) -> list[str]:
    screen = pyte.Screen(20, 3)
    stream = pyte.Stream(screen)
    stream.feed("\x1b[20h" + before + "\x1b[H" + data)
    return [line.rstrip() for line in screen.display]


def test_only_the_changed_cells_are_sent() -> None:
    wire.send_changes_alone()
    sent = update("read 14:03:10Z", (0, 11, 13)).render_segments(Console())
    assert sent == "\x1b[1;12H10"
    assert shown(sent, "read 14:03:05Z") == ["read 14:03:10Z", "", ""]


def test_changes_on_several_lines_reach_their_lines() -> None:
    wire.send_changes_alone()
    sent = update("abXd\nefgh\niYZl", (0, 2, 3), (2, 1, 3)).render_segments(Console())
    assert shown(sent, "abcd\nefgh\nijkl") == ["abXd", "efgh", "iYZl"]


def test_the_patch_is_for_the_version_at_hand() -> None:
    assert __version__ == wire.KNOWN
