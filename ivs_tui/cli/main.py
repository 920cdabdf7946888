"""The command line: options anywhere, one command word, one line on stderr where it fails."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from ivs_tui.cli.failure import Failure
from ivs_tui.config import Config, ConfigError, load

OK, FAULT, USAGE, UNREACHED = 0, 1, 2, 3

_USAGE = """ivs-tui [VIEW] [options]
       ivs-tui demo [VIEW] [--scenario S] [--seed N] [options]
       ivs-tui simulate [--port N] [--scenario S] [--seed N] [--speed X] [--quotas] [--fault F]...
       ivs-tui get KIND [ID] [options]"""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> None:  # type: ignore[override]  # argparse's own never returns
        raise Failure(USAGE, f"{message} (see ivs-tui --help)")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status of the contract."""
    try:
        return _run(list(sys.argv[1:] if argv is None else argv))
    except Failure as failure:
        print(f"ivs-tui: {failure.sentence}", file=sys.stderr)
        return failure.status
    except BrokenPipeError:
        # A reader that has seen enough is no error; Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        return 130


def _run(argv: list[str]) -> int:
    options, rest = _options().parse_known_args(argv)
    if options.version:
        return _print_version()
    word = rest[0] if rest else ""
    if options.help and word not in {"demo", "simulate", "get"}:
        print(_options().format_help())
        return OK
    if options.help:
        rest.append("--help")
    try:
        config = load(vars(options))
    except ConfigError as error:
        raise Failure(USAGE, str(error)) from error
    command = _COMMANDS.get(word)
    return command(config, rest[1:]) if command else _monitor(config, rest)


def _options() -> argparse.ArgumentParser:
    parser = _Parser(prog="ivs-tui", usage=_USAGE, add_help=False, allow_abbrev=False)
    parser.add_argument("-h", "--help", action="store_true", help="show this and exit")
    parser.add_argument("--version", action="store_true", help="show the versions and exit")
    parser.add_argument("--profile", metavar="NAME", help="AWS profile")
    parser.add_argument("--region", metavar="NAME", help="AWS Region, one of the seven of IVS")
    parser.add_argument("--endpoint-url", metavar="URL", help="another endpoint, for both services")
    parser.add_argument(
        "--interval", metavar="SECONDS", help="between reads of the view in front (default 5)"
    )
    parser.add_argument(
        "--quota-share", metavar="F", help="of the account's request rate (default 0.4)"
    )
    parser.add_argument("--config", metavar="FILE", help="settings in TOML")
    parser.add_argument("--log-file", metavar="FILE", help="write warnings and errors there")
    parser.add_argument("--ascii", action="store_true", default=None, help="marks without UTF-8")
    return parser


def _print_version() -> int:
    from importlib.metadata import version

    libraries = ("textual", "aiobotocore", "botocore")
    told = " ".join(f"{name}/{version(name)}" for name in libraries)
    print(f"ivs-tui/{version('ivs-tui')} Python/{sys.version.split()[0]} {told}")
    return OK


def _monitor(config: Config, rest: list[str]) -> int:
    from ivs_tui.cli import monitor

    return monitor.run(config, rest)


def _demo(config: Config, rest: list[str]) -> int:
    from ivs_tui.cli import demo

    return demo.run(config, rest)


def _simulate(_config: Config, rest: list[str]) -> int:
    from ivs_tui.sim import process

    parser = _Parser(prog="ivs-tui simulate", allow_abbrev=False)
    process.add_arguments(parser)
    return process.run(parser.parse_args(rest))


def _get(config: Config, rest: list[str]) -> int:
    from ivs_tui.cli import get

    return get.run(config, rest)


_COMMANDS: dict[str, Callable[[Config, list[str]], int]] = {
    "demo": _demo,
    "simulate": _simulate,
    "get": _get,
}
