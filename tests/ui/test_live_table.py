"""The live table: what is on the screen, and what is repainted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from rich.cells import cell_len
from textual.geometry import Region

from ivs_tui.resources.filters import parse
from ivs_tui.resources.spec import Cell, Column, Look, Presence, Row
from tests.ui.table_app import COLUMNS, LINE, LOOK, TableApp, app_line, rows_of, running, seen


async def test_it_shows_a_header_and_its_rows() -> None:
    async with running(rows_of("ab")) as (_, table, _):
        assert [line.rstrip() for line in table.screen_text()] == [
            LINE.format("NAME", "VIEWERS", "AGE", "ID").rstrip(),
            LINE.format("name-a", 10, "5m", "a").rstrip(),
            LINE.format("name-b", 10, "5m", "b").rstrip(),
            *[""] * 3,
        ]
        assert (table.row_count, table.total, table.position) == (2, 2, 1)
        assert table.cursor_key == "a"


async def test_rows_may_come_before_it_is_on_screen() -> None:
    app = TableApp()
    app.table.show(rows_of("abc"), LOOK)
    async with app.run_test(size=(40, 3)) as pilot:
        await pilot.pause()
        assert seen(app.table) == "ab"
        assert app.sights[-1] == "ab"


async def test_one_changed_cell_repaints_no_more_than_that_cell() -> None:
    rows = rows_of("abc")
    async with running(rows) as (_, table, pilot):
        table.show([rows[0], Row("b", ("name-b", 12)), rows[2]], LOOK)
        assert table.drain() == [Region(17, 2, 1, 1)]
        table.show([rows[0], Row("b", ("name-b", 0)), rows[2]], LOOK)
        assert table.drain() == [Region(11, 2, 8, 1)]
        await pilot.pause()
        assert app_line(pilot, 2).startswith("name-b           0")


async def test_what_is_on_screen_is_what_was_drawn() -> None:
    async with running(rows_of("abc")) as (_, table, pilot):
        for keys, key in (("abc", "j"), ("xabc", "k"), ("c", "j"), ("", "G"), ("abcdefgh", "G")):
            table.show(rows_of(keys, len(keys)), LOOK)
            await pilot.press(key)
            await pilot.pause()
            assert [app_line(pilot, y) for y in range(6)] == table.screen_text()


async def test_a_line_is_repainted_in_one_go() -> None:
    async with running(rows_of("a")) as (_, table, _):
        table.show([Row("a", ("name-x", 11))], LOOK)
        assert table.drain() == [Region(5, 1, 13, 1)]
        table.show([Row("a", ("name-x12ü", 12))], LOOK)
        assert table.drain() == [Region(0, 1, 18, 1)]


async def test_nothing_changed_repaints_nothing() -> None:
    async with running(rows_of("abc")) as (app, table, pilot):
        table.show(rows_of("abc"), LOOK)
        table.tick(replace(LOOK, now=LOOK.now + timedelta(seconds=20)))
        table.set_filter(parse("!other", COLUMNS))
        table.set_placeholder("nothing matches")
        await pilot.press("k")
        await pilot.pause()
        assert table.drain() == []
        assert app.moves() == ["a"]
        assert app.sights == ["abc"]


async def test_time_repaints_only_the_ages_in_sight() -> None:
    async with running(rows_of("abcdefghi"), size=(40, 3)) as (_, table, _):
        table.tick(replace(LOOK, now=LOOK.now + timedelta(minutes=1)))
        assert table.drain() == [Region(19, 1, 1, 1), Region(19, 2, 1, 1)]


async def test_cells_are_made_for_no_more_than_the_rows_in_sight() -> None:
    made: list[str] = []

    def cell(row: Row, _: Look) -> Cell:
        made.append(row.key)
        return Cell(row.key)

    columns = [Column("id", "ID", 4, lambda row: row.key, cell)]
    rows = [Row(f"{number:04}", None) for number in range(10_000)]
    async with running(rows, size=(40, 4), columns=columns) as (_, _, pilot):
        assert sorted(made) == ["0000", "0001", "0002"]
        await pilot.press("G")
        assert sorted(made)[3:] == ["9997", "9998", "9999"]


async def test_the_cursor_in_the_window_repaints_two_lines() -> None:
    async with running(rows_of("abc")) as (app, table, pilot):
        await pilot.press("j")
        assert table.drain() == [Region(0, 1, 40, 1), Region(0, 2, 40, 1)]
        assert app.moves() == ["a", "b"]


async def test_lines_whose_content_stays_are_not_repainted_by_a_sort() -> None:
    rows = [Row("a", ("x", 3)), Row("b", ("y", 2)), Row("c", ("z", 1))]
    async with running(rows) as (_, table, pilot):
        await pilot.press("j")
        table.drain()
        table.sort_by("viewers", reverse=False)
        assert {region.y for region in table.drain() if region} == {0, 1, 3}
        assert seen(table) == "cba"
        assert table.cursor_key == "b"


async def test_the_header_says_what_it_is_sorted_by() -> None:
    async with running(rows_of("ab")) as (_, table, _):
        table.sort_by("viewers")
        assert table.screen_text()[0].startswith("NAME      VIEWERS▼ AGE")
        table.sort_by("age")
        assert table.screen_text()[0].startswith("NAME       VIEWERS AGE▲")
        table.tick(replace(LOOK, ascii_only=True))
        assert table.screen_text()[0].startswith("NAME       VIEWERS AGE^")
        assert table.screen_text()[0].isascii()


async def test_the_header_says_how_many_columns_are_hidden() -> None:
    async with running(rows_of("ab"), size=(26, 4)) as (_, table, pilot):
        assert table.hidden_columns == 1
        assert table.screen_text()[0] == "NAME       VIEWERS AGE  +1"
        await pilot.resize_terminal(40, 4)
        await pilot.pause()
        assert table.hidden_columns == 0
        assert "+" not in table.screen_text()[0]


async def test_a_column_that_grows_leaves_room_for_the_marker() -> None:
    columns = [replace(COLUMNS[0], width=8, grow=1), *COLUMNS[1:]]
    async with running(rows_of("ab"), size=(20, 4), columns=columns) as (_, table, _):
        assert table.screen_text()[0] == "NAME      VIEWERS +2"


async def test_it_says_why_there_are_no_rows() -> None:
    async with running() as (_, table, pilot):
        assert not "".join(table.screen_text()[1:]).strip()
        table.show([], LOOK)
        assert [line.strip() for line in table.screen_text()].count("no streams are live") == 1
        table.set_placeholder("not read yet [/x]\n\x1b[31m and more than fits in one line, by far")
        shown = " ".join(line.strip() for line in table.screen_text()[1:]).split()
        assert " ".join(shown) == "not read yet [/x] ␛[31m and more than fits in one line, by far"
        table.show(rows_of("a"), LOOK)
        assert "not read" not in "".join(table.screen_text())
        table.drain()
        table.set_placeholder(None)
        await pilot.pause()
        assert table.drain() == []


HOSTILE = [
    "[/x][bold]",
    "\x1b[31mred\x1b[2J",
    "名前名前名前名前",
    "e\u0301\u0301\u0301 \u202eevil",
    "\u200b\u200d\ufe0f",
    "👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
    "x" * 10_000,
    "\U0001f600" * 10_000,
    "",
]


@pytest.mark.parametrize("width", [40, 21, 9, 3, 2, 1])
@pytest.mark.parametrize("ascii_only", [False, True])
async def test_hostile_texts_keep_every_line_at_its_width(width: int, ascii_only: bool) -> None:
    rows = [Row(str(number), (name, 1)) for number, name in enumerate(HOSTILE)]
    async with running(rows, size=(width, 12)) as (_, table, pilot):
        table.show(rows, replace(LOOK, ascii_only=ascii_only))
        await pilot.pause()
        for line in [*table.screen_text(), *(app_line(pilot, y) for y in range(12))]:
            assert cell_len(line) == width
            assert "\x1b" not in line
            assert line.isascii() or not ascii_only


async def test_a_kind_that_forgot_to_make_text_safe_does_no_harm() -> None:
    columns = [Column("a", "A", 9, lambda _: 1, lambda *_: Cell("\x1b[2J\r\n"))]
    async with running(rows_of("a"), columns=columns) as (_, table, _):
        assert table.screen_text()[1].rstrip() == "␛[2J␍␊"


async def test_no_size_is_too_small() -> None:
    async with running(rows_of("abc"), size=(40, 5)) as (_, table, pilot):
        await pilot.press("G")
        for size in ((1, 1), (2, 2), (40, 1), (1, 40), (40, 2), (40, 5)):
            await pilot.resize_terminal(*size)
            await pilot.press("k", "j", "pagedown")
            assert all(cell_len(line) == table.size.width for line in table.screen_text())
        table.styles.height = 0
        await pilot.pause()
        table.styles.height = 5
        table.styles.width = 0
        await pilot.pause()
        await pilot.press("k", "pageup")
        table.tick(LOOK)
        assert table.total == 3


async def test_what_is_no_longer_listed_is_dim() -> None:
    rows = [
        Row(key, ("n", 0), presence=presence)
        for key, presence in zip("abcd", Presence, strict=True)
    ]
    async with running(rows) as (_, table, _):
        colours = [[part.style for part in table.render_line(y)] for y in range(1, 5)]
        dim = table.get_component_rich_style("live-table--dim")
        assert colours[1] == colours[2]
        assert colours[1][0] == dim
        assert dim not in {colours[0][0], colours[3][0]}


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
@pytest.mark.parametrize("no_color", [False, True])
async def test_the_cursor_reads_in_every_theme(
    theme: str, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    async with running(rows_of("ab", 0)) as (app, table, pilot):
        app.theme = theme
        await pilot.pause()
        cursor = [part.style for part in table.render_line(1)]
        row = [part.style for part in table.render_line(2)]
        assert all(style and style.bold for style in cursor)
        if no_color or theme.startswith("ansi"):
            assert all(style and style.reverse for style in cursor)
        else:
            assert {style.bgcolor for style in cursor if style}.isdisjoint(
                {style.bgcolor for style in row if style}
            )
