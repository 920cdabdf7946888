"""A table through any course of reads and keys: its cursor, its window, and what is repainted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from ivs_tui.resources.arrange import Sort
from ivs_tui.resources.filters import parse
from ivs_tui.resources.spec import Cell, Column, ColumnType, Look, Row, Tone
from ivs_tui.resources.text import visible
from ivs_tui.ui.widgets.table_lines import Line, LineStyle, changed, strip
from ivs_tui.ui.widgets.table_paint import Painter
from ivs_tui.ui.widgets.table_rows import TableRows

LOOK = Look(datetime(2026, 11, 21, tzinfo=UTC))
WIDTH = 24
NAMES = ("ada", "b\u0301ob", "中文", "x\x1b[2J", "", "zoë", "ada ada")

ROWS = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 3), st.sampled_from(NAMES)),
    max_size=8,
    unique_by=lambda one: one[0],
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("read"), ROWS),
        st.tuples(st.just("lose"), st.integers(1, 3)),
        st.tuples(st.just("move"), st.integers(-2, 10)),
        st.tuples(st.just("scroll"), st.integers(-3, 3)),
        st.tuples(st.just("sort"), st.tuples(st.sampled_from([None, "n", "name"]), st.booleans())),
        st.tuples(st.just("filter"), st.sampled_from([None, "ada", "!ada", "nobody", "中", "n>1"])),
        st.tuples(st.just("problems"), st.booleans()),
        st.tuples(st.just("height"), st.integers(0, 6)),
        st.tuples(st.just("later"), st.integers(0, 100)),
    ),
    max_size=20,
)


def column(id_: str, width: int, place: int, *, right: bool = False) -> Column:
    return Column(
        id_,
        id_.upper(),
        width,
        lambda row: row.record[place],
        lambda row, look: Cell(visible(str(row.record[place])), TONES[row.record[0] % 2]),
        right=right,
        type=ColumnType.TEXT if place else ColumnType.NUMBER,
    )


TONES = (Tone.NORMAL, Tone.BAD)
AGE = Column("age", "AGE", 6, lambda _: None, lambda _, look: Cell(f"{look.now:%M:%S}"), shed=1)
COLUMNS = (column("n", 3, 0, right=True), column("name", 8, 1), AGE)


def style_of(tone: Tone, line: LineStyle, is_found: bool) -> Style:
    bold, colour = line is LineStyle.CURSOR, "red" if tone is Tone.BAD else None
    return Style(color=colour, bold=bold, underline=is_found)


def side(row: Row, look: Look) -> Cell:
    """Marks some rows, and others when time has passed."""
    return Cell("!", Tone.BAD) if (row.record[0] + look.now.second) % 3 == 0 else Cell(" ")


class Model:
    """A table, and beside it what its cursor and its screen should be."""

    def __init__(self) -> None:
        self.rows = TableRows(COLUMNS, lambda row: row.key, lambda row: "odd" * (row.record[0] % 2))
        self.look = LOOK
        self.wanted: str | None = None
        """Who was under the cursor when no row was left."""
        self.at_top = True
        """Whether nobody has chosen another row than the first."""
        self._painter = Painter(COLUMNS, side)
        self._drawn: list[Line] = []
        self._screen: list[Strip] = []

    def step(self, what: str, how: Any) -> None:
        keys, cursor = [row.key for row in self.rows.shown], self.rows.cursor_key
        top = self.rows.top
        if what == "read":
            self.rows.replace([Row(key, (number, name)) for key, number, name in how], self.look)
        elif what == "lose":
            at = self.rows.cursor or 0
            lost = {row.key for row in self.rows.shown[at : at + how]}
            left = [row for row in self.rows.source if row.key not in lost]
            self.rows.replace(left, self.look)
        elif what == "sort":
            self.rows.sort_by(Sort(*how))
        elif what == "filter":
            self.rows.filter_by(None if how is None else parse(how, COLUMNS))
        elif what == "problems":
            self.rows.show_problems(how)
        elif what == "height":
            self.rows.resize(how)
        elif what == "later":
            self.look = replace(self.look, now=self.look.now + timedelta(seconds=how))
        elif what == "move":
            self.rows.move(how)
            self.wanted = None if keys else self.wanted
            self.at_top = self.rows.cursor == 0 if keys else self.at_top
        else:
            self.rows.scroll(how)
            self.wanted = None if self.rows.cursor_key != cursor else self.wanted
            self.at_top = self.rows.cursor == 0 if self.rows.top != top else self.at_top
        if what in {"read", "lose", "sort", "filter", "problems"}:
            self._follows(keys, cursor, read=what in {"read", "lose"})

    def _follows(self, old: list[str], cursor: str | None, *, read: bool) -> None:
        """It stays on its resource, else goes to the next that is left, else to the one before.

        Where nobody chose a row it goes to the top rather than out of sight.
        """
        new = [row.key for row in self.rows.shown]
        at = old.index(cursor) if cursor is not None else 0
        heirs = [key for key in (*old[at:], *reversed(old[:at])) if key in new]
        expected = next(iter([*heirs, *new]), None)
        if self.wanted in new:
            expected, self.wanted = self.wanted, None
        elif expected is None and cursor is not None:
            self.wanted = cursor
        if read and self.at_top and expected and new.index(expected) >= self.rows.height > 0:
            expected = new[0]
        assert self.rows.cursor_key == expected

    def check(self) -> None:
        """In range, in sight, no blank below while rows are above; shown as painted anew."""
        rows = self.rows
        assert (rows.cursor is None) is (not rows.shown)
        if rows.cursor is not None:
            assert 0 <= rows.cursor < len(rows.shown)
            if rows.height:
                assert rows.top <= rows.cursor < rows.top + rows.height
                assert 0 <= rows.top <= max(0, len(rows.shown) - rows.height)
        self._repaint()

    def _repaint(self) -> None:
        size = Size(WIDTH, self.rows.height + 1)
        lines = self._painter.lines(self.rows, size, self.look, "nothing\nhere")
        fresh = Painter(COLUMNS, side).lines(self.rows, size, self.look, "nothing\nhere")
        assert lines == fresh
        whole = [strip(line, WIDTH, style_of) for line in fresh]
        if len(self._drawn) == len(lines):
            for region in changed(self._drawn, lines, self._painter.slots, WIDTH):
                y, before = region.y, self._screen[region.y]
                parts = (
                    before.crop(0, region.x),
                    whole[y].crop(region.x, region.right),
                    before.crop(region.right, WIDTH),
                )
                self._screen[y] = Strip.join(parts)
        else:
            self._screen = list(whole)
        self._drawn = lines
        assert [list(one.simplify()) for one in self._screen] == [
            list(one.simplify()) for one in whole
        ]


@settings(max_examples=120, derandomize=True)
@given(STEPS)
def test_any_course_of_reads_and_keys(steps: list[tuple[str, Any]]) -> None:
    model = Model()
    model.rows.resize(4)
    model.rows.replace([Row(key, (at, NAMES[at])) for at, key in enumerate("hfdbgec")], LOOK)
    model.step("move", 3)
    for what, how in steps:
        model.step(what, how)
        model.check()


def test_a_list_in_which_nobody_chose_a_row_shows_its_top() -> None:
    rows = TableRows(COLUMNS, lambda row: row.record[0])
    rows.resize(3)

    def read(*places: tuple[str, int]) -> tuple[str | None, int]:
        rows.replace([Row(key, (place, key)) for key, place in places], LOOK)
        return rows.cursor_key, rows.top

    assert read(("a", 1), ("b", 2), ("c", 3), ("d", 4)) == ("a", 0)
    assert read(("a", 2), ("b", 1), ("c", 3), ("d", 4)) == ("a", 0)
    assert read(("a", 9), ("b", 2), ("c", 3), ("d", 4)) == ("b", 0)
    rows.keep()
    assert read(("a", 1), ("b", 9), ("c", 3), ("d", 4)) == ("b", 1)
    rows.move(0)
    assert read(("a", 9), ("b", 2), ("c", 3), ("d", 4)) == ("b", 0)
    rows.move(1)
    assert read(("a", 9), ("b", 2), ("c", 8), ("d", 4)) == ("c", 0)
    assert read(("a", 5), ("b", 2), ("c", 8), ("d", 4)) == ("c", 1)
