"""What a screen may ask of the engine, and what the engine reports: the whole of the line."""

from __future__ import annotations

import msgspec

from ivs_tui.config import Config
from ivs_tui.engine.snapshot import Snapshot, Topic, Transition, Usage


class Command(msgspec.Struct, frozen=True, tag_field="command"):
    """The base of all that goes to the engine."""


class Start(Command, frozen=True, tag=True):
    """The first command: the settings, and the Region that they came to."""

    config: Config
    region: str
    used_until: float | None = None
    """When another engine used the same budget last, in the machine's steady time."""


class Watch(Command, frozen=True, tag=True):
    """Read this topic every `interval` seconds; `front` is what the user looks at."""

    topic: Topic
    interval: float
    front: bool = True


class Unwatch(Command, frozen=True, tag=True):
    """Nobody looks at this topic any more."""

    topic: Topic


class Refresh(Command, frozen=True, tag=True):
    """Read this topic now: the user asked."""

    topic: Topic


class Pause(Command, frozen=True, tag=True):
    """Stop or resume every read."""

    paused: bool


class LookAt(Command, frozen=True, tag=True):
    """Channel ARNs of the rows in sight: their names go first."""

    arns: tuple[str, ...]


class Known(Command, frozen=True, tag=True):
    """What an engine that died last said of a topic, in its own words: take it up."""

    report: bytes


AnyCommand = Start | Watch | Unwatch | Refresh | Pause | LookAt | Known


class Happened(msgspec.Struct, frozen=True):
    """Transitions that one read showed."""

    transitions: tuple[Transition, ...]


Report = Snapshot | Happened | Usage
