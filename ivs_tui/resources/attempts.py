"""How participants' failed attempts are grouped, and how far they were read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ivs_tui.engine.gathering import Attempts, Failure, in_error
from ivs_tui.engine.snapshot import Snapshot
from ivs_tui.resources import format as fmt
from ivs_tui.resources.spec import Cell, Look, Tone

BY = ("error", "sdk", "os", "isp", "browser")
"""What failed attempts may have in common, what tells most first."""
UNSAID = "not said"
"""The API does not say what somebody runs on."""
UNREAD = "not read"
"""It was not asked, or may not be."""


def groups(one: Attempts, by: str) -> Iterable[tuple[str, Sequence[Failure]]]:
    """The groups that somebody's failed attempts are in, and which of them."""
    if not one.failures:
        return
    if by == "error":
        for failure in one.failures:
            yield failure.code or failure.event, (failure,)
    elif not one.client:
        yield UNREAD, one.failures
    else:
        yield getattr(one, by) or UNSAID, one.failures


def chosen(items: Iterable[Attempts], parameters: Mapping[str, str]) -> list[Attempts]:
    """Those who have failed, in all the groups that are asked for."""
    asked = {by: parameters[by] for by in BY if by in parameters}
    return [
        one
        for one in items
        if one.failures and all(value in dict(groups(one, by)) for by, value in asked.items())
    ]


def coverage(snapshot: Snapshot, _joined: Mapping[str, Snapshot], look: Look) -> Sequence[Cell]:
    """How many participants' events were read, and what came of it."""
    asked = dict(snapshot.topic.parameters)
    group = [fmt.text(f"{by} {asked[by]}", look, Tone.STRONG) for by in BY if by in asked]
    if snapshot.read_at is None:
        return group
    people = len(snapshot.items)
    read = sum(one.read_at is not None for one in snapshot.items)
    of_all = f"{read:,} of {people:,} read"
    if not any(one.failures for one in snapshot.items):
        of_all = f"no error {'' if snapshot.complete else 'so far '}in {of_all}"
    return [*group, Cell(of_all, Tone.DIM if snapshot.complete else Tone.INFO)]


def newest(one: Attempts) -> Failure | None:
    """The failure to tell of: one that lasts before one that is mended."""
    return in_error(one) or next(iter(one.failures), None)
