"""What is measured and what it is compared with: the monitor, the AWS CLI, a stock DataTable."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from tests.bench.pty_session import PtySession, Seen
from tests.sim.support import Control, simulate_apart

_BIN = Path(sys.executable).parent
_STOCK = Path(__file__).with_name("stock.py")
_REGION = "us-west-2"

POSITION = re.compile(r" ([\d,]+)/([\d,]+)")
"""The monitor's "row/rows" in its second line."""
HEALTHS = ("● healthy", "▼ starving")
"""What only a live row shows."""


@dataclass(frozen=True)
class Run:
    """One run of a command to its end: monotonic seconds, CPU seconds, MB, what it printed."""

    began: float
    ended: float
    cpu: float
    peak: float
    status: int
    output: bytes

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.ended - self.began


class Bench:
    """A simulator process a scenario for the whole run, and an empty home folder.

    A scenario is what `simulate --scenario` takes, and may be followed by more of its options.
    What is measured in several places at once may share it.
    """

    def __init__(self, stack: ExitStack, *, long: bool = False, quick: bool = False) -> None:
        self.long = long
        self.quick = quick
        self._stack = stack
        self._controls: dict[str, Control] = {}
        self._starting = threading.Lock()
        self._files = count()
        self._home = stack.enter_context(tempfile.TemporaryDirectory())

    def repeats(self, usual: int) -> int:
        """How often to do what is usually done so often."""
        return max(2, usual // 3) if self.quick else usual * (3 if self.long else 1)

    def seconds(self, usual: float) -> float:
        """How long to watch what is usually watched so long."""
        return usual / 3 if self.quick else usual * (3 if self.long else 1)

    def control(self, scenario: str) -> Control:
        """The simulator of a scenario, started when it is first asked for."""
        with self._starting:
            if scenario not in self._controls:
                started = simulate_apart("--scenario", *shlex.split(scenario))
                self._controls[scenario] = self._stack.enter_context(started)
            return self._controls[scenario]

    @contextmanager
    def paused(self, scenario: str) -> Iterator[Control]:
        """The same, with its world standing still for a while."""
        control = self.control(scenario)
        control.change(pause=True)
        try:
            yield control
        finally:
            control.change(pause=False)

    def monitor(self, scenario: str, *arguments: str) -> PtySession:
        """The installed monitor on a scenario, as a user starts it."""
        url = self.control(scenario).url
        command = [str(_BIN / "ivs-tui"), "--endpoint-url", url, *arguments]
        # What one remembers of views and events is not the next one's.
        state = str(Path(self._home) / f"state-{next(self._files)}")
        return PtySession(command, self.environ() | {"XDG_STATE_HOME": state})

    def stock(self, rows: Sequence[Sequence[str]]) -> PtySession:
        """A minimal DataTable app with the same rows."""
        path = Path(self._home) / f"rows-{next(self._files)}.json"
        path.write_text(json.dumps(rows))
        return PtySession([sys.executable, str(_STOCK), str(path)], self.environ())

    def aws(self, scenario: str) -> Run:
        """The AWS CLI lists the streams, as a whole process."""
        url = self.control(scenario).url
        command = [str(_BIN / "aws"), "ivs", "list-streams", "--endpoint-url", url]
        began = time.monotonic()
        process = subprocess.Popen(
            command, env=self.environ(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert process.stdout is not None
        with process.stdout:
            output = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        ended = time.monotonic()
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6
        return Run(began, ended, cpu, peak, process.returncode, output)

    def streams(self, scenario: str) -> list[dict[str, Any]]:
        """Every live stream, as the API lists it."""
        return _listed(self.control(scenario).url, "ListStreams", "streams")

    def channels(self, scenario: str) -> list[dict[str, Any]]:
        """Every channel, as the API lists it."""
        return _listed(self.control(scenario).url, "ListChannels", "channels")

    def environ(self) -> dict[str, str]:
        """What a user's shell may hold, and nothing of this machine's AWS settings."""
        return {
            "PATH": f"{_BIN}:{os.environ['PATH']}",
            "HOME": self._home,
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "example",
            "AWS_DEFAULT_REGION": _REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
            # Another tree than the installed one can be measured.
            **{name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ},
        }


def stream_rows(streams: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Rows for the stock table: as many columns as the monitor has room for."""
    return [
        (
            stream.get("health", "-").lower(),
            stream["channelArn"].rsplit("/", 1)[-1],
            f"{stream.get('viewerCount', 0):,}",
            "1h05m",
            "STANDARD",
            "LOW",
            stream.get("startTime", "-"),
        )
        for stream in streams
    ]


def channel_rows(channels: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """The same of channels."""
    names = ("name", "type", "latencyMode", "recordingConfigurationArn", "preset")
    return [
        ("offline", *(str(one.get(name) or "-") for name in names), one["arn"].rsplit("/", 1)[-1])
        for one in channels
    ]


def shows_rows(lines: Sequence[str]) -> bool:
    """Whether the monitor shows a live row."""
    return any(health in line for line in lines for health in HEALTHS)


def shows_stock(lines: Sequence[str]) -> bool:
    """Whether the stock table is there."""
    return "COLUMN 2" in lines[0]


def all_read(at_least: int) -> Seen:
    """Whether the list in front was read to its end, with so many rows or more."""

    def seen(lines: Sequence[str]) -> bool:
        found = POSITION.search(lines[1])
        count = int(found[2].replace(",", "")) if found else 0
        return count >= at_least and "reading" not in lines[1]

    return seen


def position(lines: Sequence[str]) -> str:
    """Which row the monitor says that the cursor is on."""
    found = POSITION.search(lines[1])
    return found[1] if found else ""


def _listed(url: str, operation: str, member: str) -> list[dict[str, Any]]:
    opener = build_opener(ProxyHandler({}))
    found: list[dict[str, Any]] = []
    token: dict[str, str] = {}
    while True:
        body = json.dumps({"maxResults": 100, **token}).encode()
        try:
            with opener.open(Request(f"{url}/{operation}", data=body), timeout=10) as answer:
                page = json.load(answer)
        except HTTPError as error:
            if error.code != 429:
                raise
            time.sleep(0.25)
            continue
        found += page[member]
        if not page.get("nextToken"):
            return found
        token = {"nextToken": page["nextToken"]}
