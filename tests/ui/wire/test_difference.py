"""What is written shows the new screen, whatever was shown, and is no more than needed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style

from ivs_tui.ui.wire.cells import PLAIN, Rows
from ivs_tui.ui.wire.difference import Written, difference, find_move
from tests.ui.wire.screens import STYLES, WIDTH, moved, plain, rows_of, screens, shown, terminal


@settings(max_examples=30, deadline=None)
@given(screens(), st.data())
def test_a_terminal_shows_the_same_as_after_a_whole_repaint(
    before: Rows, data: st.DataObject
) -> None:
    steps = [data.draw(moved(before)), data.draw(screens())]
    written, then = [difference(None, before)], before
    for step in steps:
        written.append(difference(then, step, written[-1].ink))
        then = step
        screen = terminal(*(one.text for one in written))
        assert shown(screen) == shown(terminal(difference(None, step).text))
        assert screen.margins is None
        text = "".join(one.text for one in written)
        assert all(character >= " " or character == "\x1b" for character in text)


def test_the_ink_of_the_last_write_is_not_said_again() -> None:
    grey = [[Segment("read 14:03:05Z", STYLES[1])], [Segment("read 14:03:10Z", STYLES[1])]]
    first = difference(plain(), rows_of(grey[:1]))
    again = difference(rows_of(grey[:1]), rows_of(grey[1:]), first.ink)
    assert again == Written("\x1b[1;12H10", first.ink)
    assert difference(rows_of(grey[1:]), plain(), first.ink).text.startswith("\x1b[1H\x1b[m ")


def test_nothing_is_written_where_nothing_differs() -> None:
    assert difference(plain("abc"), plain("abc")) == ("", PLAIN)


def test_only_what_changed_is_written() -> None:
    before, after = plain("read 14:03:05Z"), plain("read 14:03:10Z")
    assert difference(before, after).text == "\x1b[1;12H10"


def test_what_lies_between_two_changes_is_written_where_that_is_shorter() -> None:
    assert difference(plain("abcdef"), plain("aXcdYf")).text == "\x1b[1;2HXcdY"
    far = difference(plain("abcdefghijk"), plain("aXcdefghiYk"))
    assert far.text == "\x1b[1;2HX\x1b[1;10HY"


def test_a_style_that_goes_on_is_not_said_again() -> None:
    ground, same_ground = STYLES[1], STYLES[2]
    after = rows_of([[Segment("ab", ground), Segment("cd", same_ground)]])
    assert difference(plain(), after).text == (
        "\x1b[1H\x1b[38;2;208;208;208;48;2;18;18;18mab\x1b[38;2;95;215;135mcd"
    )


def test_a_blank_takes_any_color_of_letters() -> None:
    words = [Segment("ab", STYLES[1]), Segment("  ", STYLES[2]), Segment("cd", STYLES[1])]
    assert difference(plain(), rows_of([words])).text.endswith("48;2;18;18;18mab  cd")
    lined = [Segment("ab", Style.parse("blue")), Segment("  ", Style.parse("underline red"))]
    assert difference(plain(), rows_of([lined])).text.endswith("ab\x1b[4;31m  ")


def test_a_scroll_moves_lines_and_writes_the_new_one() -> None:
    lines = [f"line {n} of many" for n in range(9)]
    before, after = plain("title", *lines[:8]), plain("title", *lines[1:9])
    assert find_move(before, after) == (1, 9, -1)
    blanks = " " * (WIDTH - len(lines[0]))
    down, up = difference(before, after).text, difference(after, before).text
    assert down == f"\x1b[2;9r\x1b[2H\x1b[1M\x1b[r\x1b[9H{lines[8]}{blanks}"
    assert up == f"\x1b[2;9r\x1b[2H\x1b[1L\x1b[r\x1b[2H{lines[0]}{blanks}"


def test_half_of_a_wide_character_is_never_written_over() -> None:
    assert difference(plain("a中b"), plain("a xb")).text == "\x1b[1;2H x"
    assert difference(plain("a中b"), plain("a x")).text == "\x1b[1;2H x "
