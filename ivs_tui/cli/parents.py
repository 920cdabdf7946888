"""From what the user typed to the resource that is meant: an ARN, or a name that only one has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ivs_tui.cli.failure import Failure
from ivs_tui.engine.oneshot import OneShot

_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
"""What a channel may be called; the API refuses to look for any other name."""
_MOST_LISTED = 4


async def channel_arn(source: OneShot, text: str) -> str:
    """The ARN of the channel that `text` means; raises Failure."""
    if _is_arn(text):
        return text
    asked = {"filterByName": text} if _NAME.fullmatch(text) else {}
    channels = await source.read("channels", asked)
    arn: str = _only(channels.items, "channel", text).arn
    return arn


async def stage_arn(source: OneShot, text: str) -> str:
    """The ARN of the stage that `text` means; raises Failure."""
    if _is_arn(text):
        return text
    arn: str = (await _stage(source, text)).arn
    return arn


async def stage_session(source: OneShot, text: str, session: str | None) -> dict[str, str]:
    """How a session of the stage is asked for: the one given, else the active one."""
    if session:
        return {"stageArn": await stage_arn(source, text), "sessionId": session}
    stage = await _stage(source, text)
    if not stage.active_session_id:
        advice = "give --session, one of `ivs-tui get stage-sessions`"
        raise Failure(3, f"stage {text!r} has no active session; {advice}")
    return {"stageArn": stage.arn, "sessionId": stage.active_session_id}


async def _stage(source: OneShot, text: str) -> Any:
    if _is_arn(text):
        found = await source.read("stage", {"arn": text})
        return found.one()
    return _only((await source.read("stages")).items, "stage", text)


def _is_arn(text: str) -> bool:
    return text.startswith("arn:")


def _only(items: Iterable[Any], what: str, name: str) -> Any:
    found = [item for item in items if item.name == name]
    if not found:
        raise Failure(3, f"no {what} is named {name!r}; see `ivs-tui get {what}s`")
    if len(found) > 1:
        arns = ", ".join(item.arn for item in found[:_MOST_LISTED])
        more = ", …" if len(found) > _MOST_LISTED else ""
        sentence = f"{len(found)} {what}s are named {name!r}; give the ARN of one: {arns}{more}"
        raise Failure(2, sentence)
    return found[0]
