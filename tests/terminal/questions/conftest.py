"""One account and one monitor for all questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sim.support import Control, serving
from tests.terminal.questions.desk import Desk

OPTIONS = ("--region", "us-west-2", "--interval", "2")
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
def desk(account: Control, own_home: Path) -> Iterator[Desk]:
    """The home view, once all of it is read."""
    desk = Desk(account, own_home)
    with desk.run("--endpoint-url", account.url, *OPTIONS) as terminal:
        terminal.wait_for("in error ✖ 3")
        terminal.wait_for("events at most")
        yield desk.at(terminal)
