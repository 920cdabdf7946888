"""Answers of every kind: what becomes a record, what is counted, what is refused."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from botocore.model import ListShape, MapShape, Shape, StructureShape
from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.aws import decode
from ivs_tui.aws.decode import REDACTED, Page
from ivs_tui.aws.errors import GatewayError, ProblemKind
from ivs_tui.aws.operations import OPERATIONS, Operation
from ivs_tui.aws.records.lowlatency import Channel, StreamSession, StreamSummary
from ivs_tui.aws.secrets import secret_paths
from tests.aws.model import operation_model, output
from tests.support import arn

STREAMS = OPERATIONS["ListStreams"]
SESSION = OPERATIONS["GetStreamSession"]
SECRET = "the-very-secret"

each_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)


def read(operation: Operation, answer: Any) -> Page:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return decode.page(operation, body, secret_paths(operation_model(operation)))


def refusal(operation: Operation, answer: Any) -> str:
    with pytest.raises(GatewayError) as caught:
        read(operation, answer)
    assert caught.value.problem.kind is ProblemKind.NOT_IVS
    return caught.value.problem.sentence


def sample(shape: Shape, *, secret: bool = False) -> Any:
    """An answer in which every member of the model is there."""
    secret = secret or bool(shape.metadata.get("sensitive"))
    if isinstance(shape, StructureShape):
        return {name: sample(member, secret=secret) for name, member in shape.members.items()}
    if isinstance(shape, ListShape):
        return [sample(shape.member, secret=secret)] * 2
    if isinstance(shape, MapShape):
        return {"key": sample(shape.value, secret=secret)}
    if shape.type_name == "string":
        return SECRET if secret else f"some {shape.name}"
    samples = {"timestamp": "2026-03-01T12:00:00Z", "boolean": True, "float": 29.5}
    return samples.get(shape.type_name, 7)


@each_operation
def test_an_answer_with_every_member(operation: Operation) -> None:
    page = read(operation, sample(output(operation)))
    assert page.unreadable == 0
    assert len(page.items) == (1 if operation.page_size is None else 2)
    # Nothing is lost on the way: what the record says is what the answer said.
    answer = sample(output(operation))
    told = answer if operation.bare else answer[operation.member]
    told = told if operation.page_size is None else told[0]
    said = msgspec.to_builtins(page.items[0])
    assert json.dumps(said, sort_keys=True) == json.dumps(told, sort_keys=True).replace(
        SECRET, REDACTED
    )


@each_operation
def test_no_secret_passes(operation: Operation) -> None:
    answer = sample(output(operation))
    held = SECRET in json.dumps(answer)
    page = read(operation, answer)
    told = msgspec.json.encode(page).decode()
    assert SECRET not in told
    assert (REDACTED in told) == held == bool(secret_paths(operation_model(operation)))


@pytest.mark.parametrize("wrong", [5, ["x"], {"x": "y"}])
def test_a_secret_of_another_type_does_not_pass_either(wrong: Any) -> None:
    channel = {"arn": arn(1), "srt": {"passphrase": wrong}}
    (item,) = read(OPERATIONS["GetChannel"], {"channel": channel}).items
    assert isinstance(item, Channel)
    assert item.srt is not None
    assert item.srt.passphrase == REDACTED


def test_no_value_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read(STREAMS, {"streams": [{"channelArn": arn(1), "state": [SECRET], SECRET: 1}]})
    assert "ListStreams" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "bad",
    [
        {},
        None,
        5,
        "text",
        [],
        {"channelArn": None},
        {"channelArn": 5},
        {"channelArn": arn(2), "viewerCount": "5"},
        {"channelArn": arn(2), "viewerCount": 1.5},
        {"channelArn": arn(2), "viewerCount": 10**25},
        {"channelArn": arn(2), "viewerCount": True},
        {"channelArn": arn(2), "startTime": 1_700_000_000},
        {"channelArn": arn(2), "startTime": "2026-03-01T12:00:00"},
        {"channelArn": arn(2), "startTime": "2026-03-01"},
        {"channelArn": arn(2), "startTime": ""},
        {"channelArn": arn(2), "startTime": "0000-01-01T00:00:00Z"},
        {"channelArn": arn(2), "startTime": "0001-01-01T00:00:00+01:00"},
        {"channelArn": arn(2), "startTime": "9999-12-31T23:59:59-01:00"},
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_bad_item_costs_one_item(bad: Any, place: int) -> None:
    streams = [{"channelArn": arn(n)} for n in (1, 3)]
    streams.insert(place, bad)
    page = read(STREAMS, {"streams": streams, "nextToken": "more"})
    assert page.unreadable == 1
    assert page.items == tuple(StreamSummary(channel_arn=arn(n)) for n in (1, 3))
    assert page.next_token == "more"


@pytest.mark.parametrize("number", ["1e400", "1" + "0" * 3_000, "NaN", "-Infinity"])
def test_a_number_that_nothing_holds_costs_one_item(number: str) -> None:
    body = f'{{"streams": [{{"channelArn": "a", "viewerCount": {number}}}, {{"channelArn": "b"}}]}}'
    page = read(STREAMS, body.encode())
    assert (page.unreadable, page.items) == (1, (StreamSummary(channel_arn="b"),))


def test_half_a_surrogate_pair_costs_one_item() -> None:
    body = rb'{"channels": [{"arn": "a", "name": "\ud83d"}, {"arn": "b", "name": "\ud83d\ude00"}]}'
    page = read(OPERATIONS["ListChannels"], body)
    assert [item.arn for item in page.items if hasattr(item, "arn")] == ["b"]
    assert page.unreadable == 1


def test_one_bad_event_costs_one_event() -> None:
    events: list[Any] = [{"name": "Stream Start", "eventTime": "2026-03-01T12:00:00Z"}] * 2
    bad = [{"name": 5}, {"eventTime": "yesterday"}, None]
    held = {"streamId": "st-1", "truncatedEvents": [bad[0], *events, *bad[1:]]}
    page = read(SESSION, {"streamSession": held})
    (session,) = page.items
    assert isinstance(session, StreamSession)
    assert session.truncated_events is not None
    assert [event.name for event in session.truncated_events] == ["Stream Start"] * 2
    assert page.unreadable == 3


@pytest.mark.parametrize("events", [None, {}, "text", 5])
def test_events_that_are_no_list(events: Any) -> None:
    page = read(SESSION, {"streamSession": {"streamId": "st-1", "truncatedEvents": events}})
    assert (len(page.items), page.unreadable) == ((1, 0) if events is None else (0, 1))


@pytest.mark.parametrize("held", [None, [], {}, "x", {"streamId": 5}])
def test_a_single_item_that_cannot_be_read(held: Any) -> None:
    assert read(SESSION, {"streamSession": held}) == Page((), 1)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<!DOCTYPE html><html>Sign in</html>", "HTML"),
        (b"\n  <HTML>", "HTML"),
        (b"<?xml version='1.0'?>", "HTML"),
        (b"", "empty"),
        (b" \n ", "empty"),
        (b'{"streams": [{"channelArn": "a', "cut short"),
        (b'[{"streams":', "cut short"),
        (b"OK", "no JSON"),
        (b"\xff\xfe\x00", "no JSON"),
        (b'{"streams": ["\xff"]}', "cut short or garbled"),
        (b"[" * 100_000, "cut short"),
        (b"{}", "JSON without `streams`"),
        (b'{"message": "hello"}', "JSON without `streams`"),
        (b"[]", "JSON without `streams`"),
        (b"null", "JSON without `streams`"),
        (b'"streams"', "JSON without `streams`"),
        (b'{"streams": null}', "no list"),
        (b'{"streams": {}}', "no list"),
        (b'{"streams": [], "nextToken": 5}', "nextToken"),
    ],
)
def test_what_is_no_answer_of_ivs(body: bytes, says: str) -> None:
    sentence = refusal(STREAMS, body)
    assert sentence.startswith("not an IVS answer: ")
    assert says in sentence


def test_a_portal_s_page_comes_with_advice() -> None:
    with pytest.raises(GatewayError) as caught:
        read(STREAMS, b"<html>")
    assert "portal" in caught.value.problem.advice


@pytest.mark.parametrize("token", [None, ""])
def test_the_last_page(token: str | None) -> None:
    assert read(STREAMS, {"streams": [], "nextToken": token}) == Page(())


def test_what_nobody_knows_is_passed_over() -> None:
    answer = {"streams": [{"channelArn": "a", "mood": {"x": [1]}}], "weather": "fine"}
    assert read(STREAMS, answer).items == (StreamSummary(channel_arn="a"),)


def test_members_may_be_null_or_new_values() -> None:
    members = {name: None for name in StreamSummary.__struct_encode_fields__ if name != "state"}
    answer = {"streams": [{**members, "channelArn": "a", "state": "ASLEEP"}]}
    assert read(STREAMS, answer).items == (StreamSummary(channel_arn="a", state="ASLEEP"),)


@pytest.mark.parametrize(
    ("text", "microsecond"),
    [("12:00:00.123456789Z", 123457), ("12:00:00.1Z", 100000), ("14:00:00+02:00", 0)],
)
def test_times_as_services_write_them(text: str, microsecond: int) -> None:
    answer = {"streams": [{"channelArn": "a", "startTime": f"2026-03-01T{text}"}]}
    (stream,) = read(STREAMS, answer).items
    assert isinstance(stream, StreamSummary)
    assert stream.start_time == datetime(2026, 3, 1, 12, 0, 0, microsecond, UTC)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["streams", "channelArn", "startTime", "tags", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(st.lists(JSON, max_size=4))
def test_any_items_at_all(items: list[Any]) -> None:
    page = read(STREAMS, {"streams": items})
    assert len(page.items) + page.unreadable == len(items)
    msgspec.msgpack.encode(page)


@given(st.binary(max_size=40) | JSON.map(lambda answer: json.dumps(answer).encode()))
def test_any_bytes_at_all(body: bytes) -> None:
    # Any other exception than the gateway's own fails the test.
    with suppress(GatewayError):
        page = decode.page(STREAMS, body, ())
        assert b"streams" in body
        assert page.items or page.unreadable or b"[" in body
