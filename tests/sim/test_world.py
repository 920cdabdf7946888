"""The clock, the agenda, and that a seed says everything."""

import json

import pytest

from ivs_tui.sim import broadcast
from ivs_tui.sim.scenarios import SCENARIOS, build
from ivs_tui.sim.world import World

EPOCH = 1_700_000_000.0


def picture(world: World) -> str:
    """All that a client could see."""
    channels = [
        [one.api, one.stream, [[s.api, list(s.events)] for s in one.sessions]]
        for one in world.channels.values()
    ]
    stages = [
        [
            one.api,
            [
                [s.api, [[p.api, list(p.events)] for p in s.participants.values()]]
                for s in one.sessions
            ],
        ]
        for one in world.stages.values()
    ]
    return json.dumps([channels, stages, world.others])


@pytest.mark.parametrize("scenario", [one for one in SCENARIOS if one != "large"])
def test_the_seed_says_everything(scenario: str) -> None:
    one, two = (build(scenario, seed=7, epoch=EPOCH) for _ in range(2))
    assert picture(one) == picture(two)
    one.advance(600)
    for _ in range(1200):
        two.advance(0.5)
    assert picture(one) == picture(two)


def test_another_seed_is_another_world() -> None:
    assert picture(build("incident", seed=1)) != picture(build("incident", seed=2))


def test_the_clock_follows_the_real_one_at_its_speed() -> None:
    now = 50.0
    world = World(speed=10.0, monotonic=lambda: now)
    done: list[float] = []
    world.after(15, lambda: done.append(world.time))
    now = 51.0
    world.catch_up()
    assert (world.time, done) == (10.0, [])
    now = 52.0
    world.catch_up()
    assert (world.time, done) == (20.0, [15.0])
    world.pause(True)
    now = 60.0
    world.catch_up()
    assert world.time == 20.0
    world.advance(5)
    assert world.time == 25.0
    world.pause(False)
    now = 60.5
    world.catch_up()
    assert world.time == 30.0


def test_time_stamps_are_iso_8601_utc() -> None:
    world = World(epoch=EPOCH)
    assert world.stamp() == "2023-11-14T22:13:20Z"
    with world.moment(-20):
        assert world.stamp() == "2023-11-14T22:13:00Z"
    assert world.stamp(0.9) == "2023-11-14T22:13:20Z"


def test_a_day_of_incidents_stays_a_day() -> None:
    world = build("incident", seed=3, epoch=EPOCH)
    for _ in range(24):
        world.advance(3600)
        assert 9 <= len(world.live) <= 18
    for channel in world.channels.values():
        starts = [one.api["startTime"] for one in channel.sessions]
        assert starts == sorted(starts, reverse=True)
        still = [one for one in channel.sessions if "endTime" not in one.api]
        assert len(still) == (channel.arn in world.live) or broadcast.busy(channel)
        assert still in ([], channel.sessions[:1])


def test_an_hour_of_the_large_world_is_cheap() -> None:
    world = build("large", epoch=EPOCH)
    before = {arn: dict(one.stream or {}) for arn, one in world.live.items()}
    world.advance(1)
    after = {arn: one.stream for arn, one in world.live.items()}
    assert sum(before.get(arn) != stream for arn, stream in after.items()) <= 40
    world.advance(3600)
    assert 950 <= len(world.live) <= 1050
