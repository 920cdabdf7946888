"""Every event and code has a meaning and a remedy, and no string breaks an explanation."""

import re
import tomllib
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from botocore.loaders import Loader
from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.knowledge.explain import (
    SEVERITIES,
    explain_participant_event,
    explain_stream_event,
    participant_event_rank,
)


def read(stem: str) -> dict[str, Any]:
    path = files("ivs_tui.knowledge").joinpath("data", f"{stem}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def shape(service: str, name: str) -> Any:
    return Loader().load_service_model(service, "service-2")["shapes"][name]


STREAM_EVENTS = {
    (type_, name): entry
    for type_, table in read("stream_events").items()
    for name, entry in table.items()
}
STREAM_CODES = read("stream_codes")
PARTICIPANT_EVENTS = read("participant_events")
PARTICIPANT_ERRORS = read("participant_errors")
ENTRIES = {
    **{" / ".join(key): entry for key, entry in STREAM_EVENTS.items()},
    **STREAM_CODES,
    **PARTICIPANT_EVENTS,
    **PARTICIPANT_ERRORS,
}
TROUBLE = {"warning", "error", "critical"}
ANY_TEXT = st.one_of(st.none(), st.text(), st.text(st.characters(categories=["Cs", "Cc", "Cf"])))


@pytest.mark.parametrize("key", ENTRIES)
def test_entry_is_complete_and_short(key: str) -> None:
    entry = ENTRIES[key]
    assert set(entry) <= {"meaning", "cause", "remedy", "severity", "source", "basis"}
    assert entry["severity"] in SEVERITIES
    assert entry["source"]
    assert 0 < len(entry["meaning"]) <= 160
    assert len(entry.get("cause", "")) <= 160
    assert len(entry.get("remedy", "")) <= 240
    assert all(text == text.strip() and "\n" not in text for text in entry.values())
    if entry["severity"] in TROUBLE:
        assert entry["remedy"]
    if "remedy" in entry:
        assert entry["basis"] in {"stated by AWS", "inferred"}
    else:
        assert "basis" not in entry


def test_stream_events_are_those_of_the_user_guide() -> None:
    assert {type_: {n for t, n in STREAM_EVENTS if t == type_} for type_, _ in STREAM_EVENTS} == {
        "IVS Stream State Change": {
            "Session Created",
            "Stream Start",
            "Session Ended",
            "Stream End",
            "Stream Failure",
            "Stream Takeover",
            "Stream Takeover Failure",
        },
        "IVS Stream Health Change": {"Starvation Start", "Starvation End"},
        "IVS Limit Breach": {
            "Ingest Bitrate",
            "Ingest Resolution",
            "Concurrent Broadcasts",
            "Concurrent Viewers",
        },
        "IVS Recording State Change": {
            "Recording Start",
            "Recording End",
            "Recording Start Failure",
            "Recording End Failure",
        },
        "IVS Ad Break State Change": {"Ad Break Inserted"},
    }


def test_stream_codes_are_those_of_the_api_model() -> None:
    documentation = shape("ivs", "StreamEvent")["members"]["code"]["documentation"]
    assert set(re.findall(r"<code>(\w+)</code> —", documentation)) == set(STREAM_CODES)
    assert len(STREAM_CODES) == 9


def test_participant_names_are_those_of_the_api_model() -> None:
    assert set(shape("ivs-realtime", "EventName")["enum"]) == set(PARTICIPANT_EVENTS)
    assert set(shape("ivs-realtime", "EventErrorCode")["enum"]) == set(PARTICIPANT_ERRORS)


def test_left_admits_that_no_reason_is_given() -> None:
    assert "API gives no reason" in explain_participant_event("LEFT", None).meaning


@pytest.mark.parametrize(("type_", "name"), STREAM_EVENTS)
def test_stream_event_is_found_with_and_without_its_type(type_: str, name: str) -> None:
    found = explain_stream_event(type_, name, None)
    assert found == explain_stream_event(None, name, "")
    assert found.known
    assert found.meaning == STREAM_EVENTS[type_, name]["meaning"]


def test_no_name_stands_under_two_types() -> None:
    assert len({name for _, name in STREAM_EVENTS}) == len(STREAM_EVENTS) == 18


def test_name_under_another_type_is_unknown() -> None:
    assert not explain_stream_event("IVS Limit Breach", "Stream Start", None).known


@pytest.mark.parametrize("code", STREAM_CODES)
def test_code_adds_its_meaning_and_gives_the_remedy(code: str) -> None:
    name = "Stream Takeover Failure" if code.startswith("StreamTakeover") else "Session Ended"
    event = explain_stream_event("IVS Stream State Change", name, None)
    found = explain_stream_event("IVS Stream State Change", name, code)
    assert found.meaning == f"{event.meaning} {STREAM_CODES[code]['meaning']}"
    assert found.remedy == STREAM_CODES[code]["remedy"]
    assert found.severity == STREAM_CODES[code]["severity"]
    assert found.inferred == (STREAM_CODES[code]["basis"] == "inferred")
    assert found.known


@pytest.mark.parametrize("code", PARTICIPANT_ERRORS)
def test_error_code_never_softens_the_event(code: str) -> None:
    found = explain_participant_event("PUBLISH_ERROR", code)
    assert found.severity == "error"
    assert found.remedy == PARTICIPANT_ERRORS[code]["remedy"]


def test_unknown_code_warns_and_takes_the_remedy_away() -> None:
    found = explain_stream_event("IVS Stream State Change", "Session Ended", "NewInThe2030s")
    assert found.meaning.startswith("The encoder is disconnected")
    assert found.meaning.endswith('Unknown to this version: code "NewInThe2030s".')
    assert (found.remedy, found.severity, found.known) == ("", "warning", False)
    assert explain_participant_event("JOIN_ERROR", "NEW").severity == "error"


def test_unknown_event_is_named_and_keeps_a_known_code() -> None:
    bare = explain_stream_event("IVS Stream State Change", "Stream Paused", None)
    assert bare.meaning == 'Unknown to this version: event "Stream Paused".'
    assert (bare.remedy, bare.severity, bare.known) == ("", "info", False)
    coded = explain_stream_event(None, None, "MultitrackInputRequired")
    assert coded.remedy == STREAM_CODES["MultitrackInputRequired"]["remedy"]
    assert (coded.severity, coded.known) == ("error", False)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_no_string_breaks_a_stream_explanation(
    type_: str | None, name: str | None, code: str | None
) -> None:
    found = explain_stream_event(type_, name, code)
    assert found.meaning
    assert found.severity in SEVERITIES
    assert len(found.meaning) <= 320


@given(st.one_of(ANY_TEXT, st.sampled_from(sorted(PARTICIPANT_EVENTS))), ANY_TEXT)
def test_no_string_breaks_a_participant_explanation(name: str | None, code: str | None) -> None:
    found = explain_participant_event(name, code)
    assert found.meaning
    assert found.severity in SEVERITIES
    if code and code not in PARTICIPANT_ERRORS:
        assert found.severity in TROUBLE
        assert not found.known


def test_stream_errors_are_breaches_failures_and_starvation() -> None:
    told = {name: explain_stream_event(type_, name, None) for type_, name in STREAM_EVENTS}
    assert {name for name, one in told.items() if one.severity in TROUBLE} == {
        name
        for type_, name in STREAM_EVENTS
        if type_ == "IVS Limit Breach" or name.endswith("Failure") or name == "Starvation Start"
    }
    refused = explain_stream_event(None, "Session Ended", "MultitrackInputRequired")
    assert refused.severity in TROUBLE


def test_participant_errors_are_those_named_so() -> None:
    told = {name: explain_participant_event(name, None) for name in PARTICIPANT_EVENTS}
    assert {name for name, one in told.items() if one.severity in TROUBLE} == {
        "JOIN_ERROR",
        "PUBLISH_ERROR",
        "SUBSCRIBE_ERROR",
    }


def test_participant_events_of_one_second_have_an_order() -> None:
    order = [
        "JOINED",
        "TOKEN_EXCHANGED",
        "PUBLISH_STARTED",
        "SUBSCRIBE_STARTED",
        "REPLICATION_STARTED",
        "JOIN_ERROR",
        "PUBLISH_ERROR",
        "SUBSCRIBE_ERROR",
        "NEW",
        "REPLICATION_STOPPED",
        "SUBSCRIBE_STOPPED",
        "PUBLISH_STOPPED",
        "LEFT",
    ]
    ranks = [participant_event_rank(name) for name in order]
    assert all(a < b for a, b in pairwise(ranks))
    assert set(order) - {"NEW"} == set(PARTICIPANT_EVENTS)
    assert participant_event_rank("") == participant_event_rank("NEW")
