"""Codec strings as the API gives them (RFC 6381), in words a person uses."""

import re
from collections.abc import Callable

_H264_PROFILES = {
    44: "CAVLC 4:4:4 Intra",
    66: "Baseline",  # with constraint set 1 too: AWS's own samples call 42C0.. Baseline
    77: "Main",
    88: "Extended",
    100: "High",
    110: "High 10",
    122: "High 4:2:2",
    244: "High 4:4:4 Predictive",
}
_H264_LEVELS = frozenset(
    {9, 10, 11, 12, 13, 20, 21, 22, 30, 31, 32, 40, 41, 42, 50, 51, 52, 60, 61, 62}
)
_H265_PROFILES = {
    1: "Main",
    2: "Main 10",
    3: "Main Still Picture",
    4: "Range Extensions",
    5: "High Throughput",
    9: "Screen Content",
}
_H265_LEVELS = frozenset({30, 60, 63, 90, 93, 120, 123, 150, 153, 156, 180, 183, 186})
_AV1_PROFILES = {0: "Main", 1: "High", 2: "Professional"}
_AV1_HIGHEST_LEVEL = 23
_VP9_LEVELS = frozenset({10, 11, 20, 21, 30, 31, 40, 41, 50, 51, 52, 60, 61, 62})
_WHOLE = {
    "mp4a.40.1": "AAC Main",
    "mp4a.40.2": "AAC-LC",
    "mp4a.40.02": "AAC-LC",  # the leading zero is common in the wild
    "mp4a.40.5": "HE-AAC",
    "mp4a.40.05": "HE-AAC",
    "mp4a.40.29": "HE-AAC v2",
    "mp4a.40.34": "MP3",
    "mp4a.40.42": "xHE-AAC",
    "opus": "Opus",
    "Opus": "Opus",
}


def describe_codec(codec: str) -> str:
    """`avc1.64002A` -> `H.264 High 4.2`; a string that cannot be read comes back as it is."""
    if codec in _WHOLE:
        return _WHOLE[codec]
    for pattern, describe in _FORMS:
        if match := pattern.fullmatch(codec):
            return describe(match) or codec
    return codec


def h264_profile_level(codec: str) -> tuple[str, str] | None:
    """`avc1.64002A` -> `("High", "4.2")`; None for anything else."""
    match = _H264.fullmatch(codec)
    return _profile_level(match) if match else None


def _h264(match: re.Match[str]) -> str | None:
    known = _profile_level(match)
    return f"H.264 {known[0]} {known[1]}" if known else None


def _profile_level(match: re.Match[str]) -> tuple[str, str] | None:
    profile, constraints, level = (int(part, 16) for part in match.groups())
    name = _H264_PROFILES.get(profile)
    if name is None or level not in _H264_LEVELS:
        return None
    # Level 1b is 9 in the High profiles; the older ones write it as 1.1 with constraint set 3.
    is_1b = level == 9 or (level == 11 and profile in {66, 77, 88} and constraints & 0x10)
    return name, "1b" if is_1b else _tenths(level)


def _h265(match: re.Match[str]) -> str | None:
    name, level = _H265_PROFILES.get(int(match["profile"])), int(match["level"])
    if name is None or level not in _H265_LEVELS:
        return None
    return f"H.265 {name} {_tenths(level // 3)}{_tier(match['tier'])}"


def _av1(match: re.Match[str]) -> str | None:
    level = int(match["level"])
    if level > _AV1_HIGHEST_LEVEL:
        return None
    name = f"AV1 {_AV1_PROFILES[int(match['profile'])]} {2 + level // 4}.{level % 4}"
    return f"{name}{_tier(match['tier'])}{_depth(match['depth'])}"


def _vp9(match: re.Match[str]) -> str | None:
    level = int(match["level"])
    if level not in _VP9_LEVELS:
        return None
    return f"VP9 profile {int(match['profile'])} {_tenths(level)}{_depth(match['depth'])}"


def _tenths(level: int) -> str:
    return f"{level // 10}.{level % 10}"


def _tier(letter: str) -> str:
    return " High tier" if letter == "H" else ""


def _depth(bits: str) -> str:
    return "" if bits == "08" else f" {bits}-bit"


_H264 = re.compile(r"avc[13]\.([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (_H264, _h264),
    (
        re.compile(
            r"(?:hvc1|hev1)\.(?P<profile>[0-9]{1,2})\.[0-9A-Fa-f]{1,8}"
            r"\.(?P<tier>[LH])(?P<level>[0-9]{1,3})(?:\.[0-9A-Fa-f]{1,2}){0,6}"
        ),
        _h265,
    ),
    (
        re.compile(
            r"av01\.(?P<profile>[0-2])\.(?P<level>[0-9]{2})(?P<tier>[MH])"
            r"\.(?P<depth>08|10|12)(?:\.[0-9]+)*"
        ),
        _av1,
    ),
    (
        re.compile(
            r"vp09\.(?P<profile>0[0-3])\.(?P<level>[0-9]{2})\.(?P<depth>08|10|12)(?:\.[0-9]+)*"
        ),
        _vp9,
    ),
)
