"""The strip above the home view: the whole account in two lines, and what of it is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from rich.cells import cell_len

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.engine.episodes import told_once
from ivs_tui.engine.last_events import LAST_EVENTS
from ivs_tui.engine.snapshot import Snapshot
from ivs_tui.engine.spells import is_gap
from ivs_tui.resources import format as fmt
from ivs_tui.resources import problems, trend
from ivs_tui.resources.beside import begun, last_seen
from ivs_tui.resources.spec import Cell, Look, Mark, Tone

COUNTED = (
    *("streams", LAST_EVENTS, "trends", "standing", "expected"),
    *("stages", "errors", "compositions", "events"),
)
"""What it is made from; all of it is read or made whatever is in front."""
_HOUR = timedelta(hours=1)
_WIDE = 100
"""Columns from which there is room for more words."""


_IN_PLACE = {
    ProblemKind.CREDENTIALS: "no access",
    ProblemKind.TIMEOUT: "timed out",
    ProblemKind.NOT_IVS: "not IVS",
    ProblemKind.SERVER: "server error",
}
"""What stands where a figure should, and would be odd in the word of its kind."""


def home(known: Mapping[str, Snapshot], look: Look, width: int) -> list[list[Cell]]:
    """Streams in the first line, all else in the second; what may be left out comes last."""
    wide = width >= _WIDE
    streams = [
        *(_live(known, look), _absent(known, look), _starving(known, look)),
        *(_viewers(known, look), _unknown(known, look), _uncounted(known)),
    ]
    others = [
        *(_stages(known, look), _participants(known, look, wide=wide)),
        *(_compositions(known, look, wide=wide), _events(known, look)),
    ]
    gap = "   " if wide else "  "
    return [_line(streams, gap, width), _line(others, gap, width)]


def _line(figures: Iterable[Sequence[Cell]], gap: str, width: int) -> list[Cell]:
    """Those that fit whole: half a figure would be another one."""
    told: list[Cell] = []
    for figure in filter(None, figures):
        more = [Cell(gap if told else " "), *figure]
        if sum(cell_len(cell.text) for cell in (*told, *more)) <= width:
            told += more
    return told


def _figure(label: str, *cells: Cell) -> list[Cell]:
    spaced = [part for cell in cells if cell.text for part in (Cell(" "), cell)]
    return [Cell(label, Tone.DIM), *spaced]


def _unread(snapshot: Snapshot | None, look: Look) -> Cell | None:
    """Why a figure cannot be told: its list was not read to its end yet, or may not be."""
    if snapshot is not None and snapshot.last_complete_at is not None:
        return None
    if snapshot is not None and snapshot.error is not None:
        return _trouble(snapshot.error)
    return Cell(look.mark(Mark.UNREAD), Tone.DIM)


def _late(snapshot: Snapshot) -> Cell:
    """Why a figure is an old one: its list cannot be read any more."""
    return Cell("") if snapshot.error is None else _trouble(snapshot.error)


def _trouble(error: Problem) -> Cell:
    return Cell(_IN_PLACE.get(error.kind, error.kind.value), Tone.WARNING)


def _unless_old(fresh: Tone, snapshot: Snapshot, look: Look) -> Tone:
    """Nothing is green or bright that was not read lately."""
    at, due = snapshot.last_complete_at, timedelta(seconds=2 * snapshot.interval)
    old = snapshot.error is not None or (due and at is not None and look.now - at > due)
    return Tone.DIM if old else fresh


def _live(known: Mapping[str, Snapshot], look: Look) -> list[Cell]:
    streams = known["streams"]
    unread = _unread(streams, look)
    if unread is not None and not streams.items:
        return _figure("live", unread)
    more = "+" if unread is not None else ""
    told = Cell(f"{len(_there(streams)):,}{more}", _unless_old(Tone.STRONG, streams, look))
    return _figure("live", told, _late(streams))


def _there(listed: Snapshot) -> Sequence[Any]:
    """All but what is over: what one read missed is so only once the next one confirms it."""
    return (*listed.items, *(one.item for one in listed.gone if not one.confirmed))


def _absent(known: Mapping[str, Snapshot], look: Look) -> list[Cell]:
    expected = known["expected"]
    if unread := _unread(expected, look):
        return _figure("expected", unread)
    if not expected.items:
        return []
    return [fmt.marked(Mark.FAILED, f"{len(expected.items):,} absent", Tone.BAD, look)]


def _starving(known: Mapping[str, Snapshot], look: Look) -> list[Cell]:
    streams, these = known["streams"], _held(known, problems.STARVING)
    if these:
        told = fmt.marked(Mark.STARVING, f"{len(these):,} starving", Tone.BAD, look)
        return [told, Cell(_longest(these, known, look), Tone.BAD)]
    if _unread(streams, look) or streams.error is not None:
        return []  # nobody knows
    return [Cell("none starving", _unless_old(Tone.GOOD, streams, look))]


def _unknown(known: Mapping[str, Snapshot], look: Look) -> list[Cell]:
    these = _held(known, problems.UNKNOWN)
    told = fmt.marked(Mark.UNKNOWN, f"{len(these):,} unknown", Tone.WARNING, look)
    return [told] if these else []


def _held(known: Mapping[str, Snapshot], word: str) -> list[problems.Held]:
    held: Iterable[problems.Held] = known["standing"].items
    return [one for one in held if one.query == "streams" and one.word == word]


def _longest(held: Sequence[problems.Held], known: Mapping[str, Snapshot], look: Look) -> str:
    """For how long; of several, the one that began first."""
    events = known[LAST_EVENTS]
    last = {events.topic.query.key_of(one): one for one in events.items if one.starving_since}
    since, first = min((begun(one, last.get(one.key)), one) for one in held)
    more = "+" if first.at_least and since == first.since else ""
    until = last_seen(known["streams"], known["standing"]) or look.now
    lasted = f"{fmt.short_time(until - since)}{more}"
    return f" for {lasted}" if len(held) == 1 else f", longest {lasted}"


def _viewers(known: Mapping[str, Snapshot], look: Look) -> list[Cell]:
    every = next((one for one in known["trends"].items if one.key == trend.ALL), None)
    if every is None or every.points[-1] is None:
        return _figure("viewers", Cell(look.mark(Mark.UNREAD), Tone.DIM))
    more = "+" if _unsaid(known) else ""
    tone = _unless_old(Tone.STRONG, known["streams"], look)
    total = Cell(f"{fmt.count(every.points[-1])}{more}", tone)
    return _figure("viewers", total, trend.spark(every, look), trend.change(every, look))


def _uncounted(known: Mapping[str, Snapshot]) -> list[Cell]:
    unsaid = _unsaid(known)
    return [Cell(f"{unsaid} not counted", Tone.DIM)] if unsaid else []


def _unsaid(known: Mapping[str, Snapshot]) -> int:
    """How many streams' viewers are not in the total."""
    asked = [one.viewer_count for one in known["streams"].items]
    return sum(count is None or count < 0 for count in asked)


