"""`ivs-tui completion`."""
from __future__ import annotations


def run(rest: list[str]) -> int:
    return 0
