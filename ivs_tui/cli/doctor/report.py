"""The findings as text for people, group by group, and as JSON for scripts."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ivs_tui.cli.doctor import network
from ivs_tui.cli.doctor.account import Account
from ivs_tui.cli.doctor.checks import Check, State, Verdict
from ivs_tui.config.options import bare
from ivs_tui.resources.text import visible

WIDTH = 80
_INDENT = 6
_LEAST_ROOM = 24
"""Columns beside the names, below which what was found goes under them."""
_MARKS = {
    State.OK: "●*",
    State.WARNING: "▼v",
    State.FAILED: "✖x",
    State.UNKNOWN: "??",
    State.SKIPPED: "○o",
}
_COLORS = {State.OK: 32, State.WARNING: 33, State.FAILED: 31}
_ALIKE = 3
"""Checks in a row that say the same, from which one line says it for all."""


@dataclass(frozen=True, slots=True)
class Style:
    """How text is drawn."""

    plain: bool = False
    """Whether everything is ASCII."""
    color: bool = False
    width: int = WIDTH


def as_text(checks: Iterable[Check], style: Style) -> str:
    """One block a group."""
    blocks = []
    for group, several in groupby(checks, key=lambda check: check.group):
        gathered = list(_gathered(several))
        names = max(len(check.name) for check in gathered)
        lines = [line for check in gathered for line in _lines(check, names, style)]
        blocks.append("\n".join([group, *lines, "", ""]))
    return "".join(blocks)


def last_line(verdict: Verdict, style: Style) -> str:
    """What all of it comes to."""
    state = State.FAILED if verdict.status else State.OK
    lines = _wrapped(verdict.sentence, style.width - 2)
    return f"{_mark(state, style)} " + "\n  ".join(lines) + "\n"


def as_json(
    checks: Iterable[Check], account: Account, verdict: Verdict, profile: str, region: str | None
) -> str:
    """One object; nothing in it that a terminal would obey."""
    who = account.identity
    told = {
        "verdict": verdict.word,
        "sentence": verdict.sentence,
        "exitStatus": verdict.status,
        "profile": profile,
        "region": region,
        "identity": {"account": who.account, "arn": who.arn} if who else None,
        "latency": {name: _latency(account, name) for name in account.outcomes},
        "clockSkewSeconds": _rounded(_skew(account), 1),
        "operations": {
            one.step.operation: one.permission
            for outcomes in account.outcomes.values()
            for one in outcomes
        },
        "checks": [_check(check) for check in checks],
    }
    # Beyond ASCII everything is escaped, and below it only DEL would pass.
    return json.dumps(told, indent=2).replace("\x7f", "\\u007f") + "\n"


def _check(check: Check) -> dict[str, str]:
    return {
        "group": check.group,
        "name": check.name,
        "state": check.state,
        "said": check.said,
        "advice": check.advice,
    }


def _skew(account: Account) -> float | None:
    return network.skew(trip for several in account.trips.values() for trip in several)


def _latency(account: Account, service: str) -> dict[str, Any]:
    endpoint = account.endpoints.get(service)
    took = network.latency(account.trips[service])
    return {
        "endpoint": endpoint and bare(endpoint.url),
        "answers": took.answers,
        "medianMs": _milliseconds(took.median),
        "worstMs": _milliseconds(took.worst),
        "firstMs": _milliseconds(took.first),
    }


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 1)


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None else round(number, digits)


def _gathered(checks: Iterable[Check]) -> Iterator[Check]:
    """The checks, with one in place of many that were not made for the same reason."""
    for (state, said), several in groupby(checks, key=lambda check: (check.state, check.said)):
        alike = list(several)
        if state is State.SKIPPED and len(alike) >= _ALIKE:
            yield Check(alike[0].group, f"{alike[0].name} + {len(alike) - 1} more", state, said)
        else:
            yield from alike


def _lines(check: Check, names: int, style: Style) -> Iterator[str]:
    """What was found, beside the name, then what to do, each within the width."""
    said, advice = (visible(text, ascii_only=style.plain) for text in (check.said, check.advice))
    head = f"  {_mark(check.state, style)} {check.name}"
    beside = names + _INDENT
    if style.width - beside < _LEAST_ROOM:
        yield head
    else:
        first, *more = _wrapped(said, style.width - beside) or [""]
        yield f"{head}{' ' * (names - len(check.name))}  {first}".rstrip()
        yield from (" " * beside + line for line in more)
        said = ""
    for text in (said, advice):
        yield from (" " * _INDENT + line for line in _wrapped(text, style.width - _INDENT))


def _wrapped(text: str, width: int) -> list[str]:
    # An ARN or a command that is cut is of no use: rather the line is too long.
    return textwrap.wrap(text, max(width, 1), break_long_words=False, break_on_hyphens=False)


def _mark(state: State, style: Style) -> str:
    mark = _MARKS[state][style.plain]
    color = _COLORS.get(state) if style.color else None
    return f"\x1b[{color}m{mark}\x1b[0m" if color else mark
