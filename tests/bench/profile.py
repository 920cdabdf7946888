"""Where CPU time goes in the monitor and in its engine: a profile of each, made from outside.

`python -m tests.bench --profile`. The program itself knows nothing of it: this module starts it
under a profiler, and stands in for the interpreter with which it starts its engine.
"""

from __future__ import annotations

import cProfile
import marshal
import os
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
TOLD = 20
_FOLDER = "IVS_TUI_BENCH_PROFILES"
_ROOT = Path(__file__).parent.parent.parent
_ENGINE = "ENGINE"
_STAND_IN = f"""#!/bin/sh
exec "{{python}}" -m tests.bench.profile {_ENGINE} "$@"
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
            told.write(f"\n{path.stem}, CPU ms from its start to its end\n")
            told.write("\n".join(_most_expensive(path)) + "\n")


def _most_expensive(path: Path) -> list[str]:
    """Functions by their own time; then this program's, by their time with all that they call."""
    rows = []
    for (file, line, name), (_, calls, own, whole, _) in marshal.loads(path.read_bytes()).items():
        short = "/".join(Path(file).parts[-2:])
        rows.append(
            (own, whole, calls, f"{short}:{line} {name}", f"{os.sep}ivs_tui{os.sep}" in file)
        )
    by_own = sorted(rows, key=lambda row: -row[0])[:TOLD]
    ours = sorted((row for row in rows if row[4]), key=lambda row: -row[1])[:TOLD]
    heading = f"{'own':>8} {'with calls':>11} {'calls':>9}"
    told = [
        f"{1_000 * own:8.0f} {1_000 * whole:11.0f} {calls:9,}  {where}"
        for own, whole, calls, where, _ in by_own + ours
    ]
    return [heading, *told[: len(by_own)], "of ivs_tui:", *told[len(by_own) :]]


def _profiled() -> None:
    """Be the program, or the interpreter that runs its engine, and leave a profile behind."""
    folder = Path(os.environ[_FOLDER])
    engine = sys.argv[1:2] == [_ENGINE]
    if not engine:
        stand_in = folder / "python"
        stand_in.write_text(_STAND_IN.format(python=sys.executable))
        stand_in.chmod(0o700)
        sys.executable = str(stand_in)
    code = sys.argv[sys.argv.index("-c") + 1] if engine else "from ivs_tui import __main__"
    # What is waited for costs nothing.
    profiler = cProfile.Profile(time.thread_time)
    try:
        profiler.run(code)
    finally:
        profiler.dump_stats(str(folder / f"{'engine' if engine else 'monitor'}.prof"))


if __name__ == "__main__":
    _profiled()
