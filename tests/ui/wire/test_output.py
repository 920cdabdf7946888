"""Writing never waits; what a terminal does not take, it gets when it takes more."""

from __future__ import annotations

import asyncio
import os
import pty
import tty
from collections.abc import Iterator

import pytest

from ivs_tui.ui.wire.output import Output

MUCH = bytes(range(48, 112)) * 1024


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: its own, and that of who writes to it."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    yield master, slave
    os.close(master)
    os.close(slave)


async def test_what_is_taken_later_is_told(ends: tuple[int, int]) -> None:
    master, slave = ends
    taken = asyncio.Event()
    output = Output(slave, asyncio.get_running_loop(), taken.set)
    output.put(b"first")
    output.put(MUCH)
    output.put(b"last")
    assert not output.wait_empty(0)
    read = b""
    while not read.endswith(b"last"):
        read += await asyncio.to_thread(os.read, master, 65536)
    assert read == b"first" + MUCH + b"last"
    await asyncio.wait_for(taken.wait(), 5)
    assert output.is_empty
    output.close()


async def test_who_shares_the_terminal_does_not_find_it_changed(ends: tuple[int, int]) -> None:
    _, slave = ends
    output = Output(slave, asyncio.get_running_loop(), lambda: None)
    output.put(MUCH)
    assert os.get_blocking(slave)
    output.close()


async def test_what_nobody_takes_can_be_dropped(ends: tuple[int, int]) -> None:
    master, slave = ends
    output = Output(slave, asyncio.get_running_loop(), lambda: None)
    output.put(MUCH)
    assert not output.wait_empty(0.01)
    output.drop()
    output.put(b"restored")
    assert output.wait_empty(0.01)
    output.close()
    read = os.read(master, 65536)
    while not read.endswith(b"restored"):
        read += os.read(master, 65536)
    assert len(read) < 8192


async def test_a_terminal_that_is_gone_takes_everything() -> None:
    master, slave = pty.openpty()
    output = Output(slave, asyncio.get_running_loop(), lambda: None)
    os.close(master)
    output.put(MUCH)
    assert output.is_empty
    output.close()
    os.close(slave)
