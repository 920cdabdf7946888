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
    bare: bool = False
    """The answer is the item itself: nothing wraps it."""
    parts: Mapping[str, type[Record]] = MappingProxyType({})
    """Lists inside the one item whose entries are judged one by one."""

    @property
    def id(self) -> str:
        """What tells it from every other: its name, with the service where both have one."""
        return f"{self.service}.{self.name}" if self.name in _OF_BOTH else self.name

    @property
    def action(self) -> str:
        """The IAM action; both services share the prefix."""
        return f"ivs:{self.name}"


_OF_BOTH = frozenset({"ListTagsForResource"})
_SLOW = 3.0
"""Requests per second for key pairs, public keys, recording and ad configurations."""


def _list(
    service: str, name: str, member: str, record: type[Record], size: int = 100, rate: float = 5.0
) -> Operation:
    return Operation(
        service=service, name=name, member=member, record=record, page_size=size, rate=rate
    )


def _get(
    service: str, name: str, member: str, record: type[Record], rate: float = 5.0
) -> Operation:
    return Operation(service=service, name=name, member=member, record=record, rate=rate)


def _tags(service: str) -> Operation:
    return Operation(
        service=service,
        name="ListTagsForResource",
        member="tags",
        record=ll.ListTagsForResourceResponse,
        rate=10.0,
        bare=True,
    )


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
    _get(LOWLATENCY, "GetStream", "stream", ll.Stream),
    _list(LOWLATENCY, "ListStreamKeys", "streamKeys", ll.StreamKeySummary, 50),
    _list(
        *(LOWLATENCY, "ListRecordingConfigurations", "recordingConfigurations"),
        *(ll.RecordingConfigurationSummary, 100, _SLOW),
    ),
    _get(
        *(LOWLATENCY, "GetRecordingConfiguration", "recordingConfiguration"),
        *(ll.RecordingConfiguration, _SLOW),
    ),
    _list(LOWLATENCY, "ListPlaybackKeyPairs", "keyPairs", ll.PlaybackKeyPairSummary, 100, _SLOW),
    _get(LOWLATENCY, "GetPlaybackKeyPair", "keyPair", ll.PlaybackKeyPair, _SLOW),
    _list(
        *(LOWLATENCY, "ListPlaybackRestrictionPolicies", "playbackRestrictionPolicies"),
        ll.PlaybackRestrictionPolicySummary,
    ),
    _get(
        *(LOWLATENCY, "GetPlaybackRestrictionPolicy", "playbackRestrictionPolicy"),
        ll.PlaybackRestrictionPolicy,
    ),
    _list(
        *(LOWLATENCY, "ListAdConfigurations", "adConfigurations"),
        *(ll.AdConfigurationSummary, 100, _SLOW),
    ),
    _get(LOWLATENCY, "GetAdConfiguration", "adConfiguration", ll.AdConfiguration, _SLOW),
    _tags(LOWLATENCY),
    _list(REALTIME, "ListStages", "stages", rt.StageSummary),
    _get(REALTIME, "GetStage", "stage", rt.Stage),
    _list(REALTIME, "ListStageSessions", "stageSessions", rt.StageSessionSummary),
    _list(REALTIME, "ListParticipants", "participants", rt.ParticipantSummary),
    _get(REALTIME, "GetParticipant", "participant", rt.Participant),
    _list(REALTIME, "ListParticipantEvents", "events", rt.Event),
    _get(REALTIME, "GetStageSession", "stageSession", rt.StageSession),
    _list(REALTIME, "ListParticipantReplicas", "replicas", rt.ParticipantReplica, 50),
    _list(REALTIME, "ListCompositions", "compositions", rt.CompositionSummary),
    _get(REALTIME, "GetComposition", "composition", rt.Composition),
    _list(
        *(REALTIME, "ListIngestConfigurations", "ingestConfigurations"),
        rt.IngestConfigurationSummary,
    ),
    _get(REALTIME, "GetIngestConfiguration", "ingestConfiguration", rt.IngestConfiguration),
    _list(
        *(REALTIME, "ListEncoderConfigurations", "encoderConfigurations"),
        rt.EncoderConfigurationSummary,
    ),
    _get(REALTIME, "GetEncoderConfiguration", "encoderConfiguration", rt.EncoderConfiguration),
    _list(
        *(REALTIME, "ListStorageConfigurations", "storageConfigurations"),
        rt.StorageConfigurationSummary,
    ),
    _get(REALTIME, "GetStorageConfiguration", "storageConfiguration", rt.StorageConfiguration),
    _list(REALTIME, "ListPublicKeys", "publicKeys", rt.PublicKeySummary, 100, _SLOW),
    _get(REALTIME, "GetPublicKey", "publicKey", rt.PublicKey, _SLOW),
    _tags(REALTIME),
)

OPERATIONS: Mapping[str, Operation] = MappingProxyType({op.id: op for op in _ALL})
"""By their ids."""

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "GetStreamKey": "all that it adds to ListStreamKeys is the key's value, a secret",
        "BatchGetStreamKey": "all that it adds to ListStreamKeys is the keys' values, secrets",
    }
)
"""Read operations that are not called, by name, and why."""

LEFT_OUT_MEMBERS: Mapping[str, str] = MappingProxyType(
    {
        "BatchGetChannel.errors": "a channel that could not be named is shown by its id, and asked"
        " for again after two minutes",
    }
)
"""Members beside the items of an answer that are not decoded, by operation id, and why."""
