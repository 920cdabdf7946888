"""What happened before the start: past sessions, long-running streams, old mistakes."""

from collections.abc import Sequence

from ivs_tui.sim import broadcast, gathering
from ivs_tui.sim.world import Channel, Participant, Stage, World

HOUR = 3600.0
DAY = 24 * HOUR

MULTITRACK_CODES = (
    "MultitrackInputNotAllowed",
    "MultitrackInputRequired",
    "InvalidGetClientConfigurationStreamKey",
    "GetClientConfigurationStreamKeyRequired",
    "InvalidMultitrackInputTrackCount",
    "InvalidMultitrackInputVideoTrackMediaProperties",
)
TAKEOVER_CODES = (
    "StreamTakeoverMediaMismatch",
    "StreamTakeoverInvalidPriority",
    "StreamTakeoverLimitBreached",
)
REFUSALS = {
    "B_FRAME_PRESENT": "PUBLISH_ERROR",
    "BITRATE_EXCEEDED": "PUBLISH_ERROR",
    "INSUFFICIENT_CAPABILITIES": "JOIN_ERROR",
    "INTERNAL_SERVER_EXCEPTION": "PUBLISH_ERROR",
    "INVALID_AUDIO_CODEC": "PUBLISH_ERROR",
    "INVALID_INPUT": "PUBLISH_ERROR",
    "INVALID_PROTOCOL": "PUBLISH_ERROR",
    "INVALID_STREAM_KEY": "PUBLISH_ERROR",
    "INVALID_VIDEO_CODEC": "PUBLISH_ERROR",
    "PUBLISHER_NOT_FOUND": "SUBSCRIBE_ERROR",
    "QUOTA_EXCEEDED": "PUBLISH_ERROR",
    "RESOLUTION_EXCEEDED": "PUBLISH_ERROR",
    "REUSE_OF_STREAM_KEY": "PUBLISH_ERROR",
    "STREAM_DURATION_EXCEEDED": "PUBLISH_ERROR",
}
"""Every error code of participant events, with the event it mostly comes in."""
ENCODER_FAULTS = frozenset(
    {"INVALID_AUDIO_CODEC", "INVALID_PROTOCOL", "INVALID_STREAM_KEY", "REUSE_OF_STREAM_KEY"}
)


def past_session(world: World, channel: Channel, start: float, seconds: float) -> None:
    """A session that went well; call it oldest first."""
    with world.moment(start):
        broadcast.create_session(world, channel)
    with world.moment(start + broadcast.START_DELAY):
        broadcast.start_stream(world, channel)
    with world.moment(start + seconds):
        broadcast.finish(world, channel)


def past_sessions(world: World, channel: Channel, days: Sequence[int]) -> None:
    for day in sorted(days, reverse=True):
        start = -day * DAY + world.rng.uniform(-3, 3) * HOUR
        past_session(world, channel, start, world.rng.uniform(0.5, 4) * HOUR)


def went_well(world: World, channel: Channel, start: float) -> None:
    past_session(world, channel, start, HOUR)


def never_started(world: World, channel: Channel, start: float) -> None:
    """The key was accepted, but nothing came that could be watched; no code says why."""
    with world.moment(start):
        broadcast.create_session(world, channel)
    with world.moment(start + 35):
        broadcast.finish(world, channel)


def starved_to_death(world: World, channel: Channel, start: float, seconds: float = HOUR) -> None:
    """No data for its last 30 seconds: there is no Starvation End."""
    on_air(world, channel, -start)
    with world.moment(start + seconds - 30):
        broadcast.starve(world, channel)
    with world.moment(start + seconds):
        broadcast.finish(world, channel)


def too_much(world: World, channel: Channel, start: float) -> None:
    disconnected(world, channel, start, "Ingest Bitrate")


def too_large(world: World, channel: Channel, start: float) -> None:
    disconnected(world, channel, start, "Ingest Resolution")


def disconnected(world: World, channel: Channel, start: float, limit: str) -> None:
    """Over a limit of the channel's type, seconds after it went live."""
    on_air(world, channel, -start)
    with world.moment(start + 20):
        broadcast.note(world, channel, broadcast.LIMIT, limit)
    with world.moment(start + 21):
        broadcast.finish(world, channel)


