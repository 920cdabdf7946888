"""What can be read, by name: the operation behind it, its parameters, what identifies an item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import msgspec

from ivs_tui.aws.operations import OPERATIONS, Operation
from ivs_tui.aws.records.base import Record
from ivs_tui.engine.gathering import Attempts, Searched, SessionInError
from ivs_tui.engine.last_events import LastEvent


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """One way to read.

    `required` and `optional` name API parameters; `key` names the members that together identify
    an item (none: the items are events or tags, which have no id).
    """

    name: str
    operation: Operation
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    remembered: bool = False
    """What vanishes from the API is kept: it lets go of it while it still matters."""
    lasting: bool = False
    """Its filters are on what never changes: who left the list is gone, not changed."""
    filter_by: tuple[str, str] | None = None
    """A filter that is always on, as the API's `filterBy` has it."""
    ahead: float = 0.0
    """One call that tells what matters most: it waits for nothing but its token, and takes no more
    than this share of its operation's rate."""
    gist: type[Record] | None = None
    """What is kept of an answer that is too large to be kept whole."""

    @property
    def record(self) -> type[Record]:
        """What its snapshots hold."""
        return self.gist or self.operation.record

    def key_of(self, item: Record) -> str:
        """The item's identity within its list."""
        return _keys(self.key)(item)


@cache
def _keys(members: tuple[str, ...]) -> Callable[[Any], str]:
    # Asking each item for its members one by one was a quarter of the engine's time.
    read = attrgetter(*members) if members else lambda _item: ""
    if len(members) == 1:
        return lambda item: str(read(item))
    return lambda item: "|".join(map(str, read(item)))


def _query(
    name: str, operation: str, *required: str, key: tuple[str, ...] = (), **more: Any
) -> Query:
    return Query(name=name, operation=OPERATIONS[operation], required=required, key=key, **more)


_ARN = ("arn",)
_STREAM = ("channel_arn", "stream_id")
_STAGE_SESSION = ("stageArn", "sessionId")
_ALL = (
    _query("streams", "ListStreams", key=_STREAM),
    # Laid over the streams by the poller: however long their list is, this is one call.
    _query("starving", "ListStreams", key=_STREAM, filter_by=("health", "STARVING"), ahead=0.25),
    # Watched as a whole: the poller reads one live stream after the other.
    _query("last-events", "GetStreamSession", key=_STREAM, gist=LastEvent),
    _query(
        *("channels", "ListChannels"),
        key=_ARN,
        optional=(
            "filterByName",
            "filterByRecordingConfigurationArn",
            "filterByPlaybackRestrictionPolicyArn",
            "filterByAdConfigurationArn",
        ),
    ),
    _query("channel", "GetChannel", "arn", key=_ARN),
    # Watched as a whole: the poller gathers the ARNs that somebody shows.
    _query("names", "BatchGetChannel", key=_ARN),
    _query("sessions", "ListStreamSessions", "channelArn", key=("stream_id",)),
    _query("session", "GetStreamSession", "channelArn", key=("stream_id",), optional=("streamId",)),
    _query("stages", "ListStages", key=_ARN),
    _query("stage", "GetStage", "arn", key=_ARN),
    _query("stage-sessions", "ListStageSessions", "stageArn", key=("session_id",)),
    _query("participants", "ListParticipants", *_STAGE_SESSION, key=("participant_id",)),
    _query(
        "participant", "GetParticipant", *_STAGE_SESSION, "participantId", key=("participant_id",)
    ),
    _query("participant-events", "ListParticipantEvents", *_STAGE_SESSION, "participantId"),
    # Watched as a whole too: one participant after the other, one session after the other. What
    # may be chosen of a session's errors is no parameter of the API's.
    _query(
        *("session-errors", "ListParticipantEvents", *_STAGE_SESSION),
        key=("participant_id",),
        optional=("error", "sdk", "os", "browser", "isp"),
        gist=Attempts,
    ),
    _query("errors", "ListParticipantEvents", key=("stage_arn", "session_id"), gist=SessionInError),
    _query(
        *("found", "ListParticipants", "filterByUserId"),
        key=("stage_arn", "session_id"),
        gist=Searched,
    ),
    _query("stream", "GetStream", "channelArn", key=("channel_arn", "stream_id")),
    _query("stage-session", "GetStageSession", *_STAGE_SESSION, key=("session_id",)),
    _query(
        *("compositions", "ListCompositions"),
        key=_ARN,
        optional=("filterByStageArn", "filterByEncoderConfigurationArn"),
        remembered=True,
        lasting=True,
    ),
    _query("composition", "GetComposition", "arn", key=_ARN),
    _query(
        *("ingest", "ListIngestConfigurations"),
        key=_ARN,
        optional=("filterByStageArn", "filterByState"),
    ),
    _query("ingest-configuration", "GetIngestConfiguration", "arn", key=_ARN),
    _query("recordings", "ListRecordingConfigurations", key=_ARN),
    _query("recording-configuration", "GetRecordingConfiguration", "arn", key=_ARN),
    _query("stream-keys", "ListStreamKeys", "channelArn", key=_ARN),
    _query("key-pairs", "ListPlaybackKeyPairs", key=_ARN),
    _query("key-pair", "GetPlaybackKeyPair", "arn", key=_ARN),
    _query("restrictions", "ListPlaybackRestrictionPolicies", key=_ARN),
    _query("restriction-policy", "GetPlaybackRestrictionPolicy", "arn", key=_ARN),
    _query("ads", "ListAdConfigurations", key=_ARN),
    _query("ad-configuration", "GetAdConfiguration", "arn", key=_ARN),
    _query("encoders", "ListEncoderConfigurations", key=_ARN),
    _query("encoder-configuration", "GetEncoderConfiguration", "arn", key=_ARN),
    _query("storages", "ListStorageConfigurations", key=_ARN),
    _query("storage-configuration", "GetStorageConfiguration", "arn", key=_ARN),
    _query("public-keys", "ListPublicKeys", key=_ARN),
    _query("public-key", "GetPublicKey", "arn", key=_ARN),
    _query(
        *("replicas", "ListParticipantReplicas", "sourceStageArn", "participantId"),
        key=("destination_stage_arn", "destination_session_id"),
    ),
    _query("tags", "ivs.ListTagsForResource", "resourceArn"),
    _query("realtime-tags", "ivs-realtime.ListTagsForResource", "resourceArn"),
)

QUERIES: Mapping[str, Query] = MappingProxyType({query.name: query for query in _ALL})
