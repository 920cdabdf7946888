"""The config file: read whole or refused with a sentence; it tells the line of each key."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from ivs_tui.config import places
from ivs_tui.config.settings import ConfigError

MOST_BYTES = 1_000_000
_WHERE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_PLAINER = {"Cannot overwrite a value": "this was set before"}
_BARE = re.compile(r"[A-Za-z0-9_-]+")


class Document:
    """A config file that is TOML; what it says may still be wrong."""

    def __init__(self, path: Path) -> None:
        """Read it; raises FileNotFoundError, else ConfigError with a sentence."""
        self.path = path
        self.text = _text(path)
        self.settings: dict[str, Any] = _parsed(path, self.text)

    @cached_property
    def _lines(self) -> dict[places.Path, int]:
        return places.lines(self.text)

    def place(self, path: Sequence[str | int]) -> str:
        """File and line of a key."""
        line = places.line_of(path, self._lines)
        return f"{self.path} line {line}" if line else str(self.path)


def written(path: Sequence[str | int]) -> str:
    """A key as people write it: alert[0].for"""
    told = ""
    for part in path:
        if isinstance(part, int):
            told += f"[{part}]"
        else:
            key = part if _BARE.fullmatch(part) else f'"{part}"'
            told += f".{key}" if told else key
    return told


def _text(path: Path) -> str:
    try:
        content = _content(path)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise ConfigError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB: no config file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path} line {line}: is no text in UTF-8") from error


def _content(path: Path) -> bytes:
    """All of the file, or a little more than one may have."""
    if "\0" in str(path):
        raise ConfigError(f"{str(path)!r} is no name of a file")
    # Not to wait for whoever might write into a pipe.
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        mode = os.fstat(file).st_mode
        if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
            raise ConfigError(f"{path} is a pipe; a config file is a plain file")
        content = b""
        while len(content) <= MOST_BYTES and (part := os.read(file, MOST_BYTES)):
            content += part
        return content
    finally:
        os.close(file)


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_syntax(path, text, str(error))) from error
    except RecursionError as error:
        raise ConfigError(f"{path} is nested too deeply") from error
    except ValueError as error:  # a number of thousands of digits
        raise ConfigError(f"{path}: {str(error).partition(';')[0]}") from error


def _syntax(path: Path, text: str, said: str) -> str:
    """What `tomllib` says, with the place in front."""
    found = _WHERE.fullmatch(said)
    if found is None:
        return f"{path}: {said}"
    what, line, column = found.groups()
    what = _PLAINER.get(what, what)
    if line is None:
        return f"{path} line {text.count(chr(10)) + 1}: {what}, and there it ends"
    return f"{path} line {line}: {what} (column {column})"
