"""Where CPU time goes in the monitor and in its engine: a cProfile of each, from outside.

`python -m tests.bench --profile`. The program itself knows nothing of it: this module starts it,
in its place, under a profiler, and stands in for the interpreter with which it starts its engine.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import runpy
import sys
import tempfile
import time
from pathlib import Path
from typing import TextIO

from tests.bench.processes import cpu_seconds, family
from tests.bench.pty_session import PtySession
from tests.bench.sizes import LARGEST
from tests.bench.subjects import Bench, all_read

SECONDS = 60.0
TOLD = 25
_FOLDER = "IVS_TUI_BENCH_PROFILES"
_ROOT = Path(__file__).parent.parent.parent
_STAND_IN = """#!/bin/sh
exec "{python}" -m tests.bench.profile "$@"
"""


def show(bench: Bench, told: TextIO) -> None:
    """A minute of the largest world, untouched: the most expensive functions of each process."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {_FOLDER: folder, "PYTHONPATH": str(_ROOT)}
        control = bench.control(LARGEST.limited)
        command = [sys.executable, "-m", "tests.bench.profile", "--endpoint-url", control.url]
        with PtySession(command, bench.environ() | settings) as session:
            session.wait_lines(all_read(LARGEST.most), 60)
            pids = family(session.pid)
            before = [cpu_seconds(pid) for pid in pids]
            time.sleep(bench.seconds(SECONDS))
            used = [cpu_seconds(pid) - then for pid, then in zip(pids, before, strict=True)]
        told.write(f"CPU seconds meanwhile, profiled: {', '.join(f'{one:.2f}' for one in used)}\n")
        for path in sorted(Path(folder).glob("*.prof")):
            told.write(f"\n== {path.stem}, from its start to its end ==\n")
            stats = pstats.Stats(str(path), stream=told)
            stats.strip_dirs().sort_stats("tottime").print_stats(TOLD)
            stats.sort_stats("cumulative").print_stats(r"ivs_tui|poller|decode|table|app\.py", TOLD)


def _profiled() -> None:
    """Be the program, or with `-m MODULE` its engine, and leave a profile behind."""
    folder = Path(os.environ[_FOLDER])
    engine = sys.argv[1:2] == ["-m"]
    name = "engine" if engine else "monitor"
    if not engine:
        stand_in = folder / "python"
        stand_in.write_text(_STAND_IN.format(python=sys.executable))
        stand_in.chmod(0o700)
        sys.executable = str(stand_in)
    module = sys.argv[2] if engine else "ivs_tui"
    sys.argv = [module, *sys.argv[3 if engine else 1 :]]
    profiler = cProfile.Profile()
    try:
        profiler.runcall(runpy.run_module, module, run_name="__main__", alter_sys=True)
    finally:
        profiler.dump_stats(str(folder / f"{name}-{os.getpid()}.prof"))


if __name__ == "__main__":
    _profiled()
