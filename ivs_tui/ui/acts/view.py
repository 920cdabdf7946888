"""How a table is looked at: wide, in chosen columns, and as it first came up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ivs_tui.resources import columns
from ivs_tui.resources.opening import ViewState
from ivs_tui.ui.acts.act import Act, Order

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp
    from ivs_tui.ui.screens.base import MonitorScreen


def _wide(screen: MonitorScreen) -> None:
    layout = screen.table.column_layout
    screen.table.lay_out(layout._replace(wide=not layout.wide, steps=0))
    screen.remember()


def _columns(monitor: MonitorApp, asked: str) -> str:
    screen = monitor.route.steps[-1]
    table = screen.table
    shown = [column.id for column in table.column_layout.columns]
    if not asked:
        others = [column.id for column in table.columns if column.id not in shown]
        told = f"shown: {', '.join(shown)}; not shown: {', '.join(others) or 'none'}"
        monitor.tell(told, timeout=10)
        return ""
    try:
        ids = columns.choose(table.columns, shown, asked)
    except columns.ColumnsError as error:
        return str(error)
    layout = table.column_layout
    table.lay_out(layout._replace(columns=columns.known(table.columns, ids), steps=0))
    screen.remember()
    return ""


def _offered(monitor: MonitorApp, typed: str) -> Iterable[str]:
    table = monitor.route.steps[-1].table
    if typed.strip():
        return columns.offered(table.columns, typed)
    shown = table.column_layout.columns
    return [f"{'-' if column in shown else '+'}{column.id}" for column in table.columns]


def _reset(monitor: MonitorApp, asked: str) -> str:
    if asked not in {"", columns.ALL}:
        return "reset forgets this view, and `reset all` every view"
    if asked:
        monitor.remembered.forget()
    else:
        monitor.remembered.keep(monitor.route.steps[-1].target, ViewState())
    for screen in monitor.route.steps if asked else monitor.route.steps[-1:]:
        screen.look_at(ViewState(row=screen.looked_at().row))
    monitor.route.steps[-1].update()
    told = "every view" if asked else "this view"
    monitor.tell(f"{told} is as it first was")
    return ""


ACTS = (Act("wide", "w", "Wide", "All columns at their whole width, or those that fit", _wide),)
ORDERS = (
    Order(
        *("columns", "[NAME,… | +NAME -NAME | all]", "Choose the columns of this view"),
        *(_columns, _offered),
    ),
    Order(
        *("reset", "[all]", "Forget filter, order and columns of this view, or of all"),
        *(_reset, lambda _monitor, _typed: (columns.ALL,)),
    ),
)
