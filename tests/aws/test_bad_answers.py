"""Whatever an answer holds: records that can be shown, a count of the rest, or one error."""

from __future__ import annotations

import json
import time
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivs_tui.aws import decode
from ivs_tui.aws.errors import GatewayError
from ivs_tui.aws.operations import OPERATIONS
from tests.aws.judging import ANSWERS, judge_answer, read
from tests.aws.model import output
from tests.aws.mutation import CHANGES, JUNK, mutated, valid, written
from tests.aws.peers import SECRET, fits
from tests.aws.wire import STREAMS
from tests.resources.rendering import render


@settings(max_examples=400, derandomize=True)
@given(ANSWERS)
def test_any_answer_ends_in_what_can_be_shown_or_in_one_error(answer: Any) -> None:
    judge_answer(*answer)


@settings(max_examples=60, derandomize=True)
@given(st.sampled_from(sorted(OPERATIONS)), st.integers(0, 10**6))
def test_an_answer_that_fits_the_model_is_read_whole(name: str, seed: int) -> None:
    operation = OPERATIONS[name]
    page = read(operation, written(valid(output(operation), Random(seed), whole=1.0)))
    assert page.items
    assert page.unreadable == 0
    render(operation, page.items)


@settings(max_examples=60, derandomize=True)
@given(st.integers(0, 10**6), CHANGES, JUNK)
def test_no_secret_passes_wherever_the_answer_was_bent(
    seed: int, changes: list[tuple[int, str, Any]], junk: Any
) -> None:
    operation = OPERATIONS["GetIngestConfiguration"]
    answer = valid(output(operation), Random(seed))
    mutated(answer, [change for change in changes if change[1] in {"drop", "replace", "twice"}])
    held = answer.get("ingestConfiguration")
    if isinstance(held, dict):
        held |= {"streamKey": [SECRET, junk], "redundantIngestCredentials@twice@": SECRET}
        held |= {"redundantIngestCredentials": [{"streamKey": {SECRET: junk}}]}
    try:
        page = read(operation, written(answer))
    except GatewayError as error:
        fits(error.problem)
    else:
        assert SECRET not in repr(msgspec.to_builtins(page.items))


@pytest.mark.parametrize(
    "body",
    [
        b'{"streams": []}' + b" " * decode.MOST_BYTES,
        b'{"streams": [' + b"[]," * decode.MOST_VALUES + b"[]]}",
        b'{"streams": [' + b"{}," * decode.MOST_VALUES + b"{}]}",
        b'{"streams": [], "x": [' + (b"[" * 300 + b"]" * 300 + b",") * 4_000 + b"1]}",
    ],
    ids=["bytes", "lists", "objects", "depth"],
)
def test_an_answer_out_of_all_proportion_is_refused_before_it_is_built(body: bytes) -> None:
    before = time.process_time()
    with pytest.raises(GatewayError, match="too long"):
        read(STREAMS, body)
    assert time.process_time() - before < 0.5


def test_the_largest_page_there_can_be_is_read() -> None:
    tags = {f"{n:03}" + "k" * 125: "," * 256 for n in range(50)}
    channels = [{"arn": f"a{n}", "name": "é" * 128, "tags": tags} for n in range(50)]
    page = read(OPERATIONS["ListChannels"], json.dumps({"channels": channels}).encode())
    assert len(page.items) == 50


def test_many_bad_items_are_logged_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    page = read(STREAMS, b'{"streams": [' + b"5," * 1_000 + b"{}]}")
    assert page.unreadable == 1_001
    assert [record.message.count("1001 unreadable") for record in caplog.records] == [1]


@pytest.mark.parametrize("token", ["x" * 100_000, ["x"], {}, 5, True, 1.5])
def test_a_token_that_cannot_be_one(token: Any) -> None:
    with pytest.raises(GatewayError, match="nextToken"):
        read(STREAMS, json.dumps({"streams": [], "nextToken": token}).encode())
