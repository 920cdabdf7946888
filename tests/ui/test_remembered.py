"""How views were looked at, from one run to the next: whatever is wrong with the file or disk."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ivs_tui.resources.opening import ViewState
from ivs_tui.ui.remembered import Remembered

STREAMS = ViewState(filter="age<2h", sort="-viewers", wide=True, columns=("health", "tags"))
STAGES = ViewState(sort="name")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ivs-tui" / "views.json"


def opened(path: Path) -> tuple[Remembered, list[str]]:
    """What another run knows, and what it says is wrong."""
    remembered, told = Remembered(path), list[str]()
    remembered.load()
    remembered.tell_to(told.append)
    return remembered, told


def test_what_was_looked_at_is_so_the_next_time(path: Path) -> None:
    first, _ = opened(path)
    first.keep("streams", STREAMS)
    first.keep("stages", STAGES)
    first.flush()
    again, told = opened(path)
    assert (again.of("streams"), again.of("stages")) == (STREAMS, STAGES)
    assert again.of("channels") == ViewState()
    assert told == []
    assert path.stat().st_mode & 0o077 == 0
    assert sorted(one.name for one in path.parent.iterdir()) == ["views.json", "views.lock"]


def test_the_cursor_and_a_look_at_problems_are_of_the_moment(path: Path) -> None:
    first, _ = opened(path)
    first.keep("streams", ViewState(sort="age", problems=True, row="key"))
    first.flush()
    assert opened(path)[0].of("streams") == ViewState(sort="age")


def test_two_monitors_lose_none_of_each_others_views(path: Path) -> None:
    one, other = opened(path)[0], opened(path)[0]
    for number in range(20):
        one.keep("streams", ViewState(sort=f"a{number}"))
        one.keep(f"one{number}", STAGES)
        other.keep("channels", ViewState(sort=f"b{number}"))
        other.keep(f"other{number}", STAGES)
    one.flush()
    other.flush()
    views = json.loads(path.read_text())["views"]
    assert len(views) == 42
    assert (views["streams"], views["channels"]) == ({"sort": "a19"}, {"sort": "b19"})


def test_what_is_forgotten_is_gone_in_the_file_too(path: Path) -> None:
    first, _ = opened(path)
    first.keep("streams", STREAMS)
    first.keep("stages", STAGES)
    first.keep("streams", ViewState())
    first.flush()
    assert json.loads(path.read_text())["views"] == {"stages": {"sort": "name"}}
    first.forget()
    first.keep("channels", STAGES)
    first.flush()
    assert json.loads(path.read_text())["views"] == {"channels": {"sort": "name"}}
    assert first.of("stages") == ViewState()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"version": 1, "views": {"streams": {"sort": 3}}}',
        b'{"version": 1, "views": []}',
        b'{"version": "x"}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"views": {"a": "\xed\xa0\x80"}}',
    ],
)
def test_a_damaged_file_is_set_aside_and_said_once(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(body)
    remembered, told = opened(path)
    assert remembered.of("streams") == ViewState()
    assert len(told) == 1
    assert "is damaged, see" in told[0]
    assert path.with_suffix(".damaged").read_bytes() == body
    remembered.keep("streams", STREAMS)
    remembered.flush()
    assert opened(path)[0].of("streams") == STREAMS
    assert len(told) == 1


def test_the_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text('{"version": 2, "views": {"streams": ["another", "shape"]}}')
    remembered, told = opened(path)
    remembered.keep("streams", STREAMS)
    remembered.flush()
    assert remembered.of("streams") == STREAMS
    assert len(told) == 1
    assert "of a newer ivs-tui" in told[0]
    assert json.loads(path.read_text())["version"] == 2


@pytest.mark.parametrize("name", ["views.json", "views.lock"])
def test_a_pipe_is_not_waited_for(path: Path, name: str) -> None:
    path.parent.mkdir(parents=True)
    os.mkfifo(path.with_name(name))
    remembered, told = opened(path)
    remembered.keep("streams", STREAMS)
    remembered.flush()
    assert told[0].startswith("views are not remembered: ")


def test_a_disk_that_takes_nothing_is_said_once_and_tried_again(path: Path) -> None:
    path.parent.parent.mkdir()
    path.parent.write_text("no folder")
    remembered, told = opened(path)
    for sort in ("a", "b"):
        remembered.keep("streams", ViewState(sort=sort))
        remembered.keep("stages", STAGES)
        remembered.flush()
    assert len(told) == 1
    assert "views are not remembered" in told[0]
    path.parent.unlink()
    remembered.keep("channels", STAGES)
    remembered.flush()
    assert opened(path)[0].of("streams") == ViewState(sort="b")
    assert opened(path)[0].of("stages") == STAGES


def test_a_full_disk_leaves_the_file_as_it_was(path: Path) -> None:
    first, _ = opened(path)
    first.keep("streams", STREAMS)
    first.flush()
    before = path.read_bytes()
    Path(f"{path.with_suffix('')}.lock").unlink()
    path.with_suffix(".lock").symlink_to("/dev/full/not-a-folder")
    remembered, told = opened(path)
    remembered.keep("stages", STAGES)
    remembered.flush()
    assert path.read_bytes() == before
    assert len(told) == 1


def test_members_of_later_versions_cost_nothing(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text('{"version": 1, "views": {"streams": {"sort": "age", "new": 1}}, "more": []}')
    remembered, told = opened(path)
    assert (remembered.of("streams"), told) == (ViewState(sort="age"), [])


def test_without_a_home_it_is_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "not/absolute")
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pathlib.Path.home", _nobody)
    remembered = Remembered.of_user()
    remembered.load()
    remembered.keep("streams", STREAMS)
    remembered.flush()
    assert remembered.of("streams") == STREAMS


def _nobody() -> Path:
    raise RuntimeError("Could not determine home directory.")
