"""One frozen Config, merged: config file < environment < flags."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

ENVIRONMENT_PREFIX = "IVS_TUI_"


class ConfigError(ValueError):
    """A setting that cannot be used; the text names it and says what would be right."""


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An `[[alert]]`: tell me when this is so for so long."""

    on: str
    """A problem (`starving`, `absent`, `error`...) or what an event says (`ended`, `went live`)."""
    for_: str = msgspec.field(default="0s", name="for")
    """How long it has to last: `30s`, `5m`."""
    filter: str = ""
    """Of which resources; empty for all."""
    command: tuple[str, ...] = ()
    """A program and its arguments, given the event as JSON on its stdin; never a shell."""
    bell: bool = True


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An `[[expect]]`: channels that should be live."""

    name: str = ""
    """A channel's name; `*` stands for anything."""
    tag: str = ""
    """`key=value`."""
    days: tuple[str, ...] = ()
    """`mon` to `sun`; none means every day."""
    from_: str = msgspec.field(default="", name="from")
    """`08:00`, in `zone`; without it the whole day."""
    until: str = ""
    zone: str = "UTC"
    """A time zone by its IANA name."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What a user can set. Seconds are floats; None means "as AWS's own settings say"."""

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    interval: float = 5.0
    """Seconds between two reads of the view in front."""
    quota_share: float = 0.4
    """The share of the account's request rate that this process may use."""
    log_file: str | None = None
    ascii: bool = False
    utc: bool = True
    """Times in UTC; else in the machine's own zone."""
    history: bool = True
    """Whether what happened is kept on disk."""
    theme: str = ""
    keys: dict[str, str] = {}
    """Keys by the id of what they do, as `?` names it."""
    alert: tuple[Rule, ...] = ()
    expect: tuple[Expected, ...] = ()


_ONLY_IN_FILE = ("keys", "alert", "expect")
OPTIONS: tuple[str, ...] = tuple(
    name for name in Config.__struct_fields__ if name not in _ONLY_IN_FILE
)
"""Settings that a flag or the environment can give as well."""


def load(flags: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> Config:
    """Merge the three sources; raises ConfigError with one sentence."""
    explicit = flags.get("config") or environ.get(ENVIRONMENT_PREFIX + "CONFIG")
    merged = _from_file(explicit, environ) | _from_environment(environ)
    merged |= {name: flags[name] for name in OPTIONS if flags.get(name) is not None}
    try:
        config = msgspec.convert(merged, Config, strict=False)
    except msgspec.ValidationError as error:
        raise ConfigError(f"setting not usable: {error}") from error
    _check(config)
    return config


def default_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the config file lies when nobody says otherwise."""
    base = environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser()
    return Path(base) / "ivs-tui" / "config.toml"


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    found = {name: environ.get(ENVIRONMENT_PREFIX + name.upper()) for name in OPTIONS}
    return {name: value for name, value in found.items() if value}


def _from_file(explicit: str | None, environ: Mapping[str, str]) -> dict[str, Any]:
    try:
        path = Path(explicit).expanduser() if explicit else default_path(environ)
    except RuntimeError as error:
        raise ConfigError(f"config file {explicit or '~/.config'}: {error}") from error
    try:
        settings = _parsed(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if explicit:
            raise ConfigError(f"config file {path} does not exist") from None
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(f"config file {path}: {error}") from error
    unknown = sorted(set(settings) - set(Config.__struct_fields__))
    if unknown:
        known = ", ".join(Config.__struct_fields__)
        raise ConfigError(f"config file {path}: unknown setting {unknown[0]!r}; known: {known}")
    return settings


def _parsed(text: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  # the engine reads no file: 4 ms and 0.5 MB less there

    return tomllib.loads(text)


def _check(config: Config) -> None:
    # A NaN fails both comparisons, so it is refused too.
    if not config.interval >= 1 or config.interval == float("inf"):
        raise ConfigError(f"interval is {config.interval:g} s; it must be at least 1")
    if not 0 < config.quota_share <= 1:
        raise ConfigError(f"quota-share is {config.quota_share:g}; it must be over 0 and at most 1")
    if config.endpoint_url is not None:
        _check_url(config.endpoint_url)


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        # urlsplit lets blanks pass, and drops some of them.
        spaced = any(not sign.isprintable() or sign.isspace() for sign in url)
        good = (
            not spaced
            and parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and parts.port != 0
        )
    except ValueError:
        good = False
    if not good:
        raise ConfigError(f"endpoint-url {url!r} is no URL; write it like https://host:port")
