"""Drawn text as cells, and what a cut makes of wide ones."""

from __future__ import annotations

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from ivs_tui.ui.wire.cells import PLAIN, Ink, Row, cells_of, ink_of, painted, resized


def cells(text: str) -> Row:
    return cells_of([Segment(text)], ColorSystem.TRUECOLOR)


def texts(row: Row) -> list[str]:
    return [text for text, _ in row]


def test_a_wide_character_has_two_cells_and_a_mark_none() -> None:
    assert texts(cells("a中b")) == ["a", "中", "", "b"]
    assert texts(cells("e\u0301x")) == ["e\u0301", "x"]
    assert texts(cells("中\u0301x")) == ["中\u0301", "", "x"]


def test_what_is_no_character_to_see_never_gets_through() -> None:
    assert texts(cells("a\x1b[31m\n\tb\x9b\u202ec\x7f")) == list("a[31mbc")


def test_a_wide_character_that_is_cut_gives_way_to_a_blank() -> None:
    row = cells("a中b中c")
    assert "".join(texts(painted(row, 2, cells("X"), 0, 9))) == "a Xb中c"
    assert "".join(texts(painted(row, 1, cells("X"), 0, 9))) == "aX b中c"
    assert "".join(texts(painted(row, 0, cells("中中中中"), 3, 5))) == "a中   c"
    assert "".join(texts(painted(row, 6, cells("中中"), 0, 9))) == "a中b中 "
    assert "".join(texts(resized([row], 2, 1)[0])) == "a "


def test_a_style_is_told_in_the_colors_of_the_terminal() -> None:
    style = Style.parse("bold #5fd787 on #121212")
    assert ink_of(style, ColorSystem.TRUECOLOR) == Ink("1", "38;2;95;215;135", "48;2;18;18;18")
    assert ink_of(style, ColorSystem.EIGHT_BIT) == Ink("1", "38;5;78", "48;5;233")
    assert ink_of(style, ColorSystem.STANDARD).fore == "92"
    assert ink_of(Style.parse("default on default"), ColorSystem.TRUECOLOR) == PLAIN
    assert ink_of(None, ColorSystem.TRUECOLOR) == PLAIN
