"""Records against botocore's model: every member, under its wire name, with its type."""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from botocore.model import ListShape, MapShape, Shape, StructureShape

from ivs_tui.aws.operations import OPERATIONS, Operation
from ivs_tui.aws.records import lowlatency, realtime
from ivs_tui.aws.records.base import Record
from tests.aws.model import item_shape, service

SCALARS: dict[str, type] = {
    "string": str,
    "integer": int,
    "long": int,
    "boolean": bool,
    "timestamp": datetime,
    "float": float,
    "double": float,
}


def bare(hint: Any) -> Any:
    """A type without `| None` and without notes."""
    if get_origin(hint) in {types.UnionType, Union}:
        (hint,) = [one for one in get_args(hint) if one is not type(None)]
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def differences(hint: Any, shape: Shape, path: str) -> Iterator[str]:
    """Where a type and a shape of the model do not agree."""
    kind = bare(hint)
    if isinstance(shape, StructureShape):
        if not (isinstance(kind, type) and issubclass(kind, Record)):
            yield f"{path}: {kind} is no record"
            return
        yield from record_differences(kind, shape, path)
    elif isinstance(shape, ListShape):
        entry, *rest = get_args(kind) or (None,)
        if get_origin(kind) is not tuple or rest != [...]:
            yield f"{path}: {kind} is no tuple of any length"
        yield from differences(entry, shape.member, f"{path}[]")
    elif isinstance(shape, MapShape):
        if get_origin(kind) is not dict:
            yield f"{path}: {kind} is no dict"
        for part, inner in zip(get_args(kind), (shape.key, shape.value), strict=True):
            yield from differences(part, inner, f"{path}{{}}")
    elif kind is not SCALARS[shape.type_name]:
        yield f"{path}: {kind} for {shape.type_name}"


def record_differences(record: type[Record], shape: StructureShape, path: str) -> Iterator[str]:
    wire = dict(zip(record.__struct_encode_fields__, record.__struct_fields__, strict=True))
    hints = get_type_hints(record, include_extras=True)
    for name in shape.members.keys() - wire.keys():
        yield f"{path}.{name}: not in {record.__name__}"
    for name in wire.keys() - shape.members.keys():
        yield f"{path}.{name}: not in the model"
    for name in wire.keys() & shape.members.keys():
        yield from differences(hints[wire[name]], shape.members[name], f"{path}.{name}")


def every(shape: Shape, names: set[str]) -> Iterator[Shape]:
    """The shape and all that is in it, each once."""
    if shape.name in names:
        return
    names.add(shape.name)
    yield shape
    inner: list[Any] = []
    if isinstance(shape, StructureShape):
        inner = list(shape.members.values())
    elif isinstance(shape, ListShape):
        inner = [shape.member]
    elif isinstance(shape, MapShape):
        inner = [shape.key, shape.value]
    for one in inner:
        yield from every(one, names)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_every_member_is_in_the_record(operation: Operation) -> None:
    assert list(differences(operation.record, item_shape(operation), operation.name)) == []


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_parts_are_lists_of_the_item(operation: Operation) -> None:
    for name, record in operation.parts.items():
        shape = item_shape(operation).members[name]
        assert isinstance(shape, ListShape)
        assert list(differences(record, shape.member, name)) == []


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_timestamps_are_text_on_the_wire(operation: Operation) -> None:
    shapes = every(item_shape(operation), set())
    stamps = [shape for shape in shapes if shape.type_name == "timestamp"]
    assert all(stamp.serialization.get("timestampFormat") == "iso8601" for stamp in stamps)


@pytest.mark.parametrize(
    "record",
    [
        one
        for module in (lowlatency, realtime)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Record) and one is not Record
    ],
    ids=lambda record: record.__name__,
)
def test_every_record_is_a_shape_of_its_service(record: type[Record]) -> None:
    service_name = "ivs" if record.__module__ == lowlatency.__name__ else "ivs-realtime"
    shape = service(service_name).shape_for(record.__name__)
    assert isinstance(shape, StructureShape)
    assert list(differences(record, shape, record.__name__)) == []


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_only_what_the_model_requires_is_required(operation: Operation) -> None:
    record = operation.record
    required = {field.encode_name for field in msgspec.structs.fields(record) if field.required}
    assert required <= {*item_shape(operation).required_members, "arn", *IDENTITIES}


IDENTITIES = (
    *("channelArn", "streamId", "sessionId", "participantId"),
    *("destinationStageArn", "destinationSessionId"),
)
