"""`calm` and `incident`: the account of a broadcaster on a good and on a bad day."""

from collections.abc import Callable, Sequence
from typing import Any

from ivs_tui.sim import broadcast, cases, gathering, history, incidents
from ivs_tui.sim.account import add_channel, add_stage
from ivs_tui.sim.furniture import first, furnish
from ivs_tui.sim.samples import FIRST_NAMES
from ivs_tui.sim.studio import add_ingest, compose, publish_by_encoder, replicate
from ivs_tui.sim.world import Channel, Item, Participant, Stage, World

BANDWIDTH = {"type": "ADVANCED_HD", "preset": "HIGHER_BANDWIDTH_DELIVERY"}
SLOW = {"type": "ADVANCED_SD", "preset": "CONSTRAINED_BANDWIDTH_DELIVERY"}
MULTITRACK = {
    "containerFormat": "FRAGMENTED_MP4",
    "multitrackInputConfiguration": {
        "enabled": True,
        "policy": "ALLOW",
        "maximumResolution": "FULL_HD",
    },
}
ON_AIR: dict[str, Item] = {
    "news-main": {"audience": 12_430, "tags": {"desk": "news", "tier": "1"}},
    "news-regional": {"audience": 2_310, "tags": {"desk": "news", "tier": "2"}},
    "sports-arena-1": {"audience": 8_120, "tags": {"desk": "sports"}, **BANDWIDTH},
    "sports-arena-2": {"audience": 5_460, "tags": {"desk": "sports"}, **BANDWIDTH},
    "concert-hall-A": {"audience": 3_050, "tags": {"desk": "culture"}, **MULTITRACK},
    "radio-studio": {"audience": 240, "type": "BASIC"},
    "weather-desk": {"audience": 410, "tags": {"desk": "news"}, **SLOW},
    "traffic-cam-7": {"audience": 35, "type": "BASIC", "insecureIngest": True},
    "gaming-finals": {"audience": 21_870, "tags": {"desk": "esports", "tier": "1"}},
    "talkshow-air": {"audience": 980, "latencyMode": "NORMAL"},
    "city-council": {"audience": 64, "authorized": True, "tags": {"client": "city"}},
    "shop-live-1": {"audience": 730, "type": "BASIC", "tags": {"desk": "commerce"}},
    "concert-hall-B": {"audience": 1_720, "tags": {"desk": "culture"}},
    "press-room": {"audience": 310, "tags": {"desk": "news"}},
}
OFF_AIR: dict[str, Item] = {
    "shop-live-2": {"audience": 420, "type": "BASIC", "tags": {"desk": "commerce"}},
    "festival-main": {"audience": 6_400, "tags": {"desk": "culture"}, **BANDWIDTH},
    "lab-encoder": {"audience": 3, "tags": {"purpose": "test"}},
    "sports-arena-3": {"audience": 900, "tags": {"desk": "sports"}, **BANDWIDTH},
    "museum-tour": {"audience": 120, "type": "BASIC"},
    "archive-test": {"audience": 1, "tags": {"purpose": "test"}},
    "kids-corner": {"audience": 800, **MULTITRACK},
    "parliament-floor": {"audience": 1_500, "latencyMode": "NORMAL"},
    "backup-feed": {"audience": 10, "tags": {"purpose": "standby"}},
    "academy-lecture-3": {"audience": 95, "type": "BASIC"},
}
SECURE = {"insecureIngest": False}
NEVER_LIVE = "archive-test"
ON_AIR_IN_CALM = 12
OFF_AIR_IN_CALM = 8


def calm(world: World) -> None:
    """About a dozen streams, none of them in trouble."""
    furnish(world)
    names = list(ON_AIR)[:ON_AIR_IN_CALM]
    for channel in channels(world, {name: ON_AIR[name] | SECURE for name in names}):
        on_feed = channel.api["name"] == "talkshow-air"
        since = 590 if on_feed else world.rng.uniform(0.2, 20) * history.HOUR
        history.on_air(world, channel, since)
    channels(world, dict(list(OFF_AIR.items())[:OFF_AIR_IN_CALM]))
    talkshow = stage(world, "talkshow", hosts=3, guests=6)
    newsroom = stage(world, "newsroom", hosts=2, guests=3)
    rehearsal(world)
    with world.moment(-600):
        compose(world, talkshow, world.by_name("talkshow-air"))
        publish_by_encoder(world, talkshow, "obs-remote", "RTMPS")
        replicate(world, newsroom, talkshow)
    world.every(1, lambda: broadcast.move_viewers(world, 4))


