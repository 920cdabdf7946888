"""Answers for people: a table of the members that matter, or a member a line."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ivs_tui.cli.kinds import Answer
from ivs_tui.cli.output import items, value_at
from ivs_tui.resources.api_json import Item, text_of
from ivs_tui.resources.text import in_full, visible

_UNBOUNDED = 1_000_000
"""Cells of a line that no terminal cuts."""
_TONES = {
    "STARVING": "bold red",
    "HEALTHY": "green",
    "CONNECTED": "green",
    "FAILED": "bold red",
    "CREATE_FAILED": "bold red",
    "error": "bold red",
    "critical": "bold red",
    "warning": "yellow",
    "good": "green",
}
"""Colours repeat what the word says, and say nothing else."""


def as_table(answer: Answer, columns: Sequence[str], *, ascii_only: bool, width: int | None) -> str:
    """The table; `width` is the terminal's in cells, and None where the answer goes elsewhere."""
    found = items(answer)
    table = _members(found[0], ascii_only) if answer.single else _rows(found, columns, ascii_only)
    console = Console(
        file=io.StringIO(),
        force_terminal=width is not None,
        width=width or _UNBOUNDED,
        height=25,  # without one, Rich takes 80 columns for granted where TERM is dumb
        highlight=False,
    )
    with console.capture() as printed:
        console.print(table)
    # Rich fills every line up; in a file or a pipe that is only weight.
    return "".join(f"{line.rstrip()}\n" for line in printed.get().splitlines())


def _rows(found: Sequence[Item], columns: Sequence[str], ascii_only: bool) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for path in columns:
        right = any(_is_number(value_at(item, path)) for item in found)
        heading = Text(_heading(path, columns))
        table.add_column(heading, justify="right" if right else "left", overflow="fold")
    for item in found:
        table.add_row(*(_cell(path, value_at(item, path), ascii_only) for path in columns))
    return table


def _heading(path: str, columns: Sequence[str]) -> str:
    """The member's own name, with those around it where another column has that name too."""
    name = path.rpartition(".")[2]
    alike = [one for one in columns if one.rpartition(".")[2] == name]
    return name if len(alike) == 1 else path


def _members(item: Item, ascii_only: bool) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", overflow="fold")
    table.add_column(overflow="fold")
    for path, value in _leaves(item):
        name = Text(visible(path, ascii_only=ascii_only))
        table.add_row(name, _cell(path, value, ascii_only, whole=True))
    return table


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every member within, one a line; of a list the entries, numbered from 0."""
    if isinstance(value, dict) and value:
        for name, held in value.items():
            yield from _leaves(held, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and any(isinstance(held, dict) for held in value):
        for at, held in enumerate(value):
            yield from _entry_leaves(held, f"{path}[{at}]")
    else:
        yield path, value


def _entry_leaves(entry: Any, path: str) -> Iterator[tuple[str, Any]]:
    """An entry in one line, as of hundreds of events; where it holds others, a member a line."""
    nested = isinstance(entry, dict) and any(
        isinstance(held, dict | list) for held in entry.values()
    )
    yield from _leaves(entry, path) if nested else [(path, entry)]


def _cell(path: str, value: Any, ascii_only: bool, *, whole: bool = False) -> Text:
    # Of viewers, -1 is the API's "ask again", and is no number.
    unsaid = value is None or (path == "viewerCount" and value == -1)
    words = "" if unsaid else _line(value)
    if not words:
        return Text("-", style="dim")
    # In a list of many a text may be cut, of one thing everything is said.
    show = in_full if whole else visible
    return Text(show(words, ascii_only=ascii_only), style=_TONES.get(words, ""))


def _line(value: Any) -> str:
    """Several values in one line."""
    if isinstance(value, dict):
        return "  ".join(f"{name}={_line(held)}" for name, held in value.items())
    if isinstance(value, list):
        return ", ".join(_line(held) or "-" for held in value)
    return text_of(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
