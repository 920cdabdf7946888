"""A monitor whose engine is a script: what it reports is written down, what it is asked is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from textual.pilot import Pilot

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.aws.records import realtime as rt
from ivs_tui.config import Config
from ivs_tui.engine.commands import AnyCommand, Report
from ivs_tui.engine.link import EngineLost
from ivs_tui.engine.snapshot import Scope, Snapshot, Topic
from ivs_tui.resources.opening import Opening
from ivs_tui.ui.app import MonitorApp
from ivs_tui.ui.remembered import Remembered

NOW = datetime(2026, 11, 21, 14, 3, 5, tzinfo=UTC)
SCOPE = Scope("prod", "eu-west-1")
PLAIN = Config(history=False)
_ARN = "arn:aws:ivs:eu-west-1:123456789012"


def channel_arn(number: int) -> str:
    """The ARN of the channel with this number."""
    return f"{_ARN}:channel/chan{number:08}"


def stage_arn(number: int) -> str:
    """The ARN of the stage with this number."""
    return f"{_ARN}:stage/stage{number:07}"


def stream(number: int, *, health: str = "HEALTHY", viewers: int = 100) -> ll.StreamSummary:
    """A live stream, up for `number` hours."""
    return ll.StreamSummary(
        channel_arn=channel_arn(number),
        stream_id=f"st-{number:023}",
        state="LIVE",
        health=health,
        viewer_count=viewers,
        start_time=NOW - timedelta(hours=number),
    )


def channel(number: int, name: str | None = None) -> ll.Channel:
    """A channel, as GetChannel says it."""
    return ll.Channel(
        arn=channel_arn(number),
        name=name or f"channel-{number}",
        type="STANDARD",
        latency_mode="LOW",
        preset="",
        authorized=False,
        insecure_ingest=False,
        tags={"desk": "news"},
    )


def stage(number: int, *, active: bool = True) -> rt.StageSummary:
    """A stage."""
    return rt.StageSummary(
        arn=stage_arn(number),
        name=f"stage-{number}",
        active_session_id=f"st-session{number:04}" if active else None,
    )


def topic(name: str, **parameters: str) -> Topic:
    """A topic of the test's scope."""
    return Topic(SCOPE, name, tuple(sorted(parameters.items())))


def snapshot(about: Topic, items: Sequence[Any], **more: Any) -> Snapshot:
    """A list read to its end, just now unless said otherwise."""
    facts: dict[str, Any] = {
        "read_at": NOW,
        "last_complete_at": NOW,
        "complete": True,
        "interval": 5.0,
    } | more
    return Snapshot(topic=about, items=tuple(items), **{"interval": 5.0, **facts, **more})


class ScriptedLink:
    """A `ui.app.Link` that says what a test has it say."""

    def __init__(self, config: Config | None = None, region: str = "") -> None:
        self.config, self.region = config, region
        self.sent: list[AnyCommand] = []
        self.known: tuple[Snapshot, ...] = ()
        self.ended = False
        self._reports: asyncio.Queue[Report | EngineLost] = asyncio.Queue()

    async def reports(self) -> AsyncIterator[Report | EngineLost]:
        """Everything said so far, then what comes."""
        while True:
            yield await self._reports.get()

    def send(self, command: AnyCommand) -> None:
        """Keep what the monitor asks for."""
        self.sent.append(command)

    def say(self, *reports: Report | EngineLost) -> None:
        """Have the engine report this."""
        for report in reports:
            self._reports.put_nowait(report)

    def remembered(self) -> tuple[Snapshot, ...]:
        """What a test has it remember."""
        return self.known

    def end(self) -> None:
        """Keep that it was told to."""
        self.ended = True


class ScriptedEngines:
    """A `ui.desk.Opener`; the links that it opened are the test's to speak for."""

    def __init__(self) -> None:
        self.environ: dict[str, str] | None = None
        self.no_profiles = ""
        self.opened: list[ScriptedLink] = []
        self.trouble: OSError | None = None

    def open(self, config: Config, region: str, known: Iterable[Snapshot] = ()) -> ScriptedLink:
        """Another link, or the trouble that a test wants."""
        if self.trouble is not None:
            raise self.trouble
        link = ScriptedLink(config, region)
        link.known = tuple(known)
        self.opened.append(link)
        return link


class Desk:
    """A running monitor, and the two ends that a test holds."""

    def __init__(
        self,
        app: MonitorApp,
        pilot: Pilot[None],
        link: ScriptedLink,
        engines: ScriptedEngines,
    ) -> None:
        self.app, self.pilot, self.link, self.engines = app, pilot, link, engines
        self.now = NOW

    async def say(self, *reports: Report | EngineLost) -> None:
        """Have the engine report this, and the screen show it."""
        self.link.say(*reports)
        await self.pilot.pause()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    @property
    def lines(self) -> list[str]:
        """The screen as text, a line a row."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()  # Textual 8.2.8: no public text
        return [strip.text.ljust(width) for strip in strips[:height]]

    @property
    def text(self) -> str:
        """The whole screen as text."""
        return "\n".join(self.lines)

    def row_with(self, text: str) -> str:
        """The one line that holds `text`."""
        (found,) = [line for line in self.lines if text in line]
        return found


@asynccontextmanager
async def open_desk(
    view: str = "streams",
    size: tuple[int, int] = (80, 24),
    config: Config = PLAIN,
    remembered: Remembered | None = None,
    **more: Any,
) -> AsyncIterator[Desk]:
    """Run a monitor on a scripted engine."""
    link, engines = ScriptedLink(), ScriptedEngines()
    more.setdefault("opening", Opening(view))
    desk: Desk | None = None

    def now() -> datetime:
        return desk.now if desk else NOW

    app = MonitorApp(link, SCOPE, config, engines=engines, now=now, **more)
    app.remembered = remembered or app.remembered
    async with app.run_test(size=size, notifications=True) as pilot:
        desk = Desk(app, pilot, link, engines)
        await pilot.pause()
        yield desk
