"""The list of a kind: rows that live, a cursor that stays on its row, and cheap repainting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ivs_tui.resources.arrange import Order, Sort
from ivs_tui.resources.filters import Filter
from ivs_tui.resources.spec import Column, Look, Row, Tone
from ivs_tui.ui.theme import tone_css
from ivs_tui.ui.widgets.table_lines import Line, LineStyle, Slot, changed, strip
from ivs_tui.ui.widgets.table_paint import Layout, Painter, Sidemark, blank_line
from ivs_tui.ui.widgets.table_rows import TableRows, TableState
from ivs_tui.ui.widgets.table_view import TableView

__all__ = ["LiveTable", "TableState"]


def _quiet(keys: str, action: str, description: str, name: str, tooltip: str) -> Binding:
    """A key that the footer leaves to the help screen."""
    return Binding(keys, action, description, False, id=f"table.{name}", tooltip=tooltip)


class LiveTable(TableView, Widget, can_focus=True):
    """Rows of a kind in columns, of which only what changed is repainted.

    It remembers the lines that it last drew, and draws from them alone. It scrolls by itself and
    is no `ScrollView`: there, a new number of rows is a new layout, and a scroll a whole repaint.
    """

    DEFAULT_CSS = f"""
    LiveTable {{
        height: 1fr;
        background: $background;
        color: $foreground;
        & > .live-table--header {{ background: $panel; color: $foreground; text-style: bold; }}
        & > .live-table--cursor {{
            background: $primary-muted; color: $foreground; text-style: bold;
        }}
        {tone_css("live-table")}
        &:ansi > .live-table--header {{ text-style: bold underline; }}
        &:ansi > .live-table--dim {{ text-style: dim; }}
        &:ansi > .live-table--cursor {{ background: $background; text-style: bold reverse; }}
        &:nocolor > .live-table--cursor {{ background: $background; text-style: bold reverse; }}
    }}
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "live-table--header",
        "live-table--cursor",
        *(f"live-table--{tone.value}" for tone in Tone),
    }

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        _quiet("j,down", "move(1)", "Down", "down", "One row down"),
        _quiet("k,up", "move(-1)", "Up", "up", "One row up"),
        _quiet("g,home", "first", "First", "first", "To the first row"),
        _quiet("G,end", "last", "Last", "last", "To the last row"),
        _quiet("pagedown", "page(1)", "Page down", "page-down", "A page down"),
        _quiet("pageup", "page(-1)", "Page up", "page-up", "A page up"),
        _quiet("ctrl+d", "page(0.5)", "Half down", "half-down", "Half a page down"),
        _quiet("ctrl+u", "page(-0.5)", "Half up", "half-up", "Half a page up"),
        Binding(
            "enter",
            "open",
            "Open",
            key_display="enter",
            id="table.open",
            tooltip="Open the row under the cursor",
        ),
        Binding(
            "s", "next_sort", "Sort", False, id="table.sort", tooltip="Sort by the next column"
        ),
        _quiet("S", "reverse_sort", "Reverse", "reverse", "Reverse the order"),
        _quiet("right,greater_than_sign", "pan(1)", "Right", "right", "Wide: columns to the right"),
        _quiet("left,less_than_sign", "pan(-1)", "Left", "left", "Wide: columns to the left"),
    ]

    under_cursor: reactive[tuple[int, Row | None]] = reactive((0, None), repaint=False, init=False)
    """Which row from 1, and the row. A screen watches this instead of waiting for a message: what
    it says of the row is painted in the frame in which the cursor moves, not in the next one."""

    class _Happened(Message):
        def __init__(self, table: LiveTable) -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> LiveTable:
            """The table that it happened in."""
            return self.table

    class RowOpened(_Happened):
        """Enter, or a click on the row under the cursor."""

        def __init__(self, table: LiveTable, row: Row) -> None:
            super().__init__(table)
            self.row = row

    class ViewportChanged(_Happened):
        """Other rows than before are in sight."""

        def __init__(self, table: LiveTable, rows: tuple[Row, ...]) -> None:
            super().__init__(table)
            self.rows = rows

    class Panned(_Happened):
        """Other columns are in sight."""

    class SortChanged(_Happened):
        """The rows are sorted in another way."""

        def __init__(self, table: LiveTable, sort: Sort) -> None:
            super().__init__(table)
            self.sort = sort

    def __init__(
        self,
        columns: Sequence[Column],
        order: Order,
        *,
        nothing: str = "",
        problem: Callable[[Row], str] | None = None,
        side: Sidemark | None = None,
    ) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._rows = TableRows(self._columns, order, problem)
        self._painter = Painter(self._columns, side)
        self._nothing = nothing
        self._placeholder: str | None = None
        self._look: Look | None = None
        self._drawn: list[Line] = []
        self._drawn_size = Size(-1, -1)
        self._drawn_slots: tuple[Slot, ...] = ()
        self._styles: dict[tuple[Tone, LineStyle, bool], Style] = {}
        self._told_keys: frozenset[str] = frozenset()

    @property
    def placeholder(self) -> str:
        """What it says where there are no rows; nothing before rows were first shown."""
        if self._placeholder is not None:
            return self._placeholder
        return "" if self._look is None else self._nothing

    def show(self, rows: Sequence[Row], look: Look) -> None:
        """Take the newest rows; the cursor stays on its key."""
        self._look = look
        self._rows.replace(rows, look)
        self._settle()

    def tick(self, look: Look) -> None:
        """Time has passed: the cells in sight are made anew."""
        self._look = look
        self._rows.pass_time(look)
        self._settle()

    def set_filter(self, chosen: Filter | None) -> None:
        """Show the rows that pass, or all."""
        self._rows.filter_by(chosen)
        self._settle()

    def show_problems(self, only: bool) -> None:
        """Show only rows with which something is wrong, or all."""
        self._rows.show_problems(only)
        self._settle()

    def draw_marks(self) -> None:
        """What stands at the left of the rows may be another thing now."""
        self._draw()

    def set_placeholder(self, text: str | None) -> None:
        """Say this where there are no rows; None says again that there are none."""
        self._placeholder = text
        self._draw()

    def sort_by(self, column_id: str | None, reverse: bool | None = None) -> None:
        """Sort by a column, without `reverse` in its own direction; None is the kind's order."""
        if reverse is None:
            reverse = any(column.descending for column in self._columns if column.id == column_id)
        sort = Sort(column_id, reverse)
        if sort != self.sort:
            self._rows.sort_by(sort)
            self._settle()
            self.post_message(self.SortChanged(self, sort))

    def next_sort(self) -> None:
        """Sort by the next column in sight; after the last one comes the kind's own order."""
        shown = {slot.column.id for slot in self._painter.slots}
        ids = [column.id for column in self._columns]
        start = ids.index(self.sort.column_id) + 1 if self.sort.column_id in ids else 0
        self.sort_by(next((id_ for id_ in ids[start:] if id_ in shown), None))

    def reverse_sort(self) -> None:
        """Turn the order round."""
        self.sort_by(self.sort.column_id, not self.sort.reverse)

    def lay_out(self, layout: Layout) -> None:
        """Show other columns, or each of them wide."""
        self._painter.lay_out(layout)
        self._settle()

    def move_to(self, key: str) -> bool:
        """Put the cursor on a row; False where it is not shown."""
        line = self._rows.find(key)
        if line is not None:
            self._move(line)
        return line is not None

    def keep_row(self) -> None:
        """Something was done with the row under the cursor: stay on it, wherever it goes."""
        self._rows.keep()

    def state(self) -> TableState:
        """Where the user is, for `restore`."""
        return self._rows.state

    def restore(self, state: TableState) -> None:
        """Go back to where the user was, as soon as the row is there."""
        self._rows.restore(state)
        self._settle()

    def _move(self, line: int, scroll: int = 0) -> None:
        self._rows.move(line, scroll)
        self._settle()

    def _settle(self) -> None:
        """Bring the screen up to date, and tell of it."""
        self._draw()
        self._tell()

    def _draw(self) -> None:
        """Repaint what differs from what was last drawn."""
        size = self.size
        lines = self._lines(size)
        slots = self._painter.slots
        if size == self._drawn_size and slots is self._drawn_slots:
            if regions := changed(self._drawn, lines, slots, size.width):
                self.refresh(*regions)
        else:
            self.refresh()
        self._drawn, self._drawn_size, self._drawn_slots = lines, size, slots

    def _lines(self, size: Size) -> list[Line]:
        self._rows.resize(max(0, size.height - 1))
        return self._painter.lines(self._rows, size, self._look, self.placeholder)

    def _tell(self) -> None:
        self.under_cursor = (self.position, self.cursor_row)
        rows = self.visible_rows
        keys = frozenset(row.key for row in rows)
        if keys != self._told_keys:
            self._told_keys = keys
            self.post_message(self.ViewportChanged(self, rows))

    def render_line(self, y: int) -> Strip:
        """One line as it was last drawn."""
        if self.size != self._drawn_size:
            # Textual may paint before it tells of the new size.
            self._drawn, self._drawn_size = self._lines(self.size), self.size
        width = self.size.width
        line = self._drawn[y] if y < len(self._drawn) else blank_line(width)
        return strip(line, width, self._style_of)

    def _style_of(self, tone: Tone, line: LineStyle, is_found: bool) -> Style:
        style = self._styles.get((tone, line, is_found))
        if style is None:
            style = self._make_style(tone, line)
            if is_found:  # it reads with any colours, and with none
                style += Style(underline=True)
            self._styles[tone, line, is_found] = style
        return style

    def _make_style(self, tone: Tone, line: LineStyle) -> Style:
        if line is LineStyle.HEADER:
            return self.get_component_rich_style("live-table--header")
        style = self.get_component_rich_style(f"live-table--{tone.value}")
        if line is not LineStyle.CURSOR:
            return style
        cursor = self.get_component_rich_style("live-table--cursor")
        # Reversed, each tone would be a background of its own: the bar stays one colour.
        plain = cursor.reverse or tone is Tone.NORMAL
        return cursor if plain else cursor + Style(color=style.color)

    def notify_style_update(self) -> None:
        """Forget the styles of the theme before."""
        super().notify_style_update()
        self._styles.clear()

    def on_resize(self) -> None:
        """Fit the columns to the new width and keep the cursor in sight."""
        self._settle()

    def on_click(self, event: events.Click) -> None:
        """Move to the row, open the row under the cursor, or sort by the title."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y == 0:
            self._sort_at(offset.x)
        elif (place := self.top + offset.y - 1) == self._rows.cursor:
            self.action_open()
        elif place < self.row_count:
            self._move(place)

    def _sort_at(self, x: int) -> None:
        for slot in self._painter.slots:
            if slot.x <= x < slot.x + slot.width:
                if slot.column.id == self.sort.column_id:
                    self.reverse_sort()
                else:
                    self.sort_by(slot.column.id)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll, with the cursor kept in sight."""
        self._wheel(event, round(self.app.scroll_sensitivity_y))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll, with the cursor kept in sight."""
        self._wheel(event, -round(self.app.scroll_sensitivity_y))

    def _wheel(self, event: events.MouseEvent, lines: int) -> None:
        event.stop()
        self._rows.scroll(lines)
        self._settle()

    def action_move(self, lines: int) -> None:
        """Move the cursor down, or up."""
        self._move((self._rows.cursor or 0) + lines)

    def action_page(self, pages: float) -> None:
        """Move the cursor by pages, and what is in sight with it."""
        lines = max(1, int(abs(pages) * self._rows.height))
        lines = lines if pages > 0 else -lines
        self._move((self._rows.cursor or 0) + lines, lines)

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self._move(0)

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self._move(self.row_count - 1)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if (row := self.cursor_row) is not None:
            self.post_message(self.RowOpened(self, row))

    def action_pan(self, steps: int) -> None:
        """Bring columns of a wide table into sight that are hidden on that side."""
        layout = self.column_layout
        if layout.wide and (self.hidden_columns if steps > 0 else layout.steps):
            self.lay_out(layout._replace(steps=layout.steps + steps))
            self.post_message(self.Panned(self))

    action_next_sort = next_sort
    action_reverse_sort = reverse_sort
