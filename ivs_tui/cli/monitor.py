"""`ivs-tui [VIEW]`: the engine is told what to read first, then comes the screen."""

from __future__ import annotations

import os
import sys

from ivs_tui.cli.access import ascii_only, find_scope, open_log
from ivs_tui.cli.failure import USAGE, Failure, fault
from ivs_tui.cli.opening import parse
from ivs_tui.config import Config
from ivs_tui.engine.commands import Watch
from ivs_tui.engine.engines import Engines
from ivs_tui.engine.query import QUERIES
from ivs_tui.engine.snapshot import Scope, Topic
from ivs_tui.engine.spawn import Spawned
from ivs_tui.resources import DETAILS, LISTS
from ivs_tui.resources.opening import Opening


def run(config: Config, rest: list[str], spawned: Spawned | None = None) -> int:
    """Open the monitor on the view that `rest` names."""
    opening = parse(rest)
    require_terminal()
    return open_monitor(config, find_scope(config), opening, spawned=spawned)


def require_terminal() -> None:
    """The monitor reads keys from a terminal and draws on it, which Textual does on stderr."""
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise Failure(
            USAGE, "the monitor needs a terminal; in a pipe or a script use `ivs-tui get`"
        )
    if os.environ.get("TERM") in {"dumb", "unknown"}:
        raise Failure(
            USAGE, "the monitor needs a terminal with a cursor; on this one use `ivs-tui get`"
        )


def open_monitor(
    config: Config,
    scope: Scope,
    opening: Opening,
    engines: Engines | None = None,
    spawned: Spawned | None = None,
) -> int:
    """Run the monitor to its end; every engine but the `spawned` one comes from `engines`."""
    open_log(config)
    engines = engines or Engines()
    link = engines.open(config, scope.region, spawned=spawned)
    try:
        link.begin(*_first_watches(config, scope, opening))
        # Textual is imported while the engine's process reads on the other core.
        from ivs_tui.ui.app import MonitorApp
        from ivs_tui.ui.remembered import Remembered

        app = MonitorApp(
            *(link, scope, config), engines=engines, opening=opening, ascii_only=ascii_only(config)
        )
        # The demo leaves no traces, nor shows any.
        app.remembered = Remembered() if opening.demo else Remembered.of_user()
        app.remembered.load()
        app.run()
        app.remembered.flush()
        app.recorder.close()
    finally:
        engines.close()
    if app.crash is not None:
        raise fault(app.crash, config.log_file, logged=True)
    return app.return_code or 0


def _first_watches(config: Config, scope: Scope, opening: Opening) -> list[Watch]:
    """What will be in front; the timeline is read from nowhere."""
    goal = opening.path[-1]
    query = QUERIES.get((DETAILS.get(goal.target) or LISTS[goal.target]).query)
    if query is None:
        return []
    return [
        Watch(Topic(scope, query.name, tuple(sorted(goal.parameters.items()))), config.interval)
    ]
