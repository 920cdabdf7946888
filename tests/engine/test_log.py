"""The log: a file if there is one, bounded, and never in the way of the program."""

from __future__ import annotations

import fcntl
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from ivs_tui.config import Config
from ivs_tui.engine import log
from ivs_tui.engine.log import KEPT, LogFile, log_to_file, trouble

OURS = logging.getLogger("ivs_tui.engine")
UNWRITABLE = "/proc/sys/kernel/osrelease"
"""Refused to whoever may do anything else."""


pytestmark = pytest.mark.usefixtures("loggers")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log that has begun."""
    path = tmp_path / "ivs.log"
    log_to_file(Config(log_file=str(path)))
    return path


def lines(path: Path) -> list[str]:
    """What is in it after the process id."""
    return [line.split(" ", 2)[2] for line in path.read_text().splitlines()]


def test_what_is_logged(path: Path) -> None:
    logging.getLogger("botocore.parsers").debug("an answer with a secret")
    logging.getLogger("botocore").warning("careful")
    OURS.info("ours")
    assert lines(path) == [
        "INFO ivs_tui.engine.log: started",
        "WARNING botocore: careful",
        "INFO ivs_tui.engine: ours",
    ]


def test_no_file_no_words(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_file(Config())
    OURS.error("x")
    assert capsys.readouterr() == ("", "")
    assert trouble() == ""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("", "Is a directory"), ("no/x", "No such file or directory"), ("file/x", "Not a directory")],
)
def test_what_can_never_be_a_log_is_refused(tmp_path: Path, wrong: str, said: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=said):
        log_to_file(Config(log_file=str(tmp_path / wrong)))


@pytest.mark.parametrize(
    ("refusing", "said"),
    [("/dev/full", "No space left on device"), (UNWRITABLE, "Permission denied")],
)
def test_a_disk_that_takes_nothing_stops_nothing(
    refusing: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log_to_file(Config(log_file=refusing))
    OURS.error("x")
    assert trouble() == said
    # The standard library would print a traceback, over whatever is on the screen.
    assert capsys.readouterr() == ("", "")


def test_words_that_do_not_fit_their_values_are_logged_as_they_are(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (ours,) = (one for one in logging.getLogger().handlers if isinstance(one, LogFile))
    entry = {"name": "other", "levelname": "WARNING", "args": ("x",)}
    ours.handle(logging.makeLogRecord({**entry, "msg": "%d of %s"}))
    ours.handle(logging.makeLogRecord({**entry, "msg": "a surrogate \ud800 of %s"}))
    assert "WARNING other: '%d of %s'" in path.read_text()
    assert "a surrogate \\ud800 of x" in path.read_text()
    assert capsys.readouterr() == ("", "")


def test_a_log_that_vanishes_is_begun_anew(path: Path) -> None:
    path.unlink()
    OURS.error("x")
    assert lines(path) == ["ERROR ivs_tui.engine: x"]


def test_what_is_lost_while_its_folder_is_gone_is_counted_when_it_is_back(path: Path) -> None:
    path.unlink()
    path.parent.rmdir()
    OURS.error("lost")
    OURS.error("lost too")
    assert trouble() == "No such file or directory"
    path.parent.mkdir()
    OURS.error("x")
    assert trouble() == ""
    first, rest = path.read_text().split("\n", 1)
    assert first == "(2 entries before this one are lost: No such file or directory)"
    assert rest.endswith("ERROR ivs_tui.engine: x\n")


def test_it_is_put_aside_when_it_is_full_and_the_oldest_goes(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "MOST_BYTES", 1_000)
    for number in range(100):
        OURS.info("entry %s", number)
    kept = sorted(path.parent.iterdir())
    assert [one.name for one in kept] == ["ivs.log", *(f"ivs.log.{n}" for n in range(1, KEPT + 1))]
    assert all(one.stat().st_size <= 1_000 for one in kept)
    told = [line.split()[-1] for one in (*kept[:0:-1], kept[0]) for line in lines(one)]
    assert told == [str(number) for number in range(100 - len(told), 100)]


def test_the_bound_holds_where_no_file_can_be_put_aside(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "MOST_BYTES", 1_000)
    # A folder cannot be replaced by a file, whoever asks.
    (path.parent / "ivs.log.1").mkdir()
    for number in range(100):
        OURS.info("entry %s", number)
    assert 0 < path.stat().st_size <= 1_000
    assert lines(path)[-1].endswith("entry 99")


_WRITER = """
import logging, sys
from ivs_tui.engine import log
log.MOST_BYTES, log.KEPT = 1_000, 100
writer = log.LogFile(sys.argv[1])
writer.setFormatter(logging.Formatter("%(message)s"))
sys.stdin.read(1)
for number in range(1_000):
    writer.handle(logging.makeLogRecord({"msg": f"{sys.argv[2]} {number}"}))
"""


def test_two_processes_lose_nothing_to_each_other(tmp_path: Path) -> None:
    path = tmp_path / "ivs.log"
    command = [sys.executable, "-c", _WRITER, str(path)]
    writers = [subprocess.Popen([*command, name], stdin=subprocess.PIPE) for name in "ab"]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.close()
    assert [writer.wait(20) for writer in writers] == [0, 0]
    found = [line for one in tmp_path.iterdir() for line in one.read_text().splitlines()]
    assert sorted(found) == sorted(f"{name} {number}" for name in "ab" for number in range(1_000))
    # One that finds it full while the other puts it aside writes on, so that a file may be longer.
    assert len(list(tmp_path.iterdir())) > 2


def test_who_cannot_have_the_lock_writes_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As a process that was stopped while it put the file aside.
    stopped = LogFile(str(path))
    fcntl.flock(stopped._file, fcntl.LOCK_EX)
    monkeypatch.setattr(log, "MOST_BYTES", 1_000)
    for number in range(50):
        OURS.info("entry %s", number)
    assert len(lines(path)) == 51
    stopped.close()
    OURS.info("aside")
    assert lines(path) == ["INFO ivs_tui.engine: aside"]
