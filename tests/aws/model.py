"""The service models that botocore brings: what the records are measured by."""

from __future__ import annotations

from functools import cache
from typing import Any

from botocore.loaders import Loader
from botocore.model import ListShape, OperationModel, ServiceModel, Shape, StructureShape

from ivs_tui.aws.operations import Operation


@cache
def service(name: str) -> ServiceModel:
    return ServiceModel(Loader().load_service_model(name, "service-2"), name)


def operation_model(operation: Operation) -> OperationModel:
    return service(operation.service).operation_model(operation.name)


def output(operation: Operation) -> StructureShape:
    shape: Any = operation_model(operation).output_shape
    assert isinstance(shape, StructureShape)
    return shape


def items_in(operation: Operation, answer: StructureShape) -> StructureShape:
    """The shape of one item, in the shape of the operation's answer."""
    if operation.bare:
        return answer
    shape: Shape = answer.members[operation.member]
    if operation.page_size is not None:
        assert isinstance(shape, ListShape)
        shape = shape.member
    assert isinstance(shape, StructureShape)
    return shape


def item_shape(operation: Operation) -> StructureShape:
    """The shape of one item of the operation's answer."""
    return items_in(operation, output(operation))
