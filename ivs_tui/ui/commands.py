"""What `:` understands: views by name, alias or the prefix of one alone, and orders by name."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ivs_tui.resources import VIEWS
from ivs_tui.resources.spec import Kind
from ivs_tui.ui.acts import ORDERS
from ivs_tui.ui.acts.act import Order

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp

MOST_TYPED = 100
_GAP = "  "

Word = Kind | Order
"""What the first word may mean."""


def resolve(typed: str, words: Iterable[Word]) -> Word | list[str]:
    """What `typed` names, else the names that it may mean (all, where it means none).

    An exact name, else an alias, else a prefix that only one name has.
    """
    word = typed.strip().casefold()
    known = list(words)
    for one in known:
        if one.name == word:
            return one
    for one in known:
        if isinstance(one, Kind) and one.alias == word:
            return one
    begun = [one for one in known if word and one.name.startswith(word)]
    if len(begun) == 1:
        return begun[0]
    return [one.name for one in begun or known]


def complete(typed: str, names: Iterable[str]) -> str:
    """`typed`, as far as every name that it may mean agrees."""
    word = typed.strip().casefold()
    begun = [name for name in names if word and name.casefold().startswith(word)]
    if not begun:
        return typed
    shortest = min(begun, key=len)
    length = next(
        (i for i, letter in enumerate(shortest) if any(name[i] != letter for name in begun)),
        len(shortest),
    )
    return shortest[:length]


class CommandLine:
    """What the prompt knows: every view and order, and what was typed before."""

    def __init__(self, monitor: MonitorApp) -> None:
        self._monitor = monitor
        self._words: tuple[Word, ...] = (*VIEWS.values(), *ORDERS.values())
        self._typed: deque[str] = deque(maxlen=MOST_TYPED)
        self._recalled = 0

    def candidates(self, typed: str) -> str:
        """What `typed` may mean."""
        name, asked, argument = typed.partition(" ")
        found = resolve(name, self._words)
        if isinstance(found, list):
            return _GAP.join(found)
        if isinstance(found, Kind):
            return found.name
        offered = self._offered(found, argument) if asked else []
        return _GAP.join(offered) or f"{found.name} {found.takes}".strip()

    def complete(self, typed: str) -> str:
        """`typed`, completed as far as it is certain."""
        name, asked, argument = typed.partition(" ")
        found = resolve(name, self._words)
        if asked:
            if not isinstance(found, Order):
                return typed
            return f"{name} {complete(argument, self._offered(found, argument))}"
        if isinstance(found, list):
            return complete(name, found)
        return f"{found.name} " if isinstance(found, Order) and found.takes else found.name

    def obey(self, typed: str, before: Callable[[], None]) -> str:
        """Do what `typed` says, after `before`; says why it cannot, and then did nothing."""
        name, _, argument = typed.strip().partition(" ")
        found = resolve(name, self._words)
        if isinstance(found, list) or (isinstance(found, Kind) and argument):
            unknown = isinstance(found, list) and len(found) == len(self._words)
            return f"{'not one of' if unknown else 'which one?'} {self.candidates(typed)}"
        if isinstance(found, Order) and found.needs_more and not argument.strip():
            return f"{found.name} {found.takes}"
        self._typed.append(f"{found.name} {argument}".strip())
        before()
        if isinstance(found, Kind):
            self._monitor.route.open_view(found.name)
        elif why_not := found.run(self._monitor, argument.strip()):
            self._monitor.warn(why_not)
        return ""

    def recall(self) -> str:
        """What was typed before, one further back each time."""
        self._recalled = min(self._recalled + 1, len(self._typed))
        return self._typed[-self._recalled] if self._recalled else ""

    def forget_recall(self) -> None:
        """Begin from the newest again."""
        self._recalled = 0

    def _offered(self, order: Order, argument: str) -> list[str]:
        word = argument.strip().casefold()
        offered = order.candidates(self._monitor, argument)
        return [one for one in offered if one.casefold().startswith(word)]
