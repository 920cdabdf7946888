"""How keys are written."""

from __future__ import annotations

from textual.binding import Binding


def key_name(binding: Binding) -> str:
    """A key as people write it, on any terminal."""
    return binding.key_display or binding.key
