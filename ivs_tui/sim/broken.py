"""Configurations for `hostile`: every kind with texts, values and gaps that nobody expects."""

from collections.abc import Callable

from ivs_tui.sim.errors import ACCOUNT
from ivs_tui.sim.furniture import (
    add_ads,
    add_encoder,
    add_key_pair,
    add_policy,
    add_public_key,
    add_recording,
    add_storage,
)
from ivs_tui.sim.world import Item, World

CHINA = f"arn:aws-cn:ivs:cn-north-1:{ACCOUNT}"
ELSEWHERE = f"arn:aws:ivs:eu-west-1:{ACCOUNT}"
ENORMOUS = 9_007_199_254_740_993
"""More than the numbers of JavaScript can tell from its neighbours."""

MORE: dict[Callable[[World, str], Item], int] = {
    add_recording: 18,
    add_key_pair: 1,
    add_policy: 1,
    add_ads: 9,
    add_public_key: 2,
    add_encoder: 9,
    add_storage: 3,
}
"""How many there are beyond the usual ones: every text has its place."""

REQUIRED = {
    "composition": {"stageArn", "state", "layout", "destinations"},
    "ingest-configuration": {"ingestProtocol", "streamKey", "stageArn", "participantId", "state"},
    "playback-restriction-policy": {"allowedCountries", "allowedOrigins"},
    "recording-configuration": {"destinationConfiguration", "state"},
    "ad-configuration": {"mediaTailorPlaybackConfigurations"},
}
"""What AWS never leaves out, beside the ARN; of the other kinds, nothing."""


def channel_members(index: int, known: str) -> Item:
    """What points out of the account, out of the partition, or nowhere."""
    odd: tuple[Item, ...] = (
        {"recordingConfigurationArn": f"{CHINA}:recording-configuration/AbCdEfGhIjKl"},
        {"recordingConfigurationArn": f"{ELSEWHERE}:recording-configuration/AbCdEfGhIjKl"},
        {"playbackRestrictionPolicyArn": f"{CHINA}:playback-restriction-policy/AbCdEfGhIjKl"},
        {"adConfigurationArn": "no ARN \x1b[31mat all"},
        {"recordingConfigurationArn": known},
        {"type": "DELUXE", "latencyMode": "INSTANT", "containerFormat": "WOOD"},
        {"multitrackInputConfiguration": {}, "srt": {}},
    )
    return odd[index] if index < len(odd) else {}


def break_all(world: World, texts: tuple[str, ...]) -> None:
    """After this, the last of each kind has nothing that it can do without."""
    for kind, things in world.others.items():
        if kind == "stream-key":
            continue
        for index, thing in enumerate(things.values()):
            text = texts[index % len(texts)]
            if "name" in thing:
                thing["name"] = text
            thing["tags"] = {"t": text}
            thing.update(BREAK[kind](thing, text, index))
        strip(kind, thing)


def strip(kind: str, thing: Item) -> None:
    for member in thing.keys() - REQUIRED.get(kind, set()) - {"arn"}:
        del thing[member]
    if kind == "recording-configuration":
        thing["destinationConfiguration"] = {}
    if kind == "composition":
        thing["destinations"] = [{"id": "", "state": "ACTIVE", "configuration": {}}]


def bucket(text: str) -> Item:
    """A bucket has three letters at the least."""
    return {"bucketName": text.ljust(3, "_")}


def recording(thing: Item, text: str, index: int) -> Item:
    return {
        "state": ("ACTIVE", "ARCHIVED", "CREATE_FAILED", text)[index % 4],
        "destinationConfiguration": {"s3": bucket(text)},
        "recordingReconnectWindowSeconds": ENORMOUS,
        "thumbnailConfiguration": {"recordingMode": "SOMETIMES", "storage": [text]},
        "renditionConfiguration": {"renditionSelection": "MOOD", "renditions": ["8K", text]},
    }


def policy(thing: Item, text: str, index: int) -> Item:
    countries = ["XX", "\u202e\u202d", text.ljust(2)]
    return {"allowedCountries": countries, "allowedOrigins": ["*", text, "javascript:alert(1)"]}


def ads(thing: Item, text: str, index: int) -> Item:
    return {"mediaTailorPlaybackConfigurations": [{"playbackConfigurationArn": text}, {}]}


def encoder(thing: Item, text: str, index: int) -> Item:
    videos: tuple[Item, ...] = (
        {"width": ENORMOUS, "height": 2, "framerate": 1e300, "bitrate": ENORMOUS},
        {"width": 1280},
        {"framerate": 29.97002997002997},
        {},
    )
    return {"video": videos[index % len(videos)]}


def ingest(thing: Item, text: str, index: int) -> Item:
    return {
        "userId": text,
        "state": ("ACTIVE", "HIBERNATING")[index % 2],
        "ingestProtocol": ("RTMPS", "RTMP", "PIGEON")[index % 3],
        "stageArn": (thing["stageArn"], "", f"{CHINA}:stage/AbCdEfGhIjKl")[index % 3],
        "participantId": (thing["participantId"], "", "\x1b[5m")[index % 3],
        "attributes": {text[:128] or " ": text},
    }


def composition(thing: Item, text: str, index: int) -> Item:
    elsewhere = f"{CHINA}:storage-configuration/AbCdEfGhIjKl"
    for one in thing["destinations"]:
        s3 = one["configuration"].get("s3", {})
        one["configuration"] = {"name": text, "s3": {**s3, "storageConfigurationArn": elsewhere}}
        one["detail"] = {"s3": {"recordingPrefix": text}}
    return {"layout": {"grid": {"videoFillMode": "MELT", "featuredParticipantAttribute": text}}}


def printed(thing: Item, text: str, index: int) -> Item:
    return {"fingerprint": text}


def storage(thing: Item, text: str, index: int) -> Item:
    return {"s3": bucket(text)}


BREAK: dict[str, Callable[[Item, str, int], Item]] = {
    "ad-configuration": ads,
    "composition": composition,
    "encoder-configuration": encoder,
    "ingest-configuration": ingest,
    "playback-key": printed,
    "playback-restriction-policy": policy,
    "public-key": printed,
    "recording-configuration": recording,
    "storage-configuration": storage,
}
