"""What people call the resource of a row."""

from __future__ import annotations

from collections.abc import Mapping

from ivs_tui.resources.jumps import resource_type
from ivs_tui.resources.spec import Kind, Row


def called(kind: Kind, row: Row, names: Mapping[str, str | None]) -> str:
    """By its name, else by that of what it belongs to; empty where none is known.

    A channel is what everybody speaks of: of all else it is told what it is.
    """
    subject = kind.identity(row)
    noun = resource_type(subject).replace("-", " ")
    if name := names.get(subject):
        return name if noun in {"", "channel"} else f"{noun} {name}"
    owner = next((names[arn] for arn in kind.offers(row).values() if names.get(arn)), None)
    return f"{noun} of {owner}" if owner else ""
