"""Work that may take its time on a disk, kept away from the keys."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


async def aside(work: Callable[[], Answer]) -> Answer:
    """What `work` returns or raises; asyncio's own threads would hold up the exit till it does."""
    loop = asyncio.get_running_loop()
    answered: asyncio.Future[Answer] = loop.create_future()

    def tell(answer: Answer | None, error: BaseException | None) -> None:
        if answered.done():
            return  # nobody waits any more
        if error is not None:
            answered.set_exception(error)
        else:
            answered.set_result(answer)  # type: ignore[arg-type]  # None where that is the answer

    def run() -> None:
        answer, failed = None, None
        try:
            answer = work()
        except Exception as error:  # told to whoever waits
            failed = error
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(tell, answer, failed)

    threading.Thread(target=run, name="aside", daemon=True).start()
    return await answered
