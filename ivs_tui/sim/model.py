"""What botocore's service models say: routes, input constraints and output shapes."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from botocore.loaders import Loader
from botocore.model import ListShape, OperationModel, ServiceModel, Shape, StructureShape

SERVICES = ("ivs", "ivs-realtime")
# The models give ListTagsForResource a pattern that no real ARN matches.
LOOSE = frozenset({"ResourceArn"})
TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "long": int,
    "boolean": bool,
    "float": (int, float),
    "structure": dict,
    "map": dict,
    "list": list,
}


@cache
def operations() -> dict[str, OperationModel]:
    """Every operation of both services by name; of the shared tag operations, the first's."""
    loader = Loader(
        extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False
    )
    found: dict[str, OperationModel] = {}
    for name in SERVICES:
        service = ServiceModel(loader.load_service_model(name, "service-2"), name)
        for operation in service.operation_names:
            found.setdefault(operation, service.operation_model(operation))
    return found


def project(shape: Shape, value: Any) -> Any:
    """`value` with only the members that `shape` has: makes a summary of a whole resource."""
    if isinstance(shape, StructureShape):
        return {
            name: project(member, value[name])
            for name, member in shape.members.items()
            if name in value
        }
    if isinstance(shape, ListShape):
        return [project(shape.member, one) for one in value]
    return value


def complaints(shape: Shape, value: Any, path: str = "") -> Iterator[str]:
    """What is wrong with an input, in AWS's words."""
    if not _fits(shape.type_name, value):
        yield f"Value at '{path}' failed to satisfy constraint: Member must be a {shape.type_name}"
        return
    if isinstance(shape, StructureShape):
        yield from _members(shape, value, path)
    else:
        yield from _constraint(shape, value, path)
    if isinstance(shape, ListShape):
        for index, one in enumerate(value, start=1):
            yield from complaints(shape.member, one, f"{path}.{index}.member")


def _fits(type_name: str, value: Any) -> bool:
    wanted = TYPES.get(type_name, object)
    # To Python a bool is an int, to JSON it is not.
    return isinstance(value, wanted) and (wanted is not int or not isinstance(value, bool))


def _members(shape: StructureShape, value: dict[str, Any], path: str) -> Iterator[str]:
    prefix = path and path + "."
    for name in shape.required_members:
        if value.get(name) is None:
            yield (
                f"Value null at '{prefix}{name}' failed to satisfy constraint: "
                "Member must not be null"
            )
    for name, member in shape.members.items():
        if value.get(name) is not None:
            yield from complaints(member, value[name], prefix + name)


def _constraint(shape: Shape, value: Any, path: str) -> Iterator[str]:
    said = f"Value at '{path}' failed to satisfy constraint: Member must"
    sized = shape.type_name in {"string", "list", "map"}
    size = len(value) if sized else value
    unit = "length" if sized else "value"
    limits: dict[str, Any] = shape.metadata
    if "min" in limits and size < limits["min"]:
        yield f"{said} have {unit} greater than or equal to {limits['min']}"
    if "max" in limits and size > limits["max"]:
        yield f"{said} have {unit} less than or equal to {limits['max']}"
    if "enum" in limits and value not in limits["enum"]:
        yield f"{said} satisfy enum value set: [{', '.join(limits['enum'])}]"
    pattern = limits.get("pattern")
    if pattern and shape.name not in LOOSE and not re.fullmatch(pattern, value):
        yield f"{said} satisfy regular expression pattern: {pattern}"


def structure(either: StructureShape | None) -> StructureShape:
    """The shape of an input or output; no operation of IVS goes without."""
    if either is None:
        raise TypeError("an operation without input or output")
    return either
