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
from ivs_tui.cli.holding import LISTED, LISTS, Account, Holding
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
_MOST_TOLD = 20
_DEFAULT = f"{problems.STARVING},{problems.ERROR}"


class Asked(NamedTuple):
    """What is to be looked for."""

    words: Sequence[str]
    lasting: timedelta
    filters: Mapping[str, Filter]
    """By list."""
    expected: Sequence[Expectation]

    @property
    def filtered(self) -> bool:
        """Whether anything is filtered out."""
        return any(one.narrows for one in self.filters.values())


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
    now = account.now
    holding = [one for one in found if _lasts(one, asked, now)]
    unsure = [one for one in found if _may_last(one, asked, now)]
    doubts = [*_not_counted(unsure, now), *account.doubts]
    if options.output == "json":
        write(_as_json(holding, unsure, scope, now), "the answer")
    elif holding or not doubts:
        write(_as_text(holding, now), "the answer")
    for note in dict.fromkeys([*account.notes, *doubts]):
        print(f"ivs-tui: {visible(note)}", file=sys.stderr)
    return HOLDS if holding else UNREACHED if doubts else OK


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
    except ValueError as error:
        raise Failure(USAGE, f"--for: {error}") from error
    try:
        expected = [Expectation(one) for one in config.expect]
    except ValueError as error:
        raise Failure(USAGE, str(error)) from error
    if problems.ABSENT in words and not expected:
        raise Failure(
            USAGE, "--fail-on absent: no channel is expected; write [[expect]] in the config"
        )
    return Asked(words, lasting, _filters(options.filter, words), expected)


def _filters(text: str, words: Sequence[str]) -> dict[str, Filter]:
    """By the list whose columns it is of; one that asks for no column is of all."""
    found: dict[str, Filter] = {}
    for word in words:
        wrong = ""
        told_by = [query for query in LISTS[word] if query in LISTED]
        for query in told_by:
            try:
                found[query] = parse(text, KINDS[query].columns)
            except FilterError as error:
                wrong = wrong or str(error)
        if not {*told_by} & {*found}:
            # Else it would always be well.
            raise Failure(USAGE, f"--filter cannot be of what is {word}: {wrong}")
    return found


async def _look(config: Config, scope: Scope, asked: Asked) -> tuple[Account, list[Holding]]:
    now = datetime.now(UTC)
    async with reading(config, scope.region) as source:
        account = Account(source, scope, now)
        expected = [one for one in asked.expected if one.holds_in(scope)]
        if problems.ABSENT in asked.words and not expected:
            account.notes.append(f"no channel is expected in {scope.profile} {scope.region}")
        await account.read(asked.words, expected)
        past = Past(scope, config, now, account.number)
        # What is filtered by may have changed since, and is more than names.
        await account.name(asked.words, {} if asked.filtered else past.names)
        if asked.filtered and account.nameless:
            account.doubts.append("the filter may miss what has no name")
        found = account.holding(asked.words, asked.filters)
        told = await account.since(found, past, ask=asked.lasting > timedelta())
    past.keep(account.seen(told), account.learned(asked.words, told, past))
    if past.trouble:
        account.notes.append(past.trouble)
    return account, told


def _lasts(one: Holding, asked: Asked, now: datetime) -> bool:
    if not asked.lasting:
        return True
    return one.since is not None and now - one.since.at >= asked.lasting


def _may_last(one: Holding, asked: Asked, now: datetime) -> bool:
    """Whether it is wrong, and nobody knows if it has lasted long enough."""
    if _lasts(one, asked, now) or (one.since and not one.since.at_least):
        return False
    after = one.since.after if one.since else None
    return after is None or now - after >= asked.lasting


def _not_counted(unsure: Sequence[Holding], now: datetime) -> list[str]:
    """A sentence each, as far as anybody would read them."""
    more = len(unsure) - _MOST_TOLD
    told = [f"not counted: {_line(one, now)}" for one in unsure[:_MOST_TOLD]]
    return [*told, f"not counted: {more:,} more"] if more > 0 else told


def _as_text(holding: Sequence[Holding], now: datetime) -> str:
    return "".join(f"{visible(_line(one, now))}\n" for one in holding) or "ok\n"


def _line(one: Holding, now: datetime) -> str:
    told = f"{one.word} {one.name}"
    if one.word == problems.ABSENT and not one.row.record.channel_arn:
        return f"{told}: no channel of that name"
    if one.since is None:
        return f"{told}, since when is not known"
    if one.since.after:
        return f"{told} for at most {fmt.seconds(now - one.since.after)}"
    least = "at least " if one.since.at_least else ""
    return f"{told} for {least}{fmt.seconds(now - one.since.at)}"


def _as_json(
    holding: Sequence[Holding], unsure: Sequence[Holding], scope: Scope, now: datetime
) -> str:
    answer = {
        "profile": scope.profile,
        "region": scope.region,
        "at": now,
        "problems": [_told(one) for one in holding],
        "unsure": [_told(one) for one in unsure],
    }
    return msgspec.json.format(msgspec.json.encode(answer), indent=2).decode() + "\n"


def _told(one: Holding) -> dict[str, Any]:
    return {
        "problem": one.word,
        "kind": one.query,
        "name": one.name,
        "subject": one.subject,
        "since": one.since and one.since.at.astimezone(UTC),
        "sinceAtLeast": bool(one.since and one.since.at_least),
    }
