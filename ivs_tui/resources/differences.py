"""What two stream sessions of a channel do not say alike, member by member, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from ivs_tui.aws.decode import REDACTED
from ivs_tui.aws.records.base import Record
from ivs_tui.aws.records.lowlatency import AudioConfiguration, StreamSession, VideoConfiguration
from ivs_tui.knowledge.codecs import describe_codec
from ivs_tui.resources import format as fmt

_NONE = "none"
_TRACK = (
    *("targetBitrate", "videoWidth", "videoHeight", "targetFramerate"),
    *("sampleRate", "channels", "codec", "profile", "level", "encoder", "track"),
)
"""Members of a track, what an encoder is mostly set to first."""

Members = dict[str, Any]
"""Of one part of a session, by path below it; None is what the API does not say."""


class Difference(NamedTuple):
    """A member of which two sessions do not say the same."""

    member: str
    before: Any
    now: Any

    @property
    def certain(self) -> bool:
        """Whether it has changed: what one does not say is no change."""
        return self.before is not None and self.now is not None


class Comparison(NamedTuple):
    """What differs, certain changes first, and how much was looked at."""

    differing: tuple[Difference, ...]
    same: int
    parts: tuple[str, ...]
    """What both say something of."""

    @property
    def changed(self) -> int:
        """How many members have certainly changed."""
        return sum(one.certain for one in self.differing)


def compared(before: StreamSession, now: StreamSession) -> Comparison:
    """What the encoder sent, the channel and the recording, each as at go-live."""
    differing: list[Difference] = []
    same, parts = 0, {}
    for part, mine, its in _paired(before, now):
        if isinstance(mine, dict) and isinstance(its, dict):
            found = [
                Difference(f"{part}.{path}", its.get(path), mine.get(path))
                for path in dict.fromkeys((*mine, *its))
            ]
            alike = [one for one in found if one.before == one.now]
            same += sum(one.now is not None for one in alike)
            differing += [one for one in found if one.before != one.now]
            parts[part.partition("[")[0]] = True
        else:
            differing.append(Difference(part, _whole(part, its), _whole(part, mine)))
    ordered = sorted(differing, key=lambda one: not one.certain)
    return Comparison(tuple(ordered), same, tuple(parts))


def _paired(
    before: StreamSession, now: StreamSession
) -> Iterator[tuple[str, Members | str | None, Members | str | None]]:
    """The parts of both: members, or that there is no such part, or None for unknown."""
    for kind, read in (("video", _videos), ("audio", _audios)):
        mine, its = read(now), read(before)
        many = len(mine or ()) > 1 or len(its or ()) > 1
        ours, theirs = _named(kind, mine, many=many), _named(kind, its, many=many)
        for part in dict.fromkeys((*ours, *theirs)):
            # A track that is not among those told is not there.
            absent = [None if tracks is None else _NONE for tracks in (mine, its)]
            yield part, ours.get(part, absent[0]), theirs.get(part, absent[1])
    if now.channel or before.channel:
        yield "channel", _flat(now.channel), _flat(before.channel)
    mine_kept, its_kept = now.recording_configuration, before.recording_configuration
    if mine_kept or its_kept:
        yield "recording", _flat(mine_kept) or _NONE, _flat(its_kept) or _NONE


def _videos(session: StreamSession) -> Sequence[VideoConfiguration] | None:
    every, single = session.ingest_configurations, session.ingest_configuration
    if every and every.video_configurations is not None:
        return every.video_configurations
    return (single.video,) if single and single.video else None


def _audios(session: StreamSession) -> Sequence[AudioConfiguration] | None:
    every, single = session.ingest_configurations, session.ingest_configuration
    if every and every.audio_configurations is not None:
        return every.audio_configurations
    return (single.audio,) if single and single.audio else None


def _named(kind: str, tracks: Sequence[Record] | None, *, many: bool) -> dict[str, Members]:
    """Tracks by their names, where there are several; the only one of both needs none."""
    told = [_track(track) for track in tracks or ()]
    if not many:
        return dict.fromkeys((kind,), told[0]) if told else {}
    return {f"{kind}[{one.get('track') or number}]": one for number, one in enumerate(told)}


def _track(track: Record) -> Members:
    told = msgspec.to_builtins(track)
    # What is deprecated says the same under its old name.
    told["profile"] = told.get("profile") or told.get("avcProfile")
    told["level"] = told.get("level") or told.get("avcLevel")
    return {name: told.get(name) for name in _TRACK if name in told}


def _flat(record: Record | None) -> Members | None:
    return None if record is None else dict(_leaves(msgspec.to_builtins(record), ""))


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, held in value.items():
            yield from _leaves(held, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        yield path, ", ".join(map(str, value)) or _NONE
    elif value != REDACTED:  # two secrets that nobody knows are not the same
        yield path, value


def _whole(part: str, members: Members | str | None) -> str | None:
    """A part in a few words, where the other session has none."""
    if not isinstance(members, dict):
        return members
    if part in {"channel", "recording"}:
        return str(members.get("name") or members.get("arn"))
    told = (name for name in _TRACK if members.get(name) is not None)
    return " ".join(_words(name, members[name]) for name in islice(told, 4))


_UNITS: Mapping[str, Callable[[Any], str]] = {
    "targetBitrate": fmt.bitrate,
    "sampleRate": lambda hertz: f"{hertz / 1000:g} kHz",
    "targetFramerate": lambda rate: f"{rate} fps",
    "videoWidth": lambda pixels: f"{pixels} px",
    "videoHeight": lambda pixels: f"{pixels} px",
    "channels": lambda count: {1: "mono", 2: "stereo"}.get(count, str(count)),
    "targetIntervalSeconds": lambda seconds: f"{seconds} s",
    "recordingReconnectWindowSeconds": lambda seconds: f"{seconds} s",
}
_PLAIN: Mapping[str, Callable[[Any], str]] = {
    "targetBitrate": lambda bits: f"{bits:,} b/s",
    "codec": str,
}
"""As the API has it, where the usual words hide the difference."""


def _words(member: str, value: Any) -> str:
    name = member.rpartition(".")[2]
    if isinstance(value, bool):
        return fmt.yes_no(value)
    if isinstance(value, int) and name in _UNITS:
        return _UNITS[name](value)
    if name == "codec":
        return describe_codec(value)
    return "(empty)" if value == "" else str(value)


def told(one: Difference, value: Any) -> str:
    """A value in words; as it came where both sides would read alike."""
    sides = [_words(one.member, side) for side in (one.before, one.now) if side is not None]
    name = one.member.rpartition(".")[2]
    if len(set(sides)) < len(sides) and name in _PLAIN:
        return _PLAIN[name](value)
    return _words(one.member, value)
