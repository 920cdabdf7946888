"""The twenty questions, each as the monitor answers it, at both sizes: `make.py` runs this.

One monitor for all of a size, on the account that the tests of the questions use.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from textual.pilot import Pilot

from ivs_tui.cli import demo
from ivs_tui.config import Config, Expected, Rule
from ivs_tui.ui.app import MonitorApp
from screenshots import make as pictures
from tests.sim.support import Control, serving

SIZES = ((80, 24), (120, 36))
PROFILE = "prod"


@dataclass(frozen=True)
class Question:
    """One of them: on which row it is asked, the keys, and the text that is its answer."""

    name: str
    keys: Sequence[str]
    until: str
    row: str = ""
    change: dict[str, Any] = field(default_factory=dict)
    """What happens to the row's stream first."""
    after: str = ""
    """What the screen says once that has happened."""
    back: dict[str, Any] = field(default_factory=dict)


QUESTIONS = (
    Question("01-starving", "", r"starving for 1\dm"),
    Question("01-problems-only", "!", "problems only"),
    Question("02-why", "x", "without Starvation End", row="arena"),
    Question("03-changed", "=", "video.targetBitrate", row="arena"),
    Question("04-flapping", "t", "flapping", row="flapper"),
    Question("06-recorded", ("enter",), "s3://", row="arena"),
    Question(
        *("07-viewers", "", r"lobby +1,200 +−800", "lobby"),
        change={"viewerCount": 1_200},
        back={"viewerCount": 2_000},
    ),
    Question("08-on-stage", ("3", "enter", "enter"), "B_FRAME_PRESENT"),
    Question("09-cannot-publish", (*"/8842", "enter", "enter"), "PUBLISH_ERROR"),
    Question("10-errors", ("3", "E"), "5 of 5 read"),
    Question("11-composition", "4", "green-room"),
    Question("13-where", (*":find 8842", "enter"), "searched 1 of 1"),
    Question(
        *("14-tell-me", "b", "annex starving", "annex"),
        change={"health": "STARVING"},
        back={"health": "HEALTHY"},
    ),
    Question("12-last-hour", "5", "annex"),
    Question("15-true", "D", "what is in front is complete"),
    Question("16-command", "Y", "This opens what is in front", row="lobby"),
    Question("17-report", "o", "report of everything"),
    Question("18-absent", "", "morning-show"),
    Question("19-region", (*":region eu-west-1", "enter"), r"eu-west-1  streams(.|\n)*arena"),
    Question("05-ended", ("enter",), "Ingest Bitrate", "shop", change={"end": {}}, after="○ ended"),
)


async def make() -> None:
    """All of them."""
    (pictures.FOLDER / "questions").mkdir(exist_ok=True)
    for size in SIZES:
        with serving("tests.terminal.questions.account") as control:
            await _ask(control, size)
            _cron(control, size)


async def _ask(control: Control, size: tuple[int, int]) -> None:
    config = Config(
        endpoint_url=control.url,
        interval=1.0,
        history=False,
        alert=(Rule(on="starving", for_="30s"),),
        expect=(Expected(name="morning-*"),),
    )
    folder = os.getcwd()
    async with pictures.monitor(config, size, PROFILE) as (app, pilot):
        os.chdir(tempfile.gettempdir())
        try:
            await _until(app, pilot, "in error ✖ 3")
            await _until(app, pilot, r"lobby +2,000 +0 ")
            for question in QUESTIONS:
                svg = await _answer(app, pilot, control, question)
                name = f"questions/{question.name}-{size[0]}x{size[1]}"
                pictures.keep(name, svg)
        finally:
            os.chdir(folder)
            _tidy()


def _tidy() -> None:
    for report in Path(tempfile.gettempdir()).glob(f"ivs-tui-report-{PROFILE}-*.md"):
        report.unlink()


async def _answer(app: MonitorApp, pilot: Pilot[None], control: Control, question: Question) -> str:
    while len(app.screen_stack) > 1 or app.board.scope.region != pictures.REGION:
        await pilot.press("escape")
        if app.board.scope.region != pictures.REGION:
            app.obey(f"region {pictures.REGION}")
            await _until(app, pilot, "arena")
            # What it shows at once is what was there before: what ends is told of what was read.
            await pilot.pause(2 * app.config.interval)
    while "problems only" in _text(app) or " match " in _text(app):
        await pilot.press("escape")
    await pilot.press("g")
    while question.row and question.row not in _cursor(app):
        await pilot.press("j")
    happens = "b" in question.keys
    if question.change and not happens:
        _change(control, question.row, question.change)
        await _until(app, pilot, question.after or ".")
    for key in question.keys:
        await pilot.press(pictures.NAMES.get(key, key))
        if key in {"3", "enter"}:
            await pilot.pause(1.0)
    if happens:
        _change(control, question.row, question.change)
    await _until(app, pilot, question.until)
    await pilot.pause(1.2)
    svg = app.export_screenshot(title=f"ivs-tui {question.name}")
    if question.back:
        _change(control, question.row, question.back)
    return svg


def _change(control: Control, row: str, change: dict[str, Any]) -> None:
    channel = {"channelArn": control.world()["channels"][row]}
    verb = "end" if "end" in change else "set"
    control.change(**{verb: channel | (change if verb == "set" else {})})


async def _until(app: MonitorApp, pilot: Pilot[None], pattern: str) -> None:
    try:
        async with asyncio.timeout(pictures.PATIENCE):
            while not re.search(pattern, _text(app)):
                await pilot.pause(0.1)
    except TimeoutError:
        raise AssertionError(f"{pattern} is not on the screen:\n{_text(app)}") from None


def _text(app: MonitorApp) -> str:
    lines = app.screen._compositor.render_strips()  # Textual 8.2.8 has no public text of a screen
    return "\n".join(line.text for line in lines[: app.size.height])


def _cursor(app: MonitorApp) -> str:
    table = app.screen.query_one("LiveTable")
    row = getattr(table, "cursor_row", None)
    beside = getattr(row, "joined", None)
    channel = getattr(beside, "channel", None)
    return getattr(channel, "name", None) or ""


def _cron(control: Control, size: tuple[int, int]) -> None:
    """What `check` prints, as a terminal of that width shows it."""
    words = ("check", "--fail-on", "starving,error", "--for", "30s")
    where = ("--endpoint-url", control.url, "--region", pictures.REGION, "--no-history")
    done = subprocess.run(
        [sys.executable, "-m", "ivs_tui", *words, *where],
        env=demo.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    console = Console(record=True, width=size[0], file=open(os.devnull, "w"))  # noqa: SIM115  # until the process ends
    console.print(f"$ ivs-tui {' '.join(words)}", style="bold", markup=False, highlight=False)
    console.print(done.stdout + done.stderr, end="", markup=False, highlight=False)
    console.print(f"$ echo $?\n{done.returncode}", markup=False, highlight=False)
    svg = console.export_svg(title="ivs-tui 20-cron")
    pictures.keep(f"questions/20-cron-{size[0]}x{size[1]}", svg)
