"""The live table: keys, mouse, the cursor, sort, filter, and the way back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.events import MouseScrollDown

from ivs_tui.resources.arrange import Sort
from ivs_tui.resources.filters import parse
from ivs_tui.resources.spec import Cell, Row
from ivs_tui.ui.widgets.live_table import TableState
from tests.ui.table_app import COLUMNS, LOOK, Recorded, rows_of, running, seen


async def test_the_cursor_stays_on_its_row_when_rows_come_and_go() -> None:
    async with running(rows_of("bd")) as (app, table, pilot):
        await pilot.press("j")
        table.show(rows_of("abcd"), LOOK)
        assert (table.cursor_key, table.position) == ("d", 4)
        table.show(rows_of("abc"), LOOK)
        assert table.cursor_key == "c"
        table.show(rows_of("ab"), LOOK)
        table.show([], LOOK)
        assert (table.cursor_row, table.position) == (None, 0)
        table.show(rows_of("abc"), LOOK)
        assert table.cursor_key == "b"
        await pilot.pause()
        assert app.moves() == ["b", "d", "c", "b", None, "b"]


async def test_the_row_under_the_cursor_is_told_when_its_content_changes() -> None:
    async with running(rows_of("ab")) as (app, table, pilot):
        table.show(rows_of("ab", 11), LOOK)
        await pilot.pause()
        assert app.moves() == ["a", "a"]


@pytest.mark.parametrize(
    ("keys", "sight", "cursor"),
    [
        ("j", "abcd", "b"),
        ("down down down down", "bcde", "e"),
        ("G", "ghij", "j"),
        ("end k k", "ghij", "h"),
        ("G up up up up", "fghi", "f"),
        ("G g", "abcd", "a"),
        ("G home", "abcd", "a"),
        ("pagedown", "efgh", "e"),
        ("pagedown pagedown pagedown", "ghij", "j"),
        ("j ctrl+d", "cdef", "d"),
        ("j ctrl+d ctrl+u", "abcd", "b"),
        ("G pageup", "cdef", "f"),
        ("k", "abcd", "a"),
    ],
)
async def test_keys_move(keys: str, sight: str, cursor: str) -> None:
    async with running(rows_of("abcdefghij"), size=(40, 5)) as (app, table, pilot):
        await pilot.press(*keys.split())
        await pilot.pause()
        assert (seen(table), table.cursor_key) == (sight, cursor)
        assert app.sights[-1] == sight
        assert None not in table.drain()


async def test_enter_opens_the_row() -> None:
    async with running(rows_of("ab")) as (app, table, pilot):
        await pilot.press("j", "enter")
        assert app.opened() == ["b"]
        table.show([], LOOK)
        await pilot.press("enter", "j", "G", "pagedown")
        assert app.opened() == ["b"]


async def test_the_mouse_moves_opens_scrolls_and_sorts() -> None:
    async with running(rows_of("abcdefghij"), size=(40, 5)) as (app, table, pilot):
        await pilot.click(Recorded, offset=(3, 2))
        assert (table.cursor_key, app.opened()) == ("b", [])
        await pilot.click(Recorded, offset=(3, 2))
        assert app.opened() == ["b"]
        table.post_message(MouseScrollDown(table, 3, 2, 0, 1, 0, False, False, False))
        await pilot.pause()
        assert (seen(table), table.cursor_key) == ("cdef", "c")
        await pilot.click(Recorded, offset=(12, 0))
        await pilot.click(Recorded, offset=(12, 0))
        await pilot.click(Recorded, offset=(39, 0))
        assert app.sorts == [Sort("viewers", True), Sort("viewers", False)]
        table.show(rows_of("a"), LOOK)
        await pilot.click(Recorded, offset=(3, 4))
        assert table.cursor_key == "a"


async def test_s_sorts_by_the_columns_in_sight_and_then_by_the_kinds_order() -> None:
    rows = [Row("a", ("z", 1)), Row("b", ("y", None)), Row("c", ("x", 3))]
    columns = [replace(COLUMNS[0], width=20), replace(COLUMNS[1], cell=lambda *_: Cell("?"))]
    columns.append(replace(COLUMNS[3], width=30))
    async with running(rows, columns=columns) as (app, table, pilot):
        orders = []
        for key in ("s", "s", "S", "s"):
            await pilot.press(key)
            orders.append(seen(table))
        assert orders == ["cba", "cab", "acb", "abc"]
        assert app.sorts == [
            Sort("name", False),
            Sort("viewers", True),
            Sort("viewers", False),
            Sort(None, False),
        ]


async def test_a_smaller_terminal_keeps_the_cursor_in_sight() -> None:
    async with running(rows_of("abcdefgh"), size=(40, 9)) as (app, table, pilot):
        await pilot.press("G")
        await pilot.resize_terminal(40, 4)
        await pilot.pause()
        assert (seen(table), app.sights[-1]) == ("fgh", "fgh")
        await pilot.resize_terminal(40, 20)
        await pilot.pause()
        assert (seen(table), table.top) == ("abcdefgh", 0)


async def test_the_filter_shows_the_rows_that_pass() -> None:
    async with running(rows_of("abc")) as (_, table, pilot):
        await pilot.press("j")
        table.set_filter(parse("name !name-b", COLUMNS))
        assert (seen(table), table.row_count, table.total) == ("ac", 2, 3)
        assert table.cursor_key == "c"
        table.set_filter(parse("zzz", COLUMNS))
        assert (table.row_count, table.cursor_row) == (0, None)
        table.set_filter(None)
        assert (seen(table), table.cursor_key) == ("abc", "c")


async def test_it_comes_back_as_it_was_left() -> None:
    state = TableState()
    rows = rows_of("abcdefghij")
    async with running(rows, size=(40, 5)) as (_, table, pilot):
        table.set_filter(parse("!name-b", COLUMNS))
        table.sort_by("name", reverse=True)
        await pilot.press(*"kkkkkj")
        state = table.state()
        left = (seen(table), table.cursor_key, table.top)
        assert state == TableState("f", 3, Sort("name", True), table.filter)
    async with running(size=(40, 5)) as (_, table, pilot):
        table.restore(state)
        assert table.state() == state
        table.show(rows[:4], LOOK)
        assert table.state() == state
        table.show(rows, LOOK)
        assert (seen(table), table.cursor_key, table.top) == left
        await pilot.press("g")
        table.restore(state)
        assert (seen(table), table.cursor_key, table.top) == left


async def test_a_move_ends_the_wait_for_a_row_to_come_back() -> None:
    async with running(rows_of("abc")) as (_, table, pilot):
        table.restore(TableState("x"))
        await pilot.press("j")
        table.show(rows_of("abcx"), LOOK)
        assert table.cursor_key == "b"


async def test_move_to_goes_to_a_row_that_is_shown() -> None:
    async with running(rows_of("abcdefghij"), size=(40, 4)) as (_, table, _):
        assert table.move_to("e")
        assert (seen(table), table.cursor_key) == ("cde", "e")
        assert not table.move_to("x")
        assert table.cursor_key == "e"


async def test_every_key_can_be_remapped_and_is_explained() -> None:
    async with running() as (_, table, _):
        # Textual 8.2.8 has no public way to a widget's own bindings.
        bindings = [one for some in table._bindings.key_to_bindings.values() for one in some]
        assert all(one.id and one.id.startswith("table.") and one.tooltip for one in bindings)
