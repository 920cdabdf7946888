"""The frame of a list or detail, in words: the bar, what is wrong, and the key hints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.cells import cell_len

from ivs_tui.engine.snapshot import Snapshot
from ivs_tui.resources.spec import Cell, Look, Tone
from ivs_tui.resources.text import fit, visible
from ivs_tui.ui import status
from ivs_tui.ui.acts import alerts
from ivs_tui.ui.keys import key_name
from ivs_tui.ui.widgets.lines import beside

if TYPE_CHECKING:
    from ivs_tui.ui.screens.base import MonitorScreen

_MATCH = " match "
"""Between how many rows, and the filter that they pass."""
_LEAST_WORDS = 6
"""Cells of a filter below which it says nothing."""
_READ_AS: Mapping[str, str] = MappingProxyType({"starving": "starving streams"})
"""What a source is called where its own name would read as what it found."""


def title(screen: MonitorScreen, look: Look, width: int) -> list[Cell]:
    """Whose account, where the user is, and the requests against the budget."""
    scope = screen.monitor.board.scope
    account = Cell(f" {visible(scope.profile, limit=30)} ", Tone.STRONG)
    left = [account, Cell(f"{scope.region}  ", Tone.INFO)]
    usage = screen.monitor.board.usage
    for brief in (False, True):
        right = [*status.budget(usage, look, brief=brief), Cell(" ")]
        room = width - sum(cell_len(cell.text) for cell in (*left, *right)) - 1
        path = screen.monitor.route.told(room)
        if cell_len(path) <= room:
            return beside([*left, Cell(path)], right, width)
    dots = "..." if look.ascii_only else "…"
    return beside([*left, Cell(fit(path, max(0, room), ellipsis=dots))], right, width)


def state(screen: MonitorScreen, look: Look, width: int) -> list[Cell]:
    """How many rows, when they were read, and what calls for attention."""
    read = status.read_state(screen.snapshot, look, paused=screen.monitor.board.paused)
    table = screen.table
    shed = status.hidden(table.passed_columns, table.hidden_columns, wide=table.column_layout.wide)
    hidden = [Cell(f"{shed} ", Tone.DIM)] if shed else []
    about = alerts.subject(screen)
    alarmed = screen.monitor.alarm.told(about.id if about else "")
    counts, more = screen.counts(), screen.coverage()
    first = [*counts, *read]
    # Half of a statement would be another one: what matters least is left out whole.
    for told, right in (
        ([*first, *more], [*alarmed, *hidden]),
        ([*first, *more], alarmed),
        (first, [*alarmed, *hidden]),
    ):
        if _spaced(told) + _length(right) <= width:
            return beside([Cell(" "), *status.spaced(told)], right, width)
    # When it was read is told however long the filter is.
    room = width - _spaced(read) - 2
    dots = "..." if look.ascii_only else "…"
    for right in (alarmed, alarmed[-1:], []):
        short = [_shortened(one, room - _length(right), dots) for one in counts[:1]]
        if _spaced([*short, *read]) + _length(right) <= width:
            break
    return beside([Cell(" "), *status.spaced([*short, *read])], right, width)


def _shortened(counted: Cell, room: int, dots: str) -> Cell:
    """With fewer of the filter's words, where they have no room."""
    count, match, words = counted.text.partition(_MATCH)
    left = room - cell_len(count + match)
    if cell_len(words) <= left:
        return counted
    told = fit(words, left, ellipsis=dots) if left >= _LEAST_WORDS else ""
    return Cell(f"{count}{match}{told}" if told else count, counted.tone)


def _length(cells: Iterable[Cell]) -> int:
    return sum(cell_len(cell.text) for cell in cells)


def _spaced(cells: Sequence[Cell]) -> int:
    return _length(cells) + 2 * len(cells)


def troubles(screen: MonitorScreen, look: Look) -> list[list[Cell]]:
    """The source's own trouble, else that of a list that it rests on."""
    board = screen.monitor.board
    if screen.monitor.engine_lost:
        return [[Cell("the engine ended and is started again", Tone.BAD)]]
    read = [board.get(want.topic) for want in screen.wants()]
    wrong = [(one, one.error) for one in read if one.error is not None]
    for snapshot, error in wrong[:1]:
        told = status.problem(error, snapshot.error_at, look, paused=board.paused)
        mine = snapshot.topic == screen.topic
        # What is wrong with the same operation need not be said twice.
        others = [_called(one) for one, its in wrong[1:] if its.sentence != error.sentence]
        also = [[Cell(f"also cannot be read: {', '.join(others)}", Tone.DIM)]] if others else []
        return [told if mine else [Cell(f"{_called(snapshot)}: ", Tone.DIM), *told], *also]
    return []


def _called(source: Snapshot) -> str:
    return _READ_AS.get(source.topic.name, source.topic.name)


def hints(screen: MonitorScreen, width: int) -> list[Cell]:
    """The keys that do something here, what is needed most first."""
    told: list[Cell] = [Cell(" ")]
    last: list[Cell] = []
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.show and active.enabled and screen.fits_here(binding.action):
            # The app's own keys work everywhere: they stay at the right edge.
            side = last if active.node is screen.app else told
            side += [Cell(key_name(binding), Tone.INFO)]
            side += [Cell(f" {binding.description.lower()}  ", Tone.DIM)]
    room = width - sum(cell_len(cell.text) for cell in last) - 1
    while sum(cell_len(cell.text) for cell in told) > room and len(told) > 2:
        # A key and its word go together, the least needed first.
        del told[-2:]
    return beside(told, last, width)
