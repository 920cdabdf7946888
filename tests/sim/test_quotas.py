"""Request rates and the request log, on a clock of the test's own."""

import pytest

from ivs_tui.sim.quotas import Quotas
from ivs_tui.sim.requestlog import RequestLog
from tests.sim.asking import ask
from tests.sim.support import running


class Clock:
    """A clock that stands still."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("operation", "rate"),
    [("ListStreams", 5), ("ListRecordingConfigurations", 3), ("ListTagsForResource", 10)],
)
def test_rates(operation: str, rate: int) -> None:
    clock = Clock()
    quotas = Quotas(clock)
    assert [quotas.allow(operation) for _ in range(rate + 2)] == [True] * rate + [False] * 2
    clock.now += 1 / rate
    assert [quotas.allow(operation) for _ in range(2)] == [True, False]
    clock.now += 60
    assert sum(quotas.allow(operation) for _ in range(50)) == rate
    assert quotas.allow("ListStages")


async def test_too_many_requests_are_refused() -> None:
    async with running(scenario="calm", quotas=True) as simulator:
        simulator.quotas = Quotas(Clock())
        statuses = [(await ask(simulator, "ListStreams"))[0] for _ in range(7)]
        assert statuses == [200] * 5 + [429] * 2
        assert simulator.requests.counts == {"ListStreams": 7}
        assert [one.refused for one in simulator.requests.arrivals] == [None] * 5 + [429] * 2


def test_the_log_forgets_old_requests_but_counts_them() -> None:
    clock = Clock()
    log = RequestLog(clock)
    for _ in range(20_001):
        log.add("ListStreams")
    clock.now += 1
    log.add("ListStages")
    assert len(log.times()) == 20_000
    assert log.times("ListStages") == [101.0]
    assert log.counts["ListStreams"] == 20_001
    log.clear()
    assert log.by_operation() == {}
