"""One setting's value from any source: usable, or why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import msgspec

from ivs_tui.config.settings import OPTIONS, THEMES

LONGEST_INTERVAL = 86_400
"""Seconds; whoever says more has slipped."""
LEAST_SHARE = 0.001
"""One request in some minutes."""
_MOST_SHOWN = 60
_TYPES = MappingProxyType(
    {
        **dict.fromkeys(OPTIONS, str),
        **dict.fromkeys(("interval", "quota_share"), float),
        **dict.fromkeys(("ascii", "utc", "history"), bool),
    }
)
_WANTED = {
    str: "is no text; put it in quotes",
    float: "is no number; write it like 5 or 0.5",
    bool: "is neither true nor false",
}


def usable(name: str, value: Any) -> str | float | bool:
    """The value of an option, as what it has to be; raises ValueError with a sentence."""
    wanted = _TYPES[name]
    try:
        found: str | float | bool = msgspec.convert(value, wanted, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(f"{shown(value)} {_WANTED[wanted]}") from error
    if judge := _JUDGES.get(name):
        judge(found)
    return found


def shown(value: Any) -> str:
    """A value as a sentence may quote it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    told = repr(value) if isinstance(value, str) else str(value)
    return told if len(told) <= _MOST_SHOWN else f"{told[:_MOST_SHOWN]}..."


def nearest(word: str, known: Iterable[str]) -> str:
    """What a word was meant to be, as the end of a sentence; else all there is."""
    import difflib  # noqa: PLC0415  # for mistakes alone

    names = list(known)
    folded = {name.casefold(): name for name in names}
    meant = difflib.get_close_matches(word.casefold(), folded, n=1)
    return f"did you mean {folded[meant[0]]}?" if meant else f"known: {', '.join(names)}"


def redacted(url: str) -> str:
    """A URL without what may open something: password and query."""
    kept, query, _ = url.partition("?")
    scheme, slashes, rest = kept.rpartition("//")
    user, at, host = rest.rpartition("@")
    user = f"{user.partition(':')[0]}:***" if ":" in user else user
    return f"{scheme}{slashes}{user}{at}{host}{query and '?***'}"


def bare(url: str) -> str:
    """A URL without what may be a secret in it: user, password, query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"


# A NaN fails each comparison, so it is refused too.


def _judge_interval(seconds: float) -> None:
    if not 1 <= seconds <= LONGEST_INTERVAL:
        raise ValueError(
            f"an interval of {seconds:g} s cannot be; it is 1 to {LONGEST_INTERVAL:g}, a day"
        )


def _judge_share(share: float) -> None:
    if not LEAST_SHARE <= share <= 1:
        raise ValueError(f"a share of {share:g} cannot be; it is {LEAST_SHARE:g} to 1")


def _judge_theme(name: str) -> None:
    if name and name not in THEMES:
        raise ValueError(f"there is no theme {shown(name)}; known: {', '.join(THEMES)}")


def _judge_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        # urlsplit lets blanks pass, and drops some of them.
        spaced = any(not sign.isprintable() or sign.isspace() for sign in url)
        good = (
            not spaced
            and parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and parts.port != 0
        )
    except ValueError:
        good = False
    if not good:
        raise ValueError(f"{shown(redacted(url))} is no URL; write it like https://host:port")


_JUDGES: dict[str, Callable[[Any], None]] = {
    "interval": _judge_interval,
    "quota_share": _judge_share,
    "theme": _judge_theme,
    "endpoint_url": _judge_url,
}
