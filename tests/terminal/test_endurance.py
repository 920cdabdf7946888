"""Where nothing can be written: it runs, and says what it could not write."""

from __future__ import annotations

from pathlib import Path

from tests.sim.support import simulate
from tests.terminal.support import monitor

NOWHERE = "/proc/nowhere"
"""A folder in which nobody can make anything, whoever they are."""
HOMELESS: dict[str, str | None] = dict.fromkeys(
    ("HOME", "TMPDIR", *(f"XDG_{name}_HOME" for name in ("CONFIG", "CACHE", "DATA", "STATE"))),
    NOWHERE,
)


def test_it_runs_with_a_full_disk_and_a_home_that_takes_nothing() -> None:
    with (
        simulate(scenario="calm") as control,
        monitor(
            control, "--log-file", "/dev/full", size=(80, 24), folder=Path("/proc"), **HOMELESS
        ) as terminal,
    ):
        terminal.wait_for("news-main")
        terminal.wait_for(lambda: "log not written: No space left on device" in terminal.words)
        terminal.press("ctrl+p")
        terminal.wait_for("search for views")
        terminal.press("screensh\r")
        terminal.wait_for("no screenshot: ")
        control.fault("ListStreams", "baditem")
        terminal.wait_for("1 unreadable")
        terminal.press("q")
        assert terminal.exit_status() == 0
        # Below the monitor's own screen, for whoever looks after its end.
        assert b"ivs-tui: log file /dev/full: No space left on device; going on" in terminal.raw
        assert b"Traceback" not in terminal.raw


def test_a_log_whose_folder_goes_away_and_comes_back(tmp_path: Path) -> None:
    log = tmp_path / "folder" / "log"
    log.parent.mkdir()
    with (
        simulate(scenario="calm") as control,
        monitor(control, "--log-file", str(log)) as terminal,
    ):
        terminal.wait_for("news-main")
        log.unlink()
        log.parent.rmdir()
        control.fault("ListStreams", "baditem", 2)
        terminal.wait_for("1 unreadable")
        terminal.wait_gone("unreadable")
        log.parent.mkdir()
        control.fault("ListStreams", "baditem", 1)
        terminal.wait_for(lambda: log.exists() and "unreadable" in log.read_text())
        assert "entries before this one are lost: No such file" in log.read_text()
        assert "news-main" in terminal.text
        terminal.press("q")
        assert terminal.exit_status() == 0
