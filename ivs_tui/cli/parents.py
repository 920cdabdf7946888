"""From what the user typed to what the API is asked for: names to ARNs, a stage to a session."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ivs_tui.cli.failure import UNREACHED, USAGE, Failure
from ivs_tui.engine.oneshot import OneShot
from ivs_tui.engine.query import QUERIES

Asked = Mapping[str, str]
"""What the command line gives: `id`, `channel`, `stage`, `session`, `participant`."""
Parameters = Mapping[str, str]
"""What a query is asked with, under the API's names."""

_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
"""What a channel may be called; the API refuses to look for any other name."""
_MOST_LISTED = 4


@dataclass(frozen=True, slots=True)
class Resource:
    """A type of things with an ARN: the queries of all and of one, and what several are called."""

    every: str
    one: str
    plural: str

    @property
    def noun(self) -> str:
        """What one is called."""
        return self.one.replace("-", " ")

    @property
    def has_names(self) -> bool:
        """Whether such a thing can have a name."""
        return "name" in QUERIES[self.every].record.__struct_fields__


CHANNELS = Resource("channels", "channel", "channels")
STAGES = Resource("stages", "stage", "stages")


async def arn_of(source: OneShot, resource: Resource, text: str) -> str:
    """The ARN of what `text` means: an ARN, a name, or an ARN's last part; raises Failure."""
    if _is_arn(text):
        return text
    arn: str = (await _find(source, resource, text)).arn
    return arn


async def of_channel(source: OneShot, asked: Asked) -> Parameters:
    """How what belongs to the channel is asked for."""
    return {"channelArn": await arn_of(source, CHANNELS, asked["channel"])}


async def of_stream_session(source: OneShot, asked: Asked) -> Parameters:
    """How a stream session is asked for: the one given, else the most recent."""
    stream = {"streamId": asked["session"]} if "session" in asked else {}
    return {**await of_channel(source, asked), **stream}


async def of_stage(source: OneShot, asked: Asked) -> Parameters:
    """How what belongs to the stage is asked for."""
    return {"stageArn": await arn_of(source, STAGES, asked["stage"])}


async def of_stage_session(source: OneShot, asked: Asked) -> Parameters:
    """How what belongs to a stage session is asked for: to the one given, else the active one."""
    if "session" in asked:
        return {**await of_stage(source, asked), "sessionId": asked["session"]}
    text = asked["stage"]
    # A list says which session is active, so a name costs no second request.
    found = await source.read("stage", {"arn": text}) if _is_arn(text) else None
    stage = found.one() if found else await _find(source, STAGES, text)
    if not stage.active_session_id:
        advice = "give --session, one of `ivs-tui get stage-sessions`"
        raise Failure(UNREACHED, f"stage {text!r} has no active session; {advice}")
    return {"stageArn": stage.arn, "sessionId": stage.active_session_id}


async def of_participant(source: OneShot, asked: Asked) -> Parameters:
    """How what belongs to a participant of a stage session is asked for."""
    where = await of_stage_session(source, asked)
    return {**where, "participantId": asked["participant"]}


async def of_source(source: OneShot, asked: Asked) -> Parameters:
    """How what a participant of the stage is replicated to is asked for."""
    arn = await arn_of(source, STAGES, asked["stage"])
    return {"sourceStageArn": arn, "participantId": asked["participant"]}


def _is_arn(text: str) -> bool:
    return text.startswith("arn:")


async def _find(source: OneShot, resource: Resource, text: str) -> Any:
    named = "filterByName" in QUERIES[resource.every].optional and _NAME.fullmatch(text)
    found = await source.read(resource.every, {"filterByName": text} if named else {})
    return _only(found.items, resource, text)


def _only(items: Iterable[Any], resource: Resource, text: str) -> Any:
    """The one that has the name; where none has, the one whose ARN ends with it, as screens do."""
    # A list that changes while it is read may hold a thing twice.
    things = {item.arn: item for item in items}.values()
    found = [one for one in things if resource.has_names and one.name == text]
    found = found or [one for one in things if one.arn.rpartition("/")[2] == text]
    if not found:
        what = "is named" if resource.has_names else "has the id"
        see = f"see `ivs-tui get {resource.every}`"
        raise Failure(UNREACHED, f"no {resource.noun} {what} {text!r}; {see}")
    if len(found) > 1:
        arns = ", ".join(one.arn for one in found[:_MOST_LISTED])
        more = ", …" if len(found) > _MOST_LISTED else ""
        several = f"{len(found)} {resource.plural} are named {text!r}"
        raise Failure(USAGE, f"{several}; give the ARN of one: {arns}{more}")
    return found[0]
