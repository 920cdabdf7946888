"""The line between engine and screen: msgpack in length-prefixed frames.

Records carry no tag (`type` is a member of the API's own), so a frame names its content first, and
a snapshot is decoded by the query that its topic names.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Sequence
from typing import Any

import msgspec

from ivs_tui.aws.records.base import Record
from ivs_tui.aws.records.sharing import LONG, share
from ivs_tui.engine.commands import AnyCommand, Happened, Report
from ivs_tui.engine.query import QUERIES
from ivs_tui.engine.snapshot import Gone, Snapshot, Usage

_LENGTH = struct.Struct(">I")
MOST_BYTES = 256 * 1024 * 1024
"""A frame beyond this is a broken line, not a list."""
_PIECE = 64 * 1024
"""A frame of megabytes goes in pieces: whole, each buffer on its way would hold it once more."""


_encoder = msgspec.msgpack.Encoder()
_commands: msgspec.msgpack.Decoder[AnyCommand] = msgspec.msgpack.Decoder(AnyCommand)
_envelope = msgspec.msgpack.Decoder(tuple[str, msgspec.Raw])


def _snapshot_type(record: type[Record]) -> Any:
    """Snapshot, with its items' type made definite."""
    one: Any = record
    gone: Any = msgspec.defstruct("Gone", [("item", one)], bases=(Gone,), frozen=True)
    members = [("items", tuple[one, ...], ()), ("gone", tuple[gone, ...], ())]
    return msgspec.defstruct("Snapshot", members, bases=(Snapshot,), frozen=True, kw_only=True)


_decoders: dict[str, msgspec.msgpack.Decoder[Any]] = {
    "happened": msgspec.msgpack.Decoder(Happened),
    "usage": msgspec.msgpack.Decoder(Usage),
}


def encode_report(report: Report) -> bytes:
    """A frame's payload for the screen."""
    if isinstance(report, Snapshot):
        name = f"snapshot {report.topic.name}"
    else:
        name = type(report).__name__.lower()
    return _encoder.encode((name, report))


def decode_report(payload: bytes | bytearray) -> Report:
    """What a frame's payload says; raises msgspec.DecodeError."""
    name, body = _envelope.decode(payload)
    decoder = _decoders.get(name)
    if decoder is None:
        # Made on first use: most screens never see most queries.
        query = QUERIES.get(name.removeprefix("snapshot "))
        if query is None:
            raise msgspec.DecodeError(f"no report is called {name!r}")
        kind = _snapshot_type(query.record)
        decoder = _decoders[name] = msgspec.msgpack.Decoder(kind)
    report: Report = decoder.decode(body)
    if isinstance(report, Snapshot) and len(report.items) + report.before + report.after > LONG:
        share(report.items)
    return report


def lean(report: Snapshot, told: Sequence[Any]) -> Snapshot:
    """A snapshot without the items that the other end, which was `told` others, has already."""
    items = report.items
    most = min(len(told), len(items))
    before = most if told is items else _alike(told, items, most)
    after = _alike(told[::-1], items[::-1], most - before)
    if not (before or after):
        return report
    fresh = items[before : len(items) - after]
    return msgspec.structs.replace(report, items=fresh, before=before, after=after)


def _alike(told: Sequence[Any], items: Sequence[Any], most: int) -> int:
    """How many of them at the beginning are the very same."""
    pairs = enumerate(zip(told[:most], items, strict=False))
    return next((place for place, (was, now) in pairs if was is not now), most)


def whole(report: Snapshot, known: tuple[Any, ...]) -> Snapshot:
    """A lean snapshot with the items that are `known` here; the very same list stays as it is."""
    head, tail = known[: report.before], known[len(known) - report.after :]
    is_same = len(head) == len(known) and not report.items
    items = known if is_same else (*head, *report.items, *tail)
    return msgspec.structs.replace(report, items=items, before=0, after=0)


def encode_command(command: AnyCommand) -> bytes:
    """One frame for the engine."""
    payload = _encoder.encode(command)
    return _LENGTH.pack(len(payload)) + payload


def decode_command(payload: bytes | bytearray) -> AnyCommand:
    """What a frame's payload asks for; raises msgspec.DecodeError."""
    return _commands.decode(payload)


async def write_payload(writer: asyncio.StreamWriter, payload: bytes) -> None:
    """Send one frame, at the pace of the other end."""
    writer.write(_LENGTH.pack(len(payload)))
    whole = memoryview(payload)
    for at in range(0, len(payload), _PIECE):
        writer.write(whole[at : at + _PIECE])
        await writer.drain()


async def read_payload(reader: asyncio.StreamReader) -> bytearray | None:
    """The next frame's payload; None at the end of the line."""
    try:
        (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
        return None if length > MOST_BYTES else await _read(reader, length)
    except (asyncio.IncompleteReadError, ConnectionError, OSError):
        return None


async def _read(reader: asyncio.StreamReader, length: int) -> bytearray | None:
    payload, at = bytearray(length), 0
    while at < length:
        piece = await reader.read(min(_PIECE, length - at))
        if not piece:
            return None
        payload[at : at + len(piece)] = piece
        at += len(piece)
    return payload
