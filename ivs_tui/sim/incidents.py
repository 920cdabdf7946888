"""What goes wrong in `incident`: a first minute that is always the same, then for ever more."""

from collections.abc import Callable
from functools import partial

from ivs_tui.sim import broadcast, gathering, history
from ivs_tui.sim.studio import begin_composition, change_state
from ivs_tui.sim.world import Channel, Item, Participant, Stage, World

CALM_BETWEEN = 22.0
"""Seconds between two incidents after the first minute."""

BROWSERS = frozenset({"UNKNOWN", "WHIP"})
"""Protocols of people; who publishes by another is an encoder."""

MANY_EVENTS = "traffic-cam-7"
"""The channel whose session has more events than the API returns; it is left alone."""


def script(world: World) -> None:
    first_minute(world)
    world.after(15, lambda: world.every(20, lambda: lose_viewer_count(world)))
    world.after(60, lambda: world.every(CALM_BETWEEN, lambda: anything(world)))


def first_minute(world: World) -> None:
    def at(seconds: float, act: Callable[..., object], name: str, *more: str) -> None:
        world.after(seconds, lambda: act(world, world.by_name(name), *more))

    def on(seconds: float, act: Callable[..., object], name: str, *more: str) -> None:
        world.after(seconds, lambda: act(world, world.stage_by_name(name), *more))

    on(5, refused_publisher, "talkshow", "bruno", "B_FRAME_PRESENT")
    at(10, broadcast.starve, "sports-arena-2")
    at(12, broadcast.fail_start, "shop-live-2", "MultitrackInputNotAllowed")
    at(18, finish_and_return, "press-room")
    at(20, broadcast.go_live, "festival-main")
    on(24, step_out, "newsroom")
    at(28, broadcast.recover, "sports-arena-2")
    at(30, broadcast.take_over, "gaming-finals", "StreamTakeoverMediaMismatch")
    on(35, refused_publisher, "fan-wall", "carla", "QUOTA_EXCEEDED")
    at(38, breach_and_return, "shop-live-1", "Ingest Bitrate")
    on(40, reconnect_composition, "talkshow")
    at(45, broadcast.recover, "concert-hall-B")
    on(55, begin_composition, "fan-wall")


def finish_and_return(world: World, channel: Channel) -> None:
    """The stream ends; its encoder comes back after a minute or so."""
    broadcast.finish(world, channel)
    world.after(world.rng.uniform(50, 100), lambda: broadcast.go_live(world, channel))


def breach_and_return(world: World, channel: Channel, limit: str) -> None:
    """IVS disconnects the encoder; it comes back with the usual settings."""
    broadcast.breach(world, channel, limit)
    channel.setup = {}
    world.after(world.rng.uniform(50, 100), lambda: broadcast.go_live(world, channel))


def starve_for_a_while(world: World, channel: Channel) -> None:
    broadcast.starve(world, channel)
    world.after(world.rng.uniform(8, 60), lambda: broadcast.recover(world, channel))


def starve_to_death(world: World, channel: Channel) -> None:
    """No data for 30 s: IVS ends the stream, and no Starvation End is ever seen."""
    broadcast.starve(world, channel)
    stream = channel.stream

    def end() -> None:
        if channel.stream is stream:
            finish_and_return(world, channel)

    world.after(30, end)


def refused_publisher(world: World, stage: Stage, user: str, code: str) -> None:
    """Someone joins, may not publish for long or at all, and leaves."""
    name = history.REFUSALS[code]
    one = gathering.join(world, stage, user)
    more = {"remoteParticipantId": world.token(12)} if name == "SUBSCRIBE_ERROR" else {}
    if name == "JOIN_ERROR":
        gathering.refuse(world, one, code, name)
        return
    world.after(1, lambda: gathering.refuse(world, one, code, name, **more))
    world.after(25, lambda: gathering.leave(world, one))


def step_out(world: World, stage: Stage) -> None:
    """A host loses the connection and comes back."""
    hosts = [one for one in publishers(stage) if is_person(one)]
    if hosts:
        one = hosts[-1]
        gathering.leave(world, one)
        world.after(8, lambda: gathering.rejoin(world, one))


def visit(world: World, stage: Stage, user: str) -> None:
    """A guest watches the first host for some minutes."""
    one = gathering.join(world, stage, user)
    hosts = publishers(stage)
    if hosts:
        gathering.subscribe(world, one, hosts[0])
    world.after(world.rng.uniform(60, 300), lambda: gathering.leave(world, one))


def publishers(stage: Stage) -> list[Participant]:
    session = stage.active
    people = session.participants.values() if session else ()
    return [one for one in people if one.api["state"] == "CONNECTED" and gathering.publishing(one)]


def is_person(one: Participant) -> bool:
    """Neither an encoder nor shown here from another stage."""
    return one.api["protocol"] in BROWSERS and one.api["replicationType"] != "REPLICA"


def reconnect_composition(world: World, stage: Stage) -> None:
    """The output breaks off and comes back after 12 s."""
    for one in world.of("composition").values():
        destination: Item = one["destinations"][0]
        if one["stageArn"] == stage.arn and destination["state"] == "ACTIVE":
            destination["state"] = "RECONNECTING"
            world.after(12, partial(change_state, one, "RECONNECTING", "ACTIVE"))


def lose_viewer_count(world: World) -> None:
    """IVS could not count in time: -1, until the next count."""
    channel = world.by_name("weather-desk")
    stream = channel.stream
    if stream is not None:
        stream["viewerCount"] = -1
        world.after(6, lambda: stream.update(viewerCount=channel.audience))


def eligible(world: World) -> list[Channel]:
    """Streams that may go wrong: not the one whose use is its 500 events."""
    return [one for one in world.live.values() if one.api["name"] != MANY_EVENTS]


def keep_numbers(world: World) -> bool:
    """Now and then an encoder that was to come back could not, or one came too many."""
    if len(world.live) < 12:
        idle = [one for one in world.channels.values() if not broadcast.busy(one)]
        broadcast.go_live(world, world.rng.choice(idle))
    elif len(world.live) > 16:
        broadcast.finish(world, world.rng.choice(eligible(world)))
    else:
        return False
    return True


def anything(world: World) -> None:
    """One more incident, drawn by lot."""
    if keep_numbers(world):
        return
    healthy = [one for one in eligible(world) if one.stream and one.stream["health"] == "HEALTHY"]
    idle = [c for c in world.channels.values() if not broadcast.busy(c) and c.sessions]
    stages = [one for one in world.stages.values() if one.active]
    if not (healthy and idle and stages):
        return
    rng = world.rng
    channel, asleep, stage = rng.choice(healthy), rng.choice(idle), rng.choice(stages)
    user = f"guest-{rng.randrange(1000)}"
    happenings: list[Callable[[], object]] = [
        lambda: starve_for_a_while(world, channel),
        lambda: starve_for_a_while(world, channel),
        lambda: starve_to_death(world, channel),
        lambda: broadcast.fail_start(world, asleep, rng.choice(history.MULTITRACK_CODES)),
        lambda: broadcast.take_over(world, channel),
        lambda: broadcast.take_over(world, channel, rng.choice(history.TAKEOVER_CODES)),
        lambda: breach_and_return(
            world, channel, rng.choice(("Ingest Bitrate", "Ingest Resolution"))
        ),
        lambda: refused_publisher(world, stage, user, rng.choice(list(history.REFUSALS))),
        lambda: step_out(world, stage),
        lambda: visit(world, stage, user),
        lambda: reconnect_composition(world, stage),
    ]
    rng.choice(happenings)()
