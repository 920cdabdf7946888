"""Whole coverage, proved: each read operation of both services is used, each member is shown.

The checks take the service models and answer with what is wrong and what to do about it, so that
they can be tried on a botocore that knows more than the installed one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import msgspec
import pytest
from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape

from ivs_tui.aws import decode
from ivs_tui.aws.decode import REDACTED
from ivs_tui.aws.operations import (
    LEFT_OUT,
    LEFT_OUT_MEMBERS,
    LOWLATENCY,
    OPERATIONS,
    REALTIME,
    Operation,
)
from ivs_tui.aws.records.base import Record
from ivs_tui.aws.secrets import secret_paths
from ivs_tui.engine.names import NAMES
from ivs_tui.engine.query import QUERIES
from ivs_tui.resources import DETAILS, KINDS, api_json
from ivs_tui.resources.members import Member, leaves
from ivs_tui.sim.operations import OPERATIONS as SIMULATED
from tests.aws import model
from tests.aws.model import item_shape, items_in, operation_model
from tests.aws.test_decode import SECRET, sample
from tests.aws.test_records import record_differences
from tests.resources.test_kinds import full, full_of, snapshots, topic_of

READING = ("Get", "List", "BatchGet")
WRITING = (
    *("Create", "Update", "Delete", "Put", "Import", "Insert", "Start", "Stop", "BatchStart"),
    *("Disconnect", "Tag", "Untag"),
)
Models = Mapping[str, ServiceModel]
Named = tuple[str, str]
"""A service and the name of one of its operations."""

INSTALLED: Models = {name: model.service(name) for name in (LOWLATENCY, REALTIME)}
each_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)


def operations(models: Models) -> list[Named]:
    return [(service, name) for service, known in models.items() for name in known.operation_names]


def reads(models: Models) -> list[Named]:
    return [one for one in operations(models) if one[1].startswith(READING)]


def queries_in_use() -> Iterator[str]:
    """Every query that a list, a detail, what is read beside them, or the names cache reads."""
    yield NAMES
    for kind in KINDS.values():
        yield from (kind.query, *kind.joins)
        row, *_ = kind.merge(snapshots(kind, full_of(kind))[1], {})
        yield from (one.query for one in kind.described(row, topic_of(kind.query)))
    for detail in DETAILS.values():
        yield from (detail.query, *detail.joins)
        record = full(QUERIES[detail.query].operation.record)
        yield from (one.query for one in detail.reads(topic_of(detail.query), record))


def used() -> set[Named]:
    found = (QUERIES[name].operation for name in queries_in_use() if name in QUERIES)
    return {(operation.service, operation.name) for operation in found}


def uncovered(models: Models, used: set[Named], left_out: Mapping[str, str]) -> list[str]:
    """Operations of which it is not decided what becomes of them."""
    known = operations(models)
    wrong = [
        f"{name}: stands in LEFT_OUT and is no operation: take it out"
        for name in left_out
        if name not in {one for _, one in known}
    ]
    wrong += [
        f"{service} {name}: is read and is no operation of the model"
        for service, name in sorted(used - {*known})
    ]
    for service, name in known:
        told = decision(name, (service, name) in used, name in left_out)
        wrong += [f"{service} {name}: {told}"] if told else []
    return wrong


def decision(name: str, is_used: bool, is_left_out: bool) -> str:
    """What has to be decided about one operation; nothing where all is said."""
    if name.startswith(READING):
        if is_used and is_left_out:
            return "is read and stands in LEFT_OUT: take it out"
        if is_used or is_left_out:
            return ""
        return "is a read that nothing uses: give it a query and a view, or a reason in LEFT_OUT"
    if is_left_out:
        return "stands in LEFT_OUT and is no read: take it out"
    known = name.startswith(WRITING)
    return "" if known else "neither reads nor writes by its name: say which in READING or WRITING"


def undecoded(models: Models) -> list[str]:
    """Members of answers that no record has and no reason leaves out, and the other way round."""
    wrong = []
    beside: set[str] = set()
    for operation in OPERATIONS.values():
        answer: Any = models[operation.service].operation_model(operation.name).output_shape
        found = record_differences(operation.record, items_in(operation, answer), operation.id)
        wrong += [f"{one}: bring the record in aws/records up to date" for one in found]
        beside |= {f"{operation.id}.{name}" for name in members_beside(operation, answer)}
    wrong += [
        f"{path}: is not decoded: decode it, or give a reason in LEFT_OUT_MEMBERS"
        for path in sorted(beside - LEFT_OUT_MEMBERS.keys())
    ]
    wrong += [
        f"{path}: stands in LEFT_OUT_MEMBERS and is no member beside the items: take it out"
        for path in sorted(LEFT_OUT_MEMBERS.keys() - beside)
    ]
    return wrong


def members_beside(operation: Operation, answer: StructureShape) -> set[str]:
    """Members of an answer that are neither its items, nor its token, nor HTTP headers."""
    body = {
        name
        for name, shape in answer.members.items()
        if shape.serialization.get("location") != "header"
    }
    return body - {operation.member, "nextToken"}


def unsimulated(models: Models) -> list[str]:
    """Reads that the simulator has no answer to."""
    return [
        f"{service} {name}: the simulator does not answer it: add it to sim/operations.py"
        for service, name in reads(models)
        if name not in SIMULATED
    ]


def test_every_read_operation_is_used_or_left_out_with_a_reason() -> None:
    assert uncovered(INSTALLED, used(), LEFT_OUT) == []
    assert all(LEFT_OUT.values())


def test_every_operation_that_is_known_is_used() -> None:
    assert {(one.service, one.name) for one in OPERATIONS.values()} == used()


def test_every_member_of_every_answer_is_decoded_or_left_out_with_a_reason() -> None:
    assert undecoded(INSTALLED) == []
    assert all(LEFT_OUT_MEMBERS.values())


def test_the_simulator_answers_every_read_operation() -> None:
    assert unsimulated(INSTALLED) == []
    assert SIMULATED.keys() == {name for _, name in reads(INSTALLED)}


def newer() -> Models:
    """A botocore that knows more: two operations, a member inside and one beside items."""
    told = deepcopy(Loader().load_service_model(LOWLATENCY, "service-2"))
    for name in ("ListMoods", "SwapChannels"):
        told["operations"][name] = told["operations"]["ListChannels"] | {"name": name}
    told["shapes"]["Stream"]["members"]["mood"] = {"shape": "String"}
    told["shapes"]["ListChannelsResponse"]["members"]["hint"] = {"shape": "String"}
    return {**INSTALLED, LOWLATENCY: ServiceModel(told, LOWLATENCY)}


def test_a_newer_botocore_is_told_by_exactly_what_is_new_in_it() -> None:
    assert uncovered(newer(), used(), LEFT_OUT) == [
        "ivs ListMoods: is a read that nothing uses: give it a query and a view,"
        " or a reason in LEFT_OUT",
        "ivs SwapChannels: neither reads nor writes by its name: say which in READING or WRITING",
    ]
    assert undecoded(newer()) == [
        "GetStream.mood: not in Stream: bring the record in aws/records up to date",
        "ListChannels.hint: is not decoded: decode it, or give a reason in LEFT_OUT_MEMBERS",
    ]
    assert unsimulated(newer()) == [
        "ivs ListMoods: the simulator does not answer it: add it to sim/operations.py"
    ]


def test_what_is_left_out_is_there_once_and_reads() -> None:
    more = {**LEFT_OUT, "GetMood": "-", "ListStreams": "-", "StopStream": "-"}
    assert sorted(uncovered(INSTALLED, used(), more)) == [
        "GetMood: stands in LEFT_OUT and is no operation: take it out",
        "ivs ListStreams: is read and stands in LEFT_OUT: take it out",
        "ivs StopStream: stands in LEFT_OUT and is no read: take it out",
    ]
    without = used() - {(REALTIME, "GetStage")} | {(REALTIME, "GetMood")}
    assert [one.split(":")[0] for one in uncovered(INSTALLED, without, LEFT_OUT)] == [
        "ivs-realtime GetMood",
        "ivs-realtime GetStage",
    ]


def members_of(shape: Shape, path: str = "", *, secret: bool = False) -> Iterator[Member]:
    """What `sample` makes of a shape, member by member, with secrets redacted."""
    secret = secret or bool(shape.metadata.get("sensitive"))
    if isinstance(shape, StructureShape):
        for name, held in shape.members.items():
            yield from members_of(held, f"{path}.{name}".lstrip("."), secret=secret)
    elif isinstance(shape, ListShape):
        for place in range(2):
            yield from members_of(shape.member, f"{path}[{place}]", secret=secret)
    elif isinstance(shape, MapShape):
        yield from members_of(shape.value, f"{path}.key", secret=secret)
    else:
        value = sample(shape, secret=secret)
        text = value if isinstance(value, str) else json.dumps(value)
        yield Member(path, REDACTED if secret else text)


def answered(operation: Operation) -> Record:
    """The first item of an answer that has every member."""
    shape = operation_model(operation).output_shape
    assert shape is not None
    body = json.dumps(sample(shape)).encode()
    page = decode.page(operation, body, secret_paths(operation_model(operation)))
    assert page.unreadable == 0
    return page.items[0]


@each_operation
def test_tree_and_detail_show_every_member_and_no_secret(operation: Operation) -> None:
    tree = msgspec.to_builtins(answered(operation))
    # The tree grows from `tree`, the table of a detail from its leaves.
    assert sorted(leaves(tree)) == sorted(members_of(item_shape(operation)))
    assert SECRET not in json.dumps(tree)


@each_operation
def test_printed_json_has_every_member_and_no_secret(operation: Operation) -> None:
    item = api_json.plain(answered(operation))
    assert sorted(leaves(item)) == sorted(members_of(item_shape(operation)))
    assert json.loads(json.dumps(item)) == item


def test_secrets_are_among_what_is_tried_here() -> None:
    held = {
        operation.id
        for operation in OPERATIONS.values()
        if any(one.value == REDACTED for one in members_of(item_shape(operation)))
    }
    assert {"GetChannel", "GetIngestConfiguration"} <= held
