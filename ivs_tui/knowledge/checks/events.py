"""The events of a stream session that tell of trouble, each kind once, with how often and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.knowledge.catalogue import CATALOGUE
from ivs_tui.knowledge.checks.checklist import Checklist
from ivs_tui.knowledge.checks.course import Course, starvations
from ivs_tui.knowledge.checks.words import WORD_MOST, lasting, short, times
from ivs_tui.knowledge.explain import explain_stream_event
from ivs_tui.knowledge.limits import LIMITS

_BY_EVENT = {entry.event[1]: id_ for id_, entry in CATALOGUE.items() if entry.event is not None}
_STARVATION = frozenset({"Starvation Start", "Starvation End"})


def check_events(sheet: Checklist, course: Course) -> None:
    """Breaches, failures and codes."""
    sheet.checked(*_BY_EVENT.values(), "session-refused", "event-code", "takeovers-near-limit")
    groups: dict[tuple[str, str], list[ll.StreamEvent]] = defaultdict(list)
    for event in course.all:
        groups[event.name or "", event.code or ""].append(event)
    for (name, code), events in groups.items():
        _check_group(sheet, name, code, events, least=course.truncated)
    _check_takeovers(sheet, course, len(groups.get(("Stream Takeover", ""), ())))
    unknown = {short(event.name) for event in course.all if _is_unknown(event)}
    for name in sorted(unknown):
        sheet.unchecked(f"event {name or 'without a name'}", "not known to this version")
    if course.truncated and course.events:
        oldest, most = sheet.at(course.events[0][0]), LIMITS.stream.events
        sheet.unchecked(f"events before {oldest}", f"the API tells the newest {most} alone")
    if course.untimed:
        count = len(course.untimed)
        sheet.unchecked(f"time of {count} event{'' if count == 1 else 's'}")


def _is_unknown(event: ll.StreamEvent) -> bool:
    return not explain_stream_event(event.type, event.name, None).known


def _check_group(
    sheet: Checklist, name: str, code: str, events: Sequence[ll.StreamEvent], *, least: bool
) -> None:
    told = explain_stream_event(events[0].type, name, code)
    known_code = explain_stream_event(None, "Session Ended", code).known
    id_ = _BY_EVENT.get(name)
    if id_ is None and code:
        id_ = "session-refused" if name == "Session Ended" and known_code else "event-code"
    if id_ is None:
        return
    sheet.found(
        id_,
        f"{name}{f' with code {code}' if code else ''}: {when(events, sheet.at)}. {told.meaning}",
        told=told,
        event=short(name, WORD_MOST),
        code=short(code, WORD_MOST) or "no code",
        times=f", {times(len(events), least=least)}" if len(events) > 1 else "",
    )


def when(events: Sequence[ll.StreamEvent], at: Callable[[datetime | None], str]) -> str:
    """`at 14:03:05Z`, or how often, first and last."""
    known = sorted(event.event_time for event in events if event.event_time is not None)
    if not known:
        return "at an unknown time"
    if len(events) == 1:
        return f"at {at(known[0])}"
    return f"{times(len(events))}, first at {at(known[0])}, last at {at(known[-1])}"


def _check_takeovers(sheet: Checklist, course: Course, count: int) -> None:
    limit = LIMITS.stream.takeovers
    if course.truncated:
        sheet.skip("takeovers-near-limit", "the oldest events are missing")
    if count >= limit - LIMITS.ours.near_takeovers:
        last = course.last("Stream Takeover")
        sheet.found(
            "takeovers-near-limit",
            f"{count} events Stream Takeover, last at {sheet.at(last)}; default limit {limit}",
            times=count,
            limit=limit,
        )


def check_starvation(sheet: Checklist, course: Course) -> None:
    """Starving now, starved until the end, and what was before."""
    sheet.checked("starving-now", "ended-starving", "starved")
    all_ = starvations(course)
    ended_at, since = course.ended_at, all_.open_since
    if since is not None and ended_at is None:
        sheet.found(
            "starving-now",
            f"Starvation Start at {sheet.at(since)} without Starvation End",
            # A length of time would be another one with every look.
            since=sheet.at(since),
        )
    elif since is not None and ended_at is not None and since <= ended_at:
        sheet.found(
            "ended-starving",
            f"Starvation Start at {sheet.at(since)} without Starvation End; "
            f"end at {sheet.at(ended_at)}",
            lasting=lasting(ended_at - since),
        )
    if not all_.closed:
        return
    lengths = sorted(all_.lengths)
    # Said once: of many times "at least" so is their sum.
    word = "at least " if all_.unmeasured and not course.truncated else ""
    known = [time for time, event in course.events if event.name in _STARVATION]
    sheet.found(
        "starved",
        f"Starvation Start and End from {sheet.at(known[0])} to {sheet.at(known[-1])}"
        + (f"; {all_.unmeasured} of unknown length" if all_.unmeasured else "")
        + (f"; only the newest {LIMITS.stream.events} events are known" if course.truncated else "")
        + ("; the open one is not counted" if since is not None else ""),
        times=times(all_.closed, least=course.truncated),
        total=word + lasting(sum(lengths[1:], lengths[0])) if lengths else "unknown",
        longest=lasting(lengths[-1]) if lengths else "unknown",
    )
