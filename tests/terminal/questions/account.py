"""A small account, run as a module: each question has one answer in it.

Its clock stands still; tests move it, and change what is in it, by the simulator's control.
"""

from __future__ import annotations

import asyncio
import sys

from ivs_tui.sim import broadcast, gathering, history
from ivs_tui.sim.account import add_channel, add_stage
from ivs_tui.sim.furniture import furnish, named
from ivs_tui.sim.server import Simulator
from ivs_tui.sim.studio import compose, fail_destination
from ivs_tui.sim.world import Channel, Stage, World

MINUTE, HOUR = 60.0, 3600.0
SMALLER = {"sizes": ((1280, 720, 2_500_000),), "framerate": 60, "video": {"encoder": "vMix/27"}}
REFUSALS = (
    ("8842", "B_FRAME_PRESENT", "1.17.0", "iOS", "Orange S.A."),
    ("lena", "B_FRAME_PRESENT", "1.14.1", "iOS", "Vodafone"),
    ("milo", "BITRATE_EXCEEDED", "1.14.1", "Android", "Vodafone"),
)
"""Who may not publish on the stage: the code, and with what they came."""


def fill(world: World) -> None:
    """Everything that the questions ask about."""
    furnish(world)
    starving(world, add_channel(world, "arena", audience=9_000, **recorded(world)))
    coming_and_going(world, add_channel(world, "flapper", audience=400))
    history.on_air(world, add_channel(world, "lobby", audience=2_000), 3 * HOUR)
    ending(world, add_channel(world, "shop", audience=700))
    history.on_air(world, add_channel(world, "annex", audience=50), 2 * HOUR)
    history.past_session(world, add_channel(world, "morning-show"), -20 * HOUR, HOUR)
    green_room = stage(world, "green-room")
    composition = compose(world, green_room, world.by_name("lobby"), None)
    fail_destination(world, composition, 1)


def recorded(world: World) -> dict[str, str]:
    return {"recordingConfigurationArn": named(world, "recording-configuration", "compliance")}


def starving(world: World, channel: Channel) -> None:
    """For twelve minutes, with another encoder than the last time."""
    history.past_session(world, channel, -9 * HOUR, 2 * HOUR)
    channel.setup = SMALLER
    history.on_air(world, channel, 5 * HOUR)
    with world.moment(-12.4 * MINUTE):
        broadcast.starve(world, channel)


def coming_and_going(world: World, channel: Channel) -> None:
    """Four streams within the hour, and the last one starved now and then."""
    for ago in (50, 38, 26):
        history.past_session(world, channel, -ago * MINUTE, 10 * MINUTE)
    history.on_air(world, channel, 14 * MINUTE)
    for ago in (12, 9, 6, 3):
        with world.moment(-ago * MINUTE):
            broadcast.starve(world, channel)
        with world.moment(-(ago - 0.5) * MINUTE):
            broadcast.recover(world, channel)


def ending(world: World, channel: Channel) -> None:
    """A stream that breaks a limit as soon as it is ended."""
    history.on_air(world, channel, HOUR)
    broadcast.note(world, channel, broadcast.LIMIT, "Ingest Bitrate")


def stage(world: World, name: str) -> Stage:
    """Two who publish, and some who may not."""
    made = add_stage(world, name)
    with world.moment(-40 * MINUTE):
        for user in ("ada", "bea"):
            gathering.join(world, made, user, publish=True)
    for index, (user, code, sdk, system, provider) in enumerate(REFUSALS):
        client = {"sdkVersion": sdk, "osName": system, "osVersion": "17", "ispName": provider}
        with world.moment((index - 30) * MINUTE):
            one = gathering.join(world, made, user)
            one.api |= client
            gathering.refuse(world, one, code)
    return made


async def serve() -> None:
    """Until standard input closes."""
    simulator = Simulator(scenario="empty")
    fill(simulator.world)
    simulator.world.pause(True)
    async with simulator:
        sys.stdout.write(f"{simulator.url}\n")
        sys.stdout.flush()
        ended = asyncio.Event()
        asyncio.get_running_loop().add_reader(0, ended.set)
        await ended.wait()


if __name__ == "__main__":
    asyncio.run(serve())
