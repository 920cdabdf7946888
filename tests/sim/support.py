"""Simulators for tests: in this loop, or as a process of their own."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from ivs_tui.sim.server import Simulator


@asynccontextmanager
async def running(**options: Any) -> AsyncIterator[Simulator]:
    """A simulator in this event loop; the options are Simulator's."""
    async with Simulator(**options) as simulator:
        yield simulator


class Control:
    """A client of the `/_sim/` endpoints of a simulator at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._opener = build_opener(ProxyHandler({}))

    def call(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}/_sim/{path}", data=data, method=method)
        with self._opener.open(request, timeout=10) as answer:
            return json.load(answer)

    def fault(self, operation: str, kind: str, count: int | None = None, **more: Any) -> None:
        self.call("POST", "faults", {"operation": operation, "kind": kind, "count": count, **more})

    def clear_faults(self) -> None:
        self.call("DELETE", "faults")

    def requests(self) -> dict[str, list[float]]:
        """Arrival times by operation."""
        times: dict[str, list[float]] = self.call("GET", "requests")["times"]
        return times

    def counts(self) -> dict[str, int]:
        counts: dict[str, int] = self.call("GET", "requests")["counts"]
        return counts

    def log(self) -> list[tuple[str, float, str, int | None]]:
        """Each request: operation, monotonic time, User-Agent, the status where it was refused."""
        return [tuple(one) for one in self.call("GET", "log")]

    def asked(self) -> list[tuple[str, dict[str, Any]]]:
        """Each request: operation and parameters."""
        return [(operation, asked) for operation, asked in self.call("GET", "asked")]

    def clear_requests(self) -> None:
        self.call("DELETE", "requests")

    def advance(self, seconds: float) -> None:
        self.call("POST", "advance", {"seconds": seconds})

    def world(self) -> dict[str, Any]:
        """The scenario, its time, and the ARNs of channels and stages by name."""
        world: dict[str, Any] = self.call("GET", "world")
        return world

    def change(self, **verbs: Any) -> dict[str, Any]:
        """set, start, end, event, join, leave, refuse, pause: see `ivs_tui/sim/control.py`."""
        done: dict[str, Any] = self.call("POST", "world", verbs)
        return done


@contextmanager
def simulate(*arguments: str) -> Iterator[Control]:
    """A simulator process with these command line arguments; ends with the block."""
    with serving("ivs_tui.sim", "--until-stdin-closes", *arguments) as control:
        yield control


@contextmanager
def serving(module: str, *arguments: str) -> Iterator[Control]:
    """A module that simulates until its standard input closes, and says where."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            assert url, "the simulator did not start"
            yield Control(url)
        finally:
            process.stdin.close()
            process.wait(10)
