"""What happened, in Markdown, for whoever takes over; times in UTC, and no account's id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ivs_tui.engine.episodes import (
    ABSENT,
    BLIP,
    RECONNECTING,
    STARVING,
    Episode,
    episodes,
    told_once,
)
from ivs_tui.engine.snapshot import Scope, Severity, Snapshot, Transition, Usage
from ivs_tui.engine.spells import is_gap
from ivs_tui.resources import format as fmt
from ivs_tui.resources import happenings
from ivs_tui.resources.problems import ERROR
from ivs_tui.resources.text import visible

MOST_ROWS = 300
"""In a table, the newest; how many there are is said."""
_AWAY = timedelta(hours=1)
"""Who was back within this has restarted."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&$])")
_ACCOUNT = re.compile(r"(?<!\d)\d{4}(-?)\d{4}\1\d{4}(?!\d)")
"""As ARNs have it, and as AWS's console writes it."""
_STAGE = frozenset({"stages", "participants", "participant-events", "replicas", "ingest"})


class Wrong(NamedTuple):
    """Something that is wrong at this moment."""

    word: str
    name: str
    since: datetime | None = None
    """None where no list tells."""
    at_least: bool = False
    key: str = ""
    """Of the item within its list."""


@dataclass(frozen=True, slots=True)
class Shift:
    """All that a report is made from."""

    scope: Scope
    since: datetime
    """How far back it is known what happened."""
    now: datetime
    events: Sequence[Transition]
    joined: Mapping[str, Snapshot]
    """The lists that resources are named by."""
    wrong: Sequence[Wrong] = ()
    sources: Sequence[Snapshot] = ()
    """All that has been read, or could not be."""
    usage: Usage = field(default_factory=Usage)
    about: str = ""
    """The name of the one resource that it is of; empty for everything."""
    kept: str = ""
    """Why it is not known further back, where it should be."""


def file_name(scope: Scope, now: datetime) -> str:
    """A name that says whose report it is, and of when."""
    whose = re.sub(r"[^A-Za-z0-9.-]+", "-", _redacted(f"{scope.profile}-{scope.region}"))[:60]
    return f"ivs-tui-report-{whose.strip('.-')}-{now:%Y%m%dT%H%M%SZ}.md"


def build(shift: Shift) -> str:
    """The whole report; it ends in a line break."""
    found = episodes(told_once(shift.events))
    name, end = _naming(shift.joined), _ending(shift)
    parts = (
        _head(shift),
        _wrong(shift, [_since(one, shift, found) for one in shift.wrong]),
        _summary(shift, found),
        _starvation([one for one in found if one.state == STARVING], name, end),
        _lasting("Reconnected", [one for one in found if one.state == RECONNECTING], name, end),
        _restarts([one for one in found if _is_restart(one)], name),
        _events("Errors", [one for one in shift.events if one.severity is Severity.ERROR], name),
        _events("Compositions", _of(shift.events, {"compositions"}), name),
        _events("Stages and participants", _of(shift.events, _STAGE), name),
        _gaps([one for one in shift.events if is_gap(one)]),
        _sources(shift),
    )
    return "\n".join(line for part in parts for line in (*part, "") if part)


def _head(shift: Shift) -> Sequence[str]:
    whose = f"profile {_said(shift.scope.profile)}, Region {_said(shift.scope.region)}"
    of = f", {_said(shift.about)} alone" if shift.about else ""
    lines = [
        "# What happened in Amazon IVS",
        "",
        f"- **Of**: {whose}{of}",
        f"- **From** {_time(shift.since)} **to** {_time(shift.now)}; all times are in UTC",
        "- **About**: where the API gives no time it is that of the read that showed it, some "
        "seconds late",
        "- **Redacted**: account ids, and of participants their user ids and attributes; the names "
        "of resources are here",
    ]
    if shift.kept:
        lines.append(f"- **No further back**: {_said(shift.kept)}")
    return lines


