"""The configurations of a broadcaster's account: recordings, keys, policies, encoders."""

from collections.abc import Callable

from ivs_tui.sim.errors import ACCOUNT, REGION
from ivs_tui.sim.world import Item, World

PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEYcKb0dXGYlJQ8nb5aXkKS7PqDqlqFmHk
dXuW0oZ5mVgHcKkbZ0LhJ6VQvQ2dL0n1hY9m8pR3sT7uV4wX1yZ2aB5cD6eF8gH9
-----END PUBLIC KEY-----
"""


def furnish(world: World) -> None:
    """What an account has that broadcasts, records, protects and sells."""
    for add, names in USUAL.items():
        for name in names:
            add(world, name)


def add_recording(world: World, name: str, state: str = "ACTIVE") -> Item:
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
        "recordingReconnectWindowSeconds": 60 if name.endswith("-60s") else 0,
        "renditionConfiguration": {"renditionSelection": "CUSTOM", "renditions": ["HD", "SD"]},
    }
    return world.add("recording-configuration", configuration)


def add_key_pair(world: World, name: str) -> Item:
    key = {"name": name, "fingerprint": fingerprint(world), "tags": {}}
    return world.add("playback-key", key)


def add_policy(world: World, name: str) -> Item:
    """A policy that is strict about a site, or one about countries."""
    own_site = name == "own-site"
    policy = {
        "allowedCountries": [] if own_site else ["DE", "FR", "ES", "IT"],
        "allowedOrigins": ["https://live.example.com"],
        "enableStrictOriginEnforcement": own_site,
        "name": name,
        "tags": {},
    }
    return world.add("playback-restriction-policy", policy)


def add_ads(world: World, name: str) -> Item:
    arn = f"arn:aws:mediatailor:{REGION}:{ACCOUNT}:playbackConfiguration/{name}"
    advertising = {
        "name": name,
        "mediaTailorPlaybackConfigurations": [{"playbackConfigurationArn": arn}],
        "postRollConfiguration": {"durationSeconds": 30, "enabled": True},
        "tags": {},
    }
    return world.add("ad-configuration", advertising)


def add_public_key(world: World, name: str) -> Item:
    key = {"publicKeyMaterial": PUBLIC_KEY, "fingerprint": fingerprint(world), "tags": {}}
    return world.add("public-key", {"name": name, **key})


def add_encoder(world: World, name: str) -> Item:
    long, short = (1920, 1080) if name.startswith("full") else (1280, 720)
    width, height = (short, long) if name.endswith("portrait") else (long, short)
    bitrate = 6_000_000 if long > 1280 else 2_500_000
    video = {"width": width, "height": height, "framerate": 30.0, "bitrate": bitrate}
    return world.add("encoder-configuration", {"name": name, "video": video, "tags": {}})


def add_storage(world: World, name: str) -> Item:
    return world.add(
        "storage-configuration", {"name": name, "s3": {"bucketName": name}, "tags": {}}
    )


def fingerprint(world: World) -> str:
    return ":".join(f"{world.rng.randrange(256):02x}" for _ in range(16))


USUAL: dict[Callable[[World, str], Item], tuple[str, ...]] = {
    add_recording: ("archive-60s", "compliance"),
    add_key_pair: ("players-2025", "players-2026"),
    add_policy: ("europe", "own-site"),
    add_ads: ("midroll",),
    add_public_key: ("tokens",),
    add_encoder: ("hd-landscape", "hd-portrait", "full-hd"),
    add_storage: ("stage-recordings", "podcast-masters"),
}
"""The first of a kind is what others are made with."""


def first(world: World, kind: str) -> str:
    """The ARN of the first configuration of its kind."""
    return next(iter(world.of(kind)))


def named(world: World, kind: str, name: str) -> str:
    """The ARN of the configuration of that name."""
    return next(arn for arn, one in world.of(kind).items() if one.get("name") == name)
