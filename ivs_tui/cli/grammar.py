"""What may stand on the command line, read off the parsers themselves."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import NamedTuple

PROFILES, FILES = "profiles", "files"
"""Values that the shell itself finds."""
SHELLS = ("bash", "zsh", "fish")


class Option(NamedTuple):
    """An option: its names, what may follow it, and what it is for."""

    names: tuple[str, ...]
    takes: bool
    values: tuple[str, ...]
    source: str
    says: str


class Command(NamedTuple):
    """A command word, empty for the monitor; the words that may follow it, and its options."""

    name: str
    says: str
    words: tuple[str, ...]
    options: tuple[Option, ...]


def everywhere() -> tuple[Option, ...]:
    """Options that stand before or after any command's word."""
    from ivs_tui.cli import commands

    return _options(commands.options_parser())


def commands() -> tuple[Command, ...]:
    """All commands, the monitor first."""
    from ivs_tui.cli import check, config_command, demo, get, opening
    from ivs_tui.cli.doctor import command as doctor
    from ivs_tui.cli.kinds import KINDS as ANSWERS
    from ivs_tui.cli.main import COMMANDS
    from ivs_tui.resources import VIEWS
    from ivs_tui.sim import process

    simulate = argparse.ArgumentParser(add_help=False)
    process.add_arguments(simulate)
    views, opened = tuple(VIEWS), _options(opening.options_parser())
    found = (
        Command("", "the monitor", (*COMMANDS, *views), opened),
        Command(
            *("demo", "the monitor on the simulator", views),
            (*_options(demo.options_parser()), *opened),
        ),
        Command("simulate", "a fake IVS on loopback", (), _options(simulate)),
        Command("get", "one answer", tuple(ANSWERS), _options(get.options_parser())),
        Command("check", "whether anything is wrong", (), _options(check.options_parser())),
        Command("doctor", "what stands in the way", (), _options(doctor.options_parser())),
        Command(
            *("config", "the settings", ("show", "check", "path")),
            _options(config_command.options_parser()),
        ),
        Command("completion", "what completes these words", SHELLS, ()),
    )
    assert {one.name for one in found} == {"", *COMMANDS}
    return found


def _options(parser: argparse.ArgumentParser) -> tuple[Option, ...]:
    known = _values()
    return tuple(
        Option(
            names=tuple(action.option_strings),
            takes=action.nargs != 0,
            values=tuple(map(str, action.choices or known.get(action.option_strings[-1], ()))),
            source=_SOURCES.get(action.option_strings[-1], ""),
            says=_first_words(action.help),
        )
        for action in parser._actions  # argparse has no other way to ask for them
        if action.option_strings and action.help != argparse.SUPPRESS
    )


def _values() -> dict[str, Sequence[str]]:
    """Values of options that take others too, so that argparse does not know them."""
    from ivs_tui.aws.profile import REGIONS
    from ivs_tui.config import THEMES
    from ivs_tui.resources.problems import PROBLEMS

    return {"--region": REGIONS, "--theme": THEMES, "--fail-on": PROBLEMS}


_SOURCES = {"--profile": PROFILES, "--config": FILES, "--log-file": FILES}


def _first_words(text: str | None) -> str:
    """Help as a shell shows it beside a word."""
    return (text or "").split(" (")[0].split("; ")[0].split(": ")[0].replace("`", "")


def unique(options: Iterable[Option]) -> list[Option]:
    """The options without those whose names came before."""
    found: dict[tuple[str, ...], Option] = {}
    for one in options:
        found.setdefault(one.names, one)
    return list(found.values())
