"""The cache of role credentials: on disk as AWS CLI has it, else in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivs_tui.aws.role_cache import RoleCache


def test_it_is_shared_through_the_disk(tmp_path: Path) -> None:
    folder = str(tmp_path / "cache")
    RoleCache(folder)["role"] = {"Credentials": 1}
    assert "role" in RoleCache(folder)
    assert RoleCache(folder)["role"] == {"Credentials": 1}
    assert "another" not in RoleCache(folder)


def test_what_the_disk_does_not_take_is_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "cache"
    folder.touch()
    cache = RoleCache(str(folder))
    cache["role"] = {"Credentials": "a secret"}
    assert "role" in cache
    assert cache["role"] == {"Credentials": "a secret"}
    assert caplog.messages == [f"no role credentials in {folder}: File exists"]
    # Where there is room again, what is newest is on the disk.
    folder.unlink()
    cache["role"] = {"Credentials": "renewed"}
    assert RoleCache(str(folder))["role"] == cache["role"] == {"Credentials": "renewed"}
