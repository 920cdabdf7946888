"""Sort, cursor and columns, as laws over any rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.resources.arrange import (
    Haystacks,
    Sort,
    choose,
    fit_columns,
    ordered,
    place_cursor,
)
from ivs_tui.resources.filters import parse
from ivs_tui.resources.spec import Cell, Column, Look, Row, Value

LOOK = Look(datetime(2026, 11, 21, tzinfo=UTC))
KEYS = st.lists(st.text("abcdef", min_size=1, max_size=2), unique=True, max_size=12)


def column(id_: str = "name", width: int = 8, *, grow: int = 0, shed: int = 0) -> Column:
    return Column(
        id_,
        id_.upper(),
        width,
        lambda row: row.record,
        lambda row, _: Cell(str(row.record)),
        grow=grow,
        shed=shed,
    )


def rows_of(values: Sequence[Value]) -> list[Row]:
    return [Row(str(number), value) for number, value in enumerate(values)]


def own_order(row: Row) -> int:
    return int(row.key)


def test_a_row_is_read_once_for_the_filter() -> None:
    asked: list[str] = []

    def text(row: Row) -> str:
        asked.append(row.key)
        return row.key

    columns = [Column("a", "A", 3, lambda _: 1, lambda _, __: Cell("x"), text)]
    haystacks = Haystacks(columns)
    rows = rows_of(["x", "y"])
    for typed in ("1", "1 !0", "0"):
        choose(rows, parse(typed, columns), haystacks, LOOK)
    assert asked == ["0", "1"]
    renewed = [Row("0", "x"), Row("1", "changed"), Row("2", "new")]
    chosen = parse("!1", columns)
    assert choose(renewed, chosen, haystacks, LOOK) == [renewed[0], renewed[2]]
    assert asked == ["0", "1", "1", "2"]


VALUES = st.one_of(
    st.none(),
    st.text(max_size=3),
    st.integers(),
    st.booleans(),
    st.floats(allow_nan=False),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
)


@given(st.lists(VALUES), st.booleans())
def test_a_sort_loses_nothing_and_puts_the_unknown_last(values: list[Value], reverse: bool) -> None:
    rows = rows_of(values)
    result = ordered(rows, [column()], own_order, Sort("name", reverse))
    assert sorted(result, key=own_order) == rows
    unknown = [row.record is None for row in result]
    assert unknown == sorted(unknown)


@given(st.lists(st.none() | st.integers(0, 3)), st.booleans())
def test_ties_keep_the_kinds_order(values: list[Value], reverse: bool) -> None:
    result = ordered(rows_of(values), [column()], own_order, Sort("name", reverse))
    for before, after in pairwise(result):
        if before.record == after.record:
            assert own_order(before) < own_order(after)
        elif after.record is not None:
            assert (before.record > after.record) is reverse


def test_types_sort_apart_but_numbers_together() -> None:
    instant = datetime(2025, 1, 1, tzinfo=UTC)
    rows = rows_of(["b", 2, None, 1.5, instant, "a"])
    result = ordered(rows, [column()], own_order, Sort("name"))
    assert [row.record for row in result] == [instant, 1.5, 2, "a", "b", None]


def test_without_a_column_the_kinds_order_counts() -> None:
    rows = rows_of("cab")
    assert ordered(rows[::-1], [column()], own_order) == rows
    assert ordered(rows, [column()], own_order, Sort(None, True)) == rows[::-1]
    assert ordered(rows, [column()], own_order, Sort("gone", True)) == rows


@given(KEYS, KEYS, st.data())
def test_the_cursor_rule(old: list[str], new: list[str], data: st.DataObject) -> None:
    key = data.draw(st.none() | st.sampled_from(old)) if old else None
    place = place_cursor(old, key, new)
    if not new:
        assert place is None
        return
    assert place is not None
    if key in new:
        assert new[place] == key
    elif key is not None:
        at = old.index(key)
        following = [other for other in old[at:] if other in new]
        preceding = [other for other in old[:at] if other in new]
        assert new[place] == [*following, *preceding[::-1], new[0]][0]
    else:
        assert place == 0


def test_the_cursor_goes_to_the_next_row_and_else_to_the_one_before() -> None:
    assert place_cursor("abcd", "b", "dac") == 2
    assert place_cursor("abcd", "d", "ba") == 0
    assert place_cursor("abcd", "b", "xy") == 0
    assert place_cursor("abcd", "z", "xy") == 0


COLUMNS = st.lists(
    st.builds(
        column,
        st.text("abc", max_size=3),
        st.integers(1, 30),
        grow=st.integers(0, 3),
        shed=st.integers(0, 3),
    ),
    max_size=8,
)


@given(COLUMNS, st.integers(0, 200))
def test_columns_fit_the_width_in_their_order(columns: list[Column], width: int) -> None:
    fitted, hidden = fit_columns(columns, width)
    shown = [one for one, _ in fitted]
    assert sum(room for _, room in fitted) + max(0, len(fitted) - 1) <= width
    assert hidden == len(columns) - len(shown)
    places = [next(i for i, other in enumerate(columns) if other is one) for one in shown]
    assert places == sorted(places)
    needed = [one for one in columns if one.shed == 0]
    if sum(one.width + 1 for one in needed) - 1 <= width:
        kept = {id(one) for one in shown}
        assert all(id(one) in kept for one in needed)
        assert all(one.width <= room <= 3 * one.width for one, room in fitted)
        assert all(room == one.width for one, room in fitted if one.grow == 0)


def test_the_highest_shed_goes_first_and_of_equals_the_rightmost() -> None:
    columns = [column("a", shed=1), column("b", shed=2), column("c"), column("d", shed=2)]
    shown = [[one.id for one, _ in fit_columns(columns, width)[0]] for width in (35, 34, 25, 16)]
    assert shown == [["a", "b", "c", "d"], ["a", "b", "c"], ["a", "c"], ["c"]]


def test_what_matters_less_comes_once_there_is_ample_width() -> None:
    name = replace(column("a", grow=1), ample=(20, 2))
    columns = [name, column("b", shed=1), column("c", shed=2)]
    widths = [[room for _, room in fit_columns(columns, width)[0]] for width in (17, 37, 38, 40)]
    assert widths == [[8, 8], [24, 8], [20, 8, 8], [22, 8, 8]]


def test_what_must_stay_is_cropped_at_the_right() -> None:
    columns = [column("a"), column("b"), column("c", shed=1)]
    widths = [[room for _, room in fit_columns(columns, width)[0]] for width in (17, 12, 9, 0)]
    assert widths == [[8, 8], [8, 3], [8], []]
    assert fit_columns(columns, 9)[1] == 2


def test_what_is_left_over_is_shared_by_weight_up_to_a_limit() -> None:
    columns = [column("a", 10, grow=1), column("b", 10), column("c", 10, grow=2)]
    assert [room for _, room in fit_columns(columns, 44)[0]] == [14, 10, 18]
    assert [room for _, room in fit_columns(columns, 500)[0]] == [30, 10, 30]
