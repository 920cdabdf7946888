"""What real accounts look like: names, encoders, devices."""

from random import Random

from ivs_tui.sim.world import Item

ENCODERS = (
    "obs-output module (libobs version 30.2.3)",
    "Lavf60.16.100",
    "Elemental Live 2.26.1",
    "vMix/27.0.0.49",
    "Larix Broadcaster/1.3.5",
)
MAIN = {"codec": "avc1.4D401F", "profile": "Main", "level": "3.1"}
HIGH = {"codec": "avc1.64002A", "profile": "High", "level": "4.2"}
Size = tuple[int, int, int]
"""Width, height, bits per second."""

SIZES: dict[str, Size] = {
    "BASIC": (852, 480, 1_100_000),
    "STANDARD": (1920, 1080, 6_000_000),
    "ADVANCED_SD": (1280, 720, 3_500_000),
    "ADVANCED_HD": (1920, 1080, 6_500_000),
}
"""What a usual encoder sends: with room below the limits of the channel's type."""
LADDER = ((1920, 1080, 6_000_000), (1280, 720, 3_000_000), (640, 360, 900_000))

FIRST_NAMES = (
    "ada", "amir", "bea", "chen", "dalia", "emeka", "fatou", "goran", "hana", "ines", "jonas",
    "kenji", "leila", "mateo", "nora", "olu", "priya", "quinn", "rosa", "sven", "tariq", "uma",
    "vera", "wanda", "xavi", "yuki", "zoe",
)  # fmt: skip
DEVICES: tuple[Item, ...] = (
    {"osName": "Mac OS", "osVersion": "14.5", "browserName": "Chrome", "browserVersion": "126.0.0"},
    {"osName": "Windows", "osVersion": "11", "browserName": "Edge", "browserVersion": "126.0.2592"},
    {"osName": "iOS", "osVersion": "17.5.1"},
    {"osName": "Android", "osVersion": "14", "browserName": "Chrome", "browserVersion": "125.0.0"},
    {"osName": "Linux", "osVersion": "6.8", "browserName": "Firefox", "browserVersion": "127.0"},
)
PROVIDERS = (
    "Deutsche Telekom AG",
    "Comcast Cable",
    "Orange S.A.",
    "NTT Communications",
    "Vodafone",
)
SDKS = ("1.14.1", "1.16.0", "1.17.0")


def video(size: Size, encoder: str, framerate: int, track: str | None = None) -> Item:
    width, height, bitrate = size
    flavour = HIGH if height > 720 else MAIN
    return {
        "avcProfile": flavour["profile"],
        "avcLevel": flavour["level"],
        **flavour,
        "encoder": encoder,
        "targetBitrate": bitrate,
        "targetFramerate": framerate,
        "videoWidth": width,
        "videoHeight": height,
        **({"track": track} if track else {}),
    }


def audio(track: str | None = None) -> Item:
    return {
        "codec": "mp4a.40.2",
        "targetBitrate": 160_000,
        "sampleRate": 48_000,
        "channels": 2,
        **({"track": track} if track else {}),
    }


def ingest(rng: Random, channel: Item, setup: Item) -> Item:
    """The encoder's settings in both spellings: several tracks, and the deprecated single one.

    `setup` holds what its owner changed: sizes (one for each track), framerate, video, audio.
    """
    encoder = rng.choice(ENCODERS)
    framerate = setup.get("framerate", 30)
    multitrack = channel.get("multitrackInputConfiguration", {}).get("enabled")
    usual = LADDER if multitrack else (SIZES.get(channel.get("type", ""), SIZES["STANDARD"]),)
    sizes = setup.get("sizes", usual)
    videos = [
        video(size, encoder, framerate, f"track{index}" if multitrack else None)
        | setup.get("video", {})
        for index, size in enumerate(sizes)
    ]
    audios = [audio("track0" if multitrack else None) | setup.get("audio", {})]
    return {
        "ingestConfiguration": {**({"video": videos[0]} if videos else {}), "audio": audios[0]},
        "ingestConfigurations": {"videoConfigurations": videos, "audioConfigurations": audios},
    }


def device(rng: Random) -> Item:
    """What a participant's browser or app tells of itself."""
    return {
        **rng.choice(DEVICES),
        "ispName": rng.choice(PROVIDERS),
        "sdkVersion": rng.choice(SDKS),
    }
