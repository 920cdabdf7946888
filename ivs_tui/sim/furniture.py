"""The configurations of a broadcaster's account: recordings, keys, policies, encoders."""

from ivs_tui.sim.errors import ACCOUNT, REGION
from ivs_tui.sim.world import Channel, Item, Stage, World

PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEYcKb0dXGYlJQ8nb5aXkKS7PqDqlqFmHk
dXuW0oZ5mVgHcKkbZ0LhJ6VQvQ2dL0n1hY9m8pR3sT7uV4wX1yZ2aB5cD6eF8gH9
-----END PUBLIC KEY-----
"""


def furnish(world: World) -> None:
    recordings(world)
    playback(world)
    composing(world)


def recordings(world: World) -> None:
    for name, state, window in (
        ("archive-60s", "ACTIVE", 60),
        ("compliance", "ACTIVE", 0),
        ("old-bucket", "CREATE_FAILED", 0),
    ):
        configuration = {
            "name": name,
            "destinationConfiguration": {"s3": {"bucketName": f"example-{name}"}},
            "state": state,
            "tags": {"team": "archive"},
            "thumbnailConfiguration": {
                "recordingMode": "INTERVAL",
                "targetIntervalSeconds": 60,
                "resolution": "HD",
                "storage": ["SEQUENTIAL", "LATEST"],
            },
            "recordingReconnectWindowSeconds": window,
            "renditionConfiguration": {"renditionSelection": "CUSTOM", "renditions": ["HD", "SD"]},
        }
        world.add("recording-configuration", configuration)


def playback(world: World) -> None:
    for name in ("players-2025", "players-2026"):
        fingerprint = ":".join(f"{world.rng.randrange(256):02x}" for _ in range(16))
        world.add("playback-key", {"name": name, "fingerprint": fingerprint, "tags": {}})
    for name, countries in (("europe", ["DE", "FR", "ES", "IT"]), ("own-site", [])):
        policy = {
            "allowedCountries": countries,
            "allowedOrigins": ["https://live.example.com"],
            "enableStrictOriginEnforcement": name == "own-site",
            "name": name,
            "tags": {},
        }
        world.add("playback-restriction-policy", policy)
    arn = f"arn:aws:mediatailor:{REGION}:{ACCOUNT}:playbackConfiguration/midroll"
    advertising = {
        "name": "midroll",
        "mediaTailorPlaybackConfigurations": [{"playbackConfigurationArn": arn}],
        "postRollConfiguration": {"durationSeconds": 30, "enabled": True},
        "tags": {},
    }
    world.add("ad-configuration", advertising)
    key = {"name": "tokens", "publicKeyMaterial": PUBLIC_KEY, "fingerprint": "9f:31", "tags": {}}
    world.add("public-key", key)


def composing(world: World) -> None:
    for name, width, height, bitrate in (
        ("hd-landscape", 1280, 720, 2_500_000),
        ("hd-portrait", 720, 1280, 2_500_000),
    ):
        video = {"width": width, "height": height, "framerate": 30.0, "bitrate": bitrate}
        world.add("encoder-configuration", {"name": name, "video": video, "tags": {}})
    for bucket in ("stage-recordings", "podcast-masters"):
        storage = {"name": bucket, "s3": {"bucketName": bucket}, "tags": {}}
        world.add("storage-configuration", storage)


def first(world: World, kind: str) -> str:
    """The ARN of the first configuration of its kind."""
    return next(iter(world.of(kind)))


def compose(
    world: World, stage: Stage, channel: Channel | None = None, state: str = "ACTIVE"
) -> Item:
    """A composition of a stage to a channel, or without one, to S3."""
    encoder = first(world, "encoder-configuration")
    to_s3 = {
        "storageConfigurationArn": first(world, "storage-configuration"),
        "encoderConfigurationArns": [encoder],
        "recordingConfiguration": {
            "hlsConfiguration": {"targetSegmentDurationSeconds": 6},
            "format": "HLS",
        },
    }
    if channel:
        to_channel = {"channelArn": channel.arn, "encoderConfigurationArn": encoder}
        configuration: Item = {"name": channel.api["name"], "channel": to_channel}
    else:
        configuration = {"name": "archive", "s3": to_s3}
    destination: Item = {
        "id": world.token(12),
        "state": state,
        "startTime": world.stamp(),
        "configuration": configuration,
    }
    if channel is None:
        destination["detail"] = {"s3": {"recordingPrefix": f"{world.token(12)}/composite"}}
    composition = {
        "stageArn": stage.arn,
        "state": state,
        "layout": {"grid": {"omitStoppedVideo": False, "videoFillMode": "COVER", "gridGap": 2}},
        "destinations": [destination],
        "tags": {"show": stage.api["name"]},
        "startTime": world.stamp(),
    }
    return world.add("composition", composition)


def stop_composition(world: World, composition: Item) -> None:
    """Stopped; five minutes later IVS knows it no more."""
    for one in (composition, *composition["destinations"]):
        one |= {"state": "STOPPED", "endTime": world.stamp()}
    world.after(300, lambda: world.of("composition").pop(composition["arn"], None))


def add_ingest(
    world: World, name: str, stage: Stage | None, *, redundant: bool = False, protocol: str
) -> Item:
    """An ingest configuration; its first participant id is the one subscribers see."""
    credentials = [
        {"participantId": world.token(12), "streamKey": stream_key(world)} for _ in range(2)
    ]
    return world.add(
        "ingest-configuration",
        {
            "name": name,
            "ingestProtocol": protocol,
            "streamKey": stream_key(world),
            "stageArn": stage.arn if stage else "",
            "participantId": world.token(12),
            "state": "ACTIVE" if stage else "INACTIVE",
            "userId": name,
            "redundantIngest": redundant,
            **({"redundantIngestCredentials": credentials} if redundant else {}),
            "attributes": {"source": "encoder"},
            "tags": {},
        },
    )


def stream_key(world: World) -> str:
    return f"rt_{ACCOUNT}_{REGION}_{world.token(12)}_SECRET{world.token(16)}"
