"""`ivs-tui check`: whether anything is wrong, for cron: one line each, and a status that tells."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from ivs_tui.aws.errors import GatewayError
from ivs_tui.cli.access import find_scope, open_log
from ivs_tui.cli.failure import OK, UNREACHED, USAGE, Failure
from ivs_tui.cli.holding import LISTED, Account, Holding
from ivs_tui.cli.parser import Parser
from ivs_tui.cli.past import Past
from ivs_tui.cli.printing import write
from ivs_tui.cli.reading import reading, why_not
from ivs_tui.config import Config
from ivs_tui.config.durations import seconds
from ivs_tui.engine.snapshot import Scope
from ivs_tui.resources import KINDS, problems
from ivs_tui.resources import format as fmt
from ivs_tui.resources.expected import Expectation
from ivs_tui.resources.filters import Filter, FilterError, parse
from ivs_tui.resources.text import visible

HOLDS = 4
"""How it ends where something is wrong."""
_DEFAULT = f"{problems.STARVING},{problems.ERROR}"


class Asked(NamedTuple):
    """What is to be looked for."""

    words: Sequence[str]
    lasting: timedelta
    filters: Mapping[str, Filter]
    expected: Sequence[Expectation]


def run(config: Config, rest: list[str]) -> int:
    """Look once; the status says whether anything holds."""
    parser = options_parser()
    options = parser.parse_args(rest)
    if options.help:
        print(parser.format_help(), end="")
        return OK
    asked = _asked(config, options)
    open_log(config)
    scope = find_scope(config)
    try:
        account, found = asyncio.run(_look(config, scope, asked))
    except GatewayError as error:
        raise Failure(UNREACHED, why_not(error.problem)) from error
    holding = [one for one in found if _lasts(one, asked, account.now)]
    text = (
        _as_json(holding, scope, account.now)
        if options.output == "json"
        else _as_text(holding, account.now)
    )
    write(text, "the answer")
    for note in [*account.notes, *_unsure(found, asked, account.now), *_unread(account)]:
        print(f"ivs-tui: {visible(note)}", file=sys.stderr)
    return HOLDS if holding else OK


def options_parser() -> argparse.ArgumentParser:
    """What `check` takes."""
    parser = Parser(
        prog="ivs-tui check",
        description="Look once whether anything is wrong: status 4 and a line each where it is, "
        "0 where it is not, 3 where it cannot be known.",
        epilog="The options of `ivs-tui --help` hold here too.",
        add_help=False,
        allow_abbrev=False,
    )
    words = ",".join(problems.PROBLEMS)
    parser.add_argument("-h", "--help", action="store_true", help="show this and exit")
    parser.add_argument(
        "--fail-on", metavar="WORDS", default=_DEFAULT, help=f"of {words}; default: %(default)s"
    )
    parser.add_argument(
        "--for", metavar="TIME", default="0s", dest="lasting", help="only what lasts so long: 30s"
    )
    parser.add_argument("--filter", metavar="TEXT", default="", help="as in the views, after `/`")
    parser.add_argument("-o", "--output", choices=("text", "json"), default="text", help="as what")
    return parser


def _asked(config: Config, options: argparse.Namespace) -> Asked:
    words = list(dict.fromkeys(word.strip() for word in options.fail_on.split(",")))
    for word in words:
        if word not in problems.PROBLEMS:
            told = ", ".join(problems.PROBLEMS)
            raise Failure(USAGE, f"--fail-on: no problem {word!r}; there are: {told}")
    try:
        lasting = timedelta(seconds=seconds(options.lasting))
        expected = [Expectation(one) for one in config.expect]
    except ValueError as error:
        raise Failure(USAGE, f"--for: {error}") from error
    if problems.ABSENT in words and not expected:
        raise Failure(
            USAGE, "--fail-on absent: no channel is expected; write [[expect]] in the config"
        )
    return Asked(words, lasting, _filters(options.filter), expected)


def _filters(text: str) -> dict[str, Filter]:
    """By the list whose columns it is of; one that asks for no column is of all."""
    found, wrong = {}, ""
    for query in LISTED:
        try:
            found[query] = parse(text, KINDS[query].columns)
        except FilterError as error:
            wrong = wrong or str(error)
    if not found:
        raise Failure(USAGE, f"--filter: {wrong}")
    return found


async def _look(config: Config, scope: Scope, asked: Asked) -> tuple[Account, list[Holding]]:
    now = datetime.now(UTC)
    async with reading(config, scope.region) as source:
        account = Account(source, scope, now)
        await account.read(asked.words, asked.expected)
        await account.name(asked.words)
        past = Past(scope, config, now)
        found = account.holding(asked.words, asked.filters)
        told = await account.since(found, past, ask=asked.lasting > timedelta())
    past.keep([*(one.seen for one in told), *account.well()])
    if past.trouble:
        account.notes.append(past.trouble)
    return account, told


def _lasts(one: Holding, asked: Asked, now: datetime) -> bool:
    if not asked.lasting:
        return True
    return one.since is not None and now - one.since.at >= asked.lasting


def _unsure(found: Sequence[Holding], asked: Asked, now: datetime) -> list[str]:
    """What is wrong and may have lasted long enough."""
    return [
        f"not counted: {_line(one, now)}"
        for one in found
        if (one.since is None or one.since.at_least) and not _lasts(one, asked, now)
    ]


def _unread(account: Account) -> list[str]:
    number = account.unreadable
    items = "item was" if number == 1 else "items were"
    return [f"{number} unreadable {items} left out"] if number else []


def _as_text(holding: Sequence[Holding], now: datetime) -> str:
    return "".join(f"{visible(_line(one, now))}\n" for one in holding) or "ok\n"


def _line(one: Holding, now: datetime) -> str:
    told = f"{one.word} {one.name}"
    if one.word == problems.ABSENT and not one.row.record.channel_arn:
        return f"{told}: no channel of that name"
    if one.since is None:
        return f"{told}, since when is not known"
    least = "at least " if one.since.at_least else ""
    return f"{told} for {least}{fmt.seconds(now - one.since.at)}"


def _as_json(holding: Sequence[Holding], scope: Scope, now: datetime) -> str:
    told: list[dict[str, Any]] = [
        {
            "problem": one.word,
            "kind": one.query,
            "name": one.name,
            "subject": one.subject,
            "since": one.since and one.since.at.astimezone(UTC),
            "sinceAtLeast": bool(one.since and one.since.at_least),
        }
        for one in holding
    ]
    answer = {"profile": scope.profile, "region": scope.region, "at": now, "problems": told}
    return msgspec.json.format(msgspec.json.encode(answer), indent=2).decode() + "\n"
