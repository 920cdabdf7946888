"""Makes the screenshots of the README: `python screenshots/make.py` from the project's folder.

Each is the real monitor on the real simulator, whose clock is moved to the moment shown; names
choose among them, `questions` stands for those of `questions.py`. With `--png` the pictures are
drawn too (cairosvg, of the `dev` extra), for looking at them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import urllib.request
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from ivs_tui.cli import demo
from ivs_tui.config import Config
from ivs_tui.engine.engines import Engines
from ivs_tui.engine.snapshot import Scope
from ivs_tui.ui.app import MonitorApp
from ivs_tui.ui.screens.base import MonitorScreen

FOLDER = Path(__file__).parent
REGION = "us-west-2"
PATIENCE = 20.0
NAMES = {"/": "slash", ":": "colon", "!": "exclamation_mark", "=": "equals_sign", "-": "minus"}
NAMES |= {" ": "space", "?": "question_mark"}


@dataclass(frozen=True)
class Shot:
    """One picture: which keys lead to it, after how many simulated seconds, on which scenario."""

    name: str
    keys: Sequence[str]
    size: tuple[int, int] = (80, 24)
    after: float = 13.0
    scenario: str = "incident"


SHOTS = (
    Shot("streams", ()),
    Shot("streams-wide", (), size=(120, 36)),
    Shot("session", ("enter",)),
    Shot("session-wide", ("enter",), size=(120, 36)),
    Shot("channels", ("2",)),
    Shot("sessions", ("2", *"/lab", "enter", "enter")),
    Shot("session-code", ("2", *"/lab", "enter", "enter", "G", "enter")),
    Shot("stages", ("3",)),
    Shot("stage-sessions", ("3", *"/talkshow", "enter", "enter")),
    Shot("participants", ("3", *"/talkshow", "enter", *":pa", "enter")),
    Shot(
        "participant-error",
        ("3", *"/talkshow", "enter", *":pa", "enter", *"/bruno", "enter", "enter", "G"),
    ),
    Shot("findings", (*"/radio", "enter", "enter", "x"), size=(100, 36)),
    Shot("channel", ("2", *"/news-main", "enter", "f", "c")),
    Shot("compositions", ("4",), size=(100, 24)),
    Shot("events", ("5",), after=60.0),
    Shot("filter", (*"/health=starving viewers>1k",)),
    Shot("prompt", (*":s",)),
    Shot("tree", ("d",)),
    Shot("keys", ("?",)),
    Shot("hostile", (), size=(120, 36), scenario="hostile"),
    Shot("large", (), size=(120, 36), scenario="large"),
)


def _advance(url: str, seconds: float) -> None:
    body = json.dumps({"seconds": seconds}).encode()
    with urllib.request.urlopen(f"{url}/_sim/advance", body) as answer:
        answer.read()


@asynccontextmanager
async def monitor(
    config: Config, size: tuple[int, int], profile: str = "demo"
) -> AsyncIterator[tuple[MonitorApp, Pilot[None]]]:
    """The monitor with these settings, which say where its simulator is."""
    engines = Engines(demo.environment())
    link = engines.open(config, REGION)
    try:
        app = MonitorApp(link, Scope(profile, REGION), config, engines=engines)
        async with app.run_test(size=size, notifications=True) as pilot:
            yield app, pilot
    finally:
        await asyncio.to_thread(engines.close)


async def settled(app: MonitorApp, pilot: Pilot[None]) -> None:
    """Wait until what is in front was read, and twice, so that what is joined is there too."""
    async with asyncio.timeout(PATIENCE):
        for _ in range(2):
            before = _newest(app)
            while _newest(app) == before:
                await pilot.pause(0.05)


def _newest(app: MonitorApp) -> object:
    screen = app.screen_stack[-1] if isinstance(app.screen, MonitorScreen) else None
    return screen.snapshot.read_at if isinstance(screen, MonitorScreen) else object()


async def take(shot: Shot) -> str:
    """The picture as SVG."""
    simulator = demo.start(argparse.Namespace(scenario=shot.scenario, seed=0))
    try:
        url = demo.url_of(simulator)
        config = Config(endpoint_url=url, interval=1.0, history=False)
        async with monitor(config, shot.size) as (app, pilot):
            await settled(app, pilot)
            _advance(url, shot.after)
            await settled(app, pilot)
            for key in shot.keys:
                opens = key == "enter" and not app.screen.query_one("Prompt").has_class("-open")
                await pilot.press(NAMES.get(key, key))
                if opens or key.isdigit() or key == "enter":
                    await settled(app, pilot)
            await pilot.pause(0.2)
            return app.export_screenshot(title=f"ivs-tui {shot.name}")
    finally:
        demo.stop(simulator)


def keep(name: str, svg: str) -> None:
    """Write one, and draw it where that was asked for."""
    (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")
    if "--png" in sys.argv:
        import cairosvg

        # The font that the SVG names is fetched from the web, which cairosvg does not do.
        local = svg.replace("Fira Code", "DejaVu Sans Mono")
        target = FOLDER / f"{name}.png"
        cairosvg.svg2png(bytestring=local.encode(), write_to=str(target), output_width=1200)


async def main() -> None:
    """Make all, or those that are named."""
    sys.path.insert(0, str(FOLDER.parent))
    from screenshots import questions

    wanted = [name for name in sys.argv[1:] if not name.startswith("-")]
    for shot in SHOTS:
        if not wanted or shot.name in wanted:
            keep(shot.name, await take(shot))
    if not wanted or "questions" in wanted:
        await questions.make()


if __name__ == "__main__":
    asyncio.run(main())
