"""Which columns are shown when somebody chooses, and where they stand when a table is wide."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.resources import KINDS
from ivs_tui.resources.columns import ColumnsError, choose, fit_wide, known, offered
from ivs_tui.resources.spec import Column

STREAMS = KINDS["streams"].columns
OWN = tuple(column.id for column in STREAMS)


@pytest.mark.parametrize(
    ("shown", "asked", "chosen"),
    [
        ((), "viewers,channel", ("viewers", "channel")),
        ((), " viewers  Channel viewers ", ("viewers", "channel")),
        (("health", "tags"), "-tags +age", ("health", "age")),
        (("health", "tags"), "+tags", ("health", "tags")),
        (("health", "tags"), "+health", ("tags", "health")),
        (("health",), "all", ()),
        ((), ",".join(OWN), ()),
        ((), "", ()),
    ],
)
def test_columns_are_chosen_by_name_or_changed(
    shown: tuple[str, ...], asked: str, chosen: tuple[str, ...]
) -> None:
    assert choose(STREAMS, shown, asked) == chosen


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("nonsense", "no column 'nonsense'; there are: health"),
        ("health,+tags", "either the columns by name, or changes"),
        ("-health", "one column at least"),
        ("all,health", "no column 'all'"),
        ("+", "no column ''"),
        ("\x1b[31m", "no column"),
    ],
)
def test_what_cannot_be_shown_is_said(asked: str, why: str) -> None:
    with pytest.raises(ColumnsError, match=why.replace("+", r"\+")):
        choose(STREAMS, ("health",), asked)


def test_what_is_typed_is_completed_word_by_word() -> None:
    assert "health" in offered(STREAMS, "")
    assert "health,viewers" in offered(STREAMS, "health,v")
    assert "health,health" not in offered(STREAMS, "health,h")
    assert "-tags +age" in offered(STREAMS, "-tags +a")


def test_unknown_columns_of_before_leave_the_others() -> None:
    assert [column.id for column in known(STREAMS, ("gone", "tags", "tags"))] == ["tags"]
    assert known(STREAMS, ("gone",)) == STREAMS


@given(
    st.sampled_from(sorted(KINDS)),
    st.integers(60, 250),
    st.lists(st.integers(0, 150), max_size=20),
)
def test_every_column_of_a_wide_table_comes_into_sight(
    name: str, width: int, widths: list[int]
) -> None:
    columns = KINDS[name].columns
    whole = {column.id: size for column, size in zip(columns, widths, strict=False)}
    seen = set[str]()
    for steps in range(len(columns) + 1):
        wide = fit_wide(columns, whole, width, steps)
        assert sum(size + 1 for _, size in wide.fitted) <= width + 1
        assert wide.fitted[0][0] is columns[0]
        in_full = len(columns) - wide.left - wide.right
        seen |= {column.id for column, _ in wide.fitted[:in_full]}
        if not wide.right:
            break
    assert not wide.right
    assert seen == {column.id for column in columns}


def test_a_wide_column_takes_its_longest_text_and_gives_room_to_those_to_the_right() -> None:
    name: Column = replace(STREAMS[2], id="name", width=10, grow=1)
    rest = [replace(STREAMS[3], id=f"n{number}", width=20) for number in range(4)]
    columns = (name, *rest)
    first = fit_wide(columns, {"name": 60}, 80, 0)
    assert [(column.id, size) for column, size in first.fitted] == [("name", 60), ("n0", 19)]
    assert (first.left, first.right) == (0, 4)
    second = fit_wide(columns, {"name": 60}, 80, 1)
    assert [column.id for column, _ in second.fitted] == ["name", "n0", "n1", "n2", "n3"]
    last = fit_wide(columns, {"name": 60}, 80, 2)
    assert (last.left, last.right) == (1, 0)
