"""`python -m tests.bench [SCENARIO...] [--json] [--long]`: what the monitor costs, measured."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

from tests.bench import cpu, keys, memory, output, report, start, wire
from tests.bench.measure import Figure
from tests.bench.subjects import Bench

_SCENARIOS: dict[str, Callable[[Bench], Iterator[Figure]]] = {
    "start": start.figures,
    "output": output.figures,
    "keys": keys.figures,
    "memory": memory.figures,
    "wire": wire.figures,
    "cpu": cpu.figures,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what was asked for, by default everything."""
    options = _options().parse_args(argv)
    found = []
    if not options.json:
        print(report.heading())
    with ExitStack() as stack:
        bench = Bench(stack, long=options.long)
        for name in options.scenario or _SCENARIOS:
            print(f"measuring {name} ...", file=sys.stderr)
            for figure in _SCENARIOS[name](bench):
                found.append(figure)
                if not options.json:
                    print(report.row(figure), flush=True)
    if options.json:
        told = {"machine": report.machine(), "figures": [one.as_json() for one in found]}
        print(json.dumps(told, indent=2))
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("scenario", nargs="*", type=_scenario, metavar="SCENARIO")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--long", action="store_true", help="also what takes minutes")
    return parser


def _scenario(word: str) -> str:
    # argparse's `choices` would hold the empty list of "none named" against them (Python 3.11).
    if word not in _SCENARIOS:
        raise argparse.ArgumentTypeError(f"{word!r} is none of {', '.join(_SCENARIOS)}")
    return word


if __name__ == "__main__":
    sys.exit(main())
