"""The data files that lie beside the code."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

# Not `importlib.resources`: with zipfile and tempfile it takes 1.8 MB, and nobody runs this zipped.
_FOLDER = Path(__file__).with_name("data")


def read_table(stem: str) -> dict[str, Any]:
    """What `data/STEM.toml` says."""
    return tomllib.loads((_FOLDER / f"{stem}.toml").read_text(encoding="utf-8"))
