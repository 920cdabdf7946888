"""Where secrets lie in an answer: read off the service model's `sensitive` trait."""

from __future__ import annotations

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from ivs_tui.aws.decode import SecretPath


def secret_paths(model: OperationModel) -> tuple[SecretPath, ...]:
    """Every path in the operation's output that ends at a sensitive member."""
    return tuple(_walk(model.output_shape, ())) if model.output_shape else ()


def _walk(shape: Shape, path: SecretPath) -> list[SecretPath]:
    # The shapes of IVS do not nest into themselves, so this ends.
    if isinstance(shape, StructureShape):
        found: list[SecretPath] = []
        for name, member in shape.members.items():
            below = (*path, name)
            found += [below] if member.metadata.get("sensitive") else _walk(member, below)
        return found
    if isinstance(shape, ListShape):
        return _walk(shape.member, (*path, "*"))
    if isinstance(shape, MapShape):
        return _walk(shape.value, (*path, "*"))
    return []
