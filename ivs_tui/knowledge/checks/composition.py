"""A composition and where it goes."""

from __future__ import annotations

from datetime import datetime, timedelta

from ivs_tui.aws.records import realtime as rt
from ivs_tui.knowledge.checks.checklist import Checklist
from ivs_tui.knowledge.checks.duration import is_near
from ivs_tui.knowledge.checks.words import HOUR, WORD_MOST, lasting, short
from ivs_tui.knowledge.finding import Examination
from ivs_tui.knowledge.limits import LIMITS

_STATES = frozenset({"STARTING", "ACTIVE", "STOPPING", "FAILED", "STOPPED"})
_DESTINATION_STATES = _STATES | {"RECONNECTING"}
_BY_STATE = {"FAILED": "destination-failed", "RECONNECTING": "destination-reconnecting"}


def examine_composition(composition: rt.CompositionSummary, *, now: datetime) -> Examination:
    """Examine a composition, its age and each of its destinations."""
    sheet = Checklist(now)
    _check_state(sheet, composition)
    _check_age(sheet, composition)
    if composition.destinations is None:
        sheet.skip("destination-failed")
    for destination in composition.destinations or ():
        _check_destination(sheet, destination)
    return sheet.examination()


def destination_name(destination: rt.DestinationSummary) -> str:
    """Its own name, or where it goes, or its id."""
    configuration = destination.configuration if isinstance(destination, rt.Destination) else None
    if configuration is None:
        return destination.id or "without a name"
    if configuration.name:
        return configuration.name
    if configuration.channel and configuration.channel.channel_arn:
        return "channel " + configuration.channel.channel_arn.rsplit("/", 1)[-1]
    return "S3" if configuration.s3 else destination.id or "without a name"


def _check_state(sheet: Checklist, composition: rt.CompositionSummary) -> None:
    state = composition.state or ""
    if state not in _STATES:
        sheet.skip_unknown("composition-failed", "state", state)
        return
    sheet.checked("composition-failed")
    started = composition.start_time
    if state == "FAILED":
        end = f", ended at {sheet.at(composition.end_time)}" if composition.end_time else ""
        sheet.found("composition-failed", f"state FAILED, started at {sheet.at(started)}{end}")
    if state != "STARTING" or started is None:
        return
    age = sheet.now - started
    if age >= timedelta(seconds=LIMITS.composition.start_seconds):
        sheet.found(
            "composition-starting",
            f"state STARTING, started at {sheet.at(started)}",
            since=sheet.at(started),
        )


def _check_age(sheet: Checklist, composition: rt.CompositionSummary) -> None:
    if composition.end_time is not None or composition.state in {"FAILED", "STOPPED"}:
        return
    if composition.start_time is None:
        sheet.skip("composition-near-24h")
        return
    sheet.checked("composition-near-24h")
    age, hours = sheet.now - composition.start_time, LIMITS.composition.hours
    if is_near(age, hours):
        sheet.found(
            "composition-near-24h",
            f"started at {sheet.at(composition.start_time)}; "
            f"{lasting(hours * HOUR - age)} are left",
            lasting=lasting(age),
            limit=hours,
        )


def _check_destination(sheet: Checklist, destination: rt.DestinationSummary) -> None:
    state, name = destination.state or "", destination_name(destination)
    if state not in _DESTINATION_STATES:
        sheet.unchecked(f"destination {short(name)}", f"state {short(state) or 'unknown'}")
        return
    sheet.checked("destination-failed")
    if state in _BY_STATE:
        since = f", started at {sheet.at(destination.start_time)}"
        end = f", ended at {sheet.at(destination.end_time)}" if destination.end_time else ""
        sheet.found(
            _BY_STATE[state], f"state {state} of {name}{since}{end}", name=short(name, WORD_MOST)
        )
