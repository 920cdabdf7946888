"""What the monitor opens on: a view or a detail, whose it is, and how it is looked at."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence

from ivs_tui.cli.failure import USAGE, Failure
from ivs_tui.cli.parser import Parser
from ivs_tui.resources import ASIDE, DETAILS, LISTS, VIEWS
from ivs_tui.resources.columns import ColumnsError, choose
from ivs_tui.resources.opening import (
    DEFAULT,
    Opening,
    ViewState,
    known_parameters,
    required_parameters,
    wrong_in,
)


def options_help() -> str:
    """What can be said of a view, for `--help`."""
    text = options_parser().format_help()
    return "how the view is looked at" + text[text.index(":") :]


def parse(words: Sequence[str], demo: tuple[str, ...] = ()) -> Opening:
    """Raises Failure where there is no such view, or it cannot be looked at like that."""
    options, rest = options_parser().parse_known_args(words)
    target = _target(rest)
    opening = Opening(target, _parameters(target, options.with_ or []), None, demo)
    there = opening.columns
    try:
        shown = choose(there, (), options.columns) if options.columns else ()
    except ColumnsError as error:
        raise Failure(USAGE, f"--columns of {target}: {error}") from error
    state = ViewState(
        filter=options.filter or "",
        sort=options.sort or "",
        problems=options.problems,
        wide=options.wide,
        columns=shown,
        row=options.row or "",
    )
    if wrong := wrong_in(state, there):
        raise Failure(USAGE, f"{target}: {wrong[0]}")
    if state.problems and (target in DETAILS or not LISTS[target].tells_problems):
        raise Failure(USAGE, f"--problems: nothing is known to go wrong with {target}")
    return Opening(target, opening.parameters, None if state == ViewState() else state, demo)


def options_parser() -> argparse.ArgumentParser:
    """What a view takes."""
    parser = Parser(prog="ivs-tui", usage=argparse.SUPPRESS, add_help=False, allow_abbrev=False)
    parser.add_argument("--filter", metavar="TEXT", help="as it is typed after /")
    parser.add_argument("--sort", metavar="COLUMN", help="-COLUMN from the highest down")
    parser.add_argument("--columns", metavar="A,B", help="these alone, or changes: +A,-B")
    parser.add_argument("--wide", action="store_true", help="each column at its whole width")
    parser.add_argument("--problems", action="store_true", help="only rows with a problem")
    parser.add_argument("--row", metavar="KEY", help="put the cursor there, as `Y` tells it")
    parser.add_argument(
        "--with", dest="with_", action="append", metavar="NAME=VALUE", help="of what it is a view"
    )
    return parser


def _target(words: Sequence[str]) -> str:
    for word in words:
        if word.startswith("-"):
            raise Failure(USAGE, f"unknown option {word} (see ivs-tui --help)")
    if len(words) > 1:
        raise Failure(USAGE, f"one view at a time, not {' '.join(words)}")
    if not words:
        return DEFAULT.target
    for kind in VIEWS.values():
        if words[0] in {kind.name, kind.alias}:
            return kind.name
    if words[0] in DETAILS or (words[0] in LISTS and known_parameters(words[0])):
        return words[0]
    raise Failure(USAGE, f"no view {words[0]!r}; there are: {', '.join(VIEWS)}")


def _parameters(target: str, told: Iterable[str]) -> dict[str, str]:
    known = known_parameters(target)
    found: dict[str, str] = {}
    for one in told:
        name, _, value = one.partition("=")
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise Failure(USAGE, f"{target} has no parameter {name!r}; {takes}")
        if not value:
            raise Failure(USAGE, f"--with {name} is empty; write it like --with {name}=VALUE")
        if name in found:
            raise Failure(USAGE, f"--with {name} was given twice")
        found[name] = value
    missing = [name for name in required_parameters(target) if name not in found]
    if missing and target not in VIEWS:
        needed = " ".join(f"--with {name}=VALUE" for name in missing)
        raise Failure(USAGE, f"{target} cannot be opened by name alone: it needs {needed}")
    if target in ASIDE and not found:
        needed = f"--with {known[0]}=VALUE"
        raise Failure(USAGE, f"{target} cannot be opened by name alone: it needs {needed}")
    return found
