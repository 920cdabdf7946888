"""`Y`: a command line that opens exactly what is in front, for somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ivs_tui.config.options import bare
from ivs_tui.resources import command
from ivs_tui.resources.opening import Opening, ViewState
from ivs_tui.ui.acts.act import Act
from ivs_tui.ui.screens.command import CommandScreen

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp
    from ivs_tui.ui.screens.base import MonitorScreen


def _share(screen: MonitorScreen) -> None:
    monitor, screen = screen.monitor, screen.shared
    demo = monitor.opening.demo
    opening = Opening(screen.target, dict(screen.topic.parameters), _state(screen), demo)
    words = [command.NAME, *(() if demo else _account(monitor)), *command.words(opening)]
    if not all(word.isprintable() for word in words):
        # Pasted, it would do something else.
        monitor.warn("this view holds characters that no command line can be given")
        return
    monitor.copy(command.quoted(words))
    # What lies over a view, or tells its sources, is a key away from there.
    place = "in front" if screen is monitor.screen else "below"
    monitor.push_screen(CommandScreen(words, place))


def _state(screen: MonitorScreen) -> ViewState:
    state = screen.looked_at()
    return state if state.row.isprintable() else msgspec.structs.replace(state, row="")


def _account(monitor: MonitorApp) -> list[str]:
    """Whose resources: profile, Region and endpoint, whatever the environment says elsewhere."""
    scope, config = monitor.desk.scope, monitor.desk.config
    named = config.profile or scope.profile != "default"
    # Of two words the second would be taken for an option.
    dash = scope.profile.startswith("-")
    profile = [f"--profile={scope.profile}"] if dash else ["--profile", scope.profile]
    told = [*(profile if named else ()), "--region", scope.region]
    endpoint = monitor.scopes.endpoint
    return told + (["--endpoint-url", bare(endpoint)] if endpoint else [])


ACTS = (Act("share", "Y", "Command", "Copy a command line that opens exactly this", _share),)
