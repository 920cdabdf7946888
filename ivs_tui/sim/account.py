"""Builders of the resources that do not move: channels, stages, configurations."""

from typing import Any

from ivs_tui.sim.errors import ACCOUNT, REGION
from ivs_tui.sim.world import Channel, Item, Stage, World

PASSPHRASE = "SECRET-srt-passphrase-"
STREAM_KEY = f"sk_{REGION}_SECRET"


def add_channel(world: World, name: str, **members: Any) -> Channel:
    """A channel with a stream key; `members` replace what an ordinary one has."""
    arn = world.arn("channel")
    own = arn.rpartition("/")[2]
    audience = members.pop("audience", 0) or world.rng.randrange(20, 900)
    api: Item = {
        "arn": arn,
        "name": name,
        "latencyMode": "LOW",
        "type": "STANDARD",
        "recordingConfigurationArn": "",
        "ingestEndpoint": f"{own.lower()}.global-contribute.live-video.net",
        "playbackUrl": f"https://{own.lower()}.{REGION}.playback.live-video.net/api/video/v1/"
        f"{REGION}.{ACCOUNT}.channel.{own}.m3u8",
        "authorized": False,
        "tags": {},
        "insecureIngest": False,
        "preset": "",
        "srt": {
            "endpoint": f"srt://{own.lower()}.srt.live-video.net:9000",
            "passphrase": PASSPHRASE + own,
        },
        "playbackRestrictionPolicyArn": "",
        "containerFormat": "TS",
        **members,
    }
    channel = world.channels[arn] = Channel(api, audience)
    key = {"value": f"{STREAM_KEY}_{own}", "channelArn": arn, "tags": {}}
    world.add("stream-key", key)
    return channel


def add_stage(world: World, name: str, **members: Any) -> Stage:
    arn = world.arn("stage")
    own = arn.rpartition("/")[2].lower()
    api: Item = {
        "arn": arn,
        "name": name,
        "tags": {},
        "endpoints": {
            "events": "wss://global.events.live-video.net",
            "whip": f"https://{own}.global-bm.whip.live-video.net",
            "rtmp": f"rtmp://{own}.global-contribute.live-video.net/app/",
            "rtmps": f"rtmps://{own}.global-contribute.live-video.net:443/app/",
        },
        **members,
    }
    stage = world.stages[arn] = Stage(api)
    return stage
