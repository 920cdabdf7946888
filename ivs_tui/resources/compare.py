"""Two stream sessions of a channel beside each other: what changed since the last one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from ivs_tui.aws.decode import REDACTED
from ivs_tui.aws.errors import ProblemKind
from ivs_tui.aws.records.base import Record
from ivs_tui.aws.records.lowlatency import (
    AudioConfiguration,
    StreamSession,
    StreamSessionSummary,
    VideoConfiguration,
)
from ivs_tui.engine.snapshot import Snapshot
from ivs_tui.knowledge.codecs import describe_codec
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps
from ivs_tui.resources.spec import (
    Cell,
    Column,
    Detail,
    Jump,
    Line,
    Look,
    Mark,
    Read,
    Row,
    Subject,
    Tone,
)

BEFORE = "before"
"""What the session before is called among what is laid beside the one in front."""
_ONCE = 720.0
"""Intervals between two reads of what has ended: it says the same for ever."""
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


# The screen


def _session_before(subject: Subject) -> StreamSessionSummary | None:
    """The newest that began before this one; lists come newest first, so a part may do."""
    now: StreamSession = subject.record
    listed = subject.joined["sessions"].items if "sessions" in subject.joined else ()
    begun = now.start_time
    older = [
        one
        for one in listed
        if one.stream_id != now.stream_id and begun and one.start_time and one.start_time < begun
    ]
    return max(older, key=lambda one: one.start_time, default=None)


def _then(subject: Subject) -> Sequence[Read]:
    if (found := _session_before(subject)) is None:
        return ()
    channel = subject.topic.get("channelArn") or ""
    asked = {"channelArn": channel, "streamId": found.stream_id}
    return [Read("session", asked, _ONCE, BEFORE)]


def _before(subject: Subject) -> StreamSession | None:
    known = subject.joined.get(BEFORE)
    return known.items[0] if known and known.items else None


def _comparison(subject: Subject) -> Comparison | None:
    before = _before(subject)
    return compared(before, subject.record) if before else None


def _rows(subject: Subject) -> list[Row]:
    found = _comparison(subject)
    listed = found.differing if found else ()
    return [Row(one.member, one, number) for number, one in enumerate(listed)]


def _facts(subject: Subject, look: Look) -> Sequence[Line]:
    now: StreamSession = subject.record
    lines = [Line("now", (*_when(now, look), fmt.text(now.stream_id, look, Tone.DIM)))]
    listed = _session_before(subject)
    before = _before(subject) or listed
    if before is not None:
        told_when = (*_when(before, look), fmt.text(before.stream_id, look, Tone.DIM))
        lines.append(Line("before", (*told_when, *_gap(before, now))))
    found = _comparison(subject)
    if found is not None:
        lines.append(Line("compared", _counted(found)))
    return lines


def _when(session: StreamSession | StreamSessionSummary, look: Look) -> tuple[Cell, ...]:
    began = fmt.near_time(session.start_time, look.now)
    if session.end_time is None:
        return (fmt.marked(Mark.GOOD, "open", Tone.GOOD, look), Cell(f"since {began}"))
    ended = fmt.near_time(session.end_time, look.now)
    return (fmt.marked(Mark.OFF, "ended", Tone.DIM, look), Cell(f"from {began} to {ended}"))


def _gap(before: StreamSession | StreamSessionSummary, now: StreamSession) -> tuple[Cell, ...]:
    if before.end_time is None or now.start_time is None or now.start_time < before.end_time:
        return ()
    return (Cell(f"{fmt.seconds(now.start_time - before.end_time)} before"),)


def _counted(found: Comparison) -> tuple[Cell, ...]:
    unsaid = len(found.differing) - found.changed
    differ = "differs" if found.changed == 1 else "differ"
    cells = [
        Cell(f"{found.changed} {differ}", Tone.STRONG if found.changed else Tone.NORMAL),
        Cell(f"{found.same} are the same"),
    ]
    if unsaid:
        cells.append(Cell(f"{unsaid} said of one alone", Tone.DIM))
    return (*cells, Cell(", ".join(found.parts) or "nothing", Tone.DIM))


def _notice(subject: Subject, _snapshot: Snapshot) -> str:
    found = _comparison(subject)
    if found is None:
        return _why_not(subject)
    if found.differing:
        return ""
    if not found.same:
        return "the API says nothing of either session that could differ"
    return f"nothing differs: {found.same} members of {', '.join(found.parts)}"


def _why_not(subject: Subject) -> str:
    listed = _session_before(subject)
    if listed is None:
        if subject.read("sessions") is None:
            return "its sessions are not read yet"
        return "no session before this one in the last 60 days: nothing to compare with"
    known = subject.joined.get(BEFORE)
    if known is None or known.error is None:
        return "the session before it is not read yet"
    if known.error.kind is ProblemKind.NOT_FOUND:
        return "the API lists the session before it, but holds nothing of it any more"
    return "the session before it could not be read"


def _side(side: str, row: Row, look: Look) -> Cell:
    value = getattr(row.record, side)
    if value is None:
        return Cell(f"{look.mark(Mark.UNKNOWN)} not said", Tone.DIM)
    words = told(row.record, value)
    if jumps.resource_type(words):
        words = fmt.short_arn(words)
    tone = Tone.STRONG if row.record.certain and side == "now" else Tone.NORMAL
    return fmt.text(words, look, tone)


def _explain(row: Row, look: Look) -> Sequence[Line]:
    one: Difference = row.record
    # In full: the columns cut them.
    sides = ((side, getattr(one, side)) for side in ("before", "now"))
    return [
        Line("member", (fmt.text(one.member, look),)),
        *(
            Line(
                side,
                (Cell(_UNSAID, Tone.DIM) if value is None else fmt.text(told(one, value), look),),
            )
            for side, value in sides
        ),
    ]


_UNSAID = "the API does not say: whether it changed is not known"


def _leads(subject: Subject, _row: Row | None) -> Sequence[Jump]:
    return [
        *jumps.to(subject.topic.get("channelArn")),
        *jumps.of_channel(subject.topic.get("channelArn")),
    ]


def _column(side: str, title: str) -> Column:
    return Column(
        id=side,
        title=title,
        width=20,
        value=lambda row: _text(row, side).casefold() or None,
        cell=lambda row, look: _side(side, row, look),
        text=lambda row: _text(row, side),
        grow=2,
    )


def _text(row: Row, side: str) -> str:
    value = getattr(row.record, side)
    return "" if value is None else told(row.record, value)


DETAIL = Detail(
    name="compare",
    title="What changed since the last session",
    query="session",
    facts=_facts,
    rows=_rows,
    order=lambda row: row.joined,
    explain=_explain,
    notice=_notice,
    identity=lambda topic: topic.get("streamId") or topic.get("channelArn") or "",
    noun="members that differ",
    told=4,
    reads=lambda topic, _session: [
        Read("sessions", {"channelArn": topic.get("channelArn") or ""}, 6.0)
    ],
    then=_then,
    jumps=_leads,
    columns=(
        Column(
            id="member",
            title="MEMBER",
            width=26,
            value=lambda row: row.record.member.casefold(),
            cell=lambda row, look: fmt.text(row.record.member, look, Tone.DIM),
            text=lambda row: row.record.member,
            grow=1,
        ),
        _column("before", "BEFORE"),
        _column("now", "NOW"),
    ),
)
