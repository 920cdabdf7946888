"""A stream session: how it stands, what the encoder sends, and every event with its remedy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from ivs_tui.aws.records.lowlatency import (
    AudioConfiguration,
    Channel,
    StreamSession,
    StreamSummary,
    VideoConfiguration,
)
from ivs_tui.engine.merge import MOST_KEPT
from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.knowledge.checks import examine_session
from ivs_tui.knowledge.checks.ingest import ingest_of
from ivs_tui.knowledge.codecs import describe_codec
from ivs_tui.knowledge.explain import explain_stream_event
from ivs_tui.knowledge.finding import Examination
from ivs_tui.resources import explained, jumps, parts, states
from ivs_tui.resources import format as fmt
from ivs_tui.resources.spec import (
    Cell,
    Column,
    Detail,
    Goal,
    Jump,
    Line,
    Look,
    Mark,
    Read,
    Row,
    Subject,
    Tone,
)


def _facts(subject: Subject, look: Look) -> Sequence[Line]:
    session: StreamSession = subject.record
    return [
        _state(session, subject, look),
        *_ingest(session, look),
        *_recording(session, look),
        *_channel(session.channel, look),
        Line("session", (fmt.text(session.stream_id, look),)),
    ]


def _state(session: StreamSession, subject: Subject, look: Look) -> Line:
    channel = session.channel
    kind = fmt.text(channel.type if channel else None, look)
    mode = channel.latency_mode if channel else None
    latency = Cell(f"latency {fmt.text(mode, look).text}") if mode else fmt.UNSAID
    began = fmt.near_time(session.start_time, look.now)
    if session.end_time is not None:
        ended = fmt.near_time(session.end_time, look.now)
        return Line(
            "state",
            (
                fmt.marked(Mark.OFF, "ended", Tone.DIM, look),
                Cell(f"from {began} to {ended}"),
                *_length(session),
                kind,
                latency,
            ),
        )
    since = Cell(f"for {fmt.age(session.start_time, look.now)} since {began}")
    return Line("state", (*_live(session, subject, look), since, kind, latency))


def _length(session: StreamSession) -> tuple[Cell, ...]:
    if session.start_time is None or session.end_time is None:
        return ()
    return (Cell(fmt.seconds(session.end_time - session.start_time)),)


def _live(session: StreamSession, subject: Subject, look: Look) -> tuple[Cell, ...]:
    streams = subject.read("streams")
    if streams is None:
        return (Cell(f"{look.mark(Mark.UNREAD)} health not read yet", Tone.DIM),)
    stream: StreamSummary | None = next(
        (one for one in streams if one.stream_id == session.stream_id), None
    )
    if stream is None:
        return (fmt.marked(Mark.OFF, "not in the list of live streams", Tone.WARNING, look),)
    return (states.health(stream.health, look), states.watched(stream.viewer_count, look))


def _ingest(session: StreamSession, look: Look) -> Iterable[Line]:
    ingest = ingest_of(session)
    if not ingest.video and not ingest.audio:
        yield Line("ingest", (Cell("the API does not say what the encoder sends", Tone.DIM),))
    for video in ingest.video:
        yield Line("video", _video(video, look))
    for audio in ingest.audio:
        yield Line("audio", _audio(audio, look))


def _video(video: VideoConfiguration, look: Look) -> tuple[Cell, ...]:
    size = f"{video.video_width or '?'}x{video.video_height or '?'}"
    said = [
        _track(video.track, look),
        _codec(video.codec, look),
        Cell(size, Tone.STRONG),
        Cell(f"{video.target_framerate} fps") if video.target_framerate is not None else None,
        Cell(fmt.bitrate(video.target_bitrate), Tone.STRONG),
        *_said_apart(video, look),
        fmt.text(video.encoder, look, Tone.DIM) if video.encoder else None,
    ]
    return tuple(cell for cell in said if cell is not None)


def _said_apart(video: VideoConfiguration, look: Look) -> tuple[Cell | None, ...]:
    """Profile and level, where the codec string does not hold them already."""
    codec = video.codec or ""
    if describe_codec(codec) != codec:
        return ()
    profile, level = video.profile or video.avc_profile, video.level or video.avc_level
    return (_words("profile", profile, look), _words("level", level, look))


def _audio(audio: AudioConfiguration, look: Look) -> tuple[Cell, ...]:
    channels = {1: "mono", 2: "stereo"}.get(audio.channels or 0)
    said = [
        _track(audio.track, look),
        _codec(audio.codec, look),
        Cell(f"{audio.sample_rate / 1000:g} kHz") if audio.sample_rate is not None else None,
        Cell(channels or f"{audio.channels} channels") if audio.channels is not None else None,
        Cell(fmt.bitrate(audio.target_bitrate), Tone.STRONG),
    ]
    return tuple(cell for cell in said if cell is not None)


def _track(name: str | None, look: Look) -> Cell | None:
    return Cell(f"[{fmt.text(name, look).text}]", Tone.DIM) if name else None


def _words(label: str, value: str | None, look: Look) -> Cell | None:
    return Cell(f"{label} {fmt.text(value, look).text}", Tone.DIM) if value else None


def _codec(codec: str | None, look: Look) -> Cell:
    if not codec:
        return Cell("codec -", Tone.DIM)
    words = describe_codec(codec)
    came = fmt.text(codec, look).text
    return Cell(came if words == codec else f"{fmt.text(words, look).text} ({came})")


def _channel(channel: Channel | None, look: Look) -> Iterable[Line]:
    if channel is None:
        return
    multitrack = channel.multitrack_input_configuration
    said = [
        fmt.text(channel.name, look, Tone.STRONG),
        Cell("private" if channel.authorized else "public"),
        Cell("insecure ingest allowed", Tone.WARNING) if channel.insecure_ingest else None,
        _words("preset", channel.preset, look),
        _words("container", channel.container_format, look),
        Cell(f"multitrack {fmt.text(multitrack.policy, look).text}")
        if multitrack and multitrack.enabled
        else None,
        fmt.tags(channel.tags, look) if channel.tags else None,
    ]
    yield Line("channel", tuple(cell for cell in said if cell is not None))
    yield Line("", (fmt.text(channel.arn, look, Tone.DIM),))


def _recording(session: StreamSession, look: Look) -> Iterable[Line]:
    recording = session.recording_configuration
    if recording is None:
        yield Line("recording", (Cell("none at go-live", Tone.DIM),))
        return
    bucket, window = parts.bucket(recording), recording.recording_reconnect_window_seconds
    said = [
        states.life(recording.state, look),
        fmt.text(recording.name or fmt.short_arn(recording.arn), look, Tone.STRONG),
        Cell(f"s3://{fmt.text(bucket, look).text}") if bucket else None,
        Cell(f"reconnect window {window} s", Tone.DIM) if window is not None else None,
        Cell("as at go-live", Tone.DIM),
    ]
    yield Line("recording", tuple(cell for cell in said if cell is not None))


def _events(subject: Subject) -> list[Row]:
    # From the oldest on, so that an event's number stays when newer ones come.
    events = (subject.record.truncated_events or ())[::-1]
    keys = parts.told_apart(f"{one.event_time}|{one.type}|{one.name}|{one.code}" for one in events)
    return list(map(Row, keys, events))[::-1]


def _explain(row: Row, look: Look) -> Sequence[Line]:
    event = row.record
    told = explain_stream_event(event.type, event.name, event.code)
    return explained.lines(told, event.code, look)


def _notice(subject: Subject, snapshot: Snapshot) -> str:
    if snapshot.trimmed:
        return f"the newest {MOST_KEPT:,} events are kept here; earlier ones were let go"
    if snapshot.truncated:
        return "500 reached: earlier events are not available from the API"
    return "" if subject.record.truncated_events else "the API tells of no event"


def _severity(row: Row, look: Look) -> Cell:
    event = row.record
    told = explain_stream_event(event.type, event.name, event.code)
    return states.severity(told.severity, event.name or "-", look)


def _knows(topic: Topic) -> Sequence[Read]:
    # How often the channel's stream came and went lately: worth no request of its own.
    return [Read("sessions", {"channelArn": topic.get("channelArn") or ""})]


def _leads(subject: Subject, _row: Row | None) -> Sequence[Jump]:
    arn = subject.topic.get("channelArn")
    recording, channel = subject.record.recording_configuration, subject.record.channel
    sessions = [one for one in jumps.of_channel(arn) if one.goal.target != "session"]
    return [
        *jumps.to(arn),
        *sessions,
        *jumps.to(
            recording.arn if recording else None,
            channel.playback_restriction_policy_arn if channel else None,
            channel.ad_configuration_arn if channel else None,
        ),
    ]


def _examine(subject: Subject, now: datetime) -> Examination:
    return examine_session(subject.record, sessions=subject.read("sessions"), now=now)


DETAIL = Detail(
    name="session",
    title="Stream session",
    query="session",
    facts=_facts,
    rows=_events,
    order=lambda row: parts.newest_first(row.record.event_time),
    explain=_explain,
    notice=_notice,
    identity=lambda topic: topic.get("streamId") or topic.get("channelArn") or "",
    knows=_knows,
    joins=("streams",),
    jumps=_leads,
    examine=_examine,
    compared=lambda topic: Goal("compare", dict(topic.parameters)),
    columns=(
        parts.time_column("time", "TIME", lambda row: row.record.event_time, precise=True),
        Column(
            id="event",
            title="EVENT",
            width=26,
            value=lambda row: row.record.name,
            cell=_severity,
            text=lambda row: row.record.name or "",
        ),
        parts.text_column("code", "CODE", 20, lambda row: row.record.code, grow=2),
        parts.text_column(
            "type",
            "TYPE",
            20,
            lambda row: (row.record.type or "").removeprefix("IVS "),
            tone=Tone.DIM,
            grow=1,
            shed=1,
        ),
    ),
)
