"""What is said where nothing can be written: the command goes on, or ends in one line."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import pytest

from ivs_tui.cli.access import begin_log, open_log
from ivs_tui.cli.doctor import settings
from ivs_tui.cli.failure import fault
from ivs_tui.config import Config

pytestmark = pytest.mark.usefixtures("loggers")

FULL = Config(log_file="/dev/full")


def crash() -> BaseException:
    """An error that was raised here."""
    try:
        raise LookupError("broken")
    except LookupError as error:
        return error


def test_a_log_on_a_full_disk_is_said_and_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    open_log(FULL)
    told = "ivs-tui: log file /dev/full: No space left on device; going on\n"
    assert capsys.readouterr() == ("", told)


def test_the_doctor_warns_of_a_log_that_takes_nothing() -> None:
    (found,) = [one for one in settings.checks(FULL) if one.name == "log file"]
    assert (found.state, found.stops) == ("warning", 0)
    assert found.said == "/dev/full: No space left on device; the monitor runs without"


def test_a_fault_is_said_to_be_in_the_log_only_if_it_is(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert begin_log(Config(log_file=str(log))) == ""
    assert fault(crash(), str(log), logged=True).sentence.endswith(f"; see {log}")
    assert "Traceback" not in log.read_text()
    log.unlink()
    log.mkdir()
    logging.getLogger("ivs_tui").error("this is lost")
    report = fault(crash(), str(log), logged=True).sentence.partition("; see ")[2]
    assert "LookupError: broken" in Path(report).read_text()
    Path(report).unlink()


def test_a_fault_that_no_disk_takes_is_one_line_with_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    said = fault(crash(), "/dev/full").sentence
    assert said.startswith("a fault of ivs-tui: LookupError in test_failure.py, line ")
    assert said.endswith("; its report could not be written")
