"""Files that a user asks for are new ones, whole, and nobody else's to read."""

from __future__ import annotations

import errno
import os
import resource
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ivs_tui.ui.files import write_new


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_file_of_this_user_alone(folder: Path) -> None:
    path = write_new("a.md", "ü\ud800\n")
    assert path == folder / "a.md"
    assert path.read_text(encoding="utf-8") == "ü\\ud800\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_there_is_never_written_over(folder: Path) -> None:
    elsewhere = folder / "elsewhere"
    (folder / "a.csv").symlink_to(elsewhere)  # leads nowhere, and is there all the same
    assert [write_new("a.csv", text).name for text in "xy"] == ["a-2.csv", "a-3.csv"]
    assert not elsewhere.exists()


def test_where_the_folder_is_gone_it_lies_with_the_state(
    folder: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    gone = folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert write_new("a.md", "x").read_text() == "x"
    assert (home / "state" / "ivs-tui" / "a.md").exists()


def test_half_a_file_is_none(folder: Path, home: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            write_new("a.md", "x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not list(folder.iterdir())
    assert not list((home / "state" / "ivs-tui").iterdir())


KILLED = """
import resource, signal
from ivs_tui.ui.files import write_new
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
write_new("a.md", "x" * 100_000)
"""


def test_killed_in_the_midst_it_leaves_nothing_that_passes_for_a_file(folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED], timeout=20, check=False)
    assert done.returncode == -signal.SIGXFSZ
    (part,) = folder.iterdir()
    assert (part.name[0], part.suffix, part.stat().st_size) == (".", ".part", 1_000)
    assert write_new("a.md", "whole").name == "a.md"


def test_a_disk_without_hard_links_takes_it_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_paths: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert [write_new("a.csv", text).read_text() for text in "xy"] == ["x", "y"]
    assert sorted(path.name for path in folder.iterdir()) == ["a-2.csv", "a.csv"]
