"""How keys are written, and the keys that a user wants instead of those that are built in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode
from textual.keys import KEY_NAME_REPLACEMENTS, REPLACED_KEYS, Keys, key_to_character
from textual.screen import ModalScreen
from textual.widgets import Input

from ivs_tui.resources.text import visible

Wanted = Mapping[str, tuple[str, ...]]
"""Keys by the id of what they do."""

_TAKEN = {"ctrl+c": "always quits", "ctrl+q": "quits"}
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+[": "escape"}
"""What a terminal sends for both."""
_ALIASES = {
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "del": "delete",
    "ins": "insert",
    " ": "space",
}
_MODIFIERS = {"ctrl", "alt", "shift"}
_NAMED = {key.value for key in Keys if re.fullmatch(r"[a-z]+|f\d+", key.value)}
_FRONT, _PROMPT = "lists and details", "the prompt"


class Bound(NamedTuple):
    """Something that a key does, in one of the rooms in which no key can do two things."""

    id: str
    keys: tuple[str, ...]
    tells: str
    room: str


def key_name(binding: Binding) -> str:
    """A key as people write it, on any terminal."""
    return binding.key_display or written(binding.key)


def written(key: str) -> str:
    """Textual's name of a key as people write it: question_mark is ?"""
    *modifiers, base = key.split("+")
    name = {"escape": "esc"}.get(base) or _sign(base) or base
    return "+".join((*modifiers, name))


def _sign(base: str) -> str:
    """The character on a key that Textual calls by a name."""
    sign = key_to_character(REPLACED_KEYS.get(base, base)) or ""
    return sign if sign.isascii() and sign.isprintable() and sign != " " else ""


def key_of(name: str) -> str:
    """Textual's name of a key that somebody wrote; raises ValueError with a sentence."""
    word = name if len(name) == 1 else name.strip()
    *modifiers, base = ["+"] if word == "+" else word.split("+")
    modifiers = [modifier.casefold() for modifier in modifiers]
    base = base if len(base) == 1 and not modifiers else base.casefold()
    base = _ALIASES.get(base, base)
    key = "+".join((*modifiers, base))
    if not set(modifiers) <= _MODIFIERS or not (base in _NAMED or _is_sign(base)):
        raise ValueError(f"{name!r} is no key; write it like Y, /, ctrl+y, f5 or enter")
    if modifiers == ["shift"] and len(base) == 1:
        raise ValueError(f"{name!r} is what a terminal calls {base.upper()!r}")
    if key in _SAME:
        raise ValueError(f"a terminal sends the same for {key} and {_SAME[key]}")
    if key in _TAKEN:
        raise ValueError(f"{key} {_TAKEN[key]}")
    return "+".join((*modifiers, _unicode_name(base) if len(base) == 1 else base))


def _is_sign(base: str) -> bool:
    return (len(base) == 1 and base.isprintable()) or bool(_sign(base))


def _unicode_name(sign: str) -> str:
    """As Textual names signs that are no letters or digits."""
    if sign.isalnum():
        return sign
    name = unicodedata.name(sign, sign).lower().translate(_BLANKS)
    return KEY_NAME_REPLACEMENTS.get(name, name)


_BLANKS = str.maketrans(" -", "__")


def current_key(binding: Binding, keys: Mapping[str, str]) -> str:
    """The key of a binding as people write it, where `keys` has those that the user wants."""
    mine = keys.get(binding.id or "")
    return written(mine.partition(",")[0]) if mine else key_name(binding)


def in_order(active: Mapping[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    """Keys as they would come without those of the user, which Textual 8.2.8 puts last."""
    nodes = list(dict.fromkeys(one.node for one in active.values()))
    places = {bound.id: place for place, bound in enumerate(catalogue())}

    def place(item: tuple[str, ActiveBinding]) -> tuple[int, int]:
        return nodes.index(item[1].node), places.get(item[1].binding.id or "", -1)

    return dict(sorted(active.items(), key=place))


def catalogue() -> list[Bound]:
    """Everything with an id that keys of this program's own do, those of the lists first."""
    found: dict[tuple[str, str], Bound] = {}
    for kind in _kinds(DOMNode):
        for binding in Binding.make_bindings(kind.__dict__.get("BINDINGS", ())):
            if binding.id and kind.__module__.startswith("ivs_tui."):
                room = _room(kind, binding.id)
                bound = found.get((room, binding.id), Bound(binding.id, (), _tells(binding), room))
                keys = dict.fromkeys((*bound.keys, binding.key))
                found[room, binding.id] = bound._replace(keys=tuple(keys))
    return sorted(found.values(), key=lambda one: (one.room != _FRONT, one.room == _PROMPT))


def _kinds(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


def _room(kind: type[DOMNode], id_: str) -> str:
    if issubclass(kind, ModalScreen) and "." in id_:  # else it works everywhere
        return f"the overlay of {id_.partition('.')[0]}"
    return _PROMPT if issubclass(kind, Input) else _FRONT


def _tells(binding: Binding) -> str:
    return binding.tooltip or binding.description


def keymap(wanted: Wanted) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The user's keys as Textual wants them, and what is wrong: an id and a sentence each."""
    known = catalogue() if wanted else []
    ids = {bound.id for bound in known}
    keys: dict[str, tuple[str, ...]] = {}
    wrong: list[tuple[str, str]] = []
    for id_, names in wanted.items():
        try:
            keys[id_] = tuple(_remapped(id_, names, ids))
        except ValueError as error:
            wrong.append((id_, str(error)))
    wrong += _clashes(known, keys)
    return {id_: ",".join(held) for id_, held in keys.items()}, wrong


def told_wrong(wrong: Sequence[tuple[str, str]]) -> str:
    """What is wrong with the user's keys, in one line."""
    id_, why = wrong[0]
    more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    return visible(f"[keys] {id_}: {why}{more}; `ivs-tui config check` tells where")


def _remapped(id_: str, names: Iterable[str], ids: Iterable[str]) -> Iterator[str]:
    if id_ not in ids:
        import difflib  # noqa: PLC0415  # for mistakes alone

        meant = difflib.get_close_matches(id_, ids, n=1)
        hint = f"did you mean {meant[0]}?" if meant else "`ivs-tui config show` names them"
        raise ValueError(f"nothing has this id; {hint}")
    if id_ == "quit.always":
        raise ValueError("ctrl+c always quits")
    for name in names:
        key = key_of(name)
        if id_.startswith("prompt.") and (len(key) == 1 or _sign(key) or key == "space"):
            raise ValueError(f"{written(key)} is typed at the prompt")
        yield key


def _clashes(known: Iterable[Bound], keys: Wanted) -> Iterator[tuple[str, str]]:
    """Two things on one key, where the user has put at least one of them there."""
    rooms: dict[str, list[Bound]] = {}
    for bound in known:
        rooms.setdefault(bound.room, []).append(bound)
    told = set()
    everywhere = [one for one in rooms.get(_FRONT, ()) if one.id == "quit" and one.id in keys]
    for room, bounds in rooms.items():
        # On a key of its own an overlay may have what quits elsewhere.
        if room not in {_FRONT, _PROMPT}:
            bounds.extend(everywhere)
        for one, other in combinations(bounds, 2):
            both = set(keys.get(one.id, one.keys)) & set(keys.get(other.id, other.keys))
            mine, its = (one, other) if one.id in keys else (other, one)
            if both and mine.id in keys and (mine.id, its.id) not in told:
                told.add((mine.id, its.id))
                yield mine.id, f"{written(min(both))} is the key of {its.id} too"