def not_processed(world: World, channel: Channel, start: float) -> None:
    """IVS has not the capacity at that moment."""
    with world.moment(start):
        broadcast.create_session(world, channel)
    with world.moment(start + 5):
        broadcast.note(world, channel, broadcast.STATE, "Stream Failure")
        broadcast.finish(world, channel)


def kept_badly(world: World, channel: Channel, start: float) -> None:
    """Someone changed the bucket's policy while it was recorded."""
    on_air(world, channel, -start)
    with world.moment(start + HOUR):
        channel.sessions[0].recording = False
        broadcast.finish(world, channel)
        broadcast.note(world, channel, broadcast.RECORDING, "Recording End Failure")


def handed_on(world: World, channel: Channel, start: float, times: int = 95) -> None:
    """A phone goes from network to network, and takes its own stream over each time."""
    on_air(world, channel, -start)
    for index in range(times):
        with world.moment(start + 60 + index * 35):
            broadcast.take_over(world, channel)
    with world.moment(start + HOUR):
        broadcast.finish(world, channel)


def round_the_clock(world: World, channel: Channel, since: float, times: int) -> None:
    """One stream after the other, each as long as one may be, the last until `since` ago."""
    channel.sessions.clear()
    gap = 20.0
    for index in range(times, 0, -1):
        start = -since - index * (broadcast.LONGEST + gap)
        past_session(world, channel, start, broadcast.LONGEST)


def coming_and_going(
    world: World, channel: Channel, start: float, times: int, every: float
) -> None:
    """A bad connection: session after session dies for lack of data, and the next one begins."""
    for index in range(times):
        lasts = world.rng.uniform(0.6, 0.9) * every
        starved_to_death(world, channel, start + index * every, lasts)


def on_air(
    world: World, channel: Channel, since: float, health: str = "HEALTHY", *, recorded: bool = True
) -> None:
    """A stream that went live `since` seconds before the start and still is."""
    with world.moment(-since):
        broadcast.create_session(world, channel)
    with world.moment(-since + broadcast.START_DELAY):
        broadcast.start_stream(world, channel, health, recorded=recorded)


def flapping(world: World, channel: Channel, since: float, times: int) -> None:
    """Since then it starved and recovered so often that its oldest events are gone."""
    step = (since - 60) / times
    for index in range(times):
        with world.moment(-since + 30 + index * step):
            broadcast.starve(world, channel)
        with world.moment(-since + 30 + (index + 0.4) * step):
            broadcast.recover(world, channel)


def failed_starts(world: World, channel: Channel) -> None:
    """A channel that an engineer tried everything on: all nine codes of stream events."""
    for index, code in enumerate(MULTITRACK_CODES):
        start = -(9 - index) * DAY
        with world.moment(start):
            broadcast.create_session(world, channel)
        with world.moment(start + 4):
            broadcast.finish(world, channel, code)
    start = -2 * DAY
    with world.moment(start):
        broadcast.go_live(world, channel, delay=0)
        broadcast.take_over(world, channel)
    for index, code in enumerate(TAKEOVER_CODES):
        with world.moment(start + 60 * (index + 1)):
            broadcast.take_over(world, channel, code)
    with world.moment(start + HOUR):
        broadcast.finish(world, channel)


def past_stage_session(world: World, stage: Stage, start: float, users: Sequence[str]) -> None:
    with world.moment(start):
        joined = [
            gathering.join(world, stage, user, publish=index < 2)
            for index, user in enumerate(users)
        ]
    with world.moment(start + 40):
        for one in joined[2:]:
            gathering.subscribe(world, one, joined[0])
    with world.moment(start + HOUR):
        gathering.close_session(world, stage)


def refused(world: World, stage: Stage, user: str, code: str, at: float) -> Participant:
    """Someone who came, failed with `code`, and left."""
    protocol = "RTMP" if code in ENCODER_FAULTS else "UNKNOWN"
    with world.moment(at):
        participant = gathering.join(world, stage, user, protocol=protocol)
    name = REFUSALS[code]
    more = {"remoteParticipantId": world.token(12)} if name == "SUBSCRIBE_ERROR" else {}
    with world.moment(at + 1):
        gathering.refuse(world, participant, code, name, **more)
    with world.moment(at + 20):
        gathering.leave(world, participant)
    return participant
