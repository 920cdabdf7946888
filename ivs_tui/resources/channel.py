"""A channel: how it is fed and watched, and every member of its configuration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from ivs_tui.aws.records.lowlatency import Channel, RecordingConfiguration
from ivs_tui.engine.snapshot import Topic
from ivs_tui.knowledge.checks import examine_channel
from ivs_tui.knowledge.finding import Examination
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, members, states
from ivs_tui.resources.spec import Cell, Goal, Jump, Line, Look, Mark, Read, Row, Subject, Tone


def _reads(topic: Topic, channel: Channel | None) -> Sequence[Read]:
    reads = [Read("sessions", {"channelArn": topic.get("arn") or ""}, 6.0)]
    if channel and channel.recording_configuration_arn:
        asked = {"arn": channel.recording_configuration_arn}
        reads.append(Read("recording-configuration", asked, 6.0))
    return reads


def _facts(subject: Subject, look: Look) -> Sequence[Line]:
    channel: Channel = subject.record
    return [
        Line(
            "state",
            (
                *_live(subject, look),
                fmt.text(channel.name, look, Tone.STRONG),
                fmt.text(channel.type, look),
                Cell(f"latency {fmt.text(channel.latency_mode, look).text}"),
            ),
        ),
        Line("ingest", tuple(_ingest(channel, look))),
        Line("playback", tuple(_playback(channel, look))),
        *_recording(subject, look),
    ]


def _live(subject: Subject, look: Look) -> Iterable[Cell]:
    streams = subject.read("streams")
    if streams is None:
        yield Cell(f"{look.mark(Mark.UNREAD)} not read yet whether it is live", Tone.DIM)
        return
    stream = next((one for one in streams if one.channel_arn == subject.record.arn), None)
    if stream is None:
        yield fmt.marked(Mark.OFF, "offline", Tone.DIM, look)
        return
    yield states.health(stream.health, look)
    yield states.watched(stream.viewer_count, look)


def _ingest(channel: Channel, look: Look) -> Iterable[Cell]:
    # How encoders are set up: "IVS User Guide, Streaming Configuration".
    endpoint = fmt.text(channel.ingest_endpoint, look)
    yield Cell(f"rtmps://{endpoint.text}:443/app/") if channel.ingest_endpoint else endpoint
    if channel.insecure_ingest:
        yield Cell("insecure ingest allowed", Tone.WARNING)
    if channel.srt and channel.srt.endpoint:
        yield fmt.text(channel.srt.endpoint, look)
    multitrack = channel.multitrack_input_configuration
    if multitrack and multitrack.enabled:
        most = fmt.text(multitrack.maximum_resolution, look).text
        yield Cell(f"multitrack {fmt.text(multitrack.policy, look).text}, at most {most}")


def _playback(channel: Channel, look: Look) -> Iterable[Cell]:
    access = {True: "private: tokens needed", False: "public", None: "access not said"}
    yield Cell(access[channel.authorized])
    if channel.playback_restriction_policy_arn:
        yield Cell("restricted")
    yield fmt.text(channel.playback_url, look)


def _recording(subject: Subject, look: Look) -> Iterable[Line]:
    channel: Channel = subject.record
    if not channel.recording_configuration_arn:
        yield Line("recording", (Cell("none", Tone.DIM),))
        return
    found = recording(subject)
    if found is None:
        name = subject.name_of(channel.recording_configuration_arn)
        yield Line("recording", (fmt.text(name, look),))
        return
    state = states.life(found.state, look)
    yield Line("recording", (state, fmt.text(found.name, look, Tone.STRONG)))


def recording(subject: Subject) -> RecordingConfiguration | None:
    """The channel's recording configuration, as far as it was read."""
    found = subject.read("recording-configuration")
    return found[0] if found else None


def _leads(subject: Subject, _row: Row | None) -> Sequence[Jump]:
    channel: Channel = subject.record
    return [
        *jumps.of_channel(channel.arn),
        *jumps.to(
            channel.recording_configuration_arn,
            channel.playback_restriction_policy_arn,
            channel.ad_configuration_arn,
        ),
    ]


def _examine(subject: Subject, now: datetime) -> Examination:
    return examine_channel(
        subject.record,
        sessions=subject.read("sessions"),
        recording=recording(subject),
        recording_read=subject.read("recording-configuration") is not None,
        now=now,
    )


DETAIL = members.detail(
    "channel",
    "Channel",
    _facts,
    reads=_reads,
    joins=("streams",),
    jumps=_leads,
    examine=_examine,
    compared=lambda topic: Goal("compare", {"channelArn": topic.get("arn") or ""}),
)
