"""Lines of keys: right for every document that is one, and no text breaks it."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.config import places

_TEXT = '''\
# a = 1
interval = 5 # "
"quoted.key" = 1
site.'a b'."c" = """
[[alert]]
on = "not a key" """

[keys]
copy = "Y"
  # [not.a.table]
[[alert]]
on = "starving"
command = [ # ]
  "a",
  "]\\"[",
]
[[alert]]
on = \'\'\'
for = 1\'\'\'\'
for = { x = 1 }
[alert.more]
deep = 1
[["alert".list]]
x = 1
[["alert".list]]
x = 2
'''


def test_lines_of_keys_and_tables() -> None:
    assert tomllib.loads(_TEXT)["alert"][1]["on"] == "for = 1'"
    assert places.lines(_TEXT) == {
        ("interval",): 2,
        ("quoted.key",): 3,
        ("site",): 4,
        ("site", "a b"): 4,
        ("site", "a b", "c"): 4,
        ("keys",): 8,
        ("keys", "copy"): 9,
        ("alert",): 11,
        ("alert", 0): 11,
        ("alert", 0, "on"): 12,
        ("alert", 0, "command"): 13,
        ("alert", 1): 17,
        ("alert", 1, "on"): 18,
        ("alert", 1, "for"): 20,
        ("alert", 1, "more"): 21,
        ("alert", 1, "more", "deep"): 22,
        ("alert", 1, "list"): 23,
        ("alert", 1, "list", 0): 23,
        ("alert", 1, "list", 0, "x"): 24,
        ("alert", 1, "list", 1): 25,
        ("alert", 1, "list", 1, "x"): 26,
    }


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("alert", 0, "command", 1), 13),
        (("alert", 1, "for", "x"), 20),
        (("alert", 7), 11),
        (("none",), None),
        ((), None),
    ],
)
def test_what_has_no_line_has_that_of_what_it_is_part_of(
    path: tuple[str | int, ...], line: int | None
) -> None:
    assert places.line_of(path, places.lines(_TEXT)) == line


_KEYS = st.one_of(
    st.from_regex(r"[A-Za-z0-9_-]{1,4}", fullmatch=True).map(lambda key: (key, key)),
    st.text("ab .=#'[]é\\\"", max_size=4).map(
        lambda key: (key, '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"')
    ),
    st.text('ab .=#"[]', max_size=4).map(lambda key: (key, f"'{key}'")),
)
_AWKWARD = st.text("a=#[]{}\n ", max_size=12)
_VALUES = st.one_of(
    st.sampled_from(["1", "true", "1979-05-27T07:32:00Z", "{ a = [1], b.c = '#' }", '""', "''"]),
    _AWKWARD.map(lambda text: f'"""{text}"""'),
    _AWKWARD.map(lambda text: f'"""{text}\\""""""'),
    _AWKWARD.map(lambda text: f"'''{text}'''"),
    _AWKWARD.map(lambda text: "'" + text.replace("\n", "") + "'"),
    st.just('[ # ]\n  "]", 1,\n  [[2]], # "\n]'),
)
_ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["", "\n", "# [x]\n", " \t"]),
        st.lists(_KEYS, min_size=1, max_size=3),
        _VALUES,
    ),
    max_size=5,
)
_TABLES = st.lists(
    st.tuples(st.booleans(), st.lists(_KEYS, min_size=1, max_size=2), _ENTRIES), max_size=5
)


def walk(value: Any, path: places.Path = ()) -> dict[places.Path, Any]:
    """Every key within tables and arrays of tables, with its value."""
    found: dict[places.Path, Any] = {path: value} if path else {}
    entries: Any = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        entries = enumerate(value)
    for key, held in entries:
        found |= walk(held, (*path, key))
    return found


@given(_ENTRIES, _TABLES)
def test_every_key_stands_on_the_line_that_it_is_given(first: Any, tables: Any) -> None:
    text, written, headers = "", dict[int, str](), set[int]()

    def add(entries: Any) -> None:
        nonlocal text
        for before, keys, value in entries:
            addition = f"{before}{' . '.join(key for _, key in keys)} = {value}\n"
            try:
                tomllib.loads(text + addition)
            except tomllib.TOMLDecodeError:
                continue
            written[(text + before).count("\n") + 1] = keys[-1][0]
            text += addition

    add(first)
    for is_array, keys, entries in tables:
        header = ".".join(key for _, key in keys)
        header = f"[[{header}]] # [\n" if is_array else f" [ {header} ]\n"
        try:
            tomllib.loads(text + header)
        except tomllib.TOMLDecodeError:
            continue
        headers.add(text.count("\n") + 1)
        text += header
        add(entries)
    found, known = places.lines(text), walk(tomllib.loads(text))
    assert set(found) <= set(known)
    for line, key in written.items():
        assert any(at == line and path[-1] == key for path, at in found.items())
    for path, line in found.items():
        assert line in headers or path[-1] == written[line] or isinstance(known[path], dict)


@given(st.one_of(st.text(max_size=60), st.text("[]{}=\"'#\n\\ a.", max_size=60)))
def test_no_text_breaks_it(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in places.lines(text).values())
