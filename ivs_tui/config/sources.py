"""Where settings come from, each source over the one before: the file, the environment, flags."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ivs_tui.config.options import usable
from ivs_tui.config.settings import OPTIONS, Config, ConfigError

if TYPE_CHECKING:
    from ivs_tui.config.document import Document

ENVIRONMENT_PREFIX = "IVS_TUI_"
_OFF = {"utc": "--local", "history": "--no-history"}
"""Flags that say no; their variables beat those that may say yes."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What all sources say together, and what of it cannot be used."""

    path: Path
    document: Document | None
    """The config file; None where there is none, or none that can be read."""
    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    """The flag or variable that an option comes from, where it is not the file."""
    faults: list[str] = field(default_factory=list)
    """A sentence each, those of the file first."""

    def config(self) -> Config:
        """The settings; raises ConfigError with the first sentence."""
        if self.faults:
            raise ConfigError(self.faults[0])
        return self.usable()

    def usable(self) -> Config:
        """The settings without those that cannot be used."""
        return msgspec.convert(self.values, Config, strict=False)

    def origin(self, *path: str | int) -> str:
        """Where a setting was made; empty where nobody has."""
        if path[0] in self.origins:
            return self.origins[str(path[0])]
        said = self.document is not None and path[0] in self.document.settings
        return self.document.place(path) if said and self.document else ""

    def take(self, name: str, value: Any, origin: str) -> None:
        """Let a flag or variable say what an option is."""
        try:
            self.values[name] = usable(name, value)
            self.origins[name] = origin
        except ValueError as error:
            self.faults.append(f"{origin}: {error}")

    def deny(self, name: str, value: str, origin: str) -> None:
        """Let a variable say no to an option; where it says not even that, it says nothing."""
        try:
            if usable(name, value):
                self.take(name, value=False, origin=origin)
        except ValueError as error:
            self.faults.append(f"{origin}: {error}")


def load(flags: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> Config:
    """Merge the three sources; raises ConfigError with one sentence."""
    return gather(flags, environ).config()


def gather(flags: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> Sources:
    """Ask all sources; raises ConfigError where not even the file's name can be."""
    found = _from_file(flags.get("config") or environ.get(f"{ENVIRONMENT_PREFIX}CONFIG"), environ)
    for name in OPTIONS:
        variable = ENVIRONMENT_PREFIX + name.upper()
        if value := environ.get(variable):
            found.take(name, value, variable)
    for name, flag in _OFF.items():
        variable = ENVIRONMENT_PREFIX + flag.removeprefix("--").replace("-", "_").upper()
        if value := environ.get(variable):
            found.deny(name, value, variable)
    for name in OPTIONS:
        if flags.get(name) is not None:
            off = _OFF.get(name) if flags[name] is False else None
            found.take(name, flags[name], off or f"--{name.replace('_', '-')}")
    return found


def default_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the config file lies when nobody says otherwise."""
    base = environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser()
    return Path(base) / "ivs-tui" / "config.toml"


def _may_be_there(path: Path) -> bool:
    """Whether there is something, or nobody may see if there is."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
    return True


def _from_file(explicit: str | None, environ: Mapping[str, str]) -> Sources:
    try:
        path = Path(explicit).expanduser() if explicit else default_path(environ)
    except RuntimeError as error:
        raise ConfigError(f"config file {explicit or '~/.config'}: {error}") from error
    if not explicit and not _may_be_there(path):
        return Sources(path, None)
    from ivs_tui.config import checks, document  # noqa: PLC0415  # 4 ms, 0.5 MB: only with a file

    try:
        read = document.Document(path)
    except FileNotFoundError:
        return Sources(path, None, faults=[f"config file {path} does not exist"])
    except ConfigError as error:
        return Sources(path, None, faults=[f"config file {error}"])
    faults = checks.faults(read.settings)
    found = Sources(path, read, checks.good(read.settings, faults))
    for fault in faults:
        where = document.written(fault.path)
        found.faults.append(f"{read.place(fault.path)}: {where}: {fault.sentence}")
    return found
