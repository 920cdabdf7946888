"""What the monitor comes up with, and how it is looked at: as words, as a file and as a path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from ivs_tui.engine.query import QUERIES
from ivs_tui.resources import ABOVE, ASIDE, DETAILS, KINDS, LISTS
from ivs_tui.resources.arrange import Sort
from ivs_tui.resources.filters import Filter, FilterError, parse
from ivs_tui.resources.spec import Column, Goal, Parameters


class ViewState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a table is looked at: where nothing is said it is as it comes up."""

    filter: str = ""
    sort: str = ""
    """A column's id, with `-` before it from the highest down; `-` alone turns its own order."""
    problems: bool = False
    wide: bool = False
    columns: tuple[str, ...] = ()
    row: str = ""
    """The key of the row under the cursor."""

    @property
    def lasting(self) -> ViewState:
        """What is remembered of it: the cursor, and a look at problems alone, are of the moment."""
        return msgspec.structs.replace(self, problems=False, row="")


class Opening(msgspec.Struct, frozen=True):
    """A view or a detail by name, whose, and how it is looked at."""

    target: str
    parameters: Parameters = {}
    state: ViewState | None = None
    """None where it is looked at as it was before."""
    demo: tuple[str, ...] = ()
    """The demo's options, where it is not AWS that is looked at."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """All those of its table."""
        return (DETAILS.get(self.target) or LISTS[self.target]).columns

    @property
    def path(self) -> list[Goal]:
        """The lists that lead there, and the last step."""
        return path_to(self.target, self.parameters)


DEFAULT = Opening("streams")


def path_to(target: str, parameters: Parameters) -> list[Goal]:
    """The steps from the first list on, as far as the parameters say whose each one is.

    Where they do not say enough for the last step, the list is that from which to choose.
    """
    own = {name: text for name, text in parameters.items() if name in known_parameters(target)}
    above = _above(target, parameters)
    before = path_to(above, parameters) if above else []
    if not above and own:
        before = [Goal(target, {})]  # the list of all, above that of some
    if any(name not in own for name in required_parameters(target)):
        return before
    return before if target in ASIDE and not own else [*before, Goal(target, own)]


def _above(target: str, parameters: Parameters) -> str | None:
    if target in ASIDE:
        return "stages" if "stageArn" in parameters else DEFAULT.target
    return ABOVE.get(target) or (KINDS[target].parent if target in KINDS else None)


def required_parameters(target: str) -> tuple[str, ...]:
    """The API parameters that a view or a detail cannot do without."""
    query = QUERIES.get((DETAILS.get(target) or LISTS[target]).query)
    return query.required if query else ()


def known_parameters(target: str) -> tuple[str, ...]:
    """The API parameters that a view or a detail can be read with."""
    query = QUERIES.get((DETAILS.get(target) or LISTS[target]).query)
    own = LISTS[target].whose if target in LISTS else ()
    return (*query.required, *query.optional) if query else own


def read_filter(text: str, there: Sequence[Column]) -> tuple[Filter | None, str]:
    """The filter, none where nothing is asked for; and why it cannot be one, if so."""
    try:
        return (parse(text, there) if text.strip() else None), ""
    except FilterError as error:
        return None, str(error)


def read_sort(there: Sequence[Column], text: str) -> Sort:
    """What rows are sorted by; their own order where there is no such column."""
    if wrong_columns(there, [text.removeprefix("-")]):
        return Sort(None, text == "-")
    return Sort(text.removeprefix("-"), text.startswith("-"))


def wrong_columns(there: Sequence[Column], ids: Iterable[str]) -> list[str]:
    """What is asked for and not there."""
    known = {column.id for column in there}
    return [id_ for id_ in ids if id_ not in known]


def wrong_in(state: ViewState, there: Sequence[Column]) -> list[str]:
    """What of it cannot be, a sentence each."""
    sort = [state.sort.removeprefix("-")] if state.sort not in {"", "-"} else []
    _, why_not = read_filter(state.filter, there)
    wrong = [f"the filter {state.filter!r} cannot be read: {why_not}"] if why_not else []
    if missing := wrong_columns(there, [*sort, *state.columns]):
        known = ", ".join(column.id for column in there)
        wrong.append(f"no column {missing[0]!r}; there are: {known}")
    return wrong
