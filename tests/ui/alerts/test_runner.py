"""Commands of alerts: `ui/alerts/runner.py`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from ivs_tui.ui.alerts.runner import MOST_AT_ONCE, MOST_WAITING, Command, Runner

SH = "/bin/sh"


def script(text: str, *arguments: str) -> Command:
    """A command of a shell, which the user would write as one."""
    return (SH, "-c", text, "sh", *arguments)


class Ran:
    """A runner, and what it said."""

    def __init__(self, tasks: asyncio.TaskGroup, patience: float) -> None:
        self.said: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []

        def start(work: Coroutine[Any, Any, None]) -> None:
            self.tasks.append(tasks.create_task(work))

        self.runner = Runner(start, self.said.append, patience)


@asynccontextmanager
async def running(patience: float = 10.0) -> AsyncIterator[Ran]:
    """A runner; all of its commands have ended at the end."""
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        yield Ran(tasks, patience)


async def until(true: Callable[[], bool]) -> None:
    """Wait for the file system or a process to show it."""
    while not true():  # noqa: ASYNC110  # what it waits for is outside of this process
        await asyncio.sleep(0.005)


async def test_a_command_reads_the_event_in_the_users_home(tmp_path: Path) -> None:
    out = tmp_path / "out"
    async with running() as ran:
        ran.runner.hand(script('cat > "$1"; pwd >> "$1"; echo noise; echo >&2', str(out)), b"{}\n")
    assert out.read_text() == f"{{}}\n{Path.home()}\n"
    assert ran.said == []


async def test_a_program_may_lie_in_the_users_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tell me"
    program.write_text("#!/bin/sh\ncat > told\n")
    program.chmod(0o700)
    monkeypatch.setenv("HOME", str(tmp_path))
    async with running() as ran:
        ran.runner.hand(("~/tell me",), b"1")
    assert (tmp_path / "told").read_text() == "1"
    assert ran.said == []


async def test_no_shell_reads_the_arguments(tmp_path: Path) -> None:
    made = tmp_path / "made"
    argument = f"; touch {made} $(touch {made}) `touch {made}`"
    async with running() as ran:
        ran.runner.hand(("/bin/echo", argument), b"{}")
    assert not made.exists()


async def test_what_is_wrong_is_said_once_in_a_sentence(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_text("no program")
    async with running() as ran:
        for command in (("nobody-has-this",), (str(plain),), script("exit 3"), ("a\0b",)):
            ran.runner.hand(command, b"{}")
            ran.runner.hand(command, b"{}")
    assert sorted(ran.said) == sorted(
        [
            "alert command nobody-has-this cannot be run: no such file or directory",
            f"alert command {str(plain)[:59]}{'…' if len(str(plain)) > 60 else str(plain)[59:]}"
            " cannot be run: permission denied",
            "alert command /bin/sh failed: status 3",
            "alert command a␀b cannot be run: embedded null byte",
        ]
    )


async def test_one_that_failed_worked_and_failed_again_is_said_again(tmp_path: Path) -> None:
    marker = tmp_path / "works"
    command = script('test -e "$1"', str(marker))
    async with running() as ran:
        ran.runner.hand(command, b"")
        await until(lambda: len(ran.said) == 1)
        marker.touch()
        ran.runner.hand(command, b"")
        await asyncio.gather(*ran.tasks)
        marker.unlink()
        ran.runner.hand(command, b"")
    assert len(ran.said) == 2


async def test_a_command_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    child = tmp_path / "child"
    deaf = script('trap "" TERM; sleep 60 & echo $! > "$1.new"; mv "$1.new" "$1"; wait', str(child))
    async with running(patience=0.2) as ran:
        ran.runner.hand(deaf, b"{}")
    assert ran.said == ["alert command /bin/sh did not end in 0.2 s, and was ended"]
    await until(lambda: not alive(int(child.read_text())))


async def test_at_the_end_nobody_is_waited_for(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    command = script('echo $$ > "$1.new"; mv "$1.new" "$1"; sleep 60', str(pid))
    async with running() as ran:
        ran.runner.hand(command, b"{}")
        await until(pid.exists)
        (task,) = ran.tasks
        task.cancel()
    await until(lambda: not alive(int(pid.read_text())))


async def test_a_command_that_reads_nothing_is_no_trouble() -> None:
    async with running() as ran:
        ran.runner.hand((sys.executable, "-c", ""), b"x" * 1_000_000)
    assert ran.said == []


async def test_a_flood_runs_a_few_at_once_and_says_what_it_drops(tmp_path: Path) -> None:
    go = tmp_path / "go"
    os.mkfifo(go)
    command = script('read line < "$1"', str(go))
    async with running() as ran:
        for _ in range(MOST_AT_ONCE + MOST_WAITING + 100):
            ran.runner.hand(command, b"{}")
        assert len(ran.tasks) == MOST_AT_ONCE
        assert ran.said == ["alert command /bin/sh is handed no more events: too many wait for it"]
        for task in ran.tasks:
            task.cancel()


def alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has reaped does not."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    return False
