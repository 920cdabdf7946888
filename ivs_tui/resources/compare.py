"""Two stream sessions of a channel beside each other: what changed since the last one."""

from __future__ import annotations

from collections.abc import Sequence

from ivs_tui.aws.errors import ProblemKind
from ivs_tui.aws.records.lowlatency import StreamSession, StreamSessionSummary
from ivs_tui.engine.snapshot import Snapshot
from ivs_tui.resources import format as fmt
from ivs_tui.resources import jumps, parts
from ivs_tui.resources.differences import Comparison, Difference, compared, told
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
_UNSAID = "the API does not say: whether it changed is not known"


def _session_before(subject: Subject) -> StreamSessionSummary | None:
    """The newest that began before this one; lists come newest first, so a part may do."""
    now: StreamSession = subject.record
    listed = parts.items_of(subject.joined, "sessions")
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
