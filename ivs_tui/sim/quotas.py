"""AWS's request rates per operation, and the buckets that hold clients to them."""

import time
from collections.abc import Callable

RATES: dict[str, float] = {
    **dict.fromkeys(
        (
            "BatchGetChannel",
            "BatchGetStreamKey",
            "GetChannel",
            "GetComposition",
            "GetEncoderConfiguration",
            "GetIngestConfiguration",
            "GetParticipant",
            "GetPlaybackRestrictionPolicy",
            "GetStage",
            "GetStageSession",
            "GetStorageConfiguration",
            "GetStream",
            "GetStreamKey",
            "GetStreamSession",
            "ListChannels",
            "ListCompositions",
            "ListEncoderConfigurations",
            "ListIngestConfigurations",
            "ListParticipantEvents",
            "ListParticipantReplicas",
            "ListParticipants",
            "ListPlaybackRestrictionPolicies",
            "ListStageSessions",
            "ListStages",
            "ListStorageConfigurations",
            "ListStreamKeys",
            "ListStreamSessions",
            "ListStreams",
        ),
        5.0,
    ),
    **dict.fromkeys(
        (
            "GetAdConfiguration",
            "GetPlaybackKeyPair",
            "GetPublicKey",
            "GetRecordingConfiguration",
            "ListAdConfigurations",
            "ListPlaybackKeyPairs",
            "ListPublicKeys",
            "ListRecordingConfigurations",
        ),
        3.0,
    ),
    "ListTagsForResource": 10.0,
}
"""Requests per second, account and Region. Its keys are the operations that are simulated."""


class Quotas:
    """One token bucket per operation, holding a second's worth of requests."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def allow(self, operation: str) -> bool:
        rate = RATES.get(operation)
        if rate is None:
            return True
        now = self._clock()
        level, since = self._buckets.get(operation, (rate, now))
        level = min(rate, level + (now - since) * rate)
        # Rounding must not cost the client a request that came just in time.
        allowed = level > 1 - 1e-6
        self._buckets[operation] = (max(0.0, level - allowed), now)
        return allowed
