"""`b` and `a`: tell me when something happens to this, and that an alert was seen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ivs_tui.engine.snapshot import Topic
from ivs_tui.resources.jumps import resource_type
from ivs_tui.resources.text import visible
from ivs_tui.ui.acts.act import Act, decline
from ivs_tui.ui.alerts.screen import AlertsScreen

if TYPE_CHECKING:
    from ivs_tui.ui.board import Board
    from ivs_tui.ui.screens.base import MonitorScreen

_TOLD_BY: Mapping[str, str] = MappingProxyType(
    {
        "channel": "streams",
        "stage": "stages",
        "composition": "compositions",
        "ingest-configuration": "ingest",
        "recording-configuration": "recordings",
        "playback-restriction-policy": "restrictions",
        "playback-key": "key-pairs",
        "ad-configuration": "ads",
        "encoder-configuration": "encoders",
        "storage-configuration": "storages",
        "public-key": "public-keys",
    }
)
"""The list that shows what happens to a resource, by what its ARN says that it is."""


class Subject(NamedTuple):
    """Whose alerts and news it is about."""

    id: str
    """Its ARN, or its id where it has none."""
    told_by: Topic
    """The list that shows what happens to it."""


def subject(screen: MonitorScreen) -> Subject | None:
    """What is in front; of a stream or a session its channel or stage."""
    copied, offers, topic = screen.copied() or "", screen.offers(), screen.monitor.board.topic
    asked = ("stageArn", "sessionId")
    session: dict[str, str] = {name: offers[name] for name in asked if name in offers}
    if not resource_type(copied) and len(session) == 2 and copied != session["sessionId"]:
        return Subject(copied, topic("participants", session)) if copied else None
    for arn in (copied, offers.get("channelArn"), offers.get("stageArn")):
        if arn and (query := _TOLD_BY.get(resource_type(arn))):
            return Subject(arn, topic(query))
    return None


def _tell_me(screen: MonitorScreen) -> None:
    about, monitor = subject(screen), screen.monitor
    if about is None:
        decline(screen, "nothing is told of this")
        return
    name = visible(_name(monitor.board, about), limit=60)
    now = monitor.alarm.watches.toggle(about.id, about.told_by)
    told = f"{name}: you are told once, when anything happens to it"
    monitor.tell(told if now else f"{name}: not watched for any more")
    monitor.watch_front()
    monitor.show_frame()


def _name(board: Board, about: Subject) -> str:
    """What people call it: a participant by its user id, a composition by its stage."""
    if composed := board.listed("compositions", about.id):
        return f"composition of {board.name_of(composed.stage_arn)}"
    queries = ("participants", "participant") if about.told_by.name == "participants" else ()
    people = (board.listed(query, about.id) for query in queries)
    return next((one.user_id for one in people if one and one.user_id), board.name_of(about.id))


def _acknowledge(screen: MonitorScreen) -> None:
    alarm, about = screen.monitor.alarm, subject(screen)
    mine = alarm.alerts.waiting(about.id) if about else []
    if mine:
        alarm.acknowledge(mine)
        said = visible(f"acknowledged: {mine[0].name} {mine[0].what}", limit=80)
        screen.monitor.tell(said)
    elif alarm.alerts.standing():
        screen.monitor.push_screen(AlertsScreen())
    else:
        screen.monitor.tell("no alert stands")


ACTS = (
    Act(
        *(
            "tell",
            "b",
            "Tell me",
            "Tell me once when anything happens to this; again: not",
            _tell_me,
        ),
        fits=lambda screen: subject(screen) is not None,
    ),
    Act(
        *(
            "acknowledge",
            "a",
            "Ack",
            "Acknowledge this alert, or list all that stand",
            _acknowledge,
        ),
        fits=lambda screen: bool(screen.monitor.alarm.alerts.standing()),
    ),
)
