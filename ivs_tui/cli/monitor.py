"""`ivs-tui [VIEW]`: the engine is told what to read first, then comes the screen."""

from __future__ import annotations

import os
import sys

from ivs_tui.cli.access import ascii_only, find_scope, open_log
from ivs_tui.cli.failure import Failure, fault
from ivs_tui.config import Config
from ivs_tui.engine.commands import Watch
from ivs_tui.engine.engines import Engines
from ivs_tui.engine.query import QUERIES
from ivs_tui.engine.snapshot import Scope, Topic
from ivs_tui.engine.spawn import Spawned


def run(config: Config, rest: list[str], spawned: Spawned | None = None) -> int:
    """Open the monitor on the view that `rest` names."""
    view = parse_view(rest)
    require_terminal()
    return open_monitor(config, find_scope(config), view, spawned=spawned)


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
    """The monitor reads keys from a terminal and draws on it, which Textual does on stderr."""
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise Failure(2, "the monitor needs a terminal; in a pipe or a script use `ivs-tui get`")
    if os.environ.get("TERM") in {"dumb", "unknown"}:
        raise Failure(
            2, "the monitor needs a terminal with a cursor; on this one use `ivs-tui get`"
        )


def open_monitor(
    config: Config,
    scope: Scope,
    view: str,
    engines: Engines | None = None,
    spawned: Spawned | None = None,
) -> int:
    """Run the monitor to its end; every engine but the `spawned` one comes from `engines`."""
    open_log(config)
    engines = engines or Engines()
    link = engines.open(config, scope.region, spawned=spawned)
    try:
        link.begin(*_first_watches(config, scope, view))
        # Textual is imported while the engine's process reads on the other core.
        from ivs_tui.ui.app import MonitorApp

        app = MonitorApp(
            *(link, scope, config), engines=engines, view=view, ascii_only=ascii_only(config)
        )
        app.run()
    finally:
        engines.close()
    if app.crash is not None:
        raise fault(app.crash, config.log_file, logged=True)
    return app.return_code or 0


def _first_watches(config: Config, scope: Scope, view: str) -> list[Watch]:
    """What the view will ask for once it is there; where it needs a parent, that is not known."""
    from ivs_tui.resources import KINDS

    query = QUERIES.get(KINDS[view].query)
    if query is None or query.required:
        return []
    return [Watch(Topic(scope, query.name), config.interval)]
