"""Which channels need a name: those that somebody shows, in batches, those in sight first."""

from __future__ import annotations

from collections.abc import Iterable

from ivs_tui.aws.operations import MAX_BATCH
from ivs_tui.aws.records.base import Record
from ivs_tui.aws.records.lowlatency import Channel, ChannelSummary, StreamSummary
from ivs_tui.engine.clock import Clock

NAMES = "names"
FRESH_FOR = 600.0
"""Seconds a channel is taken as known; it cannot change while it is live."""
RETRY_AFTER = 120.0
"""Seconds before a channel that BatchGetChannel did not return is asked for again."""


class Names:
    """What is wanted, when each ARN was last asked for, and which batch comes next."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wanted: dict[str, None] = {}
        self._in_sight: tuple[str, ...] = ()
        self._due: dict[str, float] = {}

    def want(self, arns: Iterable[str]) -> bool:
        """Replace what is wanted; says whether any of it has to be read now."""
        self._wanted = dict.fromkeys(arns)
        keep = self._wanted.keys() | set(self._in_sight)
        self._due = {arn: due for arn, due in self._due.items() if arn in keep}
        return bool(self.batch())

    def look(self, arns: tuple[str, ...]) -> bool:
        """Put these first; says whether any of them has to be read now."""
        self._in_sight = arns
        now = self._clock.steady()
        return any(self._due.get(arn, now) <= now for arn in arns)

    def batch(self) -> list[str]:
        """The next ARNs to ask for, at most one request's worth."""
        now = self._clock.steady()
        candidates = dict.fromkeys((*self._in_sight, *self._wanted))
        due = (arn for arn in candidates if self._due.get(arn, now) <= now)
        return [arn for arn, _ in zip(due, range(MAX_BATCH), strict=False)]

    def wanted(self, channel: Channel) -> bool:
        """Whether anybody shows it."""
        return channel.arn in self._wanted or channel.arn in self._due

    def told(self, asked: Iterable[str], answered: Iterable[str]) -> None:
        """A batch was answered; what was asked for and not answered waits."""
        now = self._clock.steady()
        known = set(answered)
        for arn in asked:
            self._due[arn] = now + (FRESH_FOR if arn in known else RETRY_AFTER)


def channel_arns(items: Iterable[Record]) -> list[str]:
    """The channel of each stream, or of each channel."""
    streams = [item.channel_arn for item in items if isinstance(item, StreamSummary)]
    return streams or [item.arn for item in items if isinstance(item, ChannelSummary)]
