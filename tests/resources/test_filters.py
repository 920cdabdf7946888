"""The filter's language: what it means, what it refuses, and that it takes anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.resources import DETAILS, KINDS
from ivs_tui.resources import format as fmt
from ivs_tui.resources.filters import Filter, FilterError, begun, haystack, parse
from ivs_tui.resources.spec import Cell, Column, ColumnType, Look, Mark, Row

NOW = datetime(2026, 11, 21, 14, 3, 5, tzinfo=UTC)
LOOK = Look(NOW)
COLUMNS = (
    Column(
        "health",
        "HEALTH",
        10,
        lambda _row: 0,
        lambda row, look: fmt.marked(Mark.STARVING, row.record[0].lower(), fmt.UNSAID.tone, look),
        text=lambda row: row.record[0],
    ),
    Column("channel", "CHANNEL", 9, lambda r: r.record[1], lambda r, _: Cell(str(r.record[1]))),
    Column(
        "viewers",
        "VIEWERS",
        9,
        lambda row: row.record[2],
        lambda row, _look: Cell(fmt.count(row.record[2])),
        type=ColumnType.NUMBER,
    ),
    Column(
        "age",
        "UP",
        7,
        lambda row: row.record[3],
        lambda row, look: Cell(fmt.age(row.record[3], look.now)),
        text=lambda _row: "",
        type=ColumnType.TIME,
    ),
    Column(
        "lasted",
        "LAST ED",
        7,
        lambda _row: None,
        lambda _row, _look: Cell("-"),
        type=ColumnType.DURATION,
        measured=lambda row: row.record[3],
    ),
    Column("change", "Δ5M", 5, lambda _row: None, lambda _r, _l: Cell(""), type=ColumnType.NUMBER),
)
NEWS = Row("k", ("STARVING", "News Main", 1500, NOW - timedelta(hours=1, minutes=5)))
UNKNOWN = Row("u", ("CREATE_FAILED", None, None, None))


EVERYWHERE = [
    *(kind.columns for kind in KINDS.values()),
    *(detail.columns for detail in DETAILS.values()),
]


def passes(text: str, row: Row = NEWS) -> bool:
    return parse(text, COLUMNS).passes(row, LOOK)


@pytest.mark.parametrize(
    "text",
    [
        *("", "!", "  !  ", "stARv", "news starv", "!sport", "1500 !2 !sport", '""', '!""'),
        *('"news main"', '!"main news"', 'channel:"news main"', 'channel="News Main"'),
        *("health=starving", "health=Healthy|STARVING", "!health=healthy|unknown", "HEALTH:starv"),
        *("channel:sport|main", 'channel=x|"news main"', "chann:news", "h:starv", "!!news"),
        *("viewers>1000", "viewers>=1,500", "viewers<=1.5k", "viewers<1M", "viewers=1500|2"),
        *(
            "!viewers>1.5k",
            "viewers:150",
            "viewers:1,500",
            "viewers>-1",
            "viewers>−1",
            "viewers=1,500",
        ),
        *("age>1h", "age<2h", "up>=65m", "up<=1h5m", "up=1h05m", "age:1h", "!age<30s", "age<3d"),
        *("lasted>1h", "last-ed<2h", "lasted=-", "health=starving viewers>1k age<2h news !sport"),
    ],
)
def test_what_passes(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        *("sport", "starv sport", "!starv", '"main news"', "health=starv", "!health=starving"),
        *("health:x|y", "channel=news", "viewers>1500", "viewers<1,500", "viewers=15", "age<1h"),
        *("up>65m", "!age<2h", "age:2h", "lasted<1h", "https://x", "arn:aws:ivs:x", "x:starving"),
        *("|", "news|sport", ">>", "<U+202E>", "=x", ":"),
    ],
)
def test_what_does_not_pass(text: str) -> None:
    assert not passes(text)


def test_what_is_not_known_matches_no_comparison() -> None:
    for sign in ("<", ">", "<=", ">="):
        for asked in ("viewers%s1", "age%s1h", "lasted%s1h", "change%s0"):
            assert not passes(asked % sign, UNKNOWN)
            assert passes("!" + asked % sign, UNKNOWN)
    assert not passes("viewers=0", UNKNOWN)
    assert passes("viewers:-", UNKNOWN)


def test_a_state_is_found_as_the_api_writes_it_and_as_it_is_shown() -> None:
    shown = Row("k", ("create failed", "a", 1, NOW))
    for asked in ("create_failed", "CREATE_FAILED", '"create failed"'):
        assert passes(f"health={asked}", shown)
    assert passes("health=create_failed", UNKNOWN)
    assert passes("health:_failed", UNKNOWN)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("viewer>1", None),
        ("bitrate>5", "no column bitrate; there are: health, channel, viewers, age, lasted"),
        ("news desk=1", "no column desk; there are: health"),
        ("ch:news", "ch may be channel, change"),
        ("c=1", "c may be channel, change"),
        ("viewers>", "viewers> what? viewers>1000 or viewers<=1.5k"),
        ("health=", "health= what? health:part or health=whole"),
        ("health=|", "health= what?"),
        ("!age<", "age< what? how long ago: age<2h or age>30s"),
        ("viewers > 1000", "no blank beside >: viewers>1000 or viewers<=1.5k"),
        ("news =", "no blank beside =: health:part"),
        (">", "no blank beside >: health:part"),
        ("health!=starving", "a ! stands first: !health=whole"),
        ("viewers>many", "many is no number; viewers>1000"),
        ("viewers=many", "many is no number"),
        ("viewers>1..2", "1..2 is no number"),
        ("viewers>1e9", "1e9 is no number"),
        ("viewers>١", "١ is no number"),
        ("viewers>5|6", "viewers> takes one value"),
        ("age<5", "5 is no length of time; how long ago: age<2h"),
        ("age<5y", "5y is no length of time"),
        ("age<999999999999d", "999999999999d is no length of time"),
        ("lasted>soon", "soon is no length of time; how long: lasted>2h"),
        ("health>1", "health is text; health:part or health=whole"),
        ('"two words', "the quote is not closed"),
        ('channel:"two', "the quote is not closed"),
        ("\x1b[2J>1", "no column ␛[2J; there are"),
        ("viewers>\x1b[2J", "␛[2j is no number"),
        ("x" * 9999 + ">1", "no column xxxxxxxxxxxxxxxxxxx…; there are"),
        ("viewers>" + "9" * 9999, None),
    ],
)
def test_what_is_wrong_is_said(text: str, why: str | None) -> None:
    if why is None:
        parse(text, COLUMNS)
        return
    with pytest.raises(FilterError) as wrong:
        parse(text, COLUMNS)
    assert str(wrong.value).startswith(why)
    assert str(wrong.value).isprintable()


@given(st.text('abAB!ß \n\x1c|"c', max_size=20), st.text("abABß ", max_size=20))
def test_without_operators_a_filter_is_words_that_must_and_must_not_be_there(
    typed: str, hay: str
) -> None:
    text = typed.replace('"', "")
    words = [word.casefold() for word in text.split()]
    wanted = [word for word in words if word[0] != "!"]
    unwanted = [word[1:] for word in words if word[0] == "!" and len(word) > 1]
    folded = hay.casefold()
    there = all(word in folded for word in wanted)
    assert parse(text, COLUMNS).finds(folded) is (
        there and not any(word in folded for word in unwanted)
    )


PIECES = st.sampled_from(
    [
        *("health", "viewers", "age", "lasted", "ch", "x", "!", '"', "|", " ", "\n", "\x1b"),
        *(":", "=", "<", ">", "<=", ">=", "1", "1k", "2h", "9" * 400, ".", ",", "ſ", "K", "中"),
    ]
)
TYPED = st.lists(PIECES | st.characters(), max_size=8).map("".join)


@given(TYPED)
def test_anything_is_a_filter_or_one_sentence(typed: str) -> None:
    chosen, wrong = None, ""
    try:
        chosen = parse(typed, COLUMNS)
    except FilterError as error:
        wrong = str(error)
    assert wrong.isprintable()
    if chosen is not None:
        assert chosen.text == typed
        for row in (NEWS, UNKNOWN):
            whole = chosen.finds(haystack(COLUMNS, row)) and chosen.holds(row, LOOK)
            assert chosen.passes(row, LOOK) is whole
        assert chosen.narrows or chosen.passes(UNKNOWN, LOOK)


def _is_one_term(text: str) -> bool:
    # Quotes end a term, and those around nothing are none.
    return text[:1] != "!" and '""' not in text and not any(map(str.isspace, text))


@given(TYPED.filter(_is_one_term))
def test_a_term_and_its_negation_share_all_rows(typed: str) -> None:
    try:
        chosen, negated = parse(typed, COLUMNS), parse("!" + typed, COLUMNS)
    except FilterError:
        return
    if len(chosen.wanted) + len(chosen.terms) == 1:
        for row in (NEWS, UNKNOWN):
            assert chosen.passes(row, LOOK) is not negated.passes(row, LOOK)


@pytest.mark.parametrize("text", ["arn:aws:ivs:eu-west-1:1:channel/x", "https://x/y?z", "14:03"])
def test_in_every_list_an_arn_is_a_word(text: str) -> None:
    for columns in EVERYWHERE:
        assert parse(text, columns).wanted == (text.casefold(),)


def test_every_column_is_found_by_its_id_and_by_its_title() -> None:
    for columns in EVERYWHERE:
        for column in columns:
            title = column.title.replace(" ", "-")
            for name in (column.id, column.id.upper(), title, title.lower()):
                (term,) = parse(f"{name}:x", columns).terms
                assert term.column is column


def test_what_may_be_typed_is_told_by_its_beginning() -> None:
    assert list(begun("", COLUMNS)) == [column.id for column in COLUMNS]
    assert list(begun("CH", COLUMNS)) == ["channel", "change"]
    assert begun("u", COLUMNS) == {"up": COLUMNS[3]}
    assert begun("zzz", COLUMNS) == {}


def test_a_filter_says_what_to_look_for_in_a_column() -> None:
    chosen: Filter = parse("news !sport health=starving channel:a|b viewers>1", COLUMNS)
    found = {column.id: chosen.sought(column) for column in COLUMNS}
    assert found["health"] == ("news", "starving")
    assert found["channel"] == ("news", "a", "b")
    assert found["viewers"] == ("news",)
    assert parse("age<2h", COLUMNS).ages
    assert not parse("news health=x", COLUMNS).ages
