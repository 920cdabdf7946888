"""The frame of a list or detail, in words: the bar, what is wrong, and the key hints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.cells import cell_len

from ivs_tui.resources.spec import Cell, Look, Tone
from ivs_tui.resources.text import fit, visible
from ivs_tui.ui import status
from ivs_tui.ui.acts import alerts
from ivs_tui.ui.keys import key_name
from ivs_tui.ui.widgets.lines import beside

if TYPE_CHECKING:
    from ivs_tui.ui.screens.base import MonitorScreen


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
    first, more = [*screen.counts(), *read], screen.coverage()
    # Half of a statement would be another one: what matters least is left out whole.
    for told, right in (
        ([*first, *more], [*alarmed, *hidden]),
        ([*first, *more], alarmed),
        (first, [*alarmed, *hidden]),
    ):
        if sum(cell_len(cell.text) + 2 for cell in told) + _length(right) <= width:
            return beside([Cell(" "), *status.spaced(told)], right, width)
    return beside([Cell(" "), *status.spaced(first)], alarmed, width)


def _length(cells: Iterable[Cell]) -> int:
    return sum(cell_len(cell.text) for cell in cells)


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
        others = [one for one, its in wrong[1:] if its.sentence != error.sentence]
        also = [f"also {one.topic.name}" for one in others]
        names = ", ".join([*([] if mine else [snapshot.topic.name]), *also])
        return [[Cell(f"{names}: ", Tone.DIM), *told] if names else told]
    return []


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
