"""`python -m tests.bench [SCENARIO...]`: what the monitor costs, beside what one would do without.

Each scenario runs in worlds of three sizes; what counts bytes, CPU time or seconds runs in all of
them at once, what counts milliseconds in one after the other.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.bench import (
    endurance,
    fresh,
    fuzz,
    keys,
    memory,
    minute,
    noise,
    opening,
    output,
    profile,
    report,
    start,
    throttled,
    wire,
)
from tests.bench.measure import Failure, Figure
from tests.bench.sizes import SIZES, Size
from tests.bench.subjects import Bench

Found = list[Figure | Failure]


class Scenario(NamedTuple):
    """What is measured in worlds of every size, and whether in all of them at once."""

    measure: Callable[[Bench, Size], Iterator[Figure]]
    at_once: bool


_SIZED = {
    "start": Scenario(start.figures, at_once=False),
    "keys": Scenario(keys.figures, at_once=False),
    "output": Scenario(output.figures, at_once=True),
    "minute": Scenario(minute.figures, at_once=True),
    "memory": Scenario(memory.figures, at_once=True),
    "fresh": Scenario(fresh.figures, at_once=True),
    "opening": Scenario(opening.figures, at_once=True),
    "wire": Scenario(wire.figures, at_once=True),
}
_WHOLE: dict[str, Callable[[Bench], Iterator[Figure]]] = {
    "throttled": throttled.figures,
}
"""What has a size of its own, or none."""
_ON_DEMAND: dict[str, Callable[[Bench], Iterator[Figure]]] = {
    "endurance": endurance.figures,
    "fuzz": fuzz.figures,
}
"""What takes long, or is no measure of cost: run where it is named, and with `--long`."""
_NAMES = (*_SIZED, *_WHOLE, *_ON_DEMAND)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what was asked for; 1 if a measurement failed."""
    options = parse(argv)
    if options.profile:
        with ExitStack() as stack:
            profile.show(Bench(stack, quick=options.quick), sys.stdout)
        return 0
    if options.read:
        told = json.loads(Path(options.read).read_text(encoding="utf-8"))
        found: Found = [Figure.from_json(one) for one in told["figures"]]
        found += [Failure(**one) for one in told["failures"]]
        _print(told["machine"], found, options)
        return 0
    machine = report.machine()
    with ExitStack() as stack:
        found = run(Bench(stack, long=options.long, quick=options.quick), options.scenario)
    _print(machine, found, options)
    return int(any(isinstance(one, Failure) for one in found))


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    summary, _, more = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser("python -m tests.bench", description=summary, epilog=more)
    parser.add_argument(
        "scenario", nargs="*", type=_scenario, metavar="SCENARIO", help=", ".join(_NAMES)
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--quick", action="store_true", help="a third of the repeats")
    length.add_argument("--long", action="store_true", help="three times the repeats")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    form.add_argument("--markdown", action="store_true", help="the table as the README has it")
    parser.add_argument("--read", metavar="FILE", help="measure nothing: tell what --json told")
    parser.add_argument(
        "--profile", action="store_true", help="measure nothing: tell where CPU time goes"
    )
    return parser.parse_args(argv)


def _scenario(word: str) -> str:
    # argparse's `choices` would hold the empty list of "none named" against them (Python 3.11).
    if word not in _NAMES:
        raise argparse.ArgumentTypeError(f"{word!r} is none of {', '.join(_NAMES)}")
    return word


def run(bench: Bench, names: Sequence[str]) -> Found:
    """Everything that these scenarios find, by default all but what takes long."""
    found: Found = attempt("noise", "", noise.figures)
    for name in names or (*_SIZED, *_WHOLE, *(_ON_DEMAND if bench.long else ())):
        sys.stderr.write(f"{name} ... ")
        sys.stderr.flush()
        began = time.monotonic()
        found += _sized(bench, name) if name in _SIZED else _whole(bench, name)
        sys.stderr.write(f"{time.monotonic() - began:.0f} s\n")
    return found


def _sized(bench: Bench, name: str) -> Found:
    measure, at_once = _SIZED[name]

    def at_size(size: Size) -> Found:
        return attempt(name, str(size), partial(measure, bench, size))

    with ThreadPoolExecutor(len(SIZES) if at_once else 1) as pool:
        return [one for found in pool.map(at_size, SIZES) for one in found]


def _whole(bench: Bench, name: str) -> Found:
    return attempt(name, "", partial((_WHOLE | _ON_DEMAND)[name], bench))


def attempt(name: str, size: str, measure: Callable[[], Iterator[Figure]]) -> Found:
    """What a measurement finds; where it fails, what it found before, and that it failed."""
    found: Found = []
    try:
        found.extend(measure())
    except Exception as error:  # one measurement that fails must not cost the others
        told = str(error).strip() or "no reason given"
        sys.stderr.write(f"\n{name} {size}: {type(error).__name__}: {told}\n")
        found.append(Failure(name, size, f"{type(error).__name__}: {told.splitlines()[0]}"))
    return found


def _print(machine: dict[str, object], found: Found, options: argparse.Namespace) -> None:
    if options.json:
        told = {
            "machine": machine,
            "figures": [one.as_json() for one in found if isinstance(one, Figure)],
            "failures": [vars(one) for one in found if isinstance(one, Failure)],
        }
        print(json.dumps(told, indent=2))
    elif options.markdown:
        print(report.markdown(found))
    else:
        print("\n".join((report.heading(machine), *report.rows(found))))


if __name__ == "__main__":
    sys.exit(main())
