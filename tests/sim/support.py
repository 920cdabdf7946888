"""Simulators for tests: in this loop, or as a process of their own."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
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
def simulate(**options: Any) -> Iterator[Control]:
    """A simulator on a thread of its own: a process would import for longer than most tests run."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    simulator = Simulator(**options)
    try:
        asyncio.run_coroutine_threadsafe(simulator.start(), loop).result(10)
        yield Control(simulator.url)
    finally:
        asyncio.run_coroutine_threadsafe(simulator.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def simulate_apart(*arguments: str) -> AbstractContextManager[Control]:
    """A simulator process with these command line arguments."""
    return serving("ivs_tui.sim", "--until-stdin-closes", *arguments)


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
