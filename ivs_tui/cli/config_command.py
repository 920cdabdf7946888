"""`ivs-tui config`: which settings hold and where each comes from, and what is wrong with them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from ivs_tui.cli.failure import OK, USAGE, Failure
from ivs_tui.cli.parser import Parser
from ivs_tui.cli.printing import write
from ivs_tui.config import OPTIONS, ConfigError, Rule
from ivs_tui.config.options import redacted
from ivs_tui.config.sources import Sources, gather
from ivs_tui.resources.text import visible

if TYPE_CHECKING:
    from ivs_tui.resources.alerts import Alerts

_DESCRIPTION = """\
show: every setting, as a config file would have it, with the place where it was made
check: everything that is wrong with them; exit status 2 if anything is
path: where the config file is, or would be"""
_WIDTH = 34
"""Cells of a setting; what is told of it stands behind."""


def run(flags: Mapping[str, Any], rest: list[str]) -> int:
    """Print what was asked for."""
    parser = options_parser()
    options = parser.parse_args(["--help"] if flags["help"] else rest)
    if options.help:
        print(parser.format_help(), end="")
        return OK
    try:
        sources = gather(flags)
    except ConfigError as error:
        raise Failure(USAGE, str(error)) from error
    if options.what == "path":
        write(f"{sources.path}\n", "the path")
        return OK
    if options.what == "check":
        return _check(sources)
    if sources.faults:
        raise Failure(USAGE, sources.faults[0])
    text = _as_json(sources) if options.output == "json" else "\n".join(_as_toml(sources))
    write(f"{text}\n", "the settings")
    return OK


def options_parser() -> argparse.ArgumentParser:
    """What `config` takes."""
    parser = Parser(
        prog="ivs-tui config",
        usage="ivs-tui config show|check|path [-o text|json] [options]",
        description=_DESCRIPTION,
        epilog="The options of `ivs-tui --help` hold here too.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("what", nargs="?", choices=("show", "check", "path"), default="show")
    parser.add_argument("-h", "--help", action="store_true", help="show this and exit")
    parser.add_argument(
        *("-o", "--output"), choices=("text", "json"), default="text", help="of `show`"
    )
    return parser


# check


def _check(sources: Sources) -> int:
    wrong = [*sources.faults, *_wrong_keys(sources), *_wrong_rules(sources)]
    told = [*wrong, *(f"note: {note}" for note in _notes(sources)), *([] if wrong else ["ok"])]
    write("".join(f"{visible(one, limit=2_000)}\n" for one in told), "the findings")
    return USAGE if wrong else OK


def _wrong_keys(sources: Sources) -> Iterator[str]:
    if wanted := sources.usable().keys:
        import ivs_tui.ui.app  # noqa: F401  # knows every screen, and so every key
        from ivs_tui.ui.keys import keymap

        for id_, why in keymap(wanted)[1]:
            yield f"{_place_of_key(sources, id_)}: keys.{id_}: {why}"


def _place_of_key(sources: Sources, id_: str) -> str:
    whole = sources.origin("keys", id_)
    # `view.streams` may be a key, or a key in a table.
    return whole if whole != sources.origin("keys") else sources.origin("keys", *id_.split("."))


def _wrong_rules(sources: Sources) -> Iterator[str]:
    from ivs_tui.resources.expected import Expectation

    for number, rule in _rules(sources):
        for trouble in rule.troubles:
            yield f"{sources.origin('alert', number, 'filter')}: alert[{number}].filter: {trouble}"
    for number, expected in enumerate(sources.usable().expect):
        try:
            Expectation(expected)
        except ValueError as error:
            yield f"{sources.origin('expect', number, 'region')}: expect[{number}]: {error}"


def _rules(sources: Sources) -> Iterator[tuple[int, Alerts]]:
    """Each rule by itself."""
    from ivs_tui.config.checks import rules
    from ivs_tui.resources import KINDS
    from ivs_tui.resources.alerts import Alerts
    from ivs_tui.ui.board import EVENTS
    from ivs_tui.ui.standing import FOLLOWED

    kinds = [KINDS[name] for name in FOLLOWED]
    for number, rule in rules(sources.document.settings if sources.document else {}):
        yield number, Alerts([rule], kinds, KINDS[EVENTS])


def _notes(sources: Sources) -> Iterator[str]:
    """What can be used, and may not be what was meant."""
    for number, rule in _rules(sources):
        for key, doubt in rule.doubts:
            yield f"{sources.origin('alert', number, key)}: alert[{number}].{key}: {doubt}"


# show


def _as_toml(sources: Sources) -> Iterator[str]:
    config = sources.usable()
    yield f"# {sources.path}{'' if sources.document else ' (there is none)'}"
    for name in OPTIONS:
        value, origin = _shown(name, getattr(config, name)), sources.origin(name)
        if value in {None, ""}:
            yield _line(f"# {name} =", origin or "not set")
        else:
            yield _line(f"{name} = {_toml(value)}", origin or "default")
    for number, rule in enumerate(config.alert):
        yield from _table("alert", _rule(rule), sources.origin("alert", number))
    for number, one in enumerate(config.expect):
        yield from _table("expect", _set(one), sources.origin("expect", number))
    yield from ("", "[keys]")
    for id_, keys, does in _keys(sources):
        origin = _place_of_key(sources, id_) if id_ in config.keys else ""
        named = json.dumps(id_) if "." in id_ else id_
        line = f"{named} = {_toml(keys[0] if len(keys) == 1 else keys)}"
        yield _line(line, f"{origin}: {does}") if origin else _line(f"# {line}", does)


def _line(setting: str, told: str) -> str:
    return visible(f"{setting:<{_WIDTH}}  # {told}", limit=2_000)


def _table(name: str, members: Mapping[str, Any], origin: str) -> Iterator[str]:
    yield ""
    yield _line(f"[[{name}]]", origin)
    for key, value in members.items():
        yield visible(f"{key} = {_toml(value)}", limit=2_000)


def _shown(name: str, value: Any) -> Any:
    return redacted(value) if name == "endpoint_url" and value else value


def _toml(value: Any) -> str:
    """A value in TOML, whose strings and lists are JSON's where all of it is visible."""
    return json.dumps(value, ensure_ascii=False)


