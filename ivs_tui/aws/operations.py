"""The read operations this program calls: where each answer lies, its shape, its rate."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from ivs_tui.aws.records import lowlatency as ll
from ivs_tui.aws.records import realtime as rt
from ivs_tui.aws.records.base import Record

LOWLATENCY = "ivs"
REALTIME = "ivs-realtime"
MAX_BATCH = 50
"""ARNs in one BatchGetChannel call."""


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One read operation.

    `member` holds the answer's items (or the one item, where `page_size` is None); `rate` is AWS's
    published requests per second for the account and Region ("IVS Service Quotas"), not adjustable
    and shared with everything else in the account.
    """

    service: str
    name: str
    member: str
    record: type[Record]
    page_size: int | None = None
    rate: float = 5.0
    parts: Mapping[str, type[Record]] = MappingProxyType({})
    """Lists inside the one item whose entries are judged one by one."""

    @property
    def action(self) -> str:
        """The IAM action; both services share the prefix."""
        return f"ivs:{self.name}"


def _list(service: str, name: str, member: str, record: type[Record], size: int = 100) -> Operation:
    return Operation(service=service, name=name, member=member, record=record, page_size=size)


def _get(service: str, name: str, member: str, record: type[Record]) -> Operation:
    return Operation(service=service, name=name, member=member, record=record)


_ALL = (
    _list(LOWLATENCY, "ListStreams", "streams", ll.StreamSummary),
    _list(LOWLATENCY, "ListChannels", "channels", ll.ChannelSummary),
    _list(LOWLATENCY, "ListStreamSessions", "streamSessions", ll.StreamSessionSummary),
    _get(LOWLATENCY, "GetChannel", "channel", ll.Channel),
    Operation(
        service=LOWLATENCY,
        name="BatchGetChannel",
        member="channels",
        record=ll.Channel,
        page_size=MAX_BATCH,
    ),
    Operation(
        service=LOWLATENCY,
        name="GetStreamSession",
        member="streamSession",
        record=ll.StreamSession,
        parts=MappingProxyType({"truncatedEvents": ll.StreamEvent}),
    ),
    _list(REALTIME, "ListStages", "stages", rt.StageSummary),
    _get(REALTIME, "GetStage", "stage", rt.Stage),
    _list(REALTIME, "ListStageSessions", "stageSessions", rt.StageSessionSummary),
    _list(REALTIME, "ListParticipants", "participants", rt.ParticipantSummary),
    _get(REALTIME, "GetParticipant", "participant", rt.Participant),
    _list(REALTIME, "ListParticipantEvents", "events", rt.Event),
)

OPERATIONS: Mapping[str, Operation] = MappingProxyType({op.name: op for op in _ALL})
