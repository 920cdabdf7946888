"""The lines of a table as laws: exact widths, and no difference that is not repainted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Region

from ivs_tui.resources.arrange import Sort, fit_columns
from ivs_tui.resources.filters import parse
from ivs_tui.resources.spec import Cell, Column, Look, Row, Tone
from ivs_tui.resources.text import fit, visible
from ivs_tui.ui.widgets.table_lines import Line, LineStyle, Painted, changed, strip
from ivs_tui.ui.widgets.table_paint import header_line, matches, note_lines, row_cells, slots

LOOK = Look(datetime(2025, 11, 20, tzinfo=UTC))
TEXTS = st.text("ab 1中é\u0301\x1b😀", max_size=12)
CELLS = st.tuples(TEXTS, st.sampled_from([Tone.NORMAL, Tone.BAD]))
EMPTY = ("", Tone.NORMAL)
ROWS = st.tuples(CELLS, CELLS, CELLS)


def column(place: int, width: int, *, right: bool = False) -> Column:
    return Column(
        str(place),
        f"TITLE{place}",
        width,
        lambda row: row.record[place][0],
        lambda row, _: Cell(visible(row.record[place][0]), row.record[place][1]),
        right=right,
        shed=place,
    )


COLUMNS = [column(0, 6), column(1, 4, right=True), column(2, 5)]
SLOTS = slots(fit_columns(COLUMNS, 20)[0])


def style_of(tone: Tone, line: LineStyle, is_found: bool) -> Style:
    bold, colour = line is LineStyle.CURSOR, "red" if tone is Tone.BAD else None
    return Style(color=colour, bold=bold, underline=is_found)


def line_of(record: object, *, cursor: bool) -> Line:
    cells = row_cells(Row("k", record), SLOTS, LOOK)
    return Line(cells, LineStyle.CURSOR if cursor else LineStyle.ROW)


@example(
    [(((EMPTY, EMPTY, EMPTY)), True, (EMPTY, EMPTY, ("111\u0301中\u0301", Tone.NORMAL)), True)]
)
@given(st.lists(st.tuples(ROWS, st.booleans(), ROWS, st.booleans()), max_size=4))
def test_outside_the_regions_nothing_differs(
    drawings: list[tuple[object, bool, object, bool]],
) -> None:
    old = [line_of(record, cursor=cursor) for record, cursor, _, _ in drawings]
    new = [line_of(record, cursor=cursor) for _, _, record, cursor in drawings]
    regions = changed(old, new, SLOTS, 20)
    assert len(regions) == len({region.y for region in regions})
    for y, (before, after) in enumerate(zip(old, new, strict=True)):
        was, now = strip(before, 20, style_of), strip(after, 20, style_of)
        assert was.cell_length == now.cell_length == 20
        part = next((region for region in regions if region.y == y), Region(0, y, 0, 0))
        for start, end in ((0, part.x), (part.right, 20)):
            assert list(was.crop(start, end).simplify()) == list(now.crop(start, end).simplify())
        assert bool(part) is (before != after)


@pytest.mark.parametrize(
    ("text", "width", "align", "sought", "marked"),
    [
        ("news-main", 12, "left", ["MAIN"], ["main"]),
        ("news-main", 12, "right", ["news", "ma"], ["news", "ma"]),
        ("news-main", 7, "left", ["main"], ["m"]),
        ("news-main", 4, "left", ["main"], []),
        ("news-main", 0, "left", ["news"], []),
        ("aXaxb", 9, "left", ["ax", "xa", "b"], ["aXaxb"]),
        ("Straße 5", 9, "left", ["ss"], ["ß"]),
        ("Straße 5", 9, "right", ["se 5"], ["ße 5"]),
        ("中文字", 9, "left", ["文"], ["文"]),
        ("中文字", 5, "left", ["文字"], ["文"]),
        ("zoe\u0301x", 9, "left", ["zoe"], ["zoe\u0301"]),
        ("zoe\u0301x", 9, "left", ["\u0301x"], ["e\u0301x"]),
        ("  lead", 6, "left", ["lead"], ["lead"]),
        ("a.b|c", 6, "right", [".", "|"], [".", "|"]),
    ],
)
def test_what_the_filter_looked_for_is_marked(
    text: str, width: int, align: Literal["left", "right"], sought: list[str], marked: list[str]
) -> None:
    shown = fit(text, width, align)
    found = matches(text, shown, [one.casefold() for one in sought])
    assert [shown[start:end] for start, end in found] == marked


@given(TEXTS, st.integers(0, 14), st.booleans(), st.lists(st.text("ab 1中é\u0301", min_size=1)))
def test_matches_are_parts_of_what_is_shown(
    typed: str, width: int, right: bool, sought: list[str]
) -> None:
    text = visible(typed)
    shown = fit(text, width, "right" if right else "left")
    found = matches(text, shown, sought)
    edges = [edge for span in found for edge in span]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= len(shown) for edge in edges)
    line = Line((Painted(shown, Tone.BAD, found),), LineStyle.ROW, Cell("!"))
    painted = strip(line, width + 2, style_of)
    assert painted.text == f"!{shown} "
    marked = sum(len(one.text) for one in painted if one.style and one.style.underline)
    assert marked == sum(end - start for start, end in found)


def test_a_filter_repaints_what_it_marks_and_no_more() -> None:
    before = row_cells(Row("k", (("news", Tone.NORMAL), EMPTY, EMPTY)), SLOTS, LOOK)
    for typed, region in (("ew", Region(0, 0, 7, 1)), ("1:ew", None), ("!ew", None)):
        after = row_cells(
            Row("k", (("news", Tone.NORMAL), EMPTY, EMPTY)), SLOTS, LOOK, parse(typed, COLUMNS)
        )
        was, now = ([Line(cells, LineStyle.ROW)] for cells in (before, after))
        assert changed(was, now, SLOTS, 20) == ([region] if region else [])


def test_a_mark_at_the_side_costs_one_cell() -> None:
    cells = row_cells(Row("k", (EMPTY, EMPTY, EMPTY)), slots(fit_columns(COLUMNS, 19)[0], 1), LOOK)
    calm, fresh = (Line(cells, LineStyle.ROW, Cell(text)) for text in " !")
    assert changed([calm], [fresh], SLOTS, 20) == [Region(0, 0, 1, 1)]
    assert strip(fresh, 20, style_of).text == "!" + strip(calm, 20, style_of).text[1:]


@given(
    st.integers(0, 30),
    st.sampled_from([None, "0", "1", "2"]),
    st.booleans(),
    st.booleans(),
)
def test_a_header_is_as_wide_as_the_table(
    width: int, sorted_by: str | None, reverse: bool, ascii_only: bool
) -> None:
    fitted, hidden = fit_columns(COLUMNS, width)
    sort = Sort(sorted_by, reverse)
    line = header_line(slots(fitted), hidden, sort, width, ascii_only=ascii_only)
    text = line.cells[0].text
    assert cell_len(text) == width
    if hidden and width > 3:
        assert text.endswith(f" +{hidden}")
    elif not hidden and sorted_by is not None:
        arrows = {(False, False): "▲", (True, False): "▼", (False, True): "^", (True, True): "v"}
        assert arrows[reverse, ascii_only] in text


@given(
    st.text("ab 1中\n\x1b[]", max_size=80), st.integers(0, 30), st.integers(-1, 6), st.booleans()
)
def test_a_note_fills_the_body(text: str, width: int, height: int, ascii_only: bool) -> None:
    lines = note_lines(text, width, height, ascii_only=ascii_only)
    assert len(lines) == max(0, height)
    assert all(cell_len(line.cells[0].text) == width for line in lines)
