"""Where secrets lie in an answer: read off the service model's `sensitive` trait."""

from __future__ import annotations

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from ivs_tui.aws.decode import SecretPath


def secret_paths(model: OperationModel) -> tuple[SecretPath, ...]:
    """Every path in the operation's output that ends at a sensitive member."""
    return tuple(_walk(model.output_shape, ())) if model.output_shape else ()


def _walk(shape: Shape, path: SecretPath) -> list[SecretPath]:
    # The shapes of IVS do not nest into themselves, so this ends.
    if shape.metadata.get("sensitive"):
        return [path]
    if isinstance(shape, StructureShape):
        members = shape.members.items()
        return [found for name, member in members for found in _walk(member, (*path, name))]
    if isinstance(shape, ListShape):
        return _walk(shape.member, (*path, "*"))
    if isinstance(shape, MapShape):
        return _walk(shape.value, (*path, "*"))
    return []
