"""One account and one monitor for all questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sim.support import Control, serving
from tests.terminal.questions.desk import Desk
from tests.terminal.support import monitor

CONFIG = """
[[expect]]
name = "morning-*"

[[alert]]
on = "starving"
for = "30s"
"""


@pytest.fixture(scope="session")
def account() -> Iterator[Control]:
    with serving("tests.terminal.questions.account") as control:
        yield control


@pytest.fixture(scope="session")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The operator's home folder, with rules and what is expected."""
    home = tmp_path_factory.mktemp("operator")
    config = home / "config" / "ivs-tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(CONFIG)
    return home


@pytest.fixture(scope="session")
def environ(own_home: Path) -> dict[str, str | None]:
    """What is set in the operator's shell."""
    folders = {f"XDG_{name.upper()}_HOME": str(own_home / name) for name in ("config", "state")}
    return {"HOME": str(own_home), **folders}


@pytest.fixture(scope="session")
def desk(account: Control, environ: dict[str, str | None]) -> Iterator[Desk]:
    """The home view, once all of it is read."""
    options = ("--region", "us-west-2", "--interval", "2")
    with monitor(account, *options, size=(80, 24), **environ) as terminal:
        terminal.wait_for("in error ✖ 3")
        terminal.wait_for("events at most")
        yield Desk(terminal, account)
