"""What is the matter with whom in `incident`: every trouble that a monitor should notice, once."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ivs_tui.sim import broadcast, gathering, history
from ivs_tui.sim.furniture import add_recording, named
from ivs_tui.sim.history import HOUR
from ivs_tui.sim.samples import Size
from ivs_tui.sim.studio import (
    compose,
    fail_destination,
    publish_by_encoder,
    replicate,
    stop_composition,
    stop_replication,
)
from ivs_tui.sim.world import Channel, Item, Participant, Stage, World

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Today:
    """How a channel is on air where that is not as usual; times are seconds before the start."""

    since: float | None = None
    starving: float | None = None
    health: str = "HEALTHY"
    setup: Item = field(default_factory=dict)
    recording: str = ""
    recorded: bool = True


def sending(*sizes: Size, framerate: int = 30) -> Item:
    """An encoder with a video track of each size."""
    return {"sizes": sizes, "framerate": framerate}


def lab(**video: str) -> Item:
    """An encoder whose metadata say other things of every video track."""
    return {"video": video}


ALMOST_15_MBPS = ((1920, 1080, 8_450_000), (1280, 720, 4_450_000), (852, 480, 1_450_000))
OVER_15_MBPS = ((1920, 1080, 8_500_000), (1280, 720, 5_200_000), (852, 480, 1_900_000))
RADIO = {
    "audio": {
        "codec": "mp4a.40.5",
        "channels": 1,
        "sampleRate": 22_050,
        "targetBitrate": 64_000,
    }
}
SURROUND = {"audio": {"channels": 6, "targetBitrate": 320_000}}
# Set to 1,510 kbps, of which FFmpeg's metadata say this: over the limit of 1.5 Mbps.
FFMPEG = sending((852, 480, 1_474_609)) | lab(encoder="Lavf60.16.100")
TEN_BIT = {"codec": "avc1.6E0028", "profile": "High 10", "avcProfile": "High 10"}
TODAY: dict[str, Today] = {
    # Went live when its composition began to feed it.
    "news-regional": Today(since=0.5 * HOUR - 10),
    "talkshow-air": Today(since=1190, recording="old-bucket"),
    "sports-arena-1": Today(recorded=False),
    "concert-hall-A": Today(setup=sending(*ALMOST_15_MBPS)),
    "radio-studio": Today(health="UNKNOWN", setup=RADIO),
    # IVS ends it after 48 hours.
    "weather-desk": Today(since=46.8 * HOUR),
    "traffic-cam-7": Today(since=20 * HOUR, setup=FFMPEG),
    "gaming-finals": Today(setup=sending((1920, 1080, 8_000_000), framerate=120)),
    "city-council": Today(setup=sending((1280, 720, 6_500_000))),
    # Over the 3.5 Mbps of its type: half a minute later IVS disconnects it.
    "shop-live-1": Today(since=50, setup=sending((1920, 1080, 4_200_000))),
    "concert-hall-B": Today(starving=90),
    "press-room": Today(since=200, starving=12),
}


def go_on_air(world: World, channel: Channel) -> None:
    """The channel's last hours, up to the start."""
    name = channel.api["name"]
    case = TODAY.get(name, Today())
    since = case.since or world.rng.uniform(0.2, 20) * HOUR
    channel.setup = case.setup
    if case.recording:
        # Another dict: the sessions of the past keep the channel as it was then.
        arn = named(world, "recording-configuration", case.recording)
        channel.api = {**channel.api, "recordingConfigurationArn": arn}
    if name == "weather-desk":
        history.round_the_clock(world, channel, since, times=4)
    if name == "press-room":
        history.coming_and_going(world, channel, -58 * MINUTE, times=7, every=7.5 * MINUTE)
    history.on_air(world, channel, since, case.health, recorded=case.recorded)
    if name == "traffic-cam-7":
        history.flapping(world, channel, since, 300)
    if case.starving:
        with world.moment(-case.starving):
            broadcast.starve(world, channel)


@dataclass(frozen=True, slots=True)
class Past:
    """A session of a channel that is off air, and how it went."""

    channel: str
    hours: float
    happen: Callable[[World, Channel, float], None]
    setup: Item = field(default_factory=dict)


