"""`ivs-tui doctor`: what would stop the monitor here, from the terminal to the permissions."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys

from ivs_tui.aws.profile import profile_name
from ivs_tui.cli.access import ascii_only, find_scope
from ivs_tui.cli.doctor import settings, software, terminal
from ivs_tui.cli.doctor.checks import Check, State, verdict
from ivs_tui.cli.failure import OK, Failure
from ivs_tui.cli.parser import Parser
from ivs_tui.cli.printing import write
from ivs_tui.config import Config

_DESCRIPTION = """\
Say what would stop the monitor here: terminal, versions, settings, credentials and whose they
are, network, clock, and which read operations are allowed. Each operation is asked once, within
the request budget; nothing is changed in the account."""
_EPILOG = """\
exit status: 0 the main views would work (live streams, channels, stages, and what they lead to);
2 only the terminal or the log file stands in the way; 3 credentials, Region, network or permissions

The options of `ivs-tui --help` hold here too."""


def run(config: Config, rest: list[str]) -> int:
    """Look at everything, and print it."""
    parser = options_parser()
    options = parser.parse_args(rest)
    if options.help:
        print(parser.format_help(), end="")
        return OK
    local = [
        *terminal.checks(terminal.here(config)),
        *software.checks(),
        *settings.checks(config),
    ]
    return _report(config, local, in_json=options.output == "json")


def options_parser() -> argparse.ArgumentParser:
    """What `doctor` takes."""
    parser = Parser(
        prog="ivs-tui doctor",
        usage="ivs-tui doctor [-o text|json] [options]",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("-h", "--help", action="store_true", help="show this and exit")
    parser.add_argument(
        *("-o", "--output"),
        choices=("text", "json"),
        default="text",
        help="as what; default: %(default)s",
    )
    return parser


def _report(config: Config, local: list[Check], *, in_json: bool) -> int:
    from ivs_tui.cli.doctor import report
    from ivs_tui.cli.doctor.account import examine

    style = report.Style(ascii_only(config), _takes_color(), _width())
    if not in_json:
        # What this machine says is there at once; AWS may take a while, or ask for a code.
        write(report.as_text(local, style), "the findings")
    region = settings.region_of(config)
    refused = _ask_code(config) if region else []
    account = asyncio.run(examine(config, region))
    if refused:
        account.credentials = refused
    checks = [*local, *account.checks]
    found = verdict(checks)
    if in_json:
        write(report.as_json(checks, account, found, profile_name(config), region), "the findings")
    else:
        told = report.as_text(account.checks, style) + report.last_line(found, style)
        write(told, "the findings")
    return found.status


def _ask_code(config: Config) -> list[Check]:
    """Ask for an MFA code where the profile wants one, as the monitor does."""
    try:
        find_scope(config)
    except Failure as failure:
        return [Check("credentials", "credentials", State.FAILED, failure.sentence, stops=3)]
    return []


def _takes_color() -> bool:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") in {None, "dumb", "unknown"}
    return sys.stdout is not None and sys.stdout.isatty() and not plain


def _width() -> int:
    """Columns; where the terminal does not say, or is wider, those that read well."""
    from ivs_tui.cli.doctor.report import WIDTH

    if sys.stdout is None or not sys.stdout.isatty():
        return WIDTH
    return min(os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH, WIDTH)
