"""On which line of a TOML document each key stands; `tomllib` tells that of syntax errors alone."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence

Path = tuple[str | int, ...]
"""Keys and, in arrays of tables, places from 0: `("alert", 0, "for")`."""

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\[\]{}=\n]"
    r"""|[^"'#\[\]{}=\n]+"""
    r"|.",
    re.DOTALL,
)
"""A string, a comment, a sign that has a meaning, or anything between those."""
_DEPTHS = {"[": 1, "{": 1, "]": -1, "}": -1}


def lines(text: str) -> dict[Path, int]:
    """The line, from 1, of each key and table of a document that `tomllib` reads.

    Of an inline table there is the key alone that it is the value of. Of any other text it is as
    good as it gets.
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for line, words in _statements(text):
        head = "".join(words).strip()
        if head.startswith("["):
            is_array = head.startswith("[[")
            inner = head.removeprefix("[").removesuffix("]")
            keys = _keys(inner.removeprefix("[").removesuffix("]") if is_array else inner)
            table = _within(keys[:-1], counts) + keys[-1:]
            if is_array and table:
                counts[table] = counts.get(table, -1) + 1
            table = _within(keys, counts)
            _note(found, (), table, line)
        else:
            key = "".join(words[: words.index("=")] if "=" in words else words)
            _note(found, table, table + _keys(key), line)
    return found


def line_of(path: Sequence[str | int], found: Mapping[Path, int]) -> int | None:
    """The line of a key, or of the nearest that it is part of."""
    parts = tuple(path)
    while parts and parts not in found:
        parts = parts[:-1]
    return found.get(parts)


def _statements(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each header and each `key = value` with its line, as tokens without comments."""
    line, depth = 1, 0
    began, words = line, list[str]()
    for match in _TOKEN.finditer(text + "\n"):
        token = match.group()
        if token == "\n" and depth <= 0:
            if words:
                yield began, words
            depth, words = 0, []
        elif not token.startswith("#") and (words or not token.isspace()):
            began = began if words else line
            words.append(token)
            depth += _DEPTHS.get(token, 0)
        line += token.count("\n")


def _keys(dotted: str) -> tuple[str, ...]:
    """The parts of a dotted key, as `tomllib` reads them."""
    try:
        held: object = tomllib.loads(f"{dotted.strip()} = 0")
    except (ValueError, RecursionError):
        return ()
    keys = []
    while isinstance(held, dict) and held:
        key, held = next(iter(held.items()))
        keys.append(key)
    return tuple(keys)


def _within(keys: Sequence[str], counts: Mapping[Path, int]) -> Path:
    """The path of a table; of an array of tables its newest is meant."""
    path: Path = ()
    for key in keys:
        path += (key,)
        if path in counts:
            path += (counts[path],)
    return path


def _note(found: dict[Path, int], base: Path, path: Path, line: int) -> None:
    for length in range(len(base) + 1, len(path) + 1):
        found.setdefault(path[:length], line)