def _since(one: Wrong, shift: Shift, found: Sequence[Episode]) -> Wrong:
    """With when it began, where what happened tells better than the list of now."""
    if one.since is not None and not one.at_least:
        return one
    begun = [
        told.began.at
        for told in found
        if told.of == one.key and told.state == one.word and told.ended is None
        if not told.unwatched
    ]
    if one.word == ERROR:
        begun += [
            told.at
            for told in shift.events
            if told.key == one.key and told.severity is Severity.ERROR
        ]
    return one._replace(since=min(begun), at_least=False) if begun else one


def _wrong(shift: Shift, wrong: Sequence[Wrong]) -> Sequence[str]:
    streams = next((one for one in shift.sources if _is_whole(one, "streams")), None)
    if not wrong:
        read = streams.last_complete_at if streams else None
        told = f"Nothing that is watched, as of {_time(read)}." if read else "Not known: not read."
        return ["## Wrong now", "", told]
    eldest = sorted(wrong, key=lambda one: one.since or shift.now)
    rows = [(*_lasting_so_far(one, shift), _said(one.word), _said(one.name)) for one in eldest]
    return ["## Wrong now", "", *_table(("since", "for", "what", "resource"), rows)]


def _lasting_so_far(one: Wrong, shift: Shift) -> tuple[str, str]:
    if one.since is None:
        return "not told", "-"
    since, lasted = _time(one.since), fmt.seconds(shift.now - one.since)
    return (f"{since} or before", f"at least {lasted}") if one.at_least else (since, lasted)


def _is_whole(snapshot: Snapshot, query: str) -> bool:
    return snapshot.topic.name == query and not snapshot.topic.parameters


def _summary(shift: Shift, found: Sequence[Episode]) -> Sequence[str]:
    starved = [one for one in found if one.state == STARVING]
    long = [one for one in starved if not one.is_blip]
    lengths = [one.lasted for one in long if one.lasted is not None]
    total, most = sum(lengths, timedelta()), max(lengths, default=timedelta())
    sure = "at most " if any(one.unwatched and one.lasted is not None for one in long) else ""
    longest = f", {sure}{fmt.seconds(total)} in all, the longest {sure}{fmt.seconds(most)}"
    gaps = [one for one in shift.events if is_gap(one)]
    lost = sum((one.at - datetime.fromisoformat(one.key) for one in gaps), timedelta())
    severities = Counter(one.severity for one in shift.events)
    return [
        "## Summary",
        "",
        f"- starved: {_times(len(long))}{longest if lengths else ''}",
        f"- blips, over within {BLIP.seconds} s: {len(starved) - len(long)}",
        f"- restarted within an hour: {_times(sum(map(_is_restart, found)))}",
        f"- errors: {severities[Severity.ERROR]}, warnings: {severities[Severity.WARNING]}",
        f"- not watched: {fmt.seconds(lost)} in {len(gaps)} gap{'s' * (len(gaps) > 1)}"
        if gaps
        else "- watched throughout, gaps under a minute aside",
    ]


def _times(count: int) -> str:
    return {0: "never", 1: "once"}.get(count, f"{count} times")


def _is_restart(one: Episode) -> bool:
    return (
        one.state == ABSENT
        and one.began.topic.name == "streams"
        and one.lasted is not None
        and one.lasted <= _AWAY
    )


def _starvation(found: Sequence[Episode], name: _Name, end: _End) -> Sequence[str]:
    blips = Counter(name(one.began) for one in found if one.is_blip)
    lines = list(_lasting("Starvation", [one for one in found if not one.is_blip], name, end))
    if blips:
        told = ", ".join(f"{_said(whose)} {count}" for whose, count in blips.most_common(50))
        lines += [*([""] if lines else ["## Starvation", ""]), f"Blips beside these: {told}."]
    return lines


def _lasting(title: str, found: Sequence[Episode], name: _Name, end: _End) -> Sequence[str]:
    rows = [
        (_about(one.began), end(one), happenings.length(one) or "-", _said(name(one.began)))
        for one in reversed(found)
    ]
    return _section(title, ("began", "ended", "lasted", "resource"), rows)


