"""What is written shows the new screen, whatever was shown, and is no more than needed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment

from ivs_tui.ui.wire.cells import Rows
from ivs_tui.ui.wire.difference import difference, find_move
from tests.ui.wire.screens import STYLES, WIDTH, moved, plain, rows_of, screens, shown, terminal


@settings(max_examples=30, deadline=None)
@given(screens(), st.data())
def test_a_terminal_shows_the_same_as_after_a_whole_repaint(
    before: Rows, data: st.DataObject
) -> None:
    steps = [data.draw(moved(before)), data.draw(screens())]
    written, then = [difference(None, before)], before
    for step in steps:
        written.append(difference(then, step))
        then = step
        screen = terminal(*written)
        assert shown(screen) == shown(terminal(difference(None, step)))
        assert screen.margins is None
        assert screen.cursor.attrs == terminal("\x1b[m").cursor.attrs
        assert all(character >= " " or character == "\x1b" for character in "".join(written))


def test_nothing_is_written_where_nothing_differs() -> None:
    assert difference(plain("abc"), plain("abc")) == ""


def test_only_what_changed_is_written() -> None:
    before, after = plain("read 14:03:05Z"), plain("read 14:03:10Z")
    assert difference(before, after) == "\x1b[1;12H10"


def test_what_lies_between_two_changes_is_written_where_that_is_shorter() -> None:
    assert difference(plain("abcdef"), plain("aXcdYf")) == "\x1b[1;2HXcdY"
    assert difference(plain("abcdefghijk"), plain("aXcdefghiYk")) == "\x1b[1;2HX\x1b[1;10HY"


def test_a_style_that_goes_on_is_not_said_again() -> None:
    ground, same_ground = STYLES[1], STYLES[2]
    after = rows_of([[Segment("ab", ground), Segment("cd", same_ground)]])
    assert difference(plain(), after) == (
        "\x1b[1H\x1b[38;2;208;208;208;48;2;18;18;18mab\x1b[38;2;95;215;135mcd\x1b[m"
    )


def test_a_scroll_moves_lines_and_writes_the_new_one() -> None:
    lines = [f"line {n} of many" for n in range(9)]
    before, after = plain("title", *lines[:8]), plain("title", *lines[1:9])
    assert find_move(before, after) == (1, 9, -1)
    blanks = " " * (WIDTH - len(lines[0]))
    down, up = difference(before, after), difference(after, before)
    assert down == f"\x1b[2;9r\x1b[2H\x1b[1M\x1b[r\x1b[9H{lines[8]}{blanks}"
    assert up == f"\x1b[2;9r\x1b[2H\x1b[1L\x1b[r\x1b[2H{lines[0]}{blanks}"


def test_half_of_a_wide_character_is_never_written_over() -> None:
    assert difference(plain("a中b"), plain("a xb")) == "\x1b[1;2H x"
    assert difference(plain("a中b"), plain("a x")) == "\x1b[1;2H x "
