"""What can be read, by name: the operation behind it, its parameters, what identifies an item."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from ivs_tui.aws.operations import OPERATIONS, Operation
from ivs_tui.aws.records.base import Record


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """One way to read.

    `required` and `optional` name API parameters; `key` names the members that together identify
    an item (none: the items are events, which have no id).
    """

    name: str
    operation: Operation
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    key: tuple[str, ...] = ()

    def key_of(self, item: Record) -> str:
        """The item's identity within its list."""
        return "|".join(str(getattr(item, member)) for member in self.key)


def _query(
    name: str,
    operation: str,
    *required: str,
    key: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
) -> Query:
    return Query(
        name=name, operation=OPERATIONS[operation], required=required, optional=optional, key=key
    )


_STAGE_SESSION = ("stageArn", "sessionId")
_ALL = (
    _query("streams", "ListStreams", key=("channel_arn", "stream_id")),
    _query("channels", "ListChannels", key=("arn",), optional=("filterByName",)),
    _query("channel", "GetChannel", "arn", key=("arn",)),
    # Watched as a whole: the poller gathers the ARNs that somebody shows.
    _query("names", "BatchGetChannel", key=("arn",)),
    _query("sessions", "ListStreamSessions", "channelArn", key=("stream_id",)),
    _query("session", "GetStreamSession", "channelArn", key=("stream_id",), optional=("streamId",)),
    _query("stages", "ListStages", key=("arn",)),
    _query("stage", "GetStage", "arn", key=("arn",)),
    _query("stage-sessions", "ListStageSessions", "stageArn", key=("session_id",)),
    _query("participants", "ListParticipants", *_STAGE_SESSION, key=("participant_id",)),
    _query(
        "participant", "GetParticipant", *_STAGE_SESSION, "participantId", key=("participant_id",)
    ),
    _query("participant-events", "ListParticipantEvents", *_STAGE_SESSION, "participantId"),
)

QUERIES: Mapping[str, Query] = MappingProxyType({query.name: query for query in _ALL})
