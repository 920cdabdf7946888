"""One-off reads for a command, and what to say where they fail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ivs_tui.aws.errors import Problem
from ivs_tui.config import Config
from ivs_tui.engine.oneshot import PASSING, PATIENCE, OneShot

_MONITORS_WORDS = ("by itself", "tried again", "gives way")
"""What an advice promises for the monitor, which goes on; a command has ended."""


@asynccontextmanager
async def reading(config: Config, region: str) -> AsyncIterator[OneShot]:
    """Reads within the user's share of the budget."""
    from ivs_tui.aws.gateway import Gateway
    from ivs_tui.engine.budget import Budget
    from ivs_tui.engine.clock import SystemClock

    clock = SystemClock()
    gateway = Gateway(config, region)
    try:
        yield OneShot(gateway, Budget(clock, config.quota_share), clock)
    finally:
        await gateway.close()


def why_not(problem: Problem) -> str:
    """What is wrong and what to do, in one line."""
    tried = f" (tried for {PATIENCE:g} s)" if problem.kind in PASSING else ""
    clauses = problem.advice.split("; ") if problem.advice else []
    kept = [one for one in clauses if not any(word in one for word in _MONITORS_WORDS)]
    return "; ".join([f"{problem.sentence}{tried}", *kept])
