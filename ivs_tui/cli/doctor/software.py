"""Python and the libraries, against the ranges that the installed packages themselves name."""

from __future__ import annotations

import platform
import re
from collections.abc import Callable
from functools import partial
from importlib.metadata import PackageNotFoundError, metadata, requires, version

from ivs_tui.cli.doctor.checks import Check, State

PROGRAM = "ivs-tui"
_BROUGHT = ("aiobotocore", "botocore")
"""A library that brings another one, which has to fit it to the letter."""
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9._-]+)\s*(?:\[[^]]*\])?\s*\(?([^;)]*)\)?\s*(;.*)?")
_CLAUSE = re.compile(r"(>=|<=|==|!=|<|>)\s*([0-9][0-9.]*)")
_Numbers = tuple[int, ...]
_COMPARED: dict[str, Callable[[_Numbers, _Numbers], bool]] = {
    ">=": lambda one, other: one >= other,
    "<=": lambda one, other: one <= other,
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
}

_check = partial(Check, "software")


def checks() -> list[Check]:
    """Every version that matters."""
    python = platform.python_version()
    try:
        found = [_check(PROGRAM, State.OK, version(PROGRAM))]
        needed = str(metadata(PROGRAM)["Requires-Python"] or "")
        ranges = _ranges(PROGRAM)
    except PackageNotFoundError:
        said = "not installed as a package: versions cannot be told"
        return [_check(PROGRAM, State.UNKNOWN, said), _check("Python", State.OK, python)]
    carrier, brought = _BROUGHT
    ranges |= {brought: _of_other(carrier).get(brought, "")}
    found.append(compared("Python", python, needed))
    return [*found, *(compared(name, _installed(name), span) for name, span in ranges.items())]


def compared(name: str, installed: str | None, needed: str) -> Check:
    """One version against a range like `>=15,<16`."""
    if installed is None:
        advice = f"run pip install '{name}{needed}'"
        return _check(name, State.FAILED, "not installed", advice, stops=1)
    good = fits(installed, needed)
    if good:
        return _check(name, State.OK, installed)
    if good is None:
        return _check(name, State.UNKNOWN, f"{installed}; {needed!r} is no range that is known")
    advice = f"what was not tested may break; run pip install '{name}{needed}'"
    advice = f"install a Python {needed}" if name == "Python" else advice
    return _check(name, State.WARNING, f"{installed}; it should be {needed}", advice)


def fits(installed: str, needed: str) -> bool | None:
    """Whether a version is within a range; None where the range says what is not known here."""
    clauses = [clause.strip() for clause in needed.split(",") if clause.strip()]
    parsed = [_CLAUSE.fullmatch(clause) for clause in clauses]
    mine = _numbers(installed)
    results = [_holds(mine, match) for match in parsed if match]
    return all(results) if len(results) == len(clauses) else None


def _holds(mine: _Numbers, clause: re.Match[str]) -> bool:
    other = _numbers(clause[2])
    # 9 and 9.0 are one version.
    length = max(len(mine), len(other))
    one, two = (numbers + (0,) * (length - len(numbers)) for numbers in (mine, other))
    return _COMPARED[clause[1]](one, two)


def _numbers(text: str) -> _Numbers:
    """The release of a version: 8.3.0rc1 counts as 8.3.0."""
    found = re.match(r"\d+(\.\d+)*", text)
    return tuple(map(int, found[0].split("."))) if found else ()


def _ranges(package: str) -> dict[str, str]:
    """What a package needs everywhere, extras left out: ranges by name."""
    found = (_REQUIREMENT.fullmatch(line) for line in requires(package) or ())
    return {match[1]: match[2].strip() for match in found if match and not match[3]}


def _of_other(package: str) -> dict[str, str]:
    try:
        return _ranges(package)
    except PackageNotFoundError:
        return {}


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
