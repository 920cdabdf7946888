"""What the monitor's process has imported at its first frame, and when the engine starts."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ivs_tui.cli import commands
from ivs_tui.cli import main as entry
from ivs_tui.engine.spawn import Spawned, spawn

SCRIPT = """
import sys
from ivs_tui.cli import commands
commands._spare_tls()
import ivs_tui.cli.monitor, asyncio
from ivs_tui.config import Config
from ivs_tui.engine.engines import Engines
from ivs_tui.engine.snapshot import Scope
from ivs_tui.ui.app import MonitorApp
from ivs_tui.ui.wire.app import _INSTALLED

class Silence:
    async def reports(self):
        await asyncio.Event().wait()
        yield

    def send(self, command):
        pass

async def main():
    scope = Scope("p", "us-west-2")
    app = MonitorApp(Silence(), scope, Config(history=False), engines=Engines())
    async with app.run_test() as pilot:
        await pilot.pause()
        print(*sys.modules)

asyncio.run(main())
import ssl
print(ssl.create_default_context().check_hostname, _INSTALLED.is_dir())
"""

HEAVY = {
    "ssl",
    "aiobotocore",
    "aiohttp",
    "botocore",
    "email.message",
    "http.client",
    "importlib.metadata",
    "importlib.resources",
    "ivs_tui.aws.gateway",
    "ivs_tui.engine.process",
    "markdown_it",
    "pygments",
    "rich.markdown",
    "rich.syntax",
    "rich.traceback",
    "sqlite3",
    "textual.widgets._data_table",
    "textual.widgets._markdown",
    "textual.widgets._text_area",
    "tree_sitter",
    "urllib.request",
}
"""What the screen can do without, each at 0.5 to 30 MB."""


def test_the_first_frame_comes_without_what_is_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    loaded, usual = done.stdout.splitlines()
    assert "textual.app" in loaded.split()
    assert HEAVY & set(loaded.split()) == set()
    # Only asyncio does without TLS, and the version of Textual was known without asking for it.
    assert usual == "True True"


class Terminal:
    """A standard stream."""

    def __init__(self, there: bool) -> None:
        self.isatty = lambda: there


@pytest.mark.parametrize(
    ("words", "terminals", "spawned"),
    [
        ([], "yyy", True),
        (["channels", "--profile", "x"], "yyy", True),
        (["nonsense", "--nonsense"], "yyy", True),
        ([], "yyn", False),
        ([], "nyy", False),
        (["--help"], "yyy", False),
        (["--version"], "yyy", False),
        *((["--profile", "x", word], "yyy", False) for word in entry.COMMANDS),
    ],
    ids=str,
)
def test_an_engine_is_started_first_of_all_where_the_monitor_will_open(
    words: list[str], terminals: str, spawned: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, there in zip(("stdin", "stdout", "stderr"), terminals, strict=True):
        monkeypatch.setattr(sys, name, Terminal(there == "y"))
    assert entry._opens_monitor(words) is spawned


def test_every_command_is_known_to_the_entry() -> None:
    known = commands._COMMANDS.keys() | commands._WITHOUT_SETTINGS.keys()
    assert set(entry.COMMANDS) == known


def test_an_engine_that_was_started_in_vain_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, Terminal(True))
    monkeypatch.setattr(entry, "_opens_monitor", lambda _: True)
    made: list[Spawned] = []

    def noted() -> Spawned:
        made.append(spawn())
        return made[-1]

    monkeypatch.setattr(entry, "spawn", noted)
    monkeypatch.setattr(commands, "run", lambda _words, _spawned: 2)
    assert entry.main(["nonsense"]) == 2
    assert made[0].process.returncode is not None
    assert made[0].channel.fileno() == -1
