"""No text from the API can move the cursor, hide itself, or come out wider than its column."""

import unicodedata
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from ivs_tui.resources.text import fit, fit_ends, visible

NASTY = st.characters(categories=["Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Mn", "Me", "Mc", "Sk"])
WIDE = st.sampled_from("中界한한😀👍🏽🇺🇸ｱ❤️👨‍👩‍👧")
TEXT = st.text(st.one_of(st.characters(), st.characters(codec="ascii"), NASTY, WIDE))
ALIGN: st.SearchStrategy[Literal["left", "right"]] = st.sampled_from(("left", "right"))


@pytest.mark.parametrize(
    ("text", "shown", "ascii_shown"),
    [
        ("", "", ""),
        ("plain [/x] \\ text", "plain [/x] \\ text", "plain [/x] \\ text"),
        ("\x1b[2J", "␛[2J", "\\x1b[2J"),
        ("a\tb\r\n\x00", "a␉b␍␊␀", "a\\x09b\\x0d\\x0a\\x00"),
        ("\x7f\x9b", "␡<U+009B>", "\\x7f\\x9b"),
        ("a\u202eb\u2066\u061c", "a<U+202E>b<U+2066><U+061C>", "a\\u202eb\\u2066\\u061c"),
        ("\u2028\u2029", "<U+2028><U+2029>", "\\u2028\\u2029"),
        ("a\u200b\u2060\ufeff", "a<U+200B><U+2060><U+FEFF>", "a\\u200b\\u2060\\ufeff"),
        ("❤\ufe0f", "❤<U+FE0F>", "\\u2764\\ufe0f"),
        ("👨\u200d👩", "👨<U+200D>👩", "\\U0001f468\\u200d\\U0001f469"),
        ("👍🏽", "👍<U+1F3FD>", "\\U0001f44d\\U0001f3fd"),
        ("\ud800\ue000\U000e0041", "<U+D800><U+E000><U+E0041>", "\\ud800\\ue000\\U000e0041"),
        ("\u3164\u115f\u034f", "<U+3164><U+115F><U+034F>", "\\u3164\\u115f\\u034f"),
        ("e\u0301", "e\u0301", "e\\u0301"),
        ("e\u0301\u0302x\u0303", "e\u0301<U+0302>x\u0303", "e\\u0301\\u0302x\\u0303"),
        ("\u0301a", "<U+0301>a", "\\u0301a"),
        ("\x1b\u0301", "␛<U+0301>", "\\x1b\\u0301"),
        ("Zürich 中文", "Zürich 中文", "Z\\xfcrich \\u4e2d\\u6587"),
    ],
)
def test_what_hides_is_shown(text: str, shown: str, ascii_shown: str) -> None:
    assert visible(text) == shown
    assert visible(text, ascii_only=True) == ascii_shown


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("abc\x9bdef", 8, "abc…"),
        ("abc\x9b", 11, "abc<U+009B>"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
        ("", 0, ""),
    ],
)
def test_limit_cuts_between_characters(text: str, limit: int, shown: str) -> None:
    assert visible(text, limit=limit) == shown


def test_limit_in_ascii() -> None:
    assert visible("abcdef", ascii_only=True, limit=5) == "ab..."
    assert visible("中文", ascii_only=True, limit=9) == "\\u4e2d..."
    assert visible("abc", ascii_only=True, limit=2) == ".."


@given(TEXT, st.booleans(), st.integers(0, 60))
def test_visible_text_is_safe_and_limited(text: str, ascii_only: bool, limit: int) -> None:
    shown = visible(text, ascii_only=ascii_only, limit=limit)
    categories = [unicodedata.category(char) for char in shown]
    assert len(shown) <= limit
    assert not {c for c in categories if c.startswith("C") or c in {"Zl", "Zp"}}
    assert shown.isascii() or not ascii_only
    no_cell = [cell_len(char) == 0 for char in shown]
    assert not any(a and b for a, b in pairwise([True, *no_cell]))


@given(TEXT)
def test_visible_text_is_stable_and_drops_nothing(text: str) -> None:
    shown = visible(text, limit=100_000)
    assert visible(shown, limit=100_000) == shown
    assert len(shown) >= len(text)


@given(TEXT, st.integers(0, 40), ALIGN, st.booleans())
@example("a界", 2, "left", False)
@example("e\u0301e\u0301", 1, "right", False)
def test_fitted_text_is_exactly_as_wide(
    text: str, width: int, align: Literal["left", "right"], ascii_only: bool
) -> None:
    ellipsis = "..." if ascii_only else "…"
    fitted = fit(visible(text, ascii_only=ascii_only), width, align, ellipsis=ellipsis)
    assert cell_len(fitted) == width
    assert not [char for char in fitted if unicodedata.category(char).startswith("C")]


@pytest.mark.parametrize(
    ("text", "width", "align", "fitted"),
    [
        ("abc", 5, "left", "abc  "),
        ("abc", 5, "right", "  abc"),
        ("abcdef", 4, "left", "abc…"),
        ("abcdef", 4, "right", "abc…"),
        ("中文中文", 4, "left", "中 …"),
        ("中文", 4, "left", "中文"),
        ("中文", 6, "right", "  中文"),
        ("e\u0301ab", 2, "left", "e\u0301…"),
        ("abc", 1, "left", "…"),
        ("abc", 0, "left", ""),
        ("abc", -3, "left", ""),
        ("", 2, "left", "  "),
    ],
)
def test_fit(text: str, width: int, align: Literal["left", "right"], fitted: str) -> None:
    assert fit(text, width, align) == fitted


def test_ellipsis_wider_than_the_column_is_cut() -> None:
    assert fit("abcdef", 2, ellipsis="...") == ".."


def test_the_end_of_a_name_stays_as_its_beginning_does() -> None:
    assert fit_ends("quito-chapel-06003", 15) == "quito-cha…06003"
    assert fit_ends("quito-chapel-06003", 18) == "quito-chapel-06003"
    assert fit_ends("short", 15) == "short          "
    assert fit_ends("quito-chapel-06003", 6) == "quito…"
    wide = fit_ends("中央競馬場メインスタジアム", 15)
    assert cell_len(wide) == 15
    assert wide.startswith("中央競馬場メイ…")
