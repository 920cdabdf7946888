"""What every record shares: frozen, camelCase on the wire, unset members left out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

Time = Annotated[datetime, msgspec.Meta(tz=True)]
"""An instant with its zone: an answer without one cannot be placed in time and is unreadable."""


class Record(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True, gc=False
):
    """One output shape. Enums stay str: AWS enums are open, and real answers break patterns.

    Only the members that identify the thing are required; AWS may leave out any other. None can be
    part of a cycle, so that garbage needs not be looked for in them.
    """
