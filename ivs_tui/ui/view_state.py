"""How a table is looked at now, and to look at it in another way."""

from __future__ import annotations

from ivs_tui.resources import columns, opening
from ivs_tui.resources.opening import ViewState
from ivs_tui.ui.widgets.live_table import LiveTable
from ivs_tui.ui.widgets.table_paint import Layout
from ivs_tui.ui.widgets.table_rows import TableState


def given(table: LiveTable) -> ViewState:
    """How it is looked at now."""
    layout, sort = table.column_layout, table.sort
    shown = tuple(column.id for column in layout.columns)
    return ViewState(
        filter=table.filter.text if table.filter else "",
        sort=("-" if sort.reverse else "") + (sort.column_id or ""),
        problems=table.only_problems,
        wide=layout.wide,
        columns=() if layout.columns == table.columns else shown,
        row=table.state().cursor_key or "",
    )


def take(table: LiveTable, state: ViewState) -> str:
    """Look at it in that way, as far as it can be; says what was let go, else nothing."""
    there = table.columns
    chosen, _ = opening.read_filter(state.filter, there)
    sort = opening.read_sort(there, state.sort)
    table.lay_out(Layout(columns.known(there, state.columns), state.wide))
    only_problems = state.problems and table.tells_problems
    table.restore(TableState(state.row or None, 0, sort, chosen, only_problems))
    return "; ".join(opening.wrong_in(state, there))
