"""The same question in another Region or account."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ivs_tui.aws.profile import REGIONS
from ivs_tui.ui.acts.act import Order

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp

_QUOTES = "'\""


def _regions(_monitor: MonitorApp, _typed: str) -> Iterable[str]:
    return REGIONS


def _profiles(monitor: MonitorApp, typed: str) -> Iterable[str]:
    """Names with blanks in them in quotes, unless one is being typed without."""
    bare = bool(typed.strip()) and typed.lstrip()[0] not in _QUOTES
    return [name if bare else _quoted(name) for name in monitor.scopes.profiles()]


def _quoted(name: str) -> str:
    return name if name.split() == [name] and name[0] not in _QUOTES else shlex.quote(name)


def _unquoted(typed: str) -> str:
    try:
        words = shlex.split(typed) if typed[0] in _QUOTES else ()
    except ValueError:  # a quote is not closed: it may be the name's own
        return typed
    return words[0] if len(words) == 1 else typed


ORDERS = (
    Order(
        *("region", "REGION", "Show the same of another Region"),
        lambda monitor, region: monitor.scopes.to_region(region),
        _regions,
    ),
    Order(
        *("profile", "NAME", "Show the same of another profile, in its Region"),
        lambda monitor, name: monitor.scopes.to_profile(_unquoted(name)),
        _profiles,
    ),
)
