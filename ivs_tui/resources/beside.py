"""What is known of a live stream beside what ListStreams says, and how that reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from ivs_tui.aws.records.lowlatency import Channel, ChannelSummary, StreamSummary
from ivs_tui.engine.clock import LONG_AGO
from ivs_tui.engine.last_events import LAST_EVENTS, LastEvent
from ivs_tui.engine.snapshot import Snapshot, Transition
from ivs_tui.resources import format as fmt
from ivs_tui.resources import trend
from ivs_tui.resources.expected import EVER, Absent
from ivs_tui.resources.parts import items_of
from ivs_tui.resources.problems import ABSENT, STARVING, Held
from ivs_tui.resources.spec import Cell, Look, Mark, Presence, Row, Tone

HOUR = timedelta(hours=1)
FLAPS = 3
"""Starvations or restarts within an hour that are more than bad luck."""
KNOWN = ("events", "trends", "standing", "expected")
"""What the board makes of what was read."""


class Beside(NamedTuple):
    """What other queries and earlier reads say of a stream."""

    channel: Channel | ChannelSummary | None = None
    last: LastEvent | None = None
    trend: trend.Trend | None = None
    held: Held | None = None
    came_back: tuple[datetime, ...] = ()
    """When its channel went live again after an end that was seen too."""
    absent: Absent | None = None
    """Why there is a row where there is no stream."""
    until: datetime | None = None
    """When it was last so, where it is not read any more: nothing lasts longer unseen."""


class Others:
    """What there is beside the streams, by what it is of."""

    def __init__(self, joined: Mapping[str, Snapshot], streams: Snapshot) -> None:
        self._until = last_seen(streams, joined.get("standing"))
        self._named = {one.arn: one for one in items_of(joined, "names")}
        last = items_of(joined, LAST_EVENTS)
        self._last = {(one.channel_arn, one.stream_id): one for one in last}
        self._trends = {one.key: one for one in items_of(joined, "trends")}
        held = items_of(joined, "standing")
        self._held = {one.key: one for one in held if one.query == "streams"}
        self._came_back = came_back(items_of(joined, "events"))
        self._absent: tuple[Absent, ...] = items_of(joined, "expected")
        key_of = streams.topic.query.key_of
        self._over = {key_of(one.item): one.since for one in streams.gone if one.confirmed}

    def of(self, stream: StreamSummary, key: str) -> Beside:
        """All that is known of one."""
        arn = stream.channel_arn
        return Beside(
            self._named.get(arn),
            self._last.get((arn, stream.stream_id)),
            self._trends.get(key),
            self._held.get(key),
            self._came_back.get(arn, ()),
            until=self._over.get(key, self._until),
        )

    def absent(self) -> list[Row]:
        """A row for each channel that should be live and is not."""
        return [
            Row(
                one.key,
                StreamSummary(channel_arn=one.channel.arn),
                Beside(
                    one.channel,
                    held=one.held,
                    came_back=self._came_back.get(one.channel.arn, ()),
                    absent=one,
                    until=self._until,
                ),
                Presence.EXPECTED,
            )
            for one in self._absent
        ]


def last_seen(streams: Snapshot, standing: Snapshot | None) -> datetime | None:
    """When a list that is not read any more was last read; None while it is."""
    if streams.error is not None:
        return streams.read_at
    return standing.read_at if standing else None


def came_back(happened: Iterable[Transition]) -> dict[str, tuple[datetime, ...]]:
    """By channel, when it went live after it had ended; both within an hour of each other."""
    ended: dict[str, datetime] = {}
    found: dict[str, tuple[datetime, ...]] = {}
    for one in happened:
        if one.topic.name != "streams":
            continue
        if one.what == "ended":
            ended[one.subject] = one.at
        elif one.what == "went live" and one.at - ended.pop(one.subject, LONG_AGO) <= HOUR:
            found[one.subject] = (*found.get(one.subject, ()), one.at)
    return found


def since(row: Row) -> datetime | None:
    """Since when its problem holds: by its events, else by the reads."""
    held: Held | None = row.joined.held
    return begun(held, row.joined.last) if held else None


def begun(held: Held, last: LastEvent | None) -> datetime:
    """When a problem began: a starvation by the stream's events, where they are of this one."""
    told = held.word == STARVING and last is not None and last.read_at >= held.since
    return (last.starving_since if told and last else None) or held.since


