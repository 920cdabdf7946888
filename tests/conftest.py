"""Every test runs as on a machine where nobody has configured anything."""

from __future__ import annotations

import gc
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import configuration, settings

gc.disable()  # until all tests are collected
sys.dont_write_bytecode = False  # a few hundred processes start: each module is compiled once
configuration.set_hypothesis_home_dir(Path(tempfile.gettempdir()) / f"hypothesis-{os.getuid()}")
# The gate says the same of the same tree each time; `--hypothesis-profile=explore` looks further.
settings.register_profile("tests", deadline=None, max_examples=60, database=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1_000, database=None)
settings.load_profile("tests")

_numbers = count()
_PREFIXES = ("AWS_", "IVS_TUI_", "BOTO_", "XDG_")
_NAMES = {
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
    "no_color",
    "force_color",
    "clicolor",
    "clicolor_force",
    "colorterm",
    "requests_ca_bundle",
    "pythondontwritebytecode",
    "columns",
    "lines",
}


def pytest_collection_finish() -> None:
    """What is imported and collected stays: looking through it for garbage took a third of the
    time of all tests; of what tests make, little is left behind in circles."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all home folders; pytest's own numbers take longer the more there are."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(scope="module", autouse=True)
def module_home(homes: Path) -> Iterator[Path]:
    """An empty home folder for what is started for all tests of a module."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield _move(homes, monkeypatch)


@pytest.fixture(autouse=True)
def home(homes: Path, module_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder; no setting of the machine's own reaches a test."""
    return _move(homes, monkeypatch)


def _move(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in tuple(os.environ):
        if name.startswith(_PREFIXES) or name.lower() in _NAMES:
            monkeypatch.delenv(name)
    folder = homes / str(next(_numbers))
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("CONFIG", "CACHE", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(folder / "aws-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "aws-credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return folder


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Static credentials that no account has."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")


@pytest.fixture
def loggers() -> Iterator[None]:
    """For who begins to log: the loggers are put back as they were."""
    root, ours = logging.getLogger(), logging.getLogger("ivs_tui")
    before = (list(root.handlers), root.level, ours.level)
    yield
    for handler in root.handlers:
        if handler not in before[0]:
            handler.close()
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])
