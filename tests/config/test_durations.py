"""Lengths of time: what people write, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.config import durations


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("500ms", 0.5),
        ("30s", 30),
        ("5m", 300),
        ("2h", 7_200),
        ("1d", 86_400),
        ("0s", 0),
        ("1.5h", 5_400),
        ("1h05m", 3_900),
        (" 30s ", 30),
    ],
)
def test_what_people_write(text: str, seconds: float) -> None:
    assert durations.seconds(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "30",
        "30x",
        "s",
        "-5s",
        "+5s",
        "5 s",
        "1e3s",
        "5M",
        ".5s",
        "٣s",
        "5s!",
        "inf",
        "nan",
    ],
)
def test_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(ValueError, match="write it like 30s or 5m"):
        durations.seconds(text)


@pytest.mark.parametrize("text", ["36501d", "9" * 400 + "s", "9" * 5_000 + "d"])
def test_longer_than_anybody_means(text: str) -> None:
    with pytest.raises(ValueError, match="a hundred years"):
        durations.seconds(text)


@given(st.text(max_size=12))
def test_any_text_is_a_length_or_a_sentence(text: str) -> None:
    told, sentence = 0.0, "write it like"
    try:
        told = durations.seconds(text)
    except ValueError as error:
        sentence = str(error)
    assert 0 <= told <= durations.LONGEST
    assert "write it like" in sentence
