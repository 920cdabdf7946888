"""Where this program keeps what it may lose."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def state_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The state folder by the XDG standard; raises RuntimeError where nobody has a home."""
    base = environ.get("XDG_STATE_HOME") or ""
    # The standard has relative paths ignored.
    folder = Path(base) if os.path.isabs(base) else Path.home() / ".local" / "state"
    return folder / "ivs-tui"
