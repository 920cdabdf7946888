"""`E`: all errors of the stage session in front, grouped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivs_tui.resources.spec import Goal, Parameters
from ivs_tui.ui.acts.act import Act

if TYPE_CHECKING:
    from ivs_tui.ui.screens.base import MonitorScreen

_NEEDED = ("stageArn", "sessionId")


def _session(screen: MonitorScreen) -> Parameters | None:
    """The stage session in front, or to which that leads; else the open one of its stage."""
    own = screen.offers()
    offered = [own, *(jump.goal.parameters for jump in screen.jumps())]
    arn = own.get("stageArn")
    stage = screen.monitor.board.listed("stages", arn) if arn else None
    if stage and stage.active_session_id:
        offered.append({"stageArn": stage.arn, "sessionId": stage.active_session_id})
    found = (one for one in offered if all(one.get(name) for name in _NEEDED))
    one = next(found, None)
    return {name: one[name] for name in _NEEDED} if one else None


def _fits(screen: MonitorScreen) -> bool:
    return screen.target not in {"errors", "failing"} and _session(screen) is not None


def _errors(screen: MonitorScreen) -> None:
    if asked := _session(screen):
        screen.monitor.route.open_goal(Goal("errors", asked))
    elif "stageArn" in screen.offers():
        screen.monitor.route.open_view("errors")
    else:
        screen.monitor.tell("errors are those of a stage session: none is here")


ACTS = (
    Act(
        *("errors", "E", "Errors", "All errors of the stage session, grouped", _errors),
        fits=_fits,
    ),
)
