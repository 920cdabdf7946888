"""`ivs-tui get KIND [ID]`: one answer on stdout, by the monitor's own way to the API."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys

from ivs_tui.aws.errors import GatewayError
from ivs_tui.cli.access import ascii_only, find_scope, open_log
from ivs_tui.cli.failure import OK, UNREACHED, USAGE, Failure
from ivs_tui.cli.kinds import KINDS, Answer, Kind
from ivs_tui.cli.parents import Asked
from ivs_tui.cli.parser import Parser
from ivs_tui.cli.printing import write
from ivs_tui.cli.reading import reading, why_not
from ivs_tui.config import Config
from ivs_tui.resources.text import visible

FORMATS = ("table", "json", "ndjson", "csv")
_METAVARS = {"channel": "CHANNEL", "stage": "STAGE", "session": "ID", "participant": "ID"}


def run(config: Config, rest: list[str]) -> int:
    """Print one answer, once all of it is there."""
    parser = options_parser()
    options = parser.parse_args(rest)
    if options.help:
        print(parser.format_help(), end="")
        return OK
    kind = _kind(options.kind)
    asked = _asked(kind, options)
    open_log(config)
    region = find_scope(config).region
    try:
        answer = asyncio.run(_read(config, region, kind, asked))
    except GatewayError as error:
        raise Failure(UNREACHED, why_not(error.problem)) from error
    write(_text(answer, kind, options.output, config), "the answer")
    if answer.unreadable:
        items = "item was" if answer.unreadable == 1 else "items were"
        print(f"ivs-tui: {answer.unreadable} unreadable {items} left out", file=sys.stderr)
    if answer.note:
        print(f"ivs-tui: {visible(answer.note)}", file=sys.stderr)
    return OK


def options_parser() -> argparse.ArgumentParser:
    """What `get` takes."""
    kinds = "\n".join(f"  {_usage(kind):<64} {kind.says}" for kind in KINDS.values())
    parser = Parser(
        prog="ivs-tui get",
        usage="ivs-tui get KIND [ID] [options]",
        description="Print one answer of the API: no terminal needed.",
        epilog=f"kinds:\n{kinds}\n\nThe options of `ivs-tui --help` hold here too.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    name = "an ARN, or an exact name that only one has"
    one = f"{name}, or an ARN's last part (of all but channels)"
    parser.add_argument("kind", nargs="?", metavar="KIND", help="what to read: see below")
    parser.add_argument("id", nargs="?", metavar="ID", help=f"only this one: {one}")
    parser.add_argument("-h", "--help", action="store_true", help="show this and exit")
    parser.add_argument(
        *("-o", "--output"),
        choices=FORMATS,
        default="table",
        help="as what; default: %(default)s",
    )
    parser.add_argument("--channel", metavar="CHANNEL", help=name)
    parser.add_argument("--stage", metavar="STAGE", help=name)
    parser.add_argument("--session", metavar="ID", help="a stream or stage session")
    parser.add_argument("--participant", metavar="ID", help="a participant of the stage session")
    return parser


def _usage(kind: Kind) -> str:
    needs = [f"--{name} {_METAVARS[name]}" for name in kind.needs]
    takes = ["[ID]" if name == "id" else f"[--{name} ID]" for name in kind.takes]
    return " ".join([kind.name, *needs, *takes])


def _kind(name: str | None) -> Kind:
    if name is not None and name in KINDS:
        return KINDS[name]
    wrong = "get what?" if name is None else f"no kind {name!r};"
    raise Failure(USAGE, f"{wrong} there are: {', '.join(KINDS)}")


def _asked(kind: Kind, options: argparse.Namespace) -> Asked:
    given = {name: getattr(options, name) for name in ("id", *_METAVARS)}
    asked = {name: text for name, text in given.items() if text is not None}
    for name, text in asked.items():
        if name not in kind.needs + kind.takes:
            wrong = f"ID {text!r}" if name == "id" else f"--{name}"
            raise Failure(USAGE, f"{kind.name} takes no {wrong}; usage: ivs-tui get {_usage(kind)}")
        if not text:
            # An unset variable of a script must not read as "all of them".
            raise Failure(USAGE, f"{'ID' if name == 'id' else f'--{name}'} is empty")
    missing = [f"--{name}" for name in kind.needs if name not in asked]
    if missing:
        needed = " and ".join(missing)
        raise Failure(USAGE, f"{kind.name} needs {needed}; usage: ivs-tui get {_usage(kind)}")
    return asked


async def _read(config: Config, region: str, kind: Kind, asked: Asked) -> Answer:
    async with reading(config, region) as source:
        return await kind.read(source, asked)


def _text(answer: Answer, kind: Kind, form: str, config: Config) -> str:
    from ivs_tui.cli import output

    if form == "json":
        return output.as_json(answer)
    if form == "ndjson":
        return output.as_ndjson(answer)
    terminal = sys.stdout is not None and sys.stdout.isatty()
    if form == "csv":
        told = output.as_csv(answer, kind.adds)
        return told.replace("\r\n", "\n") if terminal else told
    from ivs_tui.cli.table import as_table

    width = os.get_terminal_size(sys.stdout.fileno()).columns if terminal else None
    return as_table(answer, kind.columns, ascii_only=ascii_only(config), width=width)
