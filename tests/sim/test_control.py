"""The `/_sim/` endpoints, through a process."""

from collections.abc import Iterator
from urllib.error import HTTPError

import pytest

from tests.sim.support import Control, simulate


@pytest.fixture(scope="module")
def control() -> Iterator[Control]:
    with simulate(scenario="incident") as client:
        client.change(pause=True)
        yield client


def test_the_world_tells_its_names(control: Control) -> None:
    world = control.world()
    assert world["scenario"] == "incident"
    assert world["paused"]
    assert len(world["channels"]) == 24
    assert len(world["live"]) == 14
    assert "talkshow" in world["stages"]


def test_changes_at_will(control: Control) -> None:
    arn = control.world()["channels"]["kids-corner"]
    control.change(start={"channelArn": arn})
    assert arn in control.world()["live"]
    control.change(set={"channelArn": arn, "health": "STARVING", "viewerCount": 7})
    control.change(event={"channelArn": arn, "type": "IVS Limit Breach", "name": "Ingest Bitrate"})
    control.change(end={"channelArn": arn})
    assert arn not in control.world()["live"]
    with pytest.raises(HTTPError, match="404"):
        control.change(set={"channelArn": arn, "health": "STARVING"})


def test_people_come_and_go(control: Control) -> None:
    arn = control.world()["stages"]["newsroom"]
    joined = control.change(join={"stageArn": arn, "userId": "test-user", "publish": True})
    who = {"stageArn": arn, "participantId": joined["joined"]}
    control.change(refuse={**who, "errorCode": "INVALID_INPUT"})
    control.change(leave=who)


def test_the_clock_moves_when_told(control: Control) -> None:
    before = control.world()["time"]
    control.advance(30)
    assert control.world()["time"] == pytest.approx(before + 30)


def test_faults_are_switched(control: Control) -> None:
    control.fault("ListStreams", "throttle", 3)
    control.fault("*", "latency", seconds=0.1)
    active = control.call("GET", "faults")
    assert {(one["operation"], one["kind"], one["count"]) for one in active} == {
        ("ListStreams", "throttle", 3),
        ("*", "latency", None),
    }
    assert len(control.call("DELETE", "faults", {"operation": "ListStreams"})) == 1
    control.clear_faults()
    assert control.call("GET", "faults") == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("faults", {"operation": "ListStreams", "kind": "nothing"}),
        ("faults", {"operation": "ListStreams"}),
        ("advance", {"seconds": "soon"}),
        ("world", {"explode": {}}),
        ("world", {"end": {}}),
        ("world", []),
    ],
)
def test_mistakes_are_explained(control: Control, path: str, body: object) -> None:
    with pytest.raises(HTTPError, match="400"):
        control.call("POST", path, body)
