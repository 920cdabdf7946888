"""Terminals without colour or without UTF-8: what Textual itself draws there."""

from __future__ import annotations

from typing import ClassVar

from textual.filter import LineFilter, Monochrome, NoColor
from textual.scrollbar import ScrollBar, ScrollBarRender


class AsciiBars(ScrollBarRender):
    """Scrollbars whose ends are whole cells: parts of cells have no ASCII."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


def choose_scrollbars(*, ascii_only: bool) -> None:
    """Draw every scrollbar with what the terminal has."""
    ScrollBar.renderer = AsciiBars if ascii_only else ScrollBarRender


def without_greys(filters: list[LineFilter]) -> list[LineFilter]:
    """Textual 8.2.8 understands NO_COLOR as shades of grey, which are colours to a terminal."""
    return [NoColor() if isinstance(one, Monochrome) else one for one in filters]
