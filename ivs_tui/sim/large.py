"""`large`: an account at ten times the usual quotas, with its ordinary coming and going."""

from collections.abc import Callable
from itertools import islice

from ivs_tui.sim import broadcast, furniture, gathering, history, incidents
from ivs_tui.sim.account import add_channel, add_stage
from ivs_tui.sim.furniture import first, furnish
from ivs_tui.sim.samples import FIRST_NAMES
from ivs_tui.sim.scenarios import Size
from ivs_tui.sim.studio import add_ingest, compose, replicate, take_encoder
from ivs_tui.sim.world import Item, Participant, Stage, World

PUBLISHERS = 4
"""Of each stage in session."""

RECORDED_EVERY = 25
COMPOSITIONS = 20
INGESTS = 100
INGESTS_IN_USE = 60
REPLICAS = 3
FULL: dict[Callable[[World, str], Item], tuple[str, int]] = {
    furniture.add_recording: ("recording-configuration", 20),
    furniture.add_key_pair: ("playback-key", 3),
    furniture.add_policy: ("playback-restriction-policy", 3),
    furniture.add_ads: ("ad-configuration", 20),
    furniture.add_public_key: ("public-key", 3),
    furniture.add_encoder: ("encoder-configuration", 20),
    furniture.add_storage: ("storage-configuration", 5),
}
"""As many as AWS allows where nobody has asked for more."""

CITIES = ("lisbon", "osaka", "lagos", "quito", "tampere", "perth", "denver", "cork", "pune", "lyon")
VENUES = ("arena", "studio", "hall", "chapel", "lab", "square", "harbour", "campus")
TYPES = ("STANDARD", "STANDARD", "BASIC")


def large(world: World, size: Size) -> None:
    furnish(world)
    furnish_fully(world)
    recording = {"recordingConfigurationArn": first(world, "recording-configuration")}
    for index in range(size.channels):
        city = CITIES[index % 10]
        name = f"{city}-{VENUES[index % 8]}-{index:05}"
        more = recording if index % RECORDED_EVERY == 3 else {}
        channel = add_channel(world, name, type=TYPES[index % 3], tags={"city": city}, **more)
        if index % 100 == 0:
            history.past_session(world, channel, -history.DAY - index, history.HOUR)
        if size.is_live(index):
            history.on_air(world, channel, 60.0 + index * 3)
    for index in range(size.stages):
        add_stage(world, f"{CITIES[index % 10]}-room-{index:03}", tags={"floor": str(index // 50)})
    fill(world, size)
    share(world, size)
    for channel in islice(world.live.values(), 0, None, 60):
        broadcast.starve(world, channel)
    if size.live:
        world.every(1, lambda: broadcast.move_viewers(world, size.touched))
        world.every(1_000 / size.live, lambda: pulse(world, size))


def furnish_fully(world: World) -> None:
    for add, (kind, most) in FULL.items():
        for index in range(len(world.of(kind)), most):
            add(world, f"{CITIES[index % 10]}-{index:02}")


def share(world: World, size: Size) -> None:
    """Compositions, encoders, and one host on the stages after the crowd's."""
    stages = in_session(world, size)
    for stage in stages[:COMPOSITIONS]:
        compose(world, stage)
    for index, stage in enumerate(list(world.stages.values())[:INGESTS]):
        used = index < min(INGESTS_IN_USE, len(stages))
        ingest = add_ingest(world, f"encoder-{index:03}", stage if used else None, protocol="RTMPS")
        if used:
            *_, last = islice(stage.sessions[0].participants.values(), PUBLISHERS)
            take_encoder(world, last, ingest)
    for target in stages[1 : 1 + REPLICAS]:
        replicate(world, stages[0], target)


def in_session(world: World, size: Size) -> list[Stage]:
    return list(islice(world.stages.values(), size.in_session))


def fill(world: World, size: Size) -> None:
    """Participants for the stages in session; the first stage has the crowd."""
    stages = in_session(world, size)
    replicas = len(stages[1 : 1 + REPLICAS])
    rest, count = divmod(size.participants - size.crowd - replicas, max(1, len(stages) - 1))
    for index, stage in enumerate(stages):
        people = size.crowd if index == 0 else rest + (1 if index <= count else 0)
        with world.moment(-3000.0 + index):
            gather(world, stage, people)


def gather(world: World, stage: Stage, people: int) -> None:
    host: Participant | None = None
    for index in range(people):
        user = f"{FIRST_NAMES[index % len(FIRST_NAMES)]}-{index}"
        one = gathering.join(world, stage, user, publish=index < PUBLISHERS)
        if host:
            gathering.subscribe(world, one, host)
        host = host or one


def pulse(world: World, size: Size) -> None:
    """Something happens; with a thousand live streams, every second."""
    rng = world.rng
    channels = list(world.channels.values())
    stage = rng.choice(in_session(world, size))
    match rng.randrange(4):
        case 0 if world.live:
            incidents.starve_for_a_while(world, rng.choice(list(world.live.values())))
        case 1 if len(world.live) >= size.live:
            broadcast.finish(world, rng.choice(list(world.live.values())))
        case 1:
            broadcast.go_live(world, rng.choice(channels))
        case 2:
            incidents.visit(world, stage, f"visitor-{rng.randrange(10_000)}")
        case _:
            incidents.step_out(world, stage)
