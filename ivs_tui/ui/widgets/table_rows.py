"""The rows of a live table: which, in which order, where its cursor is and how far it scrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ivs_tui.resources.arrange import (
    OWN_ORDER,
    Haystacks,
    Order,
    Sort,
    choose,
    ordered,
    place_cursor,
)
from ivs_tui.resources.filters import Filter
from ivs_tui.resources.spec import Column, Look, Row


@dataclass(frozen=True, slots=True)
class TableState:
    """What a table takes along for the way back."""

    cursor_key: str | None = None
    top: int = 0
    sort: Sort = OWN_ORDER
    filter: Filter | None = None
    only_problems: bool = False


class TableRows:
    """Rows, sorted and filtered; a cursor that stays on its key; a window of `height` rows."""

    def __init__(
        self,
        columns: Sequence[Column],
        order: Order,
        problem: Callable[[Row], str] | None = None,
    ) -> None:
        self.source: tuple[Row, ...] = ()
        self.shown: list[Row] = []
        self.sort = OWN_ORDER
        self.filter: Filter | None = None
        self.cursor: int | None = None
        self.top = 0
        """How many rows are scrolled out of sight above."""
        self.height = 0
        """How many rows are in sight; 0 before the first layout."""
        self.problem = problem
        """What is wrong with a row, in one word; None where nothing ever is."""
        self.only_problems = False
        self._columns = columns
        self._order = order
        self._haystacks = Haystacks(columns)
        self._ordered: list[Row] = []
        self._keys: list[str] = []
        self._look = Look(datetime.min.replace(tzinfo=UTC))
        """When it is, for a filter by age."""
        self._at_top = True
        """Nobody has chosen a row but the first: what comes up at the top is to be seen."""
        self._wanted: tuple[str, int] | None = None
        """The key and scroll offset to go back to as soon as a row with that key is there."""

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor."""
        return None if self.cursor is None else self.shown[self.cursor]

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor."""
        return None if self.cursor is None else self._keys[self.cursor]

    @property
    def in_sight(self) -> tuple[Row, ...]:
        """The rows in the window."""
        return tuple(self.shown[self.top : self.top + self.height])

    @property
    def state(self) -> TableState:
        """Where the user is, for `restore`."""
        key, top = self._wanted or (self.cursor_key, self.top)
        return TableState(key, top, self.sort, self.filter, self.only_problems)

    def restore(self, state: TableState) -> None:
        """Go back to where the user was, as soon as the row is there."""
        self.sort = state.sort
        self.filter = state.filter
        self.only_problems = state.only_problems
        self._wanted = None if state.cursor_key is None else (state.cursor_key, state.top)
        self._at_top = self._wanted is None
        self._arrange()

    def replace(self, rows: Sequence[Row], look: Look) -> None:
        """Take the newest rows; the very same ones cost next to nothing."""
        self.pass_time(look)
        if len(rows) != len(self.source) or any(
            new is not old for new, old in zip(rows, self.source, strict=True)
        ):
            self.source = tuple(rows)
            self.top = 0 if self._at_top else self.top
            self._arrange()
            if self._at_top and self.top > 0:
                # Its row went out of sight: others need a person now.
                self.cursor = self.top = 0

    def pass_time(self, look: Look) -> None:
        """It is later: other rows than before may be as old as the filter wants them."""
        self._look = look
        if self.filter is not None and self.filter.ages:
            self._choose()

    def sort_by(self, sort: Sort) -> None:
        """Sort in another way."""
        self.sort = sort
        self._arrange()

    def filter_by(self, chosen: Filter | None) -> None:
        """Show the rows that pass, or all."""
        self.filter = chosen
        self._choose()

    def show_problems(self, only: bool) -> None:
        """Leave out the rows with which nothing is wrong, or no longer."""
        self.only_problems = only and self.problem is not None
        self._choose()

    def find(self, key: str) -> int | None:
        """Where the row with that key is shown."""
        return self._keys.index(key) if key in self._keys else None

    def move(self, line: int, scroll: int = 0) -> None:
        """Put the cursor on a row, or on the nearest there is, and scroll too."""
        if self.shown:
            self._wanted = None
            self.cursor = min(max(line, 0), len(self.shown) - 1)
            self.top += scroll
            self._at_top = self.cursor == 0
            self._keep_in_sight()

    def keep(self) -> None:
        """The row under the cursor is chosen, though it is the first: stay on it."""
        self._at_top = False

    def scroll(self, lines: int) -> None:
        """Scroll, and take the cursor along where it would go out of sight."""
        if self.cursor is None or self.height == 0:
            return
        lowest = max(0, len(self.shown) - self.height)
        top = min(max(self.top + lines, 0), lowest)
        if top != self.top:
            self.move(min(max(self.cursor, top), top + self.height - 1), top - self.top)

    def resize(self, height: int) -> None:
        """Have room for so many rows."""
        if height != self.height:
            self.height = height
            self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """Scroll as little as it takes to have the cursor in the window, and no blank below."""
        if self.height == 0 or self.cursor is None:
            return  # not laid out yet: what was restored counts once it is
        top = min(self.top, len(self.shown) - self.height, self.cursor)
        self.top = max(top, self.cursor - self.height + 1, 0)

    def _arrange(self) -> None:
        self._ordered = ordered(self.source, self._columns, self._order, self.sort)
        self._choose()

    def _choose(self) -> None:
        old_keys, old_key, old_top = self._keys, self.cursor_key, self.top
        self.shown = choose(self._ordered, self.filter, self._haystacks, self._look)
        if self.only_problems and (problem := self.problem):
            self.shown = [row for row in self.shown if problem(row)]
        self._keys = [row.key for row in self.shown]
        self.cursor = place_cursor(old_keys, old_key, self._keys)
        if self._wanted and (line := self.find(self._wanted[0])) is not None:
            self.cursor, self.top = line, self._wanted[1]
            self._wanted = None
        elif self.cursor is None and old_key is not None:
            # A filter that nothing passes, or a read that came back empty: it may be back soon.
            self._wanted = (old_key, old_top)
        self._keep_in_sight()
