"""Lengths of time as people write them: 500ms 30s 5m 1h30m 2d."""

from __future__ import annotations

import math
import re

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|[smhd])")
_WHOLE = re.compile(rf"(?:{_PART.pattern})+")
LONGEST = 36_500 * _UNITS["d"]
"""A hundred years: whoever writes more has slipped."""


def seconds(text: str) -> float:
    """How many seconds `text` says; raises ValueError with a sentence."""
    word = text.strip()
    if not _WHOLE.fullmatch(word):
        raise ValueError(f"{text!r} is no length of time; write it like 30s or 5m")
    told = math.fsum(float(number) * _UNITS[unit] for number, unit in _PART.findall(word))
    if told > LONGEST:
        raise ValueError(f"{text!r} is longer than a hundred years; write it like 30s or 5m")
    return told
