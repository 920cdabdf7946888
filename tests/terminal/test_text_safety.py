"""No text of the API's reaches a terminal as anything but text: down to the bytes."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial

import pytest

from ivs_tui.cli.main import main
from tests.terminal.stranger import obeyed, stranger
from tests.terminal.support import KEYS, Terminal, environment

ARN = "arn:aws:ivs:us-west-2:123456789012"

pytestmark = pytest.mark.xdist_group("text_safety")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with stranger() as url:
        yield url


TOUR: tuple[tuple[str, tuple[str, ...]], ...] = (
    *(("session", ("enter",)), ("", ("d",)), ("session", ("esc",)), ("", ("x",))),
    *(("session", ("esc",)), ("streams", ("esc",)), ("found", ("/", "[3", "enter"))),
    *(("streams", ("esc",)), ("streams", ("s",)), ("streams", ("S",)), ("", ("?",))),
    *(("streams", ("esc",)), ("stages", (":", "stages", "enter")), ("stage-sessions", ("enter",))),
    *(("participants", ("enter",)), ("participant", ("enter",)), ("", ("x",))),
    *(("participant", ("esc",)), ("", ("d",)), ("participant", ("esc",))),
    *(("compositions", (":", "compositions", "enter")), ("composition", ("enter",)), ("", ("x",))),
    *(("composition", ("esc",)), ("channels", (":", "channels", "enter"))),
    *(("sessions", ("enter",)), ("sessions", ("y",)), ("ingest", (":", "ingest", "enter"))),
    *(("ingest-configuration", ("enter",)), ("restrictions", (":", "restrictions", "enter"))),
    *(("restriction-policy", ("enter",)), ("events", ("5",)), ("events", ("j",))),
    *(("events", ("f",)), ("restriction-policy", ("esc",))),
)
"""Keys, and the list or detail that is in front after them; none where something lies over it."""


def test_no_byte_of_a_text_is_obeyed_on_any_screen(url: str) -> None:
    options = ("--endpoint-url", url, "--region", "eu-west-1")
    with Terminal(*options, size=(100, 30), environ=environment(**KEYS)) as terminal:
        terminal.wait_for(lambda: terminal.is_read)
        for step, keys in TOUR:
            terminal.press(*keys)
            # A key right behind esc would be one with alt.
            terminal.settle(0.15 if "esc" in keys else 0.06)
            terminal.wait_for(partial(is_in_front, terminal, step))
        terminal.press("q")
        assert terminal.exit_status() == 0
        assert obeyed(terminal.raw, copies=1) == []
        assert terminal.restored


def is_in_front(terminal: Terminal, step: str) -> bool:
    """Whether the title line tells that kind last, or nothing where there is none."""
    return (terminal.path[-1].split()[0] if terminal.path else "") == step


ASKED = (
    *(["streams"], ["stages"], ["compositions"], ["restrictions"]),
    ["channels", f"{ARN}:channel/1"],
    ["ingest", f"{ARN}:ingest-configuration/1"],
    ["session", "--channel", f"{ARN}:channel/1"],
    ["stream-events", "--channel", f"{ARN}:channel/1"],
)


@pytest.mark.usefixtures("credentials")
@pytest.mark.parametrize("form", ["table", "json", "ndjson", "csv"])
def test_no_byte_of_a_text_is_obeyed_by_the_terminal_that_gets_an_answer(
    form: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    where = ["--region", "us-west-2", "--endpoint-url", url]
    with on_terminal(monkeypatch) as told:
        for asked in ASKED:
            assert main(["get", *asked, "-o", form, *where]) == 0, asked
    raw = b"".join(told)
    assert len(raw) > 2_000
    assert obeyed(raw) == []


@contextmanager
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """Have stdout be a terminal; yields what it got, whole once it is left."""
    told: list[bytes] = []
    outer, inner = os.openpty()

    def listen() -> None:
        with suppress(OSError):  # Linux: the other end is closed
            while data := os.read(outer, 65_536):
                told.append(data)

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        with os.fdopen(inner, "w", encoding="utf-8") as stdout:
            monkeypatch.setattr(sys, "stdout", stdout)
            yield told
    finally:
        monkeypatch.undo()
        listener.join()
        os.close(outer)
