"""Answers as the model has them, and what a stranger may make of them: at every level."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape
from hypothesis import strategies as st

TEXTS = (
    "plain",
    "",
    " ",
    "[/x] [@click=app.quit]q[/]",
    "\x1b[2J\x1b]52;c;aGk=\x07\x1bP+q\x1b\\",
    "\x9b31m\x9d0;t\x9c\x85 \x7f\x00\r\n\t\v",
    "\u202eover\u2066\u200d\ufeff\u00ad\u2028",
    "e" + "\u0301" * 200,
    "中한😀👨‍👩‍👧🇩🇪\U000e0041\ufdd0\U0010ffff",
    "%s {braces} $HOME `id`",
    "=HYPERLINK(1)",
    "x" * 100_000,
)
TIMES = (
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00-14:00",
    "9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59+14:00",
    "1970-01-01T00:00:00+00:00",
    "2026-03-01T12:00:00.123456789+05:45",
    "2026-11-21T14:03:05Z",
    "2016-12-31T23:59:60Z",
)
NUMBERS = (0, -1, 1, 29.97, 2**31, 2**53 + 1, 2**63 - 1, -(2**63), 2**64 - 1, 10**30, -0.0)
RAW_NUMBERS = ("1e400", "-1e400", "NaN", "-Infinity", "-0", "1" + "0" * 4_000, "1" + "0" * 5_000)
"""Numbers that Python writes of nothing."""
RAW = (*RAW_NUMBERS, "nul", *("[" * deep + "]" * deep for deep in (150, 5_000)))
HELD = ("[]", "{}", "[null]", '{"": {}}', "[[[]]]", '["x", "y", "z"]')

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(NUMBERS),
    st.sampled_from(TEXTS),
    st.sampled_from(TIMES),
    st.sampled_from(RAW).map(lambda raw: f"@raw{raw}@"),
    st.sampled_from(HELD).map(json.loads),
    st.text(st.characters(), max_size=20),
    st.integers(),
    st.floats(),
)
HOW = ("replace", "drop", "rename", "twice", "wrap", "repeat", "swap", "empty")
CHANGES = st.lists(st.tuples(st.integers(0, 400), st.sampled_from(HOW), JUNK), max_size=5)
BYTES = (
    *("as it is",) * 30,
    *("cut", "html", "empty", "no text", "bom", "utf-16", "utf-32", "latin-1", "gzip", "twice"),
    *("brackets", "trailing"),
)
"""What becomes of the bytes; mostly nothing."""


def plainly(chosen: Random) -> str:
    """One of the short ones."""
    return chosen.choice(TEXTS[:-1])


def valid(
    shape: Shape,
    chosen: Random,
    whole: float = 0.8,
    text: Callable[[Random], str] = plainly,
) -> Any:
    """An answer that fits the model; each member is there with a chance of `whole`."""
    if isinstance(shape, StructureShape):
        members = shape.members.items()
        there = [one for one in members if one[0] in _IDS or chosen.random() < whole]
        return {name: valid(member, chosen, whole, text) for name, member in there}
    if isinstance(shape, ListShape):
        return [valid(shape.member, chosen, whole, text) for _ in range(chosen.choice((1, 2, 3)))]
    if isinstance(shape, MapShape):
        names = [text(chosen) for _ in range(chosen.choice((0, 1, 3)))]
        return {name: valid(shape.value, chosen, whole, text) for name in names}
    return _leaf(shape, chosen, text)


_IDS = ("arn", "channelArn", "streamId", "sessionId", "participantId")


def _leaf(shape: Any, chosen: Random, text: Callable[[Random], str]) -> Any:
    kind = shape.type_name
    if kind == "timestamp":
        return chosen.choice(TIMES[2:3] + TIMES[4:7])
    if kind == "boolean":
        return chosen.random() < 0.5
    if kind in {"integer", "long"}:
        return chosen.choice((0, 1, 30, 1_080, 4_500_000, 2**53 + 1))
    if kind in {"float", "double"}:
        return chosen.choice((0.0, 29.97, 60.0))
    if shape.name.lower().endswith("arn"):
        sort = chosen.choice(("channel", "stage", "composition", "recording-configuration"))
        return f"arn:aws:ivs:us-west-2:123456789012:{sort}/{chosen.randrange(9)}"
    said = chosen.random() < (0.7 if shape.enum else 0.3)
    told = chosen.choice((*shape.enum, *_WORDS)) if said else text(chosen)
    # What is too short for botocore to send back cannot be opened.
    return told.ljust(shape.metadata.get("min", 0), "-")


_WORDS = (
    *("LIVE", "STARVING", "HEALTHY", "ACTIVE", "FAILED", "CONNECTED", "avc1.64002A", "mp4a.40.2"),
    *("Session Created", "Stream Start", "Starvation Start", "Stream End", "Session Ended"),
    *("Recording Start Failure", "PUBLISH_ERROR", "JOIN_ERROR", "QUOTA_EXCEEDED", "StreamKey"),
)


def mutated(answer: Any, changes: list[tuple[int, str, Any]]) -> Any:
    """The answer with each change made at its place, in place."""
    for at, how, junk in changes:
        places = list(_places(answer))
        if places:
            _change(*places[at % len(places)], how, junk)
    return answer


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every member and entry, from the top down, by what holds it and under which name."""
    level = [node]
    while level:
        deeper = []
        for held in level:
            names: Any = held.keys() if isinstance(held, dict) else range(len(held))
            for name in names:
                yield held, name
                if isinstance(held[name], (dict, list)):
                    deeper.append(held[name])
        level = deeper


def _change(holder: Any, name: Any, how: str, junk: Any) -> None:
    if how == "drop":
        del holder[name]
    elif how == "wrap":
        holder[name] = [holder[name]]
    elif how == "empty":
        holder[name] = type(holder[name])()
    elif how == "repeat" and isinstance(holder[name], list):
        holder[name] = holder[name] * 3
    elif how == "rename" and isinstance(holder, dict):
        holder[f"{name}X"] = holder.pop(name)
    elif how == "twice" and isinstance(holder, dict):
        holder[f"{name}@twice@"] = junk
    elif how == "swap" and isinstance(holder, dict):
        other = next(iter(holder))
        holder[name], holder[other] = holder[other], holder[name]
    else:
        holder[name] = junk


def written(answer: Any) -> bytes:
    """The answer as JSON, with what Python's own writer would never write."""
    text = json.dumps(answer).replace('@twice@"', '"')
    return re.sub(r'"@raw(.*?)@"', r"\1", text).encode()


def garbled(body: bytes, how: str, at: int) -> bytes:
    """The bytes as a bad line, or somebody else, would bring them."""
    place = at % (len(body) + 1)
    if how in {"utf-16", "utf-32", "latin-1"}:
        return body.decode().encode(how, "replace")
    if how == "gzip":
        return gzip.compress(body, 1)
    made = {
        "cut": body[:place],
        "html": b"\n<!DOCTYPE html><html><body>Sign in</body></html>",
        "empty": b"",
        "no text": body[:place] + b"\xff\xc3" + body[place:],
        "bom": b"\xef\xbb\xbf" + body,
        "twice": body * 2,
        "brackets": b"[" * at,
        "trailing": body + b" x",
    }
    return made.get(how, body)
