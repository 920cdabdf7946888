"""What no timer tells: that time leapt, and that the log takes nothing."""

from __future__ import annotations

import logging
import resource
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ivs_tui.engine import log
from ivs_tui.ui.screens.base import MonitorScreen
from ivs_tui.ui.screens.findings import FindingsScreen

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp

EVERY = 1.0
"""Seconds between two looks; a look writes nothing to the terminal."""
_SLACK = timedelta(seconds=3)
"""A busy machine is late by so much without anything having happened to time."""
_ALIVE = timedelta(minutes=10)

_log = logging.getLogger(__name__)


class Pulse:
    """Compares the wall clock with its own regular looks.

    The loop's timers stand still while the machine sleeps, and none runs while the process is
    stopped; nor does any know of a clock that was set.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._looked_at = self._told_at = now()
        self._trouble = ""

    def leapt(self) -> bool:
        """Whether another time has passed since the last look than lies between two."""
        before, self._looked_at = self._looked_at, self._now()
        return abs(self._looked_at - before - timedelta(seconds=EVERY)) > _SLACK

    def log_trouble(self) -> str:
        """Why nothing can be logged, once for each reason."""
        if abs(self._looked_at - self._told_at) >= _ALIVE:
            self._told_at = self._looked_at
            # It also finds out a disk that has filled up while there was nothing else to say.
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            _log.info("alive, at most %s kB resident so far", most)
        before, self._trouble = self._trouble, log.trouble()
        return self._trouble if self._trouble != before else ""


def feel(app: MonitorApp) -> None:
    """Look once a second, for as long as the app runs."""
    pulse = Pulse(lambda: app.look().now)
    app.set_interval(EVERY, lambda: _look(app, pulse))


def _look(app: MonitorApp, pulse: Pulse) -> None:
    if pulse.leapt():
        _catch_up(app)
    if why := pulse.log_trouble():
        app.notify(f"log not written: {why}", severity="warning", markup=False, timeout=10)


def _catch_up(app: MonitorApp) -> None:
    """What is in front tells its age now, and is read anew."""
    if isinstance(app.screen, MonitorScreen | FindingsScreen):
        app.screen.tick()
    in_front = [screen for screen in app.screen_stack if isinstance(screen, MonitorScreen)][-1:]
    for screen in in_front:
        screen.action_act("refresh")
