"""What the kernel says of a process and its children."""

from __future__ import annotations

import os
import re
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """A process and its children: the monitor and its engine."""
    return [pid, *(child for child in _all() if _fields(child)[1] == str(pid))]


def resident(pid: int) -> dict[str, float]:
    """MB: `Rss` resident, `Pss` with shared pages divided by who shares them, `Peak` resident."""
    rollup = (_PROC / str(pid) / "smaps_rollup").read_text()
    status = (_PROC / str(pid) / "status").read_text()
    found = dict(re.findall(r"^(Rss|Pss): +(\d+) kB", rollup, re.MULTILINE))
    found["Peak"] = re.findall(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)[0]
    return {name: int(kilobytes) * 1024 / 1e6 for name, kilobytes in found.items()}


def cpu_seconds(pid: int) -> float:
    """Seconds of CPU so far, its own and the kernel's for it."""
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _all() -> list[int]:
    return [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit()]


def _fields(pid: int) -> list[str]:
    """`/proc/PID/stat` from the state on: a name may hold blanks and brackets."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return ["", ""]
