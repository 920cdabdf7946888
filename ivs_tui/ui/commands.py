"""What `:` understands: names of views, their aliases, and prefixes that only one name has."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from ivs_tui.resources import KINDS
from ivs_tui.resources.spec import Kind

MOST_TYPED = 100


def resolve(typed: str, kinds: Iterable[Kind]) -> Kind | list[str]:
    """The kind that `typed` names, else the names that it may mean (all, where it means none).

    An exact name, else an alias, else a prefix that only one name has.
    """
    word = typed.strip().casefold()
    known = list(kinds)
    for kind in known:
        if kind.name == word:
            return kind
    for kind in known:
        if kind.alias == word:
            return kind
    begun = [kind for kind in known if word and kind.name.startswith(word)]
    if len(begun) == 1:
        return begun[0]
    return [kind.name for kind in begun or known]


def complete(typed: str, kinds: Iterable[Kind]) -> str:
    """`typed`, as far as every name that it may mean agrees."""
    found = resolve(typed, kinds)
    if isinstance(found, Kind):
        return found.name
    word = typed.strip().casefold()
    begun = [name for name in found if word and name.startswith(word)]
    if not begun:
        return typed
    shortest = min(begun, key=len)
    length = next(
        (i for i, letter in enumerate(shortest) if any(name[i] != letter for name in begun)),
        len(shortest),
    )
    return shortest[:length]


class CommandLine:
    """What the prompt knows: every view, and what was typed before."""

    def __init__(self) -> None:
        self._typed: deque[str] = deque(maxlen=MOST_TYPED)
        self._recalled = 0

    def candidates(self, typed: str) -> str:
        """The views that `typed` may mean."""
        found = resolve(typed, KINDS.values())
        return found.name if isinstance(found, Kind) else "  ".join(found)

    def complete(self, typed: str) -> str:
        """`typed`, completed as far as it is certain."""
        return complete(typed, KINDS.values())

    def meant(self, typed: str) -> Kind | None:
        """The one view that `typed` names; it is remembered."""
        found = resolve(typed, KINDS.values())
        if not isinstance(found, Kind):
            return None
        self._typed.append(found.name)
        return found

    def recall(self) -> str:
        """What was typed before, one further back each time."""
        self._recalled = min(self._recalled + 1, len(self._typed))
        return self._typed[-self._recalled] if self._recalled else ""

    def forget_recall(self) -> None:
        """Begin from the newest again."""
        self._recalled = 0