def lasting(row: Row) -> datetime | float | None:
    """Since when its problem lasts; in seconds where nobody can tell whether it still does."""
    began, until = since(row), row.joined.until
    if began is None or row.presence is Presence.ENDED:
        return None
    return (until - began).total_seconds() if until else began


def up_cell(row: Row, look: Look) -> Cell:
    """How long it has been live, as far as anybody saw."""
    return Cell(fmt.age(row.record.start_time, row.joined.until or look.now))


def is_at_least(row: Row) -> bool:
    """Whether its problem may have begun earlier than is known."""
    held: Held | None = row.joined.held
    return held is not None and held.at_least and since(row) == held.since


def for_cell(row: Row, look: Look) -> Cell:
    """How long its problem has lasted; with a `+` where it may be longer."""
    began = since(row)
    if began is None or row.presence is Presence.ENDED:
        return Cell("")
    more = "+" if is_at_least(row) else ""
    tone = Tone.BAD if row.joined.held.word == STARVING else Tone.WARNING
    return Cell(f"{fmt.short_time((row.joined.until or look.now) - began)}{more}", tone)


def change_cell(row: Row, look: Look) -> Cell:
    """By how many viewers it moved in the last minutes."""
    moved: trend.Trend | None = row.joined.trend
    return trend.change(moved, look) if moved else Cell("")


def trend_cell(row: Row, look: Look) -> Cell:
    """The viewers of the last minutes."""
    moved: trend.Trend | None = row.joined.trend
    return trend.spark(moved, look) if moved else Cell("")


def recording(row: Row) -> str:
    """Whether it is recorded: `on off failed no set`; empty where it is not known yet."""
    channel, last, missing = row.joined.channel, row.joined.last, row.joined.absent
    if missing and not missing.channel.arn:
        return ""  # there is no channel of that name
    said = (last and last.recording) or ""
    if said:
        return "failed" if "Failure" in said else "on" if said == "Recording Start" else "off"
    if channel is None:
        return ""
    if not channel.recording_configuration_arn:
        return "no"
    # That it is configured is no proof: only its events tell whether it is recorded.
    return "set" if last is None else "none"


_RECORDING = {
    "on": (Mark.GOOD, Tone.GOOD),
    "failed": (Mark.FAILED, Tone.BAD),
    "off": (Mark.OFF, Tone.WARNING),
    "none": (Mark.UNKNOWN, Tone.WARNING),
}


def recording_cell(row: Row, look: Look) -> Cell:
    """Whether it is recorded, with a mark where its events say so."""
    word = recording(row)
    if not word:
        return Cell("") if row.joined.absent else Cell(look.mark(Mark.UNREAD), Tone.DIM)
    mark, tone = _RECORDING.get(word, (None, Tone.DIM))
    return (
        fmt.marked(mark, "fail" if word == "failed" else word, tone, look)
        if mark
        else Cell(word, tone)
    )


def hour(row: Row, now: datetime) -> Counter[str]:
    """How often it came back and starved in the last hour, as far as that was seen."""
    last = row.joined.last
    back = sum(now - at <= HOUR for at in row.joined.came_back)
    return Counter(back=back, starved=last.starvations if last else 0)


def hour_cell(row: Row, look: Look) -> Cell:
    """What went on in the last hour, where there was anything, or it is not known yet."""
    counted = hour(row, look.now)
    awaited = row.joined.last is None and row.joined.absent is None
    if awaited and not counted["back"] and row.presence is not Presence.ENDED:
        return Cell(look.mark(Mark.UNREAD), Tone.DIM)
    starts = "r" if look.ascii_only else "↻"
    told = [f"{starts}{counted['back']}"] if counted["back"] else []
    if counted["starved"]:
        told.append(f"{look.mark(Mark.STARVING)}{counted['starved']}")
    flapping = max(counted.values()) >= FLAPS
    return Cell(" ".join(told), Tone.WARNING if flapping else Tone.NORMAL)


def absent_cell(one: Absent, look: Look) -> Cell:
    """That there is no stream, or not even a channel."""
    if one.channel.arn:
        return fmt.marked(Mark.FAILED, ABSENT, Tone.BAD, look)
    return fmt.marked(Mark.UNKNOWN, "no such", Tone.BAD, look)


def due_cell(one: Absent, look: Look) -> Cell:
    """Since when it should be live."""
    if not one.channel.arn:
        return Cell("no channel of that name", Tone.WARNING)
    always = one.due == EVER
    return Cell("due always" if always else f"due since {fmt.near_time(one.due, look.now)}")