def _ending(shift: Shift) -> _End:
    """A function that tells when something ended; what is wrong now has not."""
    still = {one.key for one in shift.wrong if one.word in {STARVING, RECONNECTING, ERROR}}
    whole = [one for one in shift.sources if one.last_complete_at and not one.topic.parameters]
    known = {one.topic.name for one in whole if one.error is None}

    def end(one: Episode) -> str:
        if one.ended is not None:
            well = one.ended.what in {"recovered", "Starvation End"}
            return _about(one.ended) + ("" if well else f" {_said(one.ended.what)}")
        if one.of in still and not one.over:
            return "not yet; in part not watched" if one.unwatched else "not yet"
        listed = "compositions" if one.state == RECONNECTING else "streams"
        # Where its list says that it is well, its end was in a time that nobody watched.
        return "not seen: nobody watched" if one.unwatched or listed in known else "not yet"

    return end


def _restarts(found: Sequence[Episode], name: _Name) -> Sequence[str]:
    rows = [
        (_about(one.began), _about(one.ended), happenings.length(one), _said(name(one.began)))
        for one in reversed(found)
        if one.ended is not None
    ]
    return _section("Restarts", ("ended", "live again", "away for", "channel"), rows)


def _events(title: str, events: Sequence[Transition], name: _Name) -> Sequence[str]:
    rows = [
        (_about(one), _said(one.what), _said(name(one)), _said(one.detail) or "-")
        for one in sorted(events, key=lambda one: one.at, reverse=True)
    ]
    return _section(title, ("time", "what", "resource", "detail"), rows)


def _of(events: Iterable[Transition], queries: Iterable[str]) -> list[Transition]:
    return [one for one in events if one.topic.name in queries]


def _gaps(gaps: Sequence[Transition]) -> Sequence[str]:
    rows = [
        (_time(began), _time(one.at), fmt.seconds(one.at - began))
        for one in reversed(gaps)
        for began in [datetime.fromisoformat(one.key)]
    ]
    return _section("Not watched", ("from", "to", "for"), rows)


def _sources(shift: Shift) -> Sequence[str]:
    rows = [
        (
            _said(one.topic.query.operation.name),
            _said(one.error.sentence),
            _time(one.last_complete_at) if one.last_complete_at else "never",
        )
        for one in shift.sources
        if one.error is not None
    ]
    lines = list(_section("Sources in trouble", ("operation", "trouble", "last read"), rows))
    slowed = [use.operation for use in shift.usage.operations if use.throttled]
    if slowed:
        title = [""] if lines else ["## Sources in trouble", ""]
        lines += [*title, f"Throttled by AWS at the end: {', '.join(map(_said, slowed))}."]
    return lines


def _section(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Sequence[str]:
    """A title and a table; nothing where there is no row."""
    if not rows:
        return []
    more = [f"The newest {MOST_ROWS} of {len(rows):,}.", ""] if len(rows) > MOST_ROWS else []
    return [f"## {title}", "", *more, *_table(head, rows[:MOST_ROWS])]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


_Name = Callable[[Transition], str]
_End = Callable[[Episode], str]


def _naming(joined: Mapping[str, Snapshot]) -> _Name:
    known = happenings.naming(joined)
    return lambda event: known(event) or fmt.short_arn(event.subject)


def _about(event: Transition) -> str:
    return f"about {_time(event.at)}" if event.observed else _time(event.at)


def _time(instant: datetime | None) -> str:
    return fmt.date_time(instant)


def _said(text: Any) -> str:
    """Text from anywhere, so that Markdown shows it and obeys none of it."""
    # What is cut may begin with a part of an id.
    safe = _SPECIAL.sub(r"\\\1", visible(_redacted(str(text)), limit=300))
    # What reads as an address, or as somebody's name, would be made a link or a mention.
    return safe.replace("://", ":\\//").replace("@", "&#64;").replace("www.", "www\\.")


def _redacted(text: str) -> str:
    return _ACCOUNT.sub("(account)", text)
