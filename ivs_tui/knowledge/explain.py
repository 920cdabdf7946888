"""What a stream or participant event and its code mean, and what to do about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ivs_tui.knowledge.tables import read_table

SEVERITIES = ("info", "good", "warning", "error", "critical")
"""All severities, mildest first."""

_QUOTE_LIMIT = 80

# Events of one second carry no order of their own: what begins comes before what ends.
_PARTICIPANT_ORDER = (
    "JOINED",
    "TOKEN_EXCHANGED",
    "PUBLISH_STARTED",
    "SUBSCRIBE_STARTED",
    "REPLICATION_STARTED",
    "JOIN_ERROR",
    "PUBLISH_ERROR",
    "SUBSCRIBE_ERROR",
    "",  # the place of names that this version does not know
    "REPLICATION_STOPPED",
    "SUBSCRIBE_STOPPED",
    "PUBLISH_STOPPED",
    "LEFT",
)
_PARTICIPANT_RANKS = {name: rank for rank, name in enumerate(_PARTICIPANT_ORDER)}
_UNKNOWN_RANK = _PARTICIPANT_RANKS[""]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What something means, and what to do; `inferred` says that the remedy is not AWS's own."""

    meaning: str
    remedy: str
    severity: str
    cause: str = ""
    source: str = ""
    inferred: bool = False
    known: bool = True


def explain_stream_event(type_: str | None, name: str | None, code: str | None) -> Explanation:
    """Explain one entry of a stream session's `truncatedEvents`; never raises.

    Event and code are combined so: the meaning is the event's and then the code's; remedy and
    cause are the code's alone, for it is the narrower fact; the severity is the graver of the two.
    A code that is not known takes the remedy away, because the event's own would be a guess.
    Without a type the name alone decides. Strings quoted in the meaning are as the API sent them.
    """
    event = _stream_event(type_, name) or _unknown("event", name)
    return _with_code(event, code, _stream_codes())


def explain_participant_event(name: str | None, error_code: str | None) -> Explanation:
    """Explain one participant event, combined as in `explain_stream_event`; never raises."""
    severity = "error" if (name or "").endswith("_ERROR") else "info"
    event = _participant_events().get(name or "") or _unknown("event", name, severity)
    return _with_code(event, error_code, _participant_errors())


def participant_event_rank(name: str) -> int:
    """The place of a participant event among others of the same second, for sorting oldest first.

    AWS documents no order, so this one is inferred; unknown names stand in the middle.
    """
    return _PARTICIPANT_RANKS.get(name, _UNKNOWN_RANK)


def _with_code(
    event: Explanation, code: str | None, codes: Mapping[str, Explanation]
) -> Explanation:
    if not code:
        return event
    detail = codes.get(code) or _unknown("code", code, severity="warning")
    return Explanation(
        meaning=f"{event.meaning} {detail.meaning}",
        remedy=detail.remedy,
        severity=max(event.severity, detail.severity, key=SEVERITIES.index),
        cause=detail.cause,
        source="; ".join(dict.fromkeys(filter(None, (event.source, detail.source)))),
        inferred=detail.inferred,
        known=event.known and detail.known,
    )


def _unknown(what: str, value: str | None, severity: str = "info") -> Explanation:
    if not value:
        meaning = f"Unknown to this version: {what} without a name."
    else:
        quoted = value if len(value) <= _QUOTE_LIMIT else value[: _QUOTE_LIMIT - 1] + "…"
        meaning = f'Unknown to this version: {what} "{quoted}".'
    return Explanation(meaning=meaning, remedy="", severity=severity, known=False)


def _stream_event(type_: str | None, name: str | None) -> Explanation | None:
    by_type, wanted = _stream_events(), name or ""
    if type_:
        return by_type.get(type_, {}).get(wanted)
    # A name stands under one type only, so it is enough by itself.
    return next((events[wanted] for events in by_type.values() if wanted in events), None)


@cache
def _stream_events() -> Mapping[str, Mapping[str, Explanation]]:
    return {type_: _explanations(table) for type_, table in read_table("stream_events").items()}


@cache
def _stream_codes() -> Mapping[str, Explanation]:
    return _explanations(read_table("stream_codes"))


@cache
def _participant_events() -> Mapping[str, Explanation]:
    return _explanations(read_table("participant_events"))


@cache
def _participant_errors() -> Mapping[str, Explanation]:
    return _explanations(read_table("participant_errors"))


def _explanations(table: Mapping[str, Mapping[str, str]]) -> dict[str, Explanation]:
    return {name: _explanation(entry) for name, entry in table.items()}


def _explanation(entry: Mapping[str, str]) -> Explanation:
    return Explanation(
        meaning=entry["meaning"],
        remedy=entry.get("remedy", ""),
        severity=entry["severity"],
        cause=entry.get("cause", ""),
        source=entry["source"],
        inferred=entry.get("basis") == "inferred",
    )
