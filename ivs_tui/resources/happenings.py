"""How what happened reads, in the list of everything and in that of one resource."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from ivs_tui.engine.episodes import ABSENT, STARVING, Episode, episodes
from ivs_tui.engine.snapshot import Severity, Snapshot, Topic, Transition
from ivs_tui.engine.spells import NOT_WATCHED, is_gap
from ivs_tui.knowledge.explain import explain_participant_event, explain_stream_event
from ivs_tui.resources import format as fmt
from ivs_tui.resources import parts, problems, states
from ivs_tui.resources.spec import Cell, Column, Goal, Look, Mark, Row, Tone

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.GOOD: 2, Severity.INFO: 3}
_WHERE = {
    "streams": "stream",
    "session": "stream",
    "sessions": "channel",
    "channels": "channel",
    "stages": "stage",
    "stage-sessions": "stage",
    "participants": "participant",
    "participant-events": "participant",
    "replicas": "replica",
    "compositions": "composition",
    "ingest": "ingest",
    "recordings": "recording",
    "stream-keys": "stream key",
    "key-pairs": "key pair",
    "restrictions": "restriction",
    "ads": "ads",
    "encoders": "encoder",
    "storages": "storage",
    "public-keys": "public key",
}
_DETAILS = {
    "compositions": "composition",
    "ingest": "ingest-configuration",
    "recordings": "recording-configuration",
    "key-pairs": "key-pair",
    "restrictions": "restriction-policy",
    "ads": "ad-configuration",
    "encoders": "encoder-configuration",
    "storages": "storage-configuration",
    "public-keys": "public-key",
}
"""Of what has an ARN and a screen of its own: the list that told, and the screen."""
_OVER = frozenset({"ended", "Stream End", "Session Ended"})
"""What ends more than what it is told of."""
_HOUR = timedelta(hours=1)
"""Who is back only later was not away: it was over."""


class Told(NamedTuple):
    """What is known of an event beside itself."""

    name: str | None = None
    episode: Episode | None = None
    """What it began or ended."""
    past: bool = False
    """Whether it is from before this run."""


def episodes_by_event(events: Iterable[Transition]) -> dict[int, Episode]:
    """What each event began or ended, by its `id()`; an event that did both ended something."""
    found = episodes(events)
    begun = {id(one.began): one for one in found}
    return begun | {id(one.ended): one for one in found if one.ended is not None}


def naming(joined: Mapping[str, Snapshot]) -> Callable[[Transition], str | None]:
    """A function from an event to the name of what it is about, where any list has it."""
    named = parts.names_by_arn(joined)
    known = joined.get("compositions")
    composed = [*known.items, *(gone.item for gone in known.gone)] if known else []
    stages = {item.arn: item.stage_arn for item in composed}

    def name(event: Transition) -> str | None:
        # A composition has no name: people know it by its stage.
        stage = stages.get(event.subject) or event.topic.get("filterByStageArn")
        about = stage if event.topic.name == "compositions" else event.subject
        return named.get(about or "") or event.name or None

    return name


def name_of(row: Row) -> str:
    """What an event is about."""
    return row.joined.name or fmt.short_arn(row.record.subject)


def what(row: Row) -> str:
    """What happened; where it ended something, after how long."""
    event, told = row.record, row.joined.episode
    if told is None or told.ended is not event or event.what in _OVER:
        return str(event.what)
    if told.state == ABSENT and told.lasted and told.lasted > _HOUR:
        return str(event.what)
    if told.state == STARVING and told.is_blip:
        return f"blip: {length(told)}"
    return f"{event.what} after {length(told)}"


def length(told: Episode) -> str:
    """How long something lasted, and how well that is known."""
    if told.lasted is None:
        return ""
    how = "at most " if told.unwatched else "" if told.exact else "about "
    return how + fmt.seconds(told.lasted)


def is_blip(row: Row) -> bool:
    """Whether it is the beginning or the end of what nobody need mind."""
    told = row.joined.episode
    return told is not None and told.state == STARVING and told.is_blip


def problem(row: Row) -> str:
    """How much an event matters, in the word for what is wrong."""
    return "" if is_blip(row) else problems.of_event(row)


def meaning(row: Row) -> str:
    """What an event means, or what is said of it."""
    event: Transition = row.record
    code = f"{event.detail}: " if event.detail else ""
    if event.topic.name == "session":
        told = code + explain_stream_event(None, event.what, event.detail or None).meaning
        return ". ".join(filter(None, (_starved(row), told)))
    if event.topic.name == "participant-events":
        return code + explain_participant_event(event.what, event.detail or None).meaning
    return _starved(row) or event.detail


def _starved(row: Row) -> str:
    """That a stream starved when it ended, and for how long."""
    event, told = row.record, row.joined.episode
    if told is None or told.ended is not event or event.what not in _OVER:
        return ""
    return f"while starving for {length(told)}" if told.state == STARVING else ""


def drill(row: Row, _topic: Topic) -> Goal | None:
    """What an event is about."""
    event: Transition = row.record
    if detail := _DETAILS.get(event.topic.name):
        return Goal(detail, {"arn": event.subject})
    asked = dict(event.topic.parameters)
    # Of two members that identify an item the second: its stream, or the session it is shown in.
    second = event.key.partition("|")[2]
    streamed = {"streamId": second} if second not in {"", "None"} else {}
    return {
        "streams": Goal("session", {"channelArn": event.subject} | streamed),
        "session": Goal("session", asked),
        "sessions": Goal("session", asked | {"streamId": event.key}),
        "channels": Goal("sessions", {"channelArn": event.subject}),
        "stages": Goal("stage-sessions", {"stageArn": event.subject}),
        "stage-sessions": Goal("participants", asked | {"sessionId": event.key}),
        "participants": Goal("participant", asked | {"participantId": event.key}),
        "participant-events": Goal("participant", asked),
        "replicas": Goal("participants", {"stageArn": event.subject, "sessionId": second}),
        "stream-keys": Goal("stream-key", asked),
    }.get(event.topic.name)


def _time(row: Row) -> datetime:
    at: datetime = row.record.at
    return at


def _dimmed(cell: Cell, row: Row) -> Cell:
    return cell._replace(tone=Tone.DIM) if row.joined.past else cell


def _time_cell(row: Row, look: Look) -> Cell:
    return _dimmed(Cell(fmt.near_time(_time(row), look.now, precise=True)), row)


def _what_cell(row: Row, look: Look) -> Cell:
    if is_gap(row.record):
        lasted = fmt.duration(row.record.at - datetime.fromisoformat(row.record.key))
        return fmt.marked(Mark.UNREAD, f"{NOT_WATCHED} for {lasted}", Tone.INFO, look)
    told = states.severity(row.record.severity, what(row), look)
    return told._replace(tone=Tone.DIM) if is_blip(row) else told


def _where_cell(row: Row, look: Look) -> Cell:
    return _dimmed(fmt.text(name_of(row), look, Tone.STRONG), row)


def _detail_cell(row: Row, look: Look) -> Cell:
    if is_gap(row.record):
        began = datetime.fromisoformat(row.record.key)
        return Cell(f"since {fmt.near_time(began, look.now)}", Tone.INFO)
    return _dimmed(fmt.text(meaning(row), look), row)


_RESOURCE = Column(
    id="where",
    title="RESOURCE",
    width=18,
    value=lambda row: name_of(row).casefold(),
    cell=_where_cell,
    text=lambda row: f"{name_of(row)} {row.record.subject}",
    grow=1,
    ends=True,
)


def columns(*, where: bool) -> Sequence[Column]:
    """The columns of a list of events; `where` tells which resource each is about."""
    time = parts.time_column("time", "TIME", _time, precise=True)
    return (
        replace(time, cell=_time_cell),
        Column(
            id="what",
            title="WHAT",
            width=31 if where else 30,
            value=lambda row: _RANK[row.record.severity],
            cell=_what_cell,
            text=lambda row: f"{row.record.what} {what(row)}",
            grow=int(where),
        ),
        *((_RESOURCE,) if where else ()),
        parts.text_column(
            "kind", "KIND", 11, lambda row: _WHERE.get(row.record.topic.name), tone=Tone.DIM, shed=2
        ),
        Column(
            id="detail",
            title="DETAIL",
            width=11 if where else 26,
            value=lambda row: row.record.detail or None,
            cell=_detail_cell,
            text=lambda row: f"{row.record.detail} {meaning(row)}",
            grow=2,
            shed=1,
            ample=(26, 2),
        ),
    )
