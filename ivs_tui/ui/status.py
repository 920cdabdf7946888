"""What a screen always tells, in words: pure functions from snapshots to toned text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from rich.cells import cell_len

from ivs_tui.aws.errors import Problem
from ivs_tui.engine.budget import WINDOW
from ivs_tui.engine.snapshot import Snapshot, Usage
from ivs_tui.knowledge import zones
from ivs_tui.resources import format as fmt
from ivs_tui.resources.spec import Cell, Look, Mark, Tone
from ivs_tui.resources.text import visible

TICK = 5.0
"""Seconds after which ages are looked at again, and the budget's use: what reads the same is not
repainted, but each figure that moves is sent to the terminal."""
_STEPS = ((10, 1), (60, 10), (600, 60), (7200, 300))
"""Up to so many seconds, an age is told in steps of so many: it must not tick."""


def read_state(snapshot: Snapshot, look: Look, *, paused: bool) -> list[Cell]:
    """When it was read, and how old that is once it is older than twice its interval."""
    said = [_read_at(snapshot, look)]
    stale = stale_for(snapshot, look.now)
    if snapshot.reading is not None and (stale or snapshot.last_complete_at is None):
        # A list that is fresh enough is read anew in silence: progress would tick all the time.
        said.append(Cell(f"reading: {snapshot.reading:,} so far", Tone.INFO))
    if stale:
        said.append(Cell(f"stale {stale}", Tone.WARNING))
    if snapshot.unreadable:
        said.append(Cell(f"{snapshot.unreadable} unreadable", Tone.WARNING))
    if paused:
        said.append(Cell("paused", Tone.WARNING))
    return said


def _read_at(snapshot: Snapshot, look: Look) -> Cell:
    when = read_when(snapshot)
    if when is None:
        return Cell(f"{look.mark(Mark.UNREAD)} not read yet", Tone.DIM)
    # Another day's time without its day would read as today's.
    there = zones.there(when, look.now)
    told = fmt.clock_time if there.date() == look.now.date() else fmt.date_time
    return Cell(f"read {told(when, look.now)}")


def read_when(snapshot: Snapshot) -> datetime | None:
    """What all of it is at least as new as: the last whole read, else the part there is."""
    return snapshot.last_complete_at or snapshot.read_at


def stale_for(snapshot: Snapshot, now: datetime) -> str:
    """How old the newest read is, in coarse steps; empty while it is as fresh as it should be."""
    when = read_when(snapshot)
    if when is None or not snapshot.interval:
        return ""
    age = now - when
    return coarse(age) if age > timedelta(seconds=2 * snapshot.interval) else ""


def coarse(length: timedelta) -> str:
    """A length of time in steps that grow with it: 40 s, 3 min, 1h25m."""
    whole = int(length.total_seconds())
    for most, step in _STEPS:
        if whole < most:
            whole -= whole % step
            break
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min" if whole < 3600 else fmt.duration(timedelta(seconds=whole))


def problem(
    error: Problem, since: datetime | None, look: Look, *, paused: bool = False
) -> list[Cell]:
    """What is wrong with a source, when it is tried again, and what to do."""
    sentence = visible(error.sentence, ascii_only=look.ascii_only)
    said = [Cell(f"{look.mark(Mark.FAILED)} {sentence}", Tone.BAD)]
    if error.attempt:
        again = "paused" if paused else _next_try(error, since, look.now)
        said.append(Cell(f": {again}", Tone.BAD))
    if error.advice:
        dash = "-" if look.ascii_only else "—"
        said.append(Cell(f" {dash} {visible(error.advice, ascii_only=look.ascii_only)}"))
    return said


def unread(snapshot: Snapshot, look: Look) -> Cell:
    """Why there is nothing of a resource: it was not read yet, or could not be."""
    if snapshot.error is None:
        return Cell("not read yet", Tone.DIM)
    told = [snapshot.error.sentence, snapshot.error.advice]
    words = visible(": ".join(filter(None, told)), ascii_only=look.ascii_only)
    return Cell(f"{look.mark(Mark.FAILED)} {words}", Tone.BAD)


def _next_try(error: Problem, since: datetime | None, now: datetime) -> str:
    # A clock that was set back makes no wait longer.
    left = error.retry_in - max(0.0, (now - since).total_seconds() if since else 0.0)
    ordinal = _ordinal(error.attempt + 1)
    return f"{ordinal} try in {left:.0f} s" if left >= 1 else f"{ordinal} try now"


def _ordinal(number: int) -> str:
    teens = number % 100 in {11, 12, 13}
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def wrapped(cells: Iterable[Cell], width: int, most: int) -> list[list[Cell]]:
    """Cells over as many lines as they need, broken between words; what `most` cannot hold is cut.

    What to do about a trouble comes last, and must not be what is lost.
    """
    lines: list[list[Cell]] = [[]]
    used = 0
    for cell in cells:
        for word in re.findall(r"\s*\S+(?:\s+$)?", cell.text):
            if used and used + cell_len(word) > width and len(lines) < most:
                lines.append([])
                used, word = 0, word.lstrip()  # noqa: PLW2901  # the blank before it is the break
            lines[-1].append(Cell(word, cell.tone))
            used += cell_len(word)
    return lines


def budget(usage: Usage, look: Look, *, brief: bool = False) -> list[Cell]:
    """The operation that used most of its budget in the last ten seconds; `brief` without name."""
    if not usage.operations:
        return []
    if usage.at is not None and look.now - usage.at >= timedelta(seconds=WINDOW):
        # Told when requests were made; since then there was none.
        return [Cell(f"no request in {WINDOW:g}s", Tone.DIM)]
    busiest = usage.operations[0]
    slowed = next((use for use in usage.operations if use.throttled), None)
    if slowed is not None:
        told = f"throttled {slowed.operation} {slowed.sent}/{slowed.allowed}"
        return [Cell(told, Tone.WARNING)]
    tone = Tone.WARNING if busiest.sent >= busiest.allowed else Tone.DIM
    name = "" if brief else f"{busiest.operation} "
    return [Cell(f"{name}{busiest.sent}/{busiest.allowed} per 10s", tone)]


def hidden(left: int, right: int, *, wide: bool) -> str:
    """How many columns are out of sight; of a wide table where `<` and `>` bring them back from."""
    if wide:
        sides = [f"< {left}" if left else "", f"{right} >" if right else ""]
        return f"wide, hidden: {', '.join(filter(None, sides))}" if left or right else "wide"
    return f"{right} column{'s' * (right > 1)} hidden" if right else ""


def is_news(told: Usage, usage: Usage) -> bool:
    """Whether the budget's use is to be told anew: most reports are of it, and few matter."""
    if told.at is None or usage.at is None or _throttled(told) != _throttled(usage):
        return True
    return abs(usage.at - told.at) >= timedelta(seconds=TICK)


def _throttled(usage: Usage) -> set[str]:
    return {use.operation for use in usage.operations if use.throttled}


def spaced(cells: Iterable[Cell]) -> list[Cell]:
    """Cells with a gap before each but the first."""
    told: list[Cell] = []
    for cell in cells:
        told += [Cell("  "), cell] if told else [cell]
    return told
