"""What a user can set: the shapes of the settings, and what they are when nobody says."""

from __future__ import annotations

import msgspec

THEMES = ("dark", "light", "contrast-dark", "contrast-light", "ansi")
"""Colours by name; `ansi` is of the terminal's own sixteen."""


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
    region: str = ""
    """Where it holds; empty for wherever the monitor looks."""
    profile: str = ""


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
    """One of THEMES; empty for what suits the terminal."""
    keys: dict[str, tuple[str, ...]] = {}
    """Keys by the id of what they do, as `ivs-tui config show` names it."""
    alert: tuple[Rule, ...] = ()
    expect: tuple[Expected, ...] = ()


ONLY_IN_FILE = ("keys", "alert", "expect")
OPTIONS: tuple[str, ...] = tuple(
    name for name in Config.__struct_fields__ if name not in ONLY_IN_FILE
)
"""Settings that a flag or the environment can give as well."""