PAST = (
    Past("festival-main", 30, history.kept_badly),
    Past("sports-arena-3", 12, history.not_processed),
    Past("museum-tour", 30, history.handed_on),
    Past("museum-tour", 20, history.too_much, sending((852, 480, 1_900_000), framerate=50)),
    Past("kids-corner", 5, history.too_much, sending(*OVER_15_MBPS, framerate=45)),
    Past("parliament-floor", 9, history.starved_to_death),
    Past("backup-feed", 26, history.too_large, sending((2560, 1440, 8_000_000))),
    Past("academy-lecture-3", 2, history.never_started),
    Past("lab-encoder", 30, history.never_started, lab(codec="hvc1.1.6.L120.90")),
    Past("lab-encoder", 28, history.went_well, lab(**TEN_BIT)),
    Past("lab-encoder", 26, history.never_started, sending()),
)
"""Of each channel, oldest first."""


def off_air(world: World) -> None:
    """What happened to those that are not live, and is happening to one."""
    for case in PAST:
        channel = world.by_name(case.channel)
        channel.setup = case.setup
        case.happen(world, channel, -case.hours * HOUR)
        channel.setup = {}
    world.by_name("festival-main").setup = SURROUND
    begin_in_vain(world, world.by_name("sports-arena-3"))


def begin_in_vain(world: World, channel: Channel) -> None:
    """An encoder connected, but nothing can be watched yet, nor ever will."""
    with world.moment(-40):
        broadcast.create_session(world, channel)
    world.after(20, lambda: broadcast.finish(world, channel))


def add_recordings(world: World) -> None:
    """One that failed, and one that takes the 20 seconds it may take."""
    add_recording(world, "old-bucket", "CREATE_FAILED")
    fresh = add_recording(world, "new-archive", "CREATING")
    world.after(20, lambda: fresh.update(state="ACTIVE"))


def on_stages(world: World, talkshow: Stage, newsroom: Stage, fan_wall: Stage) -> None:
    """Encoders, recordings and compositions of three shows."""
    with world.moment(-3000):
        stopped = compose(world, fan_wall)
    with world.moment(-0.5 * HOUR):
        evening = compose(world, newsroom, world.by_name("news-regional"), None)
    with world.moment(-25 * MINUTE):
        fail_destination(world, evening, 1)
    with world.moment(-1200):
        publish_by_encoder(world, talkshow, "obs-remote", "RTMPS")
        pair = publish_by_encoder(world, newsroom, "outside-van", "RTMP", redundant=True)
        fail_recording(talkshow, "amir")
        compose(world, talkshow, world.by_name("talkshow-air"))
    with world.moment(-900):
        replicate(world, newsroom, fan_wall)
        replicate(world, newsroom, talkshow)
    with world.moment(-200):
        stop_replication(world, newsroom, talkshow)
    with world.moment(-400):
        gathering.leave(world, pair[1])
    with world.moment(-120):
        stop_composition(world, stopped)


def wait_for_nobody(world: World, rehearsal: Stage) -> None:
    """A composition of a stage where nobody is: IVS gives up after a minute."""
    with world.moment(-50):
        waiting = compose(world, rehearsal, state="STARTING")
    world.after(25, lambda: stop_composition(world, waiting, "FAILED"))


def fail_recording(made: Stage, user: str) -> None:
    for one in made.sessions[0].participants.values():
        if one.api["userId"] == user:
            one.api["recordingState"] = "FAILED"


def marathon(world: World, podcast: Stage) -> None:
    """Someone has talked for almost the 24 hours that IVS allows, and is being recorded."""
    with world.moment(-22.6 * HOUR):
        host = gathering.join(world, podcast, "marathon", publish=True)
    with world.moment(-22.5 * HOUR):
        compose(world, podcast)
    world.after(1.4 * HOUR, lambda: end_marathon(world, host))


def end_marathon(world: World, host: Participant) -> None:
    if gathering.publishing(host):
        gathering.refuse(world, host, "STREAM_DURATION_EXCEEDED")
        gathering.leave(world, host)