def _stages(known: Mapping[str, Snapshot], look: Look) -> list[Cell]:
    stages = known["stages"]
    if unread := _unread(stages, look):
        return _figure("active stages", unread)
    active = sum(bool(stage.active_session_id) for stage in _there(stages))
    told = Cell(f"{active:,}", _unless_old(Tone.STRONG, stages, look))
    return _figure("active stages", told, _late(stages))


def _participants(known: Mapping[str, Snapshot], look: Look, *, wide: bool) -> list[Cell]:
    label = "participants in error" if wide else "in error"
    errors, stages = known["errors"], known["stages"]
    if errors.read_at is None:
        # Whose participants to read only the stages tell.
        missing = _unread(stages, look) or _unread(errors, look)
        return _figure(label, missing or Cell(look.mark(Mark.UNREAD), Tone.DIM))
    active = {one.active_session_id for one in _there(stages) if one.active_session_id}
    sessions: list[Any] = [one for one in errors.items if one.session_id in active]
    wrong = sum(len(one.in_error) + one.more_in_error for one in sessions)
    read, there = sum(one.read for one in sessions), sum(one.participants for one in sessions)
    unlisted = len(active) - sum(one.listed for one in sessions)
    # Of nobody read nobody is in error: that is not known.
    none = Cell("0") if read or not (there or unlisted) else Cell(look.mark(Mark.UNREAD), Tone.DIM)
    told = fmt.marked(Mark.FAILED, f"{wrong:,}", Tone.BAD, look) if wrong else none
    share = f"{read:,}" if unlisted else f"{100 * read // max(1, there)}%"
    counted = f"{read:,} of {there:,}{'+' if unlisted else ''}" if wide else share
    whole = read == there and not unlisted
    coverage = Cell("" if whole else f"({counted} read)", Tone.DIM)
    return _figure(label, told, coverage, _late(errors))


def _compositions(known: Mapping[str, Snapshot], look: Look, *, wide: bool) -> list[Cell]:
    listed = known["compositions"]
    if unread := _unread(listed, look):
        return _figure("compositions", unread)
    held = [one for one in known["standing"].items if one.query == "compositions"]
    failed = sum(one.word == problems.ERROR for one in held)
    again = len(held) - failed
    if failed:
        words = " failed" if wide else ""
        told = fmt.marked(Mark.FAILED, f"{failed:,}{words}", Tone.BAD, look)
    elif again:
        told = fmt.marked(Mark.CHANGING, f"{again:,} reconnecting", Tone.WARNING, look)
    else:
        none = "" if listed.error is not None else "none failed"
        told = Cell(none, _unless_old(Tone.GOOD, listed, look))
    return _figure("compositions", told, _late(listed))


def _events(known: Mapping[str, Snapshot], look: Look) -> list[Cell]:
    events = known["events"]
    within = [one for one in events.items if look.now - one.at <= _HOUR and not is_gap(one)]
    recent = len(told_once(within))
    return _figure("events", Cell(f"{recent:,}/h", Tone.STRONG if recent else Tone.DIM))
