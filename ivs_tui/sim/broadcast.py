"""What can happen to a channel: its stream starts, starves, recovers, is taken over, ends."""

from functools import partial

from ivs_tui.sim.samples import ingest
from ivs_tui.sim.world import Channel, Item, Session, World

STATE = "IVS Stream State Change"
HEALTH = "IVS Stream Health Change"
LIMIT = "IVS Limit Breach"
RECORDING = "IVS Recording State Change"
START_DELAY = 6.0
"""Seconds from Session Created to Stream Start, with a keyframe every 2 s."""

LONGEST = 48 * 3600.0
"""Seconds after which IVS disconnects an encoder; most connect again at once."""

KEPT = 200
"""Sessions of a channel that are remembered: a simulator may run for months."""

FAILURES = {
    "Stream Failure",
    "Stream Takeover Failure",
    "Recording Start Failure",
    "Recording End Failure",
}


def note(world: World, channel: Channel, kind: str, name: str, code: str | None = None) -> None:
    """Add an event to the channel's newest session."""
    session = channel.sessions[0]
    event = {"name": name, "type": kind, "eventTime": world.stamp()}
    session.events.append(event | ({"code": code} if code else {}))
    session.failed |= kind == LIMIT or name in FAILURES or code is not None


def create_session(world: World, channel: Channel) -> Session:
    """The stream key is accepted: a session exists, nothing can be watched yet."""
    session = Session(
        {
            "streamId": "st-" + world.token(23),
            "startTime": world.stamp(),
            "channel": channel.api,
            **ingest(world.rng, channel.api, channel.setup),
        }
    )
    recording = world.of("recording-configuration").get(
        channel.api.get("recordingConfigurationArn", "")
    )
    if recording:
        session.api["recordingConfiguration"] = recording
    channel.sessions.insert(0, session)
    del channel.sessions[KEPT:]
    note(world, channel, STATE, "Session Created")
    return session


def start_stream(
    world: World, channel: Channel, health: str = "HEALTHY", *, recorded: bool = True
) -> None:
    """The stream can be watched: it appears in ListStreams."""
    if channel.stream is not None or "endTime" in channel.sessions[0].api:
        return
    session = channel.sessions[0]
    channel.stream = {
        "channelArn": channel.arn,
        "streamId": session.api["streamId"],
        "playbackUrl": channel.api.get("playbackUrl", ""),
        "startTime": session.api["startTime"],
        "state": "LIVE",
        "health": health,
        # Who goes live has no audience yet; who went live before the start has all of it.
        "viewerCount": channel.audience if world.time < 0 else 0,
    }
    world.live[channel.arn] = channel
    note(world, channel, STATE, "Stream Start")
    if recorded:
        start_recording(world, channel)
    if world.time + LONGEST > 0:
        world.after(LONGEST, partial(run_out, world, channel, session))


def start_recording(world: World, channel: Channel) -> None:
    """What is configured to be recorded is, unless its configuration was never whole."""
    session = channel.sessions[0]
    configuration = session.api.get("recordingConfiguration")
    if configuration is not None:
        session.recording = configuration.get("state") != "CREATE_FAILED"
        name = "Recording Start" if session.recording else "Recording Start Failure"
        note(world, channel, RECORDING, name)


def run_out(world: World, channel: Channel, session: Session) -> None:
    """The stream has lasted as long as one may."""
    if "endTime" not in session.api:
        finish(world, channel)
        world.after(20, partial(go_live, world, channel))


def busy(channel: Channel) -> bool:
    """Live, starting, or just failing to."""
    return bool(channel.sessions) and "endTime" not in channel.sessions[0].api


def go_live(world: World, channel: Channel, delay: float = START_DELAY) -> None:
    if busy(channel):
        return
    create_session(world, channel)
    if delay:
        world.after(delay, lambda: start_stream(world, channel))
    else:
        start_stream(world, channel)


def fail_start(world: World, channel: Channel, code: str) -> None:
    """A session that ends before anything could be watched."""
    if busy(channel):
        return
    create_session(world, channel)
    world.after(3, lambda: finish(world, channel, code))


def starve(world: World, channel: Channel) -> None:
    _change_health(world, channel, "STARVING", "Starvation Start")


def recover(world: World, channel: Channel) -> None:
    _change_health(world, channel, "HEALTHY", "Starvation End")


def _change_health(world: World, channel: Channel, health: str, event: str) -> None:
    stream = channel.stream
    if stream is None or stream["health"] == health:
        return
    stream["health"] = health
    note(world, channel, HEALTH, event)


def take_over(world: World, channel: Channel, code: str | None = None) -> None:
    """Another encoder takes the stream over, or with a code, fails to."""
    if channel.stream is not None:
        name = "Stream Takeover Failure" if code else "Stream Takeover"
        note(world, channel, STATE, name, code)


def breach(world: World, channel: Channel, limit: str) -> None:
    """Over a limit of the channel type; IVS disconnects the encoder at once."""
    if channel.stream is not None:
        note(world, channel, LIMIT, limit)
        world.after(1, lambda: finish(world, channel))


def finish(world: World, channel: Channel, code: str | None = None) -> None:
    """The encoder has gone; the session ends, and with it the stream."""
    session = channel.sessions[0] if channel.sessions else None
    if session is None or "endTime" in session.api:
        return
    note(world, channel, STATE, "Session Ended", code)
    if channel.stream is not None:
        note(world, channel, STATE, "Stream End")
        if session.recording:
            note(world, channel, RECORDING, "Recording End")
    session.api["endTime"] = world.stamp()
    channel.stream = None
    world.live.pop(channel.arn, None)


def delete(world: World, channel: Channel) -> None:
    """The channel is gone, but not yet from the list of streams, if it was live."""
    world.deleted[channel.arn] = world.channels.pop(channel.arn)
    keys = world.of("stream-key")
    for arn in [arn for arn, key in keys.items() if key["channelArn"] == channel.arn]:
        del keys[arn]


def move_viewers(world: World, some: int) -> None:
    """Let the audiences of `some` live streams drift around their usual size."""
    live = list(world.live.values())
    for channel in world.rng.sample(live, min(some, len(live))):
        stream: Item | None = channel.stream
        if stream is None or stream.get("viewerCount", -1) < 0:
            continue
        pull = (channel.audience - stream["viewerCount"]) * 0.1
        drift = world.rng.gauss(pull, max(1.0, channel.audience * 0.02))
        stream["viewerCount"] = max(0, int(stream["viewerCount"] + round(drift)))
