"""What happened to configurations: which were made and deleted, and which of them broke."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ivs_tui.engine.snapshot import Severity, Transition
from ivs_tui.engine.transitions.change import Change, Rule, state_word

_NOUNS: Mapping[str, str] = MappingProxyType(
    {
        "channels": "channel",
        "stream-keys": "stream key",
        "key-pairs": "key pair",
        "restrictions": "restriction policy",
        "ads": "ad configuration",
        "encoders": "encoder configuration",
        "storages": "storage configuration",
        "public-keys": "public key",
    }
)
"""Lists of which nothing is news but that something is in them, or no longer."""
_RECORDING: Mapping[str | None, tuple[str, Severity]] = MappingProxyType(
    {
        "CREATE_FAILED": ("recording configuration failed", Severity.ERROR),
        "ACTIVE": ("recording configuration active", Severity.GOOD),
    }
)
_INGEST: Mapping[str | None, tuple[str, Severity]] = MappingProxyType(
    {
        "ACTIVE": ("ingest became active", Severity.GOOD),
        "INACTIVE": ("ingest became inactive", Severity.INFO),
    }
)


def came_and_went(change: Change, noun: str) -> Iterator[Transition]:
    """What was created and what was deleted."""
    for item in change.appeared():
        yield change.happened(item, item.arn, f"{noun} created")
    for item in change.ended():
        yield change.happened(item, item.arn, f"{noun} deleted")


def _plain(change: Change) -> Iterator[Transition]:
    yield from came_and_went(change, _NOUNS[change.new.topic.name])


def _recordings(change: Change) -> Iterator[Transition]:
    yield from came_and_went(change, "recording configuration")
    moved = [(was.state, item) for was, item in change.stayed() if was.state != item.state]
    # One that failed before the first read of it never was in another state for us.
    moved += [(None, item) for item in change.appeared() if item.state == "CREATE_FAILED"]
    for state, item in moved:
        other = (f"recording configuration {state_word(item.state)}", Severity.INFO)
        what, severity = _RECORDING.get(item.state, other)
        detail = f"was {state_word(state)}" if state else ""
        yield change.happened(item, item.arn, what, severity, detail=detail)


def _ingest(change: Change) -> Iterator[Transition]:
    yield from came_and_went(change, "ingest configuration")
    for was, item in change.stayed():
        if was.state != item.state:
            other = (f"ingest {state_word(item.state)}", Severity.INFO)
            what, severity = _INGEST.get(item.state, other)
            yield change.happened(item, item.arn, what, severity)
        # Where it has no stage the API says "".
        before, now = was.stage_arn or "", item.stage_arn or ""
        if before == now:
            continue
        what, severity = ("ingest given to a stage", Severity.INFO)
        if not now:
            what, severity = ("ingest lost its stage", Severity.WARNING)
        stage = (now or before).rpartition("/")[2]
        yield change.happened(item, item.arn, what, severity, detail=f"stage {stage}")


RULES: Mapping[str, Rule] = MappingProxyType(
    {**dict.fromkeys(_NOUNS, _plain), "recordings": _recordings, "ingest": _ingest}
)
