"""What alerts are told of, and what they tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from ivs_tui.config import Config
from ivs_tui.engine.commands import Happened
from ivs_tui.engine.snapshot import Snapshot, Transition
from tests.ui.monitor import NOW, Desk, channel, channel_arn, snapshot, topic

NAMES = snapshot(topic("names"), [channel(number) for number in range(1, 6)])


def settings(**more: Any) -> Config:
    """Settings as the file has them."""
    return msgspec.convert(more, Config)


def streams(seconds: float, *items: Any, **more: Any) -> Snapshot:
    """The streams, read so many seconds after the start."""
    at = NOW + timedelta(seconds=seconds)
    return snapshot(topic("streams"), items, **{"read_at": at, "last_complete_at": at} | more)


async def read(desk: Desk, seconds: float, *items: Any, **more: Any) -> None:
    """Time goes on to there, and the streams are read."""
    desk.now = NOW + timedelta(seconds=seconds)
    await desk.say(streams(seconds, *items, **more))


def told(desk: Desk) -> list[str]:
    """What the toasts say."""
    return [one.message for one in desk.app._notifications]  # Textual 8.2.8: no public list


def happened(number: int, what: str) -> Happened:
    """Something that a read of the streams showed."""
    arn = channel_arn(number)
    event = Transition(at=NOW, topic=topic("streams"), key=f"{arn}|st", subject=arn, what=what)
    return Happened((event,))
