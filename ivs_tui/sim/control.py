"""The `/_sim/` endpoints: tests switch faults, move the clock and change the world.

GET faults, requests, world           what is in force, what was asked when, what there is
GET log                               the newest requests: [operation, time, User-Agent, refused]
GET asked                             the newest requests: [operation, {parameters}]
POST faults                           {"operation": "ListStreams", "kind": "throttle", "count": 3}
DELETE faults, requests               all, or faults of {"operation": ..., "kind": ...}
POST advance                          {"seconds": 60}
POST world                            one or more of the verbs; answers the time of the world:
    {"set": {"channelArn": ..., "viewerCount": 7, "health": "STARVING"}}
    {"start": {"channelArn": ...}}    {"end": {"channelArn": ...}}
    {"event": {"channelArn": ..., "type": ..., "name": ..., "code": ...}}
    {"join": {"stageArn": ..., "userId": ..., "publish": true}}      answers "joined": its id
    {"leave": {"stageArn": ..., "participantId": ...}}
    {"refuse": {"stageArn": ..., "participantId": ..., "errorCode": ...}}
    {"pause": true}                   the clock stands still; advance still moves it
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from ivs_tui.sim import broadcast, gathering
from ivs_tui.sim.errors import AwsError
from ivs_tui.sim.faults import LATENCY, Fault
from ivs_tui.sim.world import Item, World

if TYPE_CHECKING:
    from ivs_tui.sim.server import Simulator

Action = Callable[["Simulator", Item], Any]


def add_routes(app: web.Application, simulator: "Simulator") -> None:
    for method, path, action in (
        ("GET", "faults", _faults),
        ("POST", "faults", _add_fault),
        ("DELETE", "faults", _clear_faults),
        ("GET", "requests", _requests),
        ("DELETE", "requests", _clear_requests),
        ("GET", "log", _log),
        ("GET", "asked", _asked),
        ("POST", "advance", _advance),
        ("GET", "world", _world),
        ("POST", "world", _change),
    ):
        app.router.add_route(method, f"/_sim/{path}", _handler(simulator, action))


def _handler(simulator: "Simulator", action: Action) -> Any:
    async def handle(request: web.Request) -> web.Response:
        try:
            asked = json.loads(await request.read() or b"{}")
            if not isinstance(asked, dict):
                raise ValueError("the body is no JSON object")
            return web.json_response(action(simulator, asked))
        except AwsError as error:
            return web.json_response({"error": error.message}, status=error.status)
        except (ValueError, TypeError, KeyError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    return handle


def _faults(simulator: "Simulator", asked: Item) -> Any:
    return [
        {"operation": f.operation, "kind": f.kind, "count": f.count, "seconds": f.seconds}
        for f in simulator.faults
    ]


def _add_fault(simulator: "Simulator", asked: Item) -> Any:
    simulator.faults.add(
        Fault(
            asked.get("operation", "*"),
            asked["kind"],
            asked.get("count"),
            float(asked.get("seconds", LATENCY)),
        )
    )
    return _faults(simulator, asked)


def _clear_faults(simulator: "Simulator", asked: Item) -> Any:
    simulator.faults.clear(asked.get("operation"), asked.get("kind"))
    return _faults(simulator, asked)


def _requests(simulator: "Simulator", asked: Item) -> Any:
    log = simulator.requests
    return {"counts": dict(log.counts), "times": log.by_operation()}


def _clear_requests(simulator: "Simulator", asked: Item) -> Any:
    simulator.requests.clear()
    return {}


def _log(simulator: "Simulator", asked: Item) -> Any:
    return [[one.operation, one.at, one.agent, one.refused] for one in simulator.requests.arrivals]


def _asked(simulator: "Simulator", asked: Item) -> Any:
    return [[one.operation, one.asked] for one in simulator.requests.arrivals]


def _advance(simulator: "Simulator", asked: Item) -> Any:
    simulator.world.catch_up()
    simulator.world.advance(float(asked["seconds"]))
    return {"time": simulator.world.time}


def _world(simulator: "Simulator", asked: Item) -> Any:
    world = simulator.world
    world.catch_up()
    return {
        "scenario": simulator.scenario,
        "time": world.time,
        "now": world.stamp(),
        "paused": world.paused,
        "channels": {one.api.get("name", ""): one.arn for one in world.channels.values()},
        "live": [one.arn for one in world.live.values()],
        "stages": {one.api.get("name", ""): one.arn for one in world.stages.values()},
    }


def _change(simulator: "Simulator", asked: Item) -> Any:
    """Each member of the request is a verb; the order is theirs."""
    if unknown := asked.keys() - VERBS.keys():
        raise ValueError(f"no such change: {', '.join(sorted(unknown))}")
    simulator.world.catch_up()
    done: Item = {}
    for verb, detail in asked.items():
        done |= VERBS[verb](simulator.world, detail) or {}
    return {"time": simulator.world.time} | done


def _set(world: World, detail: Item) -> None:
    stream = world.channel(detail["channelArn"]).stream
    if stream is None:
        raise AwsError("ChannelNotBroadcasting", "the channel is not live")
    stream.update(detail)


def _end(world: World, detail: Item) -> None:
    broadcast.finish(world, world.channel(detail["channelArn"]))


def _start(world: World, detail: Item) -> None:
    broadcast.go_live(world, world.channel(detail["channelArn"]), delay=0)


def _event(world: World, detail: Item) -> None:
    channel = world.channel(detail["channelArn"])
    broadcast.note(world, channel, detail["type"], detail["name"], detail.get("code"))


def _join(world: World, detail: Item) -> Item:
    stage = world.stage(detail["stageArn"])
    publish = bool(detail.get("publish"))
    return {"joined": gathering.join(world, stage, str(detail["userId"]), publish=publish).id}


def _leave(world: World, detail: Item) -> None:
    session = world.stage(detail["stageArn"]).sessions[0]
    gathering.leave(world, session.participants[detail["participantId"]])


def _refuse(world: World, detail: Item) -> None:
    session = world.stage(detail["stageArn"]).sessions[0]
    gathering.refuse(world, session.participants[detail["participantId"]], detail["errorCode"])


VERBS: dict[str, Callable[[World, Any], Item | None]] = {
    "set": _set,
    "end": _end,
    "start": _start,
    "event": _event,
    "join": _join,
    "leave": _leave,
    "refuse": _refuse,
    "pause": lambda world, on: world.pause(bool(on)),
}
