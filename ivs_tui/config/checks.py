"""What is wrong with the settings of a config file: all of it, each with its key."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import msgspec
from msgspec import structs

from ivs_tui.config import durations, places
from ivs_tui.config.options import nearest, shown, usable
from ivs_tui.config.settings import ONLY_IN_FILE, OPTIONS, Rule

VERSION = 1
"""The newest version of the file that is known here."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_KNOWN = (*OPTIONS, *ONLY_IN_FILE, "version")


class Fault(NamedTuple):
    """A setting that cannot be used, and why."""

    path: places.Path
    sentence: str


Check = Callable[[Any], object]
"""Takes a value or raises ValueError with a sentence."""


def faults(settings: Mapping[str, Any]) -> list[Fault]:
    """All that is wrong, in the file's order; of a file from a later version, that alone."""
    version = settings.get("version", VERSION)
    if version != VERSION:
        newer = isinstance(version, int) and version > VERSION
        remedy = "use a newer ivs-tui" if newer else f"the only one there is, is {VERSION}"
        return [
            Fault(("version",), f"this ivs-tui does not know version {shown(version)}; {remedy}")
        ]
    return list(_faults(settings))


def good(settings: Mapping[str, Any], found: Iterable[Fault]) -> dict[str, Any]:
    """The settings without those that something is wrong with."""
    wrong = {fault.path[0] for fault in found if len(fault.path) == 1 or fault.path[0] != "keys"}
    if "version" in wrong:
        return {}  # what the others mean there is not known
    wrong.add("version")
    kept = {name: value for name, value in settings.items() if name not in wrong}
    if "keys" in kept:
        kept["keys"] = dict(_good_keys(kept["keys"]))
    return kept


