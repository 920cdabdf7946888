"""The command line: options anywhere, one command word, one line on stderr where it fails."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence

from ivs_tui.cli.failure import FAULT, OK, USAGE, Failure, fault
from ivs_tui.cli.parser import Parser
from ivs_tui.config import THEMES, Config, ConfigError, load
from ivs_tui.engine.spawn import Spawned

_USAGE = """ivs-tui [VIEW] [options]
       ivs-tui demo [VIEW] [--scenario S] [--seed N] [options]
       ivs-tui simulate [--port N] [--scenario S] [--channels N] [--live N] [--seed N] [--speed X]
                        [--quotas] [--fault F]...
       ivs-tui get KIND [ID] [options]
       ivs-tui check [--fail-on WORDS] [--for TIME] [--filter TEXT] [-o text|json] [options]
       ivs-tui doctor [-o text|json] [options]
       ivs-tui config show|check|path [-o text|json] [options]
       ivs-tui completion bash|zsh|fish"""


def run(words: Sequence[str], spawned: Spawned | None = None) -> int:
    """Run one command; the monitor takes the engine that was `spawned` ahead."""
    try:
        try:
            return _run(words, spawned)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except Failure as failure:
        print(f"ivs-tui: {_one_line(failure.sentence)}", file=sys.stderr)
        return failure.status
    except BrokenPipeError:
        # A reader that has seen enough is no error.
        _give_up_stdout()
        return OK
    except OSError as error:
        _give_up_stdout()
        print(f"ivs-tui: cannot print: {error.strerror}", file=sys.stderr)
        return FAULT
    except KeyboardInterrupt:
        return 130


def _give_up_stdout() -> None:
    # Python flushes once more at its end, and would complain again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: Sequence[str], spawned: Spawned | None) -> int:
    options, rest = options_parser().parse_known_args(joined(words))
    if options.version:
        return _print_version()
    # Of a view's own options some may stand before the command's word.
    at = next((at for at, one in enumerate(rest) if not one.startswith("--")), 0)
    word, others = (rest[at], rest[:at] + rest[at + 1 :]) if rest else ("", [])
    if options.help and word not in (*_COMMANDS, *_WITHOUT_SETTINGS):
        from ivs_tui.cli.opening import options_help
        from ivs_tui.resources import VIEWS

        views = ", ".join(f"{kind.name} ({kind.alias})" for kind in VIEWS.values())
        print(f"{options_parser().format_help()}\n{options_help()}\nviews: {views}")
        return OK
    if without_settings := _WITHOUT_SETTINGS.get(word):
        return without_settings(options, others)
    command = _COMMANDS.get(word)
    if options.help and command:
        return command(Config(), ["--help"])
    try:
        config = load(vars(options))
    except ConfigError as error:
        raise Failure(USAGE, str(error)) from error
    try:
        return command(config, others) if command else _monitor(config, rest, spawned)
    except (Failure, BrokenPipeError):
        raise
    except Exception as error:
        raise fault(error, config.log_file) from error


def joined(words: Iterable[str]) -> list[str]:
    """The words with `--sort -viewers` as one: argparse takes the second for an option."""
    told, left = [], iter(words)
    for word in left:
        value = next(left, None) if word in _TAKE_ANYTHING else None
        told.append(word if value is None else f"{word}={value}")
    return told


_TAKE_ANYTHING = ("--with", "--filter", "--sort", "--columns", "--row")


def _one_line(sentence: str) -> str:
    """The sentence as a terminal may show it: what is quoted in it came from anywhere."""
    from ivs_tui.resources.text import visible

    return visible(" ".join(sentence.split()), limit=2_000)


def options_parser() -> argparse.ArgumentParser:
    """The options that every command takes, before or after its word."""
    parser = Parser(prog="ivs-tui", usage=_USAGE, add_help=False, allow_abbrev=False)
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
    parser.add_argument("--theme", metavar="NAME", help=f"colours: {' '.join(THEMES)}")
    parser.add_argument("--utc", action="store_true", default=None, help="times in UTC (default)")
    parser.add_argument(
        *("--local",), dest="utc", action="store_false", default=None, help="in this machine's zone"
    )
    parser.add_argument(
        *("--no-history",),
        dest="history",
        action="store_false",
        default=None,
        help="keep nothing of what happened on disk",
    )
    return parser


def _print_version() -> int:
    from importlib.metadata import version

    libraries = ("textual", "aiobotocore", "botocore")
    told = " ".join(f"{name}/{version(name)}" for name in libraries)
    print(f"ivs-tui/{version('ivs-tui')} Python/{sys.version.split()[0]} {told}")
    return OK


def _monitor(config: Config, rest: list[str], spawned: Spawned | None) -> int:
    if not _needs_tls(config):
        _spare_tls()
    from ivs_tui.cli import monitor

    return monitor.run(config, rest, spawned)


def _needs_tls(config: Config) -> bool:
    """Whether an MFA code is exchanged for credentials in this process."""
    from ivs_tui.aws.profile import ProfileError, needs_mfa

    with contextlib.suppress(ProfileError):  # said when the Region is looked for
        return needs_mfa(config)
    return False


def _spare_tls() -> None:
    """Import asyncio as where Python was built without TLS: the engine alone needs those 4.4 MB."""
    if "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # makes its import an ImportError
        try:
            import asyncio  # noqa: F401  # for those who import it next
        finally:
            del sys.modules["ssl"]


def _demo(config: Config, rest: list[str]) -> int:
    _spare_tls()
    from ivs_tui.cli import demo

    return demo.run(config, rest)


def _simulate(_config: Config, rest: list[str]) -> int:
    from ivs_tui.sim import process

    parser = Parser(prog="ivs-tui simulate", allow_abbrev=False)
    process.add_arguments(parser)
    return process.run(parser.parse_args(rest))


def _get(config: Config, rest: list[str]) -> int:
    from ivs_tui.cli import get

    return get.run(config, rest)


def _check(config: Config, rest: list[str]) -> int:
    from ivs_tui.cli import check

    return check.run(config, rest)


def _doctor(config: Config, rest: list[str]) -> int:
    from ivs_tui.cli.doctor import command

    return command.run(config, rest)


def _config(options: argparse.Namespace, rest: list[str]) -> int:
    from ivs_tui.cli import config_command

    return config_command.run(vars(options), rest)


def _completion(options: argparse.Namespace, rest: list[str]) -> int:
    from ivs_tui.cli import completion

    return completion.run(["--help"] if options.help else rest)


_WITHOUT_SETTINGS: dict[str, Callable[[argparse.Namespace, list[str]], int]] = {
    "config": _config,
    "completion": _completion,
}
"""Commands that run whatever the settings are."""

_COMMANDS: dict[str, Callable[[Config, list[str]], int]] = {
    "demo": _demo,
    "simulate": _simulate,
    "get": _get,
    "check": _check,
    "doctor": _doctor,
}
