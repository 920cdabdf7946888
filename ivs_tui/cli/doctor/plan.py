"""In which order the read operations are asked, with what, and which view each of them serves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Step:
    """One operation: `asks` are API parameters by the thing that fills them, `gives` things by the
    member of the answer's first item that names them.
    """

    operation: str
    serves: str
    asks: tuple[tuple[str, str], ...] = ()
    gives: tuple[tuple[str, str], ...] = ()
    prefers: str = ""
    """Of the items rather one that has this member than the first."""
    main: bool = False
    """Whether a main view fails without it."""


def _names(member: str, *things: str) -> tuple[tuple[str, str], ...]:
    """Things that one member names."""
    return tuple((thing, member) for thing in things)


_OF_IVS, _OF_REALTIME = "resource", "real-time resource"
_CHANNEL = ("channelArn", "channel")
_SESSION = (("stageArn", "stage"), ("sessionId", "stage session"))
_PERSON = (*_SESSION, ("participantId", "participant"))


def _pair(listed: str, got: str, view: str, thing: str, resource: str) -> tuple[Step, Step]:
    """A list of configurations, and the whole of one."""
    return (
        Step(listed, f"the view {view}", gives=_names("arn", thing, resource)),
        Step(got, f"details in the view {view}", asks=(("arn", thing),)),
    )


LOWLATENCY = (
    Step(
        *("ListStreams", "the view streams"),
        gives=_names("channel_arn", "live stream", "channel", _OF_IVS),
        main=True,
    ),
    Step(
        *("ListChannels", "the view channels"),
        gives=_names("arn", "channel", _OF_IVS),
        main=True,
    ),
    Step(
        *("ListStreamSessions", "the view sessions"),
        asks=(_CHANNEL,),
        gives=(("stream session", "stream_id"),),
        main=True,
    ),
    Step(
        *("GetStreamSession", "the stream session"),
        asks=(_CHANNEL, ("streamId", "stream session")),
        main=True,
    ),
    Step("BatchGetChannel", "names in the view streams", asks=(("arns", "channel"),)),
    Step("GetChannel", "details of a channel", asks=(("arn", "channel"),)),
    Step("ListStreamKeys", "the view stream-keys", asks=(_CHANNEL,)),
    Step("GetStream", "details of a live stream", asks=(("channelArn", "live stream"),)),
    *_pair(
        *("ListRecordingConfigurations", "GetRecordingConfiguration"),
        *("recordings", "recording configuration", _OF_IVS),
    ),
    *_pair("ListPlaybackKeyPairs", "GetPlaybackKeyPair", "key-pairs", "key pair", _OF_IVS),
    *_pair(
        *("ListPlaybackRestrictionPolicies", "GetPlaybackRestrictionPolicy"),
        *("restrictions", "restriction policy", _OF_IVS),
    ),
    *_pair("ListAdConfigurations", "GetAdConfiguration", "ads", "ad configuration", _OF_IVS),
    Step("ivs.ListTagsForResource", "tags", asks=(("resourceArn", _OF_IVS),)),
)
REALTIME = (
    Step(
        *("ListStages", "the view stages"),
        gives=(*_names("arn", "stage", _OF_REALTIME), ("stage session", "active_session_id")),
        prefers="active_session_id",
        main=True,
    ),
    Step(
        *("ListStageSessions", "the view stage-sessions"),
        asks=_SESSION[:1],
        gives=(("stage session", "session_id"),),
        main=True,
    ),
    Step(
        *("ListParticipants", "the view participants"),
        asks=_SESSION,
        gives=(("participant", "participant_id"),),
        main=True,
    ),
    Step("GetParticipant", "the participant", asks=_PERSON, main=True),
    Step("ListParticipantEvents", "the participant's events", asks=_PERSON, main=True),
    Step("GetStage", "details of a stage", asks=(("arn", "stage"),)),
    Step("GetStageSession", "details of a stage session", asks=_SESSION),
    Step(
        *("ListParticipantReplicas", "the view replicas"),
        asks=(("sourceStageArn", "stage"), _PERSON[-1]),
    ),
    *_pair("ListCompositions", "GetComposition", "compositions", "composition", _OF_REALTIME),
    *_pair(
        *("ListIngestConfigurations", "GetIngestConfiguration"),
        *("ingest", "ingest configuration", _OF_REALTIME),
    ),
    *_pair(
        *("ListEncoderConfigurations", "GetEncoderConfiguration"),
        *("encoders", "encoder configuration", _OF_REALTIME),
    ),
    *_pair(
        *("ListStorageConfigurations", "GetStorageConfiguration"),
        *("storages", "storage configuration", _OF_REALTIME),
    ),
    *_pair("ListPublicKeys", "GetPublicKey", "public-keys", "public key", _OF_REALTIME),
    Step("ivs-realtime.ListTagsForResource", "tags", asks=(("resourceArn", _OF_REALTIME),)),
)
"""What serves a main view comes first: who runs out of time has that."""

LACKING: Mapping[str, str] = MappingProxyType(
    {
        "stream session": "the channel that was asked of has no stream session",
        "stage session": "the stage that was asked of has no session",
        "participant": "the session that was asked of has no participant",
        "live stream": "no stream is live",
        _OF_IVS: "this account has nothing that could have tags",
        _OF_REALTIME: "this account has nothing that could have tags",
    }
)
"""What it means that a thing is not there, where it is not the account that lacks it."""