def incident(world: World) -> None:
    """A bad day: see `cases` for what is wrong from the start, `incidents` for what goes wrong."""
    furnish(world)
    cases.add_recordings(world)
    for channel in channels(world, ON_AIR):
        cases.go_on_air(world, channel)
    channels(world, OFF_AIR)
    history.failed_starts(world, world.by_name("lab-encoder"))
    cases.off_air(world)
    stages(world)
    world.every(1, lambda: broadcast.move_viewers(world, 5))
    incidents.script(world)


def channels(world: World, rows: dict[str, Item]) -> list[Channel]:
    """Channels with their past; the bigger half is recorded."""
    made = []
    policies = list(world.of("playback-restriction-policy"))
    for name, members in rows.items():
        extra: dict[str, Any] = {}
        if members["audience"] > 1000:
            extra["recordingConfigurationArn"] = first(world, "recording-configuration")
        if members.get("authorized"):
            extra["playbackRestrictionPolicyArn"] = policies[0]
        if name == "gaming-finals":
            extra["adConfigurationArn"] = first(world, "ad-configuration")
        channel = add_channel(world, name, **members, **extra)
        if name not in {NEVER_LIVE, "lab-encoder"}:
            days = world.rng.sample(range(3, 59), world.rng.randrange(3, 9))
            history.past_sessions(world, channel, days)
        made.append(channel)
    return made


def stages(world: World) -> None:
    talkshow = stage(world, "talkshow", hosts=3, guests=6)
    newsroom = stage(world, "newsroom", hosts=2, guests=4)
    fan_wall = stage(world, "fan-wall", hosts=11, guests=24)
    podcast = stage(world, "podcast", hosts=3, guests=2, before=cases.marathon)
    cases.wait_for_nobody(world, rehearsal(world))
    active = (talkshow, newsroom, fan_wall, podcast)
    for index, code in enumerate(history.REFUSALS):
        at = -1500 + index * 60
        history.refused(world, active[index % 4], FIRST_NAMES[-1 - index], code, at)
    cases.on_stages(world, talkshow, newsroom, fan_wall)
    with world.moment(-1200):
        add_ingest(world, "spare-encoder", None, protocol="RTMPS")
        exchange_token(world, next(iter(podcast.sessions[0].participants.values())))


def stage(
    world: World,
    name: str,
    hosts: int,
    guests: int,
    before: Callable[[World, Stage], None] | None = None,
) -> Stage:
    """A stage with a session yesterday and one now, most of which came within the last hour."""
    storage = first(world, "storage-configuration")
    recording = {
        "storageConfigurationArn": storage,
        "mediaTypes": ["AUDIO_VIDEO"],
        "recordingReconnectWindowSeconds": 30,
        "hlsConfiguration": {"targetSegmentDurationSeconds": 6},
        "recordParticipantReplicas": True,
    }
    made = add_stage(
        world,
        name,
        tags={"show": name},
        **({"autoParticipantRecordingConfiguration": recording} if name == "talkshow" else {}),
    )
    history.past_stage_session(world, made, -history.DAY, FIRST_NAMES[:4])
    if before:
        before(world, made)
    users = [FIRST_NAMES[i % len(FIRST_NAMES)] for i in range(hosts + guests)]
    enter(world, made, users, hosts)
    return made


def enter(world: World, made: Stage, users: Sequence[str], hosts: int) -> None:
    publishers: list[Participant] = []
    for index, user in enumerate(users):
        with world.moment(-3400 + index * 20):
            protocol = "WHIP" if index == 1 else "UNKNOWN"
            one = gathering.join(world, made, user, publish=index < hosts, protocol=protocol)
            for publisher in publishers[:2]:
                gathering.subscribe(world, one, publisher)
        if index < hosts:
            publishers.append(one)


def rehearsal(world: World) -> Stage:
    made = add_stage(world, "rehearsal", tags={"purpose": "test"})
    for day in (20, 6, 1):
        history.past_stage_session(world, made, -day * history.DAY, FIRST_NAMES[5:9])
    return made


def exchange_token(world: World, one: Participant) -> None:
    token = {"userId": one.api["userId"], "expirationTime": world.stamp(43_200)}
    gathering.note(
        world,
        one,
        "TOKEN_EXCHANGED",
        previousToken={"capabilities": ["SUBSCRIBE"], "attributes": {}, **token},
        newToken={"capabilities": ["PUBLISH", "SUBSCRIBE"], "attributes": {"vip": "1"}, **token},
    )
