"""What tests of the engine share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.engine.polling import Stage, running


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A poller at work."""
    made = Stage()
    async with running(made):
        yield made
