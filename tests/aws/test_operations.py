"""Operations and queries against botocore's model and AWS's published rates."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.model import ListShape, StructureShape

from ivs_tui.aws.operations import MAX_BATCH, OPERATIONS, Operation
from ivs_tui.engine.query import QUERIES, Query
from tests.aws.model import operation_model, output, service

SLOW = frozenset(
    f"{verb}{what}"
    for what in ("RecordingConfiguration", "AdConfiguration", "PlaybackKeyPair", "PublicKey")
    for verb in ("Get", "List")
)


def published(name: str) -> float:
    """Requests per second for an account and Region: "IVS Service Quotas" in both user guides."""
    if name == "ListTagsForResource":
        return 10.0
    return 3.0 if name.removesuffix("s") in SLOW else 5.0


each_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
each_query = pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)


@each_operation
def test_the_operation_exists(operation: Operation) -> None:
    assert operation.name in service(operation.service).operation_names


@each_operation
def test_the_rate_is_the_published_one(operation: Operation) -> None:
    assert operation.rate == published(operation.name)


@each_operation
def test_the_action_is_the_iam_action(operation: Operation) -> None:
    assert operation.action == f"ivs:{operation.name}"


@each_operation
def test_the_member_is_in_the_output(operation: Operation) -> None:
    member = output(operation).members[operation.member]
    if operation.bare:
        assert output(operation).members.keys() == {operation.member}
        return
    listed = operation.page_size is not None
    assert isinstance(member, ListShape if listed else StructureShape)


@each_operation
def test_the_page_is_as_large_as_it_may_be(operation: Operation) -> None:
    asked = operation_model(operation).input_shape
    assert asked is not None
    if "maxResults" in asked.members:
        assert operation.page_size == asked.members["maxResults"].metadata["max"]
        assert "nextToken" in output(operation).members
    elif "arns" in asked.members:
        assert operation.page_size == MAX_BATCH == asked.members["arns"].metadata["max"]
    else:
        assert operation.page_size is None


@each_operation
def test_the_operation_only_reads(operation: Operation) -> None:
    assert operation.name.startswith(("List", "Get", "BatchGet"))


_GATHERED = {
    "names": {"arns"},
    "last-events": {"channelArn"},
    "session-errors": {"participantId"},
    "errors": {"stageArn", "sessionId", "participantId"},
    "found": {"stageArn", "sessionId"},
}


@each_query
def test_parameters_are_those_of_the_model(query: Query) -> None:
    asked = operation_model(query.operation).input_shape
    assert asked is not None
    # What is read one by one, the engine gathers itself.
    named = {*query.required, *_GATHERED.get(query.name, ())}
    assert set(asked.required_members) <= named <= asked.members.keys()
    if query.name != "found":
        # It is asked for by a filter, and cannot do without.
        assert named == set(asked.required_members)
    if query.name != "session-errors":
        # Its own choose among what was read.
        assert set(query.optional) <= asked.members.keys() - set(asked.required_members)


def test_a_filter_that_is_always_on_is_one_of_the_model() -> None:
    filtered = [query for query in QUERIES.values() if query.filter_by]
    assert [query.name for query in filtered] == ["starving"]
    for query in filtered:
        asked = operation_model(query.operation).input_shape
        assert asked is not None
        assert query.filter_by is not None
        member, value = query.filter_by
        filters: Any = asked.members["filterBy"]
        assert value in filters.members[member].enum


@each_query
def test_keys_are_members_that_are_always_there(query: Query) -> None:
    fields = query.record.__struct_fields__
    assert set(query.key) <= set(fields)


def test_queries_are_named_once() -> None:
    assert all(name == query.name for name, query in QUERIES.items())
    assert {query.operation.id for query in QUERIES.values()} == OPERATIONS.keys()
