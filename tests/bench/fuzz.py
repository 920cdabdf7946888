"""Whether anything that a peer may answer breaks it: thousands of answers, wires and screens."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from hypothesis import HealthCheck, Verbosity, given, settings
from hypothesis import strategies as st

from ivs_tui.aws.errors import GatewayError
from ivs_tui.aws.gateway import MAX_PAGES, Gateway
from ivs_tui.config import Config
from ivs_tui.resources import KINDS
from tests.aws.judging import ANSWERS, judge_answer
from tests.aws.peers import ON_THE_WIRE, http, judge_on_the_wire, one_peer, peer
from tests.aws.wire import STREAMS, Free
from tests.bench.measure import Bar, Figure, Spread
from tests.bench.subjects import Bench
from tests.terminal.stranger import obeyed, stranger
from tests.terminal.support import KEYS, Terminal, environment

ANSWERED, WIRED, TOURED = 10_000, 3_000, 2
"""Examples of each, usually."""
NONE = Bar(0.0)
SLOWEST = Bar(2_000.0)
"""Milliseconds of CPU; the garbage of thousands of examples is collected in one of them."""
GROWTH = Bar(200.0)


def figures(bench: Bench) -> Iterator[Figure]:
    """How many were tried, and what the worst of them cost; what broke ends the measurement."""
    logging.getLogger("ivs_tui").setLevel(logging.ERROR)
    with _credentials():
        yield from _answers(bench.repeats(ANSWERED))
        yield from _wires(bench.repeats(WIRED))
        yield from _pages()
    yield from _screens(bench.repeats(TOURED))


def _figure(name: str, unit: str, value: float, bar: Bar | None = None) -> Figure:
    return Figure("fuzz", name, unit, Spread.of([value]), bar=bar)


def _answers(count: int) -> Iterator[Figure]:
    times, shown, before = list[float](), Counter[str](), _peak()

    def law(answer: Any) -> None:
        began = time.process_time()
        shown["cells"] += judge_answer(*answer)
        times.append(time.process_time() - began)

    _holds(law, ANSWERS, count)
    yield _figure("answers mutated, and judged", "answers", len(times))
    yield _figure("cells shown of them", "cells", shown["cells"])
    yield _figure("the slowest of them, CPU", "ms", 1_000 * max(times), SLOWEST)
    yield _figure("growth of the process's peak", "MB", _peak() - before, GROWTH)


def _wires(count: int) -> Iterator[Figure]:
    times, ends, before = list[float](), Counter[str](), _peak()
    with one_peer() as other:

        def law(answer: Any) -> None:
            began = time.process_time()
            ends[judge_on_the_wire(other, *answer)] += 1
            times.append(time.process_time() - began)

        _holds(law, ON_THE_WIRE, count)
    yield _figure("answers on the wire, and judged", "answers", len(times))
    yield _figure("the slowest of those, CPU", "ms", 1_000 * max(times), SLOWEST)
    yield _figure("growth of the process's peak by those", "MB", _peak() - before, GROWTH)
    for end, times_ended in ends.most_common():
        yield _figure(f"of those: {end}", "answers", times_ended)


def _holds(law: Callable[[Any], None], answers: st.SearchStrategy[Any], count: int) -> None:
    chosen = settings(
        max_examples=count,
        deadline=None,
        database=None,
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    chosen(given(answers)(law))()


def _pages() -> Iterator[Figure]:
    """A list whose every page names another one, full of items."""
    before, began = _peak(), time.process_time()
    asked = asyncio.run(_read_endless())
    yield _figure("pages of a list without end, until it was refused", "pages", asked)
    yield _figure("their CPU time, both ends", "s", time.process_time() - began, Bar(60.0))
    yield _figure("growth of the process's peak by them", "MB", _peak() - before, GROWTH)


async def _read_endless() -> int:
    asked = 0
    items = ",".join(
        f'{{"channelArn": "arn:{"x" * 60}", "streamId": "st-{n}"}}' for n in range(100)
    )

    async def talk(_: bytes, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        writer.write(http(f'{{"streams": [{items}], "nextToken": "t{asked}"}}'.encode()))

    async with peer(talk) as url:
        gateway = Gateway(Config(endpoint_url=url), "us-west-2")
        held = []
        with suppress(GatewayError):
            async for page in gateway.pages(STREAMS, {}, Free()):
                held.append(page)  # noqa: PERF401  # a list that is never whole has no items
        await gateway.close()
    assert len(held) <= MAX_PAGES + 1
    return asked


def _screens(seeds: int) -> Iterator[Figure]:
    """Every view, what it opens, its tree and its findings, over texts of several makings."""
    written = 0
    wrong = list[str]()
    for seed in range(seeds):
        with stranger(1_000 * (seed + 1)) as url:
            raw = _toured(url)
        written += len(raw)
        wrong += obeyed(raw)
    yield _figure("bytes that a terminal got of awkward texts", "bytes", written)
    yield _figure("of them: obeyed as no text", "sequences", len(wrong), NONE)


def _toured(url: str) -> bytes:
    options = ("--endpoint-url", url, "--region", "eu-west-1")
    with Terminal(*options, size=(150, 45), environ=environment(**KEYS)) as terminal:
        terminal.wait_for(lambda: terminal.is_read)
        for view in KINDS:
            for keys in ((":", view, "enter"), ("enter",), ("x",), ("esc",), ("d",), ("esc",)):
                terminal.press(*keys)
                # A key right behind esc would be one with alt.
                terminal.settle(0.15, 1.0)
        terminal.press("q")
        assert terminal.exit_status() == 0
        return terminal.raw


def _peak() -> float:
    """MB that this process held at its most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def _credentials() -> Iterator[None]:
    """Static credentials that no account has."""
    before = {name: os.environ.get(name) for name in KEYS}
    os.environ.update({name: value for name, value in KEYS.items() if value})
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            os.environ.update({name: value} if value is not None else {})
