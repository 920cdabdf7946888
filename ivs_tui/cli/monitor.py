"""`ivs-tui [VIEW]`: the engine's process first, then the screen, so that both start together."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import traceback
from collections.abc import Mapping

from ivs_tui.aws.profile import ProfileError, needs_mfa, profile_name, resolve_region
from ivs_tui.cli.failure import Failure
from ivs_tui.config import Config
from ivs_tui.engine.commands import Start
from ivs_tui.engine.link import EngineLink
from ivs_tui.engine.log import log_to_file
from ivs_tui.engine.snapshot import Scope


def run(config: Config, rest: list[str]) -> int:
    """Open the monitor on the view that `rest` names."""
    view = parse_view(rest)
    require_terminal()
    try:
        region = resolve_region(config)
        if needs_mfa(config):
            _ask_mfa(config)
    except ProfileError as error:
        raise Failure(3, str(error)) from error
    return open_monitor(config, Scope(profile_name(config), region), view)


def parse_view(rest: list[str]) -> str:
    """The view's name; raises Failure where there is no such view."""
    from ivs_tui.resources import KINDS

    for word in rest:
        if word.startswith("-"):
            raise Failure(2, f"unknown option {word} (see ivs-tui --help)")
    if len(rest) > 1:
        raise Failure(2, f"one view at a time, not {' '.join(rest)}")
    if not rest:
        return "streams"
    for kind in KINDS.values():
        if rest[0] in {kind.name, kind.alias}:
            return kind.name
    raise Failure(2, f"no view {rest[0]!r}; there are: {', '.join(KINDS)}")


def require_terminal() -> None:
    """The monitor draws on a terminal and reads its keys."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Failure(2, "the monitor needs a terminal; in a pipe or a script use `ivs-tui get`")


def open_monitor(
    config: Config, scope: Scope, view: str, environ: dict[str, str] | None = None
) -> int:
    """Run the monitor to its end; `environ` is what the engine's process gets."""
    try:
        log_to_file(config)
    except OSError as error:
        raise Failure(2, f"log file {config.log_file}: {error.strerror}") from error
    link = EngineLink(Start(config, scope.region), environ)
    try:
        # Textual is imported while the engine's process imports botocore on the other core.
        from ivs_tui.ui.app import MonitorApp

        app = MonitorApp(link, scope, config, view=view, ascii_only=ascii_only(config))
        app.run()
    finally:
        link.close()
    if app.crash is not None:
        raise Failure(
            1, f"a fault of ivs-tui: {type(app.crash).__name__}; {_report(config, app.crash)}"
        )
    return app.return_code or 0


def ascii_only(config: Config, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether marks and borders are to be ASCII.

    What the user set decides: Python turns the C locale into UTF-8 by itself.
    """
    chosen = next(
        (environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), ""
    )
    return config.ascii or "utf-8" not in chosen.casefold().replace("utf8", "utf-8")


def _ask_mfa(config: Config) -> None:
    from ivs_tui.aws.session import ask_mfa

    asyncio.run(ask_mfa(config))


def _report(config: Config, crash: BaseException) -> str:
    if config.log_file:
        return config.log_file
    told = "".join(traceback.format_exception(crash))
    with tempfile.NamedTemporaryFile(
        "w", prefix="ivs-tui-crash-", suffix=".log", delete=False
    ) as file:
        file.write(told)
    return file.name