def _good_keys(table: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for id_, value in key_ids(table):
        with contextlib.suppress(ValueError):
            yield id_, key_names(value)


def rules(settings: Mapping[str, Any]) -> Iterator[tuple[int, Rule]]:
    """Each `[[alert]]` that can be read by itself, with its place; its `for` is left out."""
    asked = settings.get("alert") if settings.get("version", VERSION) == VERSION else None
    for number, one in enumerate(asked if isinstance(asked, list) else ()):
        with contextlib.suppress(msgspec.ValidationError):
            yield number, structs.replace(msgspec.convert(one, Rule), for_="0s")


def _faults(settings: Mapping[str, Any]) -> Iterator[Fault]:
    for name, value in settings.items():
        if name in OPTIONS:
            yield from _of((name,), partial(usable, name), value)
        elif name == "keys":
            yield from _keys((name,), value)
        elif name == "alert":
            yield from _tables(name, value, _RULE, _on_is_there)
        elif name == "expect":
            yield from _tables(name, value, _EXPECTED, _somebody_is_meant)
        elif name != "version":
            yield Fault((name,), f"unknown setting {shown(name)}; {nearest(name, _KNOWN)}")


def _of(path: places.Path, check: Check, value: Any) -> Iterator[Fault]:
    try:
        check(value)
    except ValueError as error:
        yield Fault(path, str(error))


def _tables(name: str, value: Any, checks: Mapping[str, Check], whole: Check) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault((name,), f"is no list of tables; write [[{name}]], with two brackets")
        return
    for number, one in enumerate(value):
        path = (name, number)
        found = list(_table(path, one, checks))
        yield from found
        if not found:
            yield from _of(path, whole, one)


def _table(path: places.Path, value: Any, checks: Mapping[str, Check]) -> Iterator[Fault]:
    """Each key of a table by its own check."""
    if not isinstance(value, dict):
        yield Fault(path, f"{shown(value)} is no table")
        return
    for key, held in value.items():
        if key in checks:
            yield from _of((*path, key), checks[key], held)
        else:
            yield Fault((*path, key), f"unknown key {shown(key)}; {nearest(key, checks)}")


def _keys(path: places.Path, value: Any) -> Iterator[Fault]:
    """What is wrong with keys of the keyboard; `view.streams` may be a table in a table."""
    if not isinstance(value, dict):
        yield Fault(path, f"{shown(value)} is no table")
        return
    for key, held in value.items():
        if isinstance(held, dict):
            yield from _keys((*path, key), held)
        else:
            yield from _of((*path, key), key_names, held)


def key_ids(table: Mapping[str, Any], base: str = "") -> Iterator[tuple[str, Any]]:
    """Ids and what each is given, those in tables with their table's name before them."""
    for key, held in table.items():
        if isinstance(held, dict):
            yield from key_ids(held, f"{base}{key}.")
        else:
            yield base + key, held


def key_names(value: Any) -> tuple[str, ...]:
    """The keys of one binding: one or several, in a list or with commas between them."""
    several = value.split(",") if isinstance(value, str) and value.strip() != "," else value
    names = [several] if isinstance(several, str) else several
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(f'{shown(value)} is no key; write it like "Y" or ["Y", "ctrl+y"]')
    # A blank is a key too.
    keys = tuple(name if name == " " else name.strip() for name in names)
    if not keys or not all(keys):
        raise ValueError("no key is named; leave it out to keep the one it has")
    return keys


# What the members of a table have to be


def _text(value: Any) -> None:
    if not isinstance(value, str):
        raise ValueError(f"{shown(value)} is no text; put it in quotes")


def _words(value: Any) -> None:
    _text(value)
    if not value.strip():
        raise ValueError("is empty")


def _length(value: Any) -> None:
    if not isinstance(value, str):
        raise ValueError(f'{shown(value)} is no length of time; write it like "30s" or "5m"')
    durations.seconds(value)


def _flag(value: Any) -> None:
    if not isinstance(value, bool):
        raise ValueError(f"{shown(value)} is neither true nor false")


def _command(value: Any) -> None:
    if not isinstance(value, list):
        raise ValueError(f'{shown(value)} is no list; write it like ["notify-send", "IVS"]')
    for word in value:
        _text(word)
        if "\0" in word:
            raise ValueError(f"{shown(word)} cannot be given to a program")
    if value and not value[0].strip():
        raise ValueError("the program has no name")


def _tag(value: Any) -> None:
    _text(value)
    if not value.partition("=")[0].strip() or "=" not in value:
        raise ValueError(f'{shown(value)} is no tag; write it like "env=prod"')


def _days(value: Any) -> None:
    if not isinstance(value, list):
        raise ValueError(f'{shown(value)} is no list; write it like ["mon", "fri"]')
    for day in value:
        if not isinstance(day, str) or day.casefold() not in DAYS:
            raise ValueError(f"{shown(day)} is no day; days are {' '.join(DAYS)}")


def _clock(value: Any) -> None:
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise ValueError(f'{shown(value)} is no time of day; write it like "08:00"')


def _clock_or_midnight(value: Any) -> None:
    if value != "24:00":
        _clock(value)


def _zone(value: Any) -> None:
    _words(value)
    if value == "UTC":
        return
    import zoneinfo  # noqa: PLC0415  # few settings have a zone

    try:
        zoneinfo.ZoneInfo(value)
    except (KeyError, OSError, ValueError) as error:
        zones = sorted(zoneinfo.available_timezones())
        meant = nearest(value, zones) if zones else "this machine knows none but UTC"
        meant = meant if len(meant) < 100 else "write it like Europe/Berlin"
        raise ValueError(f"{shown(value)} is no time zone; {meant}") from error


def _on_is_there(rule: dict[str, Any]) -> None:
    if "on" not in rule:
        raise ValueError('says not what to tell; add on = "starving"')


def _somebody_is_meant(expected: dict[str, Any]) -> None:
    if not expected.get("name") and not expected.get("tag"):
        raise ValueError('means no channel; add name = "…" or tag = "key=value"')


_RULE: dict[str, Check] = {
    "on": _words,
    "for": _length,
    "filter": _text,
    "command": _command,
    "bell": _flag,
}
_EXPECTED: dict[str, Check] = {
    "name": _words,
    "tag": _tag,
    "days": _days,
    "from": _clock,
    "until": _clock_or_midnight,
    "zone": _zone,
    "region": _words,
    "profile": _words,
}
