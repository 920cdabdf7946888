"""What a command settles first: profile, Region, MFA code, log file, what a terminal shows."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from ivs_tui.aws.profile import ProfileError, needs_mfa, profile_name, resolve_region
from ivs_tui.cli.failure import UNREACHED, USAGE, Failure
from ivs_tui.config import Config
from ivs_tui.engine.log import log_to_file, trouble
from ivs_tui.engine.snapshot import Scope


def find_scope(config: Config) -> Scope:
    """Whose resources are asked for; asks for an MFA code where the profile needs one."""
    try:
        region = resolve_region(config)
        # Without anybody to ask, credentials that are cached still do, else the gateway says so.
        if needs_mfa(config) and _somebody_there():
            _ask_mfa(config, region)
    except ProfileError as error:
        raise Failure(UNREACHED, str(error)) from error
    return Scope(profile_name(config), region)


def open_log(config: Config) -> None:
    """Begin to log where the user said; a disk that takes nothing is said, and stops nothing."""
    if unwritten := begin_log(config):
        print(f"ivs-tui: log file {config.log_file}: {unwritten}; going on", file=sys.stderr)


def begin_log(config: Config) -> str:
    """Begin to log; says why nothing could be written, if so."""
    try:
        log_to_file(config)
    except OSError as error:
        raise Failure(USAGE, f"log file {config.log_file}: {error.strerror}") from error
    return trouble()


def ascii_only(config: Config, environ: Mapping[str, str] | None = None) -> bool:
    """Whether marks and borders are to be ASCII.

    What the user set decides: Python turns the C locale into UTF-8 by itself.
    """
    environ = _uncoerced() if environ is None else environ
    chosen = next(
        (environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), ""
    )
    return config.ascii or "utf-8" not in chosen.casefold().replace("utf8", "utf-8")


def _uncoerced() -> dict[str, str]:
    """The environment with LC_CTYPE as it was before Python started (PEP 538)."""
    environ = dict(os.environ)
    if environ.get("LC_CTYPE") in {"C.UTF-8", "C.utf8", "UTF-8"}:
        with contextlib.suppress(OSError):
            block = Path("/proc/self/environ").read_bytes().split(b"\0")
            found = (entry for entry in block if entry.startswith(b"LC_CTYPE="))
            environ["LC_CTYPE"] = os.fsdecode(next(found, b"LC_CTYPE=")).partition("=")[2]
    return environ


def _somebody_there() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return sys.stdin is not None and sys.stdin.isatty()
    return True


def _ask_mfa(config: Config, region: str) -> None:
    from ivs_tui.aws.failures import HANDLED
    from ivs_tui.aws.session import ask_mfa

    try:
        asyncio.run(ask_mfa(config, region))
    except (*HANDLED, EOFError) as error:
        said = str(error) or "no MFA code was given"
        raise Failure(
            UNREACHED, f"no credentials for profile {profile_name(config)}: {said}"
        ) from error
