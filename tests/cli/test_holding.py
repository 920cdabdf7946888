"""What is asked of the account for since when something is wrong."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from ivs_tui.aws.errors import ProblemKind
from ivs_tui.cli.holding import Account, Holding
from ivs_tui.cli.past import Past
from ivs_tui.config import Config
from ivs_tui.engine.budget import Budget
from ivs_tui.engine.oneshot import PATIENCE, OneShot
from ivs_tui.engine.snapshot import Scope
from ivs_tui.resources.spec import Row
from tests.engine.test_oneshot import ScriptedReader
from tests.support import ManualClock, stream


async def test_sessions_that_do_not_answer_cost_patience_once() -> None:
    clock, now, scope = ManualClock(), datetime.now(UTC), Scope("p", "us-west-2")
    reader = ScriptedReader(clock, ProblemKind.TIMEOUT, takes=10.0)
    account = Account(OneShot(reader, Budget(clock, 1.0), clock), scope, now)
    found = [
        Holding("starving", "streams", Row(str(number), stream(number)), "", "")
        for number in range(20)
    ]
    past = Past(scope, Config(history=False), now)
    async with asyncio.TaskGroup() as tasks:
        asking = tasks.create_task(account.since(found, past, ask=True))
        for _ in range(int(PATIENCE) + 1):
            await clock.advance(1.0)
        asking.cancel()
    assert len(asking.result()) == 20
    assert account.notes == ["since when is not known of all: it failed"]