def _set(struct: msgspec.Struct) -> dict[str, Any]:
    """What somebody has set, under the names of the file."""
    return {name: value for name, value in msgspec.to_builtins(struct).items() if value}


def _rule(rule: Rule) -> dict[str, Any]:
    """A rule; of its command the program alone, for arguments hold tokens and addresses."""
    told = _set(rule) | {"bell": rule.bell}
    if len(rule.command) > 1:
        arguments = len(rule.command) - 1
        told["command"] = [rule.command[0], f"({arguments} argument{'s' * (arguments > 1)})"]
    return told


def _keys(sources: Sources) -> Iterator[tuple[str, list[str], str]]:
    """Each id with the keys that it has, and what they do."""
    import ivs_tui.ui.app  # noqa: F401  # knows every screen, and so every key
    from ivs_tui.ui.keys import catalogue, written

    mine = sources.usable().keys
    for bound in {bound.id: bound for bound in catalogue()}.values():
        own = [written(key) for key in bound.keys]
        yield bound.id, list(mine.get(bound.id, own)), bound.tells


def _as_json(sources: Sources) -> str:
    config = sources.usable()
    told = {
        "file": str(sources.path) if sources.document else None,
        "settings": {
            name: {
                "value": _shown(name, getattr(config, name)),
                "from": sources.origin(name) or "default",
            }
            for name in OPTIONS
        },
        "alert": [_rule(rule) for rule in config.alert],
        "expect": [_set(one) for one in config.expect],
        "keys": {id_: {"keys": keys, "does": does} for id_, keys, does in _keys(sources)},
    }
    return json.dumps(told, indent=2, ensure_ascii=False)
